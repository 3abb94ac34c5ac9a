import { Link } from '@tanstack/react-router';
import type { PaymentRow } from '../../../contracts/payment-row';
import type { Column } from '../../pieces/data-table/columns';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { StatusChip } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import styles from './payment-columns.module.css';

export function paymentColumns(words: Words, withClient: boolean): readonly Column<PaymentRow>[] {
  const client: Column<PaymentRow> = {
    key: 'organization',
    head: 'Client',
    canSort: true,
    cell: ({ organization: { id, name } }) => (
      <Link className={styles['plain']} to="/organizations/$id" params={{ id }} title={name}>
        {name}
      </Link>
    ),
    skeleton: { widths: [140] },
  };
  return [
    {
      key: 'number',
      head: 'Number',
      width: 76,
      canSort: true,
      cell: (row) => <NumberLink payment={row} />,
      skeleton: { widths: [56] },
    },
    ...(withClient ? [client] : []),
    {
      key: 'placedAt',
      head: 'Placed',
      // Among all clients it is their names that have to be read whole.
      width: withClient ? 106 : 188,
      canSort: true,
      leavesUnder: 1200,
      cell: ({ placedAt, placedBy }) => (
        <span title={placedBy ?? 'Headroom'}>
          <span className="hr-number">{words.dateAndTime(placedAt)}</span>
          {!withClient && <span className={styles['who']}>{placedBy ?? 'Headroom'}</span>}
        </span>
      ),
      skeleton: { widths: withClient ? [80] : [92, 60] },
    },
    {
      key: 'runOn',
      head: 'Runs',
      width: 104,
      canSort: true,
      cell: ({ runOn }) => (
        <span className="hr-number">{runOn === null ? 'At once' : words.date(runOn)}</span>
      ),
      skeleton: { widths: [76] },
    },
    {
      key: 'amount',
      head: 'Amount',
      width: 124,
      isNumber: true,
      canSort: true,
      cell: ({ amount }) => (
        <span className={styles['amount']}>{words.money(amount.amountMinor, amount.currency)}</span>
      ),
      skeleton: { widths: [72] },
    },
    {
      key: 'state',
      head: 'State',
      // As wide as `Payment pending`.
      width: 148,
      startsAfter: 20,
      cell: (row) => <StateChip payment={row} />,
      skeleton: { widths: [88], shape: 'chip' },
    },
    {
      key: 'method',
      head: 'Method',
      // As wide as `First Sandbox Bank ··6789`: the last four digits are what tells methods apart.
      width: 196,
      leavesUnder: withClient ? 1440 : 1200,
      cell: ({ method }) => methodWords(method),
      skeleton: { widths: [80] },
    },
    {
      key: 'invoices',
      head: 'Invoices',
      ...(withClient && { width: 150 }),
      cell: (row) => <Invoices payment={row} shown={withClient ? 1 : row.invoices.length} />,
      skeleton: { widths: [110] },
    },
  ];
}

function NumberLink({ payment: { id, number } }: Readonly<{ payment: PaymentRow }>) {
  return (
    <Link className={`${styles['plain']} hr-id`} to="/payments/$id" params={{ id }}>
      {number}
    </Link>
  );
}

export function StateChip({
  payment,
}: Readonly<{ payment: Pick<PaymentRow, 'state' | 'isDraft' | 'isPosted'> }>) {
  const { kind, words } = paymentStateWords(payment);
  return <StatusChip kind={kind}>{words}</StatusChip>;
}

type InvoicesProps = Readonly<{ payment: PaymentRow; shown: number }>;

function Invoices({ payment: { invoices, invoiceCount }, shown }: InvoicesProps) {
  const named = invoices.slice(0, shown);
  const more = invoiceCount - named.length;
  return (
    <span>
      {named.map(({ id, number }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <InvoicePageLink id={id} number={number} />
        </span>
      ))}
      {more > 0 && <span className="hr-dim"> and {more} more</span>}
    </span>
  );
}

function InvoicePageLink({ id, number }: Readonly<{ id: string; number: string }>) {
  return (
    <Link className={styles['plain']} to="/invoices/$id" params={{ id }}>
      {number}
    </Link>
  );
}

type LinesProps = Readonly<{ payment: PaymentRow; withClient: boolean }>;

/** A payment on a phone. */
export function PaymentLines({ payment, withClient }: LinesProps) {
  const words = useWords();
  const { organization, amount, runOn, placedAt, method } = payment;
  const when = runOn === null ? words.dateAndTime(placedAt) : `runs ${words.shortDate(runOn)}`;
  return (
    <NarrowRowLines
      name={<NumberLink payment={payment} />}
      figure={words.money(amount.amountMinor, amount.currency)}
      second={withClient ? organization.name : methodWords(method)}
      secondFigure={when}
      chips={<StateChip payment={payment} />}
    />
  );
}
