import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import type { InvoiceForecast } from '../../../contracts/invoice-row';
import { type CoveragePart, CoverageSquare } from '../../pieces/coverage-bar';
import { useIsNarrow } from '../../pieces/narrow';
import { useWords, type Words } from '../../words/business';
import { paymentStateWords } from '../../words/payment-states';
import { RuleLink } from '../organization/autopay/rule-link';
import { PaymentLink } from '../payment/payment-link';
import styles from './against-table.module.css';

type Entry = InvoiceDetails['against'][number];

type Row = Readonly<{
  key: string;
  link: ReactNode;
  part: CoveragePart | null;
  kind: string;
  state: string;
  on: string;
  who: string;
  amountMinor: number;
  /** Ended without money: told, and not in the sum. */
  isOut: boolean;
}>;

/** Every payment on an invoice, then what was paid elsewhere and what nothing covers: the total. */
export function AgainstTable({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const rows = rowsOf(invoice, words);
  return (
    <section>
      <h3 className="hr-section">Against this invoice</h3>
      {isNarrow ? (
        <NarrowRows rows={rows} invoice={invoice} />
      ) : (
        <WideRows rows={rows} invoice={invoice} />
      )}
    </section>
  );
}

type RowsProps = Readonly<{ rows: readonly Row[]; invoice: InvoiceDetails }>;

function WideRows({ rows, invoice: { total } }: RowsProps) {
  const words = useWords();
  return (
    <Table className={styles['table'] ?? ''} layout="fixed">
      <colgroup>
        {[64, 116, 112, 101, 110].map((width) => (
          <col key={width} width={width} />
        ))}
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Link</th>
          <th scope="col">Kind</th>
          <th scope="col">State</th>
          <th scope="col">Date</th>
          <th scope="col">Who</th>
          <th scope="col" data-number>
            Amount, {total.currency}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} data-out={row.isOut || undefined}>
            <td>{row.link}</td>
            <td>
              <span className={styles['kind']}>
                {row.part ? <CoverageSquare part={row.part} /> : <span className={styles['gap']} />}
                {row.kind}
              </span>
            </td>
            <td>{row.state}</td>
            <td className="hr-number">{row.on}</td>
            <td className={styles['who']} title={row.who}>
              {row.who}
            </td>
            <td data-number>{words.amount(row.amountMinor, total.currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={5}>Total of the invoice</td>
          <td data-number>{words.amount(total.amountMinor, total.currency)}</td>
        </tr>
      </tfoot>
    </Table>
  );
}

function NarrowRows({ rows, invoice: { total } }: RowsProps) {
  const words = useWords();
  return (
    <ul className={styles['rows']}>
      {rows.map((row) => (
        <li key={row.key} data-out={row.isOut || undefined}>
          {row.part ? <CoverageSquare part={row.part} /> : <span className={styles['gap']} />}
          <div className={styles['lines']}>
            <div>
              <b>{row.kind}</b>
              {row.state !== '' && ` · ${row.state}`}
            </div>
            {row.link !== null && (
              <div className={styles['second']}>
                {row.link} · {[row.on, row.who].filter((text) => text !== '').join(' · ')}
              </div>
            )}
          </div>
          <span className="hr-number">{words.amount(row.amountMinor, total.currency)}</span>
        </li>
      ))}
      <li className={styles['sum']}>
        <span>Total of the invoice</span>
        <span className="hr-number">{words.amount(total.amountMinor, total.currency)}</span>
      </li>
    </ul>
  );
}

function rowsOf(invoice: InvoiceDetails, words: Words): readonly Row[] {
  const { against, paidElsewhere, coverage, autopay, organization } = invoice;
  return [
    ...(paidElsewhere.amountMinor === 0
      ? []
      : [
          {
            ...bare,
            key: 'elsewhere',
            part: 'posted' as const,
            kind: 'Paid elsewhere',
            state: 'In the books',
            amountMinor: paidElsewhere.amountMinor,
          },
        ]),
    ...against.map((entry) => rowOf(entry, words)),
    ...(autopay === null ? [] : [forecastRow(autopay, organization.id, words)]),
    {
      ...bare,
      key: 'uncovered',
      part: 'uncovered' as const,
      kind: 'Uncovered',
      amountMinor: coverage.uncovered.amountMinor,
    },
  ];
}

const bare = { link: null, state: '', on: '', who: '', isOut: false } as const;

/** What a rule is to take: no payment yet, so it leads to the rule. */
function forecastRow(
  { rule, runOn, amount }: InvoiceForecast,
  clientId: string,
  words: Words,
): Row {
  return {
    ...bare,
    key: 'forecast',
    link: (
      <RuleLink rule={rule} clientId={clientId}>
        Rule
      </RuleLink>
    ),
    part: 'autopayForecast',
    kind: KINDS.autopay,
    state: 'Forecast',
    on: words.date(runOn),
    who: rule.name,
    amountMinor: amount.amountMinor,
  };
}

const PARTS = {
  posted: 'posted',
  inFlight: 'inFlight',
  planned: 'scheduled',
  disputed: 'disputed',
  none: null,
} as const satisfies Record<Entry['part'], CoveragePart | null>;

const KINDS = { manual: 'Payment', scheduled: 'Scheduled', autopay: 'Autopay' } as const;

function rowOf(entry: Entry, words: Words): Row {
  const { payment, kind, state, part, on, amount, placedBy } = entry;
  const isRunning = state === 'scheduled';
  const said = paymentStateWords({ state, isDraft: false, isPosted: part === 'posted' }).words;
  return {
    key: payment.id,
    link: <PaymentLink {...payment} />,
    part: PARTS[part],
    // Once it ran, a scheduled payment is a payment like any other.
    kind: part === 'planned' ? KINDS[kind] : KINDS.manual,
    state: isRunning ? `Runs ${words.relative(on)}` : said,
    on: words.date(on),
    who: placedBy ?? 'Headroom',
    amountMinor: amount.amountMinor,
    isOut: part === 'none',
  };
}
