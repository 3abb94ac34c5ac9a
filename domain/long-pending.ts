/** When a bank debit has been on its way for so long that a person should hear of it (rules.md 11). */
import { bankingDaysAfter } from './banking-days';
import { civilDateAt, instantOf } from './instants';

/** By then banks have settled or returned what they accepted. */
const PENDING_BANKING_DAYS = 10;

/**
 * Whether a debit that is still pending is so for long: from the run time of the tenth banking day
 * after its freeze. Real time, as banks have it.
 */
export function isPendingForLong(
  realNow: string,
  frozenAt: string,
  { runTime, zone }: Readonly<{ runTime: string; zone: string }>,
): boolean {
  const day = bankingDaysAfter(civilDateAt(frozenAt, zone), PENDING_BANKING_DAYS);
  return Date.parse(realNow) >= Date.parse(instantOf(day, runTime, zone));
}
