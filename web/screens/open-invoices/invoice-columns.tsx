/** The columns of invoices: of one client, and of all. */
import { Link } from '@tanstack/react-router';
import type { Amount } from '../../../contracts/fields';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { CurrencyTotals } from '../../../contracts/organizations';
import type { Column } from '../../pieces/data-table/columns';
import { DueDate, DueWords } from '../../pieces/data-table/due-date';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { useIsTight } from '../../pieces/narrow';
import { StatusChips } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import { InvoiceLink } from '../invoice/invoice-link';
import { cannotPayWords, invoiceChips } from './invoice-chips';
import styles from './invoice-columns.module.css';

export type InvoiceColumns = readonly Column<InvoiceRow>[];

/** Over all that match, when they share one currency: then it stands once in the head. */
export type Sums = CurrencyTotals | undefined;

/** 40 · 96 · 116 · 224 · 108 · 108 · rest. */
export function columnsOfOneClient(words: Words, sums: Sums): InvoiceColumns {
  return [
    numberColumn(96),
    {
      key: 'issuedOn',
      head: 'Issued',
      width: 116,
      canSort: true,
      leavesUnder: 1200,
      cell: ({ issuedOn }) => (
        <span className={`${styles['quiet']} hr-number`}>{words.date(issuedOn)}</span>
      ),
      skeleton: { widths: [80] },
    },
    dueColumn(224, 96),
    {
      ...amountColumn({ words, sums, key: 'total', name: 'Total', pick: (of) => of.total }),
      width: 108,
      leavesUnder: 1200,
    },
    {
      ...amountColumn({ words, sums, key: 'balance', name: 'Balance', pick: (of) => of.balance }),
      width: 108,
    },
    statusColumn('usual', 28, true),
  ];
}

/**
 * 40 · 172 · 112 · 216 · 98 · 92 · 88 · rest, rows of 32: a date, its relative words and an amount are
 * never cut; where currencies differ each balance names its own. Under 1360 px what can still be taken
 * leaves, and its room is that of names and chips.
 */
export function columnsOfAllClients(words: Words, sums: Sums): InvoiceColumns {
  return [
    {
      key: 'organization',
      head: 'Client',
      width: 172,
      tightWidth: 220,
      canSort: true,
      cell: ({ organization: { id, name } }) => (
        <Link
          className={styles['client']}
          to="/organizations/$id"
          params={{ id }}
          search={{}}
          title={name}
        >
          {name}
        </Link>
      ),
      skeleton: { widths: [140] },
    },
    numberColumn(112),
    dueColumn(216, 92),
    {
      ...amountColumn({ words, sums, key: 'balance', name: 'Balance', pick: (of) => of.balance }),
      width: sums ? 98 : 132,
    },
    {
      key: 'headroom',
      head: 'Headroom',
      width: 92,
      isNumber: true,
      canSort: true,
      leavesUnder: 1360,
      cell: ({ headroom, balance }) => (
        <span className={headroom.amountMinor === balance.amountMinor ? 'hr-dim' : undefined}>
          {words.amount(headroom.amountMinor, headroom.currency)}
        </span>
      ),
      ...(sums && { sum: words.amount(sums.headroom.amountMinor, sums.currency) }),
      skeleton: { widths: [56] },
    },
    {
      key: 'uncovered',
      head: 'Uncovered',
      width: 88,
      isNumber: true,
      canSort: true,
      leavesUnder: 1360,
      cell: ({ uncovered }) =>
        uncovered.amountMinor === 0 ? (
          <span className="hr-dim">
            <span aria-hidden>–</span>
            <span className="hr-unseen">none</span>
          </span>
        ) : (
          words.amount(uncovered.amountMinor, uncovered.currency)
        ),
      ...(sums && { sum: words.amount(sums.uncovered.amountMinor, sums.currency) }),
      skeleton: { widths: [52] },
    },
    statusColumn('compact', 20, false),
  ];
}

