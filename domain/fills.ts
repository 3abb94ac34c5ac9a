/**
 * Fills: how one sum is laid onto several invoices in one stroke.
 *
 * Invariant: no invoice gets more than its limit, and what is laid plus what is left over is the sum.
 */
import type { CivilDate } from './calendar';
import { assertMinor, splitEvenly, sumMinor } from './money';

/** `limitMinor` is the most this payment may take of it; below zero counts as zero. */
export type FillInvoice = Readonly<{ id: string; dueOn: CivilDate | null; limitMinor: number }>;

/** Minor units by invoice, 0 included, and what found no room. */
export type Fill = Readonly<{ amounts: ReadonlyMap<string, number>; leftOverMinor: number }>;

/** Every invoice as far as it goes. */
export function fillFull(invoices: readonly FillInvoice[]): Fill {
  const limits = invoices.map((invoice) => [invoice.id, roomOf(invoice)] as const);
  return { amounts: new Map(limits), leftOverMinor: 0 };
}

/**
 * The oldest invoice as far as it goes, then the next, until the sum is used up. Without a due date
 * an invoice comes last; of equal dates the one given first.
 *
 * @throws RangeError when `totalMinor` is negative or not a safe integer.
 */
export function fillOldestFirst(invoices: readonly FillInvoice[], totalMinor: number): Fill {
  assertNotNegative(totalMinor);
  let left = totalMinor;
  const taken = new Map<string, number>();
  for (const invoice of oldestFirst(invoices)) {
    const amount = Math.min(left, roomOf(invoice));
    taken.set(invoice.id, amount);
    left -= amount;
  }
  return fillOf(invoices, taken, totalMinor);
}

/**
 * The same for every invoice; odd units go to the oldest. Where a share is more than an invoice can
 * take it is cut, and the rest is shared again among the others.
 *
 * @throws RangeError when `totalMinor` is negative or not a safe integer.
 */
export function fillEqually(invoices: readonly FillInvoice[], totalMinor: number): Fill {
  assertNotNegative(totalMinor);
  const taken = new Map<string, number>();
  let left = totalMinor;
  let open = oldestFirst(invoices);
  while (open.length > 0) {
    const shares = splitEvenly(left, open.length);
    const full = open.filter((invoice, index) => roomOf(invoice) <= (shares[index] ?? 0));
    if (full.length === 0) {
      open.forEach(({ id }, index) => taken.set(id, shares[index] ?? 0));
      break;
    }
    for (const invoice of full) {
      taken.set(invoice.id, roomOf(invoice));
      left -= roomOf(invoice);
    }
    open = open.filter((invoice) => !full.includes(invoice));
  }
  return fillOf(invoices, taken, totalMinor);
}

function fillOf(
  invoices: readonly FillInvoice[],
  taken: ReadonlyMap<string, number>,
  totalMinor: number,
): Fill {
  const amounts = new Map(invoices.map(({ id }) => [id, taken.get(id) ?? 0] as const));
  return { amounts, leftOverMinor: totalMinor - sumMinor(amounts.values()) };
}

function oldestFirst(invoices: readonly FillInvoice[]): readonly FillInvoice[] {
  const key = ({ dueOn }: FillInvoice) => dueOn ?? '9999-12-31';
  return [...invoices].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function roomOf({ limitMinor }: FillInvoice): number {
  return Math.max(0, limitMinor);
}

function assertNotNegative(totalMinor: number): void {
  assertMinor(totalMinor);
  if (totalMinor < 0) throw new RangeError(`a fill cannot be negative, got ${totalMinor}`);
}
