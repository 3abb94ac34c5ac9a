/** Rows for the parts and for the tests of the table. Made up; amounts in minor units. */
import type { Chip } from '../../../web/pieces/status-chip';

export type PartInvoice = Readonly<{
  id: string;
  number: string;
  dueOn: string | null;
  isPastDue: boolean;
  totalMinor: number;
  balanceMinor: number;
  chips: readonly Chip[];
  reason: string | null;
}>;

const pastDue: Chip = { key: 'due', kind: 'pastDue', words: 'Past due' };

export const INVOICES: readonly PartInvoice[] = [
  invoice(
    'INV-1029',
    '2026-10-28',
    186450,
    86450,
    [pastDue, { key: 'p', kind: 'pending', words: 'Payment pending' }],
    'All of it is in flight with P-10418',
  ),
  invoice('INV-1033', '2026-11-01', 41275, 41275, [pastDue]),
  invoice('INV-1038', '2026-11-13', 148000, 148000, [
    pastDue,
    { key: 's', kind: 'scheduled', words: 'Scheduled Dec 4 · 300.00' },
    { key: 't', kind: 'scheduled', words: 'Scheduled Dec 11 · 300.00' },
  ]),
  invoice('INV-1042', '2026-12-01', 125000, 83000, [
    { key: 'a', kind: 'autopay', words: 'Autopay Dec 1' },
  ]),
  invoice(
    'INV-1053',
    '2026-12-16',
    524000,
    524000,
    [{ key: 'h', kind: 'hold', words: 'On hold' }],
    'Marcus Oyelaran, Nov 20: hours in dispute',
  ),
  invoice('INV-1067', null, 8999, 8999, []),
];

function invoice(
  number: string,
  dueOn: string | null,
  totalMinor: number,
  balanceMinor: number,
  chips: readonly Chip[],
  reason: string | null = null,
): PartInvoice {
  const isPastDue = dueOn !== null && dueOn < '2026-11-25';
  return { id: number, number, dueOn, isPastDue, totalMinor, balanceMinor, chips, reason };
}