function numberColumn(width: number): Column<InvoiceRow> {
  return {
    key: 'number',
    head: 'Number',
    width,
    canSort: true,
    cell: ({ id, number }) => (
      <InvoiceLink id={id} isPlain>
        {number}
      </InvoiceLink>
    ),
    skeleton: { widths: [60] },
  };
}

function dueColumn(width: number, dateWidth: number): Column<InvoiceRow> {
  return {
    key: 'dueOn',
    head: 'Due',
    width,
    canSort: true,
    cell: ({ dueOn, isPastDue }) => (
      <DueDate dueOn={dueOn} isPastDue={isPastDue} dateWidth={dateWidth} />
    ),
    skeleton: { widths: [84, 84] },
  };
}

type AmountColumn = Readonly<{
  words: Words;
  sums: Sums;
  key: 'total' | 'balance';
  name: string;
  pick: (of: Pick<InvoiceRow, 'total' | 'balance'>) => Amount;
}>;

/** The currency stands in the head when all share one, else in each cell. */
function amountColumn({ words, sums, key, name, pick }: AmountColumn): Column<InvoiceRow> {
  return {
    key,
    head: sums ? `${name}, ${sums.currency}` : name,
    isNumber: true,
    canSort: true,
    cell: (row) => {
      const { amountMinor, currency } = pick(row);
      const text = sums ? words.amount(amountMinor, currency) : words.money(amountMinor, currency);
      return <span className={styles[key]}>{text}</span>;
    },
    ...(sums && { sum: words.amount(pick(sums).amountMinor, sums.currency) }),
    skeleton: { widths: [56] },
  };
}

function statusColumn(
  size: 'usual' | 'compact',
  startsAfter: number,
  withReason: boolean,
): Column<InvoiceRow> {
  return {
    key: 'status',
    head: 'Status',
    startsAfter,
    cell: (row) => <Status invoice={row} size={size} withReason={withReason} />,
    skeleton: { widths: [78, 110], shape: 'chip' },
  };
}

type StatusProps = Readonly<{
  invoice: InvoiceRow;
  size: 'usual' | 'compact';
  withReason: boolean;
}>;

/** Where there is no room for the reason it is the row's title and is read out. */
function Status({ invoice, size, withReason }: StatusProps) {
  const words = useWords();
  const isTight = useIsTight();
  const reason = cannotPayWords(invoice, words);
  // There is room for one whole chip, not for two.
  const shown = size === 'compact' && isTight ? 1 : 2;
  return (
    <span className={styles['status']} {...(reason !== null && { title: reason })}>
      <StatusChips chips={invoiceChips(invoice, words)} size={size} shown={shown} />
      {reason !== null && (
        <span className={withReason ? styles['reason'] : 'hr-unseen'}>{reason}</span>
      )}
    </span>
  );
}

type LinesProps = Readonly<{ invoice: InvoiceRow; withClient: boolean; withCurrency: boolean }>;

/** An invoice on a phone. */
export function InvoiceLines({ invoice, withClient, withCurrency }: LinesProps) {
  const words = useWords();
  const { id, number, organization, dueOn, isPastDue, balance, total } = invoice;
  const chips = invoiceChips(invoice, words);
  const reason = cannotPayWords(invoice, words);
  const figure = withCurrency ? words.money : words.amount;
  return (
    <NarrowRowLines
      name={
        <InvoiceLink id={id} isPlain>
          {number}
        </InvoiceLink>
      }
      figure={figure(balance.amountMinor, balance.currency)}
      second={
        <>
          {withClient && <span className={styles['narrowClient']}>{organization.name}</span>}
          <DueWords dueOn={dueOn} isPastDue={isPastDue} />
        </>
      }
      {...(total.amountMinor !== balance.amountMinor && {
        secondFigure: `of ${words.amount(total.amountMinor, total.currency)}`,
      })}
      {...(chips.length > 0 && { chips: <StatusChips chips={chips} /> })}
      {...(reason !== null && { reason })}
    />
  );
}
