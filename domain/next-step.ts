/**
 * When something is to be done next with a payment, and by which clock: business time for what was
 * promised to people, real time for a charge on its way (architecture 6, rules.md 8, 11, 12, 18).
 */
import { bankingDaysAfter } from './banking-days';
import { addHours, addMilliseconds, civilDateAt, instantOf } from './instants';
import type { MethodKind } from './ports';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Dense at first, while a person waits, then rare: an answer that took an hour may take a day. */
const UNKNOWN_CADENCE_MS = [
  10 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
];

/** The payer has a day to do what the bank wants; then it is fenced and cancelled. */
export const ACTION_HOURS_MAX = 24;
/** Rule 8: a bank debit is final at the run time three banking days after it settled. */
const FINALITY_BANKING_DAYS = 3;
/** Rule 18. */
const GRACE_HOURS = 48;
const GRACE_BANKING_DAYS = 2;

/** Before the resend deadline, so that the question may still send the charge again when it is asked. */
const RESEND_MARGIN_MS = 5 * MINUTE_MS;

/** A fence that is due and was not made: the claim is held by nothing but a stumble of the gateway. */
const FENCE_AGAIN_MS = 5 * MINUTE_MS;

/**
 * The next question about a charge whose outcome is open. `asked`: how often it was asked before.
 * What can be done only until an instant, or only from it on, is not left to the day after it.
 */
export function nextAskAt(
  state: 'unknown' | 'actionRequired' | 'pending' | 'disputed',
  asked: number,
  realNow: string,
  charge: Readonly<{
    fenceDueAt: string | null;
    resendDeadline: string;
    /** Whether its gateway can fence at all. */
    isFenceable: boolean;
  }>,
): string {
  // The bank takes days: its answer comes as a report, and is asked for daily in case none came.
  if (state === 'pending' || state === 'disputed') return addMilliseconds(realNow, DAY_MS);
  const next = addMilliseconds(realNow, UNKNOWN_CADENCE_MS[asked] ?? DAY_MS);
  const fenceDueAt = state === 'unknown' ? charge.resendDeadline : charge.fenceDueAt;
  if (fenceDueAt === null) return next;
  if (!isAfter(fenceDueAt, realNow)) {
    return charge.isFenceable ? earlier(next, addMilliseconds(realNow, FENCE_AGAIN_MS)) : next;
  }
  const lastResendAt = addMilliseconds(charge.resendDeadline, -RESEND_MARGIN_MS);
  const mayStillResend = state === 'unknown' && isAfter(lastResendAt, realNow);
  return earlier(next, mayStillResend ? lastResendAt : fenceDueAt);
}

const isAfter = (instant: string, other: string) => Date.parse(instant) > Date.parse(other);
const earlier = (one: string, other: string) => (isAfter(one, other) ? other : one);

/** How long a person need not hear of it: most gateways that stumble are back by then. */
const UNKNOWN_QUIET_MS = HOUR_MS;

/**
 * Whether a person should hear that a charge is still unknown, after one more question in vain: an
 * hour after it was frozen, and at once when it may not be sent again any more. All real time.
 */
export function isUnknownForLong(
  realNow: string,
  charge: Readonly<{ frozenAt: string; resendDeadline: string }>,
): boolean {
  const quietUntil = Date.parse(charge.frozenAt) + UNKNOWN_QUIET_MS;
  return Date.parse(realNow) >= Math.min(quietUntil, Date.parse(charge.resendDeadline));
}

/** Half of the key's life: well before the gateway forgets it, whatever the clocks say. */
export function resendDeadlineOf(realNow: string, keyLifetimeHours: number): string {
  return addMilliseconds(realNow, (keyLifetimeHours * HOUR_MS) / 2);
}

type RunPlace = Readonly<{ runTime: string; zone: string }>;

/** When what a settled payment holds becomes final. `settledAt` and the answer are business time. */
export function finalityOf(settledAt: string, methodKind: MethodKind, place: RunPlace): string {
  if (methodKind === 'card') return settledAt;
  const day = bankingDaysAfter(civilDateAt(settledAt, place.zone), FINALITY_BANKING_DAYS);
  return instantOf(day, place.runTime, place.zone);
}

/** The last instant at which a missed slot still runs by itself. */
export function graceEndOf(
  run: Readonly<{ runOn: string; runAt: string; methodKind: MethodKind }> & RunPlace,
): string {
  if (run.methodKind === 'card') return addHours(run.runAt, GRACE_HOURS);
  return instantOf(bankingDaysAfter(run.runOn, GRACE_BANKING_DAYS), run.runTime, run.zone);
}

/**
 * The next question about a settled debit: daily until it is final, then weekly while the gateway
 * may still send it back; null afterwards. All on business time.
 */
export function nextReturnQuestionAt(
  now: string,
  finalAt: string,
  returnsUntil: string,
): string | null {
  const days = Date.parse(now) < Date.parse(finalAt) ? 1 : 7;
  const next = addMilliseconds(now, days * DAY_MS);
  return Date.parse(next) <= Date.parse(returnsUntil) ? next : null;
}
