import type { Amount } from '../../../contracts/fields';
import type { UnpostedLine } from '../../../contracts/unposted-lines';
import type { Column } from '../../pieces/data-table/columns';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { StatusChip } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import { InvoiceLink } from '../invoice/invoice-link';
import { PaymentLink } from '../payment/payment-link';

export const lineId = ({ payment, invoice }: UnpostedLine): string => `${payment.id} ${invoice.id}`;

/** `5,310.00 USD, 200.00 EUR`, or nothing. */
export function sumsWords(sums: readonly Amount[], words: Words): string {
  if (sums.length === 0) return 'Nothing';
  return sums.map((sum) => words.money(sum.amountMinor, sum.currency)).join(', ');
}

/** The currency stands in the head when all rows share it, else beside each amount. */
export function lineColumns(
  words: Words,
  rows: readonly UnpostedLine[],
): readonly Column<UnpostedLine>[] {
  const currencies = new Set(rows.map(({ amount }) => amount.currency));
  const [shared] = currencies.size === 1 ? [...currencies] : [];
  return [
    {
      key: 'settledOn',
      head: 'Settled',
      width: 112,
      cell: ({ settledOn }) => <span className="hr-number">{words.date(settledOn)}</span>,
      skeleton: { widths: [80] },
    },
    {
      key: 'organization',
      head: 'Client',
      cell: ({ organization }) => <span title={organization.name}>{organization.name}</span>,
      skeleton: { widths: [150] },
    },
    {
      key: 'invoice',
      head: 'Invoice',
      width: 120,
      cell: ({ invoice }) => <InvoiceLink id={invoice.id}>{invoice.number}</InvoiceLink>,
      skeleton: { widths: [64] },
    },
    {
      key: 'payment',
      head: 'Payment',
      width: 92,
      cell: ({ payment }) => <PaymentLink {...payment} />,
      skeleton: { widths: [56] },
    },
    {
      key: 'amount',
      head: shared === undefined ? 'Amount' : `Amount, ${shared}`,
      width: 128,
      isNumber: true,
      cell: ({ amount: { amountMinor, currency } }) => (
        <span className="hr-number">
          {shared === undefined
            ? words.money(amountMinor, currency)
            : words.amount(amountMinor, currency)}
        </span>
      ),
      skeleton: { widths: [64] },
    },
    {
      key: 'reference',
      head: 'Reference',
      width: 150,
      startsAfter: 28,
      leavesUnder: 1200,
      cell: ({ reference }) => <span className="hr-dim">{reference ?? '–'}</span>,
      skeleton: { widths: [90] },
    },
    {
      key: 'state',
      head: 'How it stands',
      width: 210,
      cell: (row) => <LineChip row={row} />,
      skeleton: { widths: [90], shape: 'chip' },
    },
  ];
}

function LineChip({ row: { entered, export: given } }: Readonly<{ row: UnpostedLine }>) {
  const words = useWords();
  if (entered !== null) {
    return <StatusChip kind="done">{`Entered before ${words.dateAndTime(entered.at)}`}</StatusChip>;
  }
  return given === null ? (
    <StatusChip kind="plain">Not exported</StatusChip>
  ) : (
    <StatusChip kind="pending">{`Exported ${words.dateAndTime(given.exportedAt)}`}</StatusChip>
  );
}

/** A row on a phone. */
export function LineLines({ row }: Readonly<{ row: UnpostedLine }>) {
  const words = useWords();
  const { organization, invoice, payment, amount, settledOn } = row;
  return (
    <NarrowRowLines
      name={<InvoiceLink id={invoice.id}>{invoice.number}</InvoiceLink>}
      figure={words.money(amount.amountMinor, amount.currency)}
      second={`${organization.name} · ${payment.number} · settled ${words.date(settledOn)}`}
      chips={<LineChip row={row} />}
    />
  );
}
