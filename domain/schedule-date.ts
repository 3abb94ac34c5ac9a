/** When a schedule may run, and what a bank makes of its date (rules.md 18). */
import { followingBankingDay } from './banking-days';
import { addMonths, type CivilDate } from './calendar';
import { instantOf } from './instants';
import type { MethodKind } from './ports';

/** Twelve months: a plan that is older than its prices is no plan. */
export const MONTHS_AHEAD_MAX = 12;

export type RunTiming = Readonly<{
  requestedOn: CivilDate;
  /** Later than asked for when a bank debit's day is not a banking day. */
  runOn: CivilDate;
  /** UTC instant. */
  runAt: string;
}>;

/** A schedule lies after today, which is an immediate payment, and at most twelve months ahead. */
export function isScheduleDateAllowed(on: CivilDate, today: CivilDate): boolean {
  return on > today && on <= addMonths(today, MONTHS_AHEAD_MAX);
}

/** `time` is `HH:MM` in `zone`. @throws RangeError for an unknown zone. */
export function runTimingOf(
  on: CivilDate,
  methodKind: MethodKind,
  business: Readonly<{ runTime: string; zone: string }>,
): RunTiming {
  const runOn = methodKind === 'bankDebit' ? followingBankingDay(on) : on;
  return { requestedOn: on, runOn, runAt: instantOf(runOn, business.runTime, business.zone) };
}
