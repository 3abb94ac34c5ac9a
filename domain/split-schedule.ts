/**
 * One schedule in several parts: the same day of each month, counted from the first date.
 *
 * Invariant: per invoice the parts sum to its amount; odd units lie in the first parts.
 */
import { addMonths, type CivilDate } from './calendar';
import { splitEvenly } from './money';

/** More parts than months that a schedule may lie ahead would never fit. */
export const PARTS_MAX = 12;

export type SplitLine = Readonly<{ invoiceId: string; amountMinor: number }>;
/** Lines of 0 are left out. */
export type SplitPart = Readonly<{ runOn: CivilDate; lines: readonly SplitLine[] }>;

/**
 * Counted from `firstOn` and never from the part before, so that the 31st is the last day of a short
 * month and the 31st again after it.
 *
 * @throws RangeError when `count` is not a whole number from 2 to 12.
 */
export function splitSchedule(
  lines: readonly SplitLine[],
  firstOn: CivilDate,
  count: number,
): SplitPart[] {
  if (!Number.isSafeInteger(count) || count < 2 || count > PARTS_MAX) {
    throw new RangeError(`count must be a whole number from 2 to ${PARTS_MAX}, got ${count}`);
  }
  const shares = lines.map(({ amountMinor }) => splitEvenly(amountMinor, count));
  return Array.from({ length: count }, (_, part) => ({
    runOn: addMonths(firstOn, part),
    lines: lines
      .map(({ invoiceId }, line) => ({ invoiceId, amountMinor: shares[line]?.[part] ?? 0 }))
      .filter(({ amountMinor }) => amountMinor > 0),
  }));
}
