/**
 * When the slot of an invoice runs, and what a person's approval of that run covers (rules.md 17).
 *
 * Invariant: an instant is never before the run time of its date, and never before the one that the
 * client was last told of. Dates only move later here.
 */
import type { AutopayDecision, AutopayOutcome, AutopayRule } from './autopay';
import { addDays, type CivilDate, later } from './calendar';
import { addMilliseconds, civilDateAt, instantOf } from './instants';
import type { MethodKind } from './ports';
import { forMethod } from './run-on';

const MINUTE_MS = 60 * 1000;

/** A date and the UTC instant on it. */
export type SlotRun = Readonly<{ runOn: CivilDate; runAt: string }>;

/** What holds a run back. Null where there is no such thing. */
export type SlotFloors = Readonly<{
  /** The day from which its rule could take it: one that comes in late is late, and not missed. */
  matchedOn: CivilDate;
  /** The day from which a slot that a person opened again may run. */
  openedOn: CivilDate | null;
  /** What the client was told last. */
  noticed: SlotRun | null;
  /** The day that a question for approval named; tomorrow while one is wanted and not asked. */
  askedOn: CivilDate | null;
}>;

export type RunPlace = Readonly<{
  /** Wall time `HH:MM` and IANA zone of the business. */
  runTime: string;
  zone: string;
  /** Runs of one minute are spread over so many; 0 does not spread them. */
  windowMinutes: number;
}>;

/**
 * Where in the window a rule runs: always at the same point, whole milliseconds from 0 up to the
 * window's end. Ids that differ in one digit land far apart.
 */
export function spreadOffsetMs(ruleId: string, windowMinutes: number): number {
  const windowMs = windowMinutes * MINUTE_MS;
  return windowMs === 0 ? 0 : hashOf(ruleId) % windowMs;
}

/** FNV-1a, finished as MurmurHash3 does, so that its low digits depend on every character. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The run of an open slot; null when no rule wins, and when its date had passed before the rule was
 * there to take it: such a slot has no instant, and nothing of it is decided, also while a person
 * holds or excludes it.
 */
export function slotRunOf(
  decision: AutopayDecision,
  rules: readonly AutopayRule[],
  floors: SlotFloors,
  place: RunPlace,
): SlotRun | null {
  const { winnerId, runOn: decidedOn, isBacklog } = decision;
  const winner = rules.find(({ ruleId }) => ruleId === winnerId);
  if (winner === undefined || decidedOn === null || isBacklog) return null;
  return notBefore(decidedOn, winner.method.kind, winner.ruleId, floors, place);
}

function notBefore(
  decidedOn: CivilDate,
  methodKind: MethodKind,
  ruleId: string,
  { matchedOn, openedOn, noticed, askedOn }: SlotFloors,
  place: RunPlace,
): SlotRun {
  const days = [matchedOn, openedOn, askedOn].filter((day) => day !== null);
  const run = runOf(forMethod(days.reduce(later, decidedOn), methodKind), ruleId, place);
  if (noticed === null || noticed.runAt <= run.runAt) return run;
  // A card may have been told of a day on which no debit is submitted.
  const toldOn = forMethod(noticed.runOn, methodKind);
  return toldOn === noticed.runOn ? noticed : runOf(toldOn, ruleId, place);
}

function runOf(
  runOn: CivilDate,
  ruleId: string,
  { runTime, zone, windowMinutes }: RunPlace,
): SlotRun {
  const offsetMs = spreadOffsetMs(ruleId, windowMinutes);
  return { runOn, runAt: addMilliseconds(instantOf(runOn, runTime, zone), offsetMs) };
}

/** The first day whose run time has not come at the instant. */
export function nextRunDay(
  at: string,
  { runTime, zone }: Omit<RunPlace, 'windowMinutes'>,
): CivilDate {
  const day = civilDateAt(at, zone);
  return at < instantOf(day, runTime, zone) ? day : addDays(day, 1);
}

/** Days before a run on which its approval is asked and its client told: at least one. */
export function preparesAt(run: SlotRun, noticeDays: number, place: RunPlace): string {
  return instantOf(addDays(run.runOn, -Math.max(1, noticeDays)), place.runTime, place.zone);
}

/** What would be taken of one slot. */
export type SlotCharge = Readonly<{ amountMinor: number; methodId: string; runOn: CivilDate }>;

export type ApprovalState =
  | 'asked'
  | 'approved'
  | 'declined'
  | 'replaced'
  | 'withdrawn'
  | 'expired';

export type Approval = Readonly<{
  state: ApprovalState;
  maximumMinor: number;
  methodId: string;
  runOn: CivilDate;
}>;

/** Whether a question or its answer speaks of this charge: the same method and date, and no less. */
function speaksOf(approval: Approval, charge: SlotCharge): boolean {
  return (
    approval.methodId === charge.methodId &&
    approval.runOn === charge.runOn &&
    charge.amountMinor <= approval.maximumMinor
  );
}

/**
 * The answer that speaks of this charge: for lower it is given too, for anything else it is not. Of
 * several it is the newest, so a later no ends a yes.
 *
 * @param approvals of the slot, oldest first.
 */
export function answerTo(
  approvals: readonly Approval[],
  charge: SlotCharge,
): 'approved' | 'declined' | null {
  const states = approvals.flatMap((approval) =>
    speaksOf(approval, charge) ? approval.state : [],
  );
  return states.findLast((state) => state === 'approved' || state === 'declined') ?? null;
}

/** Whether this charge may run: a no stops it also where nobody has to say yes. */
export function isAllowed(
  needsApproval: boolean,
  approvals: readonly Approval[],
  charge: SlotCharge,
): boolean {
  const answer = answerTo(approvals, charge);
  return answer === 'approved' || (answer === null && !needsApproval);
}

/** Whether a person has to be asked: nobody has been, or for less, another method or another day. */
export function isToBeAsked(approvals: readonly Approval[], charge: SlotCharge): boolean {
  const answers: readonly ApprovalState[] = ['asked', 'approved', 'declined'];
  return !approvals.some(
    (approval) => answers.includes(approval.state) && speaksOf(approval, charge),
  );
}

/** What a slot comes to at its instant. `not-approved`: it would have charged, and nobody said yes or somebody no. */
export type SlotOutcome = AutopayOutcome | Readonly<{ kind: 'not-approved' }>;
