/**
 * What autopay does with one invoice at its instant: which rule wins, and whether it charges.
 *
 * Invariant: an amount is decided only here, when it runs, and never stored before; so anything a
 * person pays or plans first simply leaves less to take (rules.md 16 and 17).
 */
import { addDays, type CivilDate, later } from './calendar';
import { type Criterion, firstFailedCriterion, type InvoiceFields } from './criteria';
import { headroomOf, type InvoiceCounters } from './invoice';
import type { GatewayLimits } from './plan';
import type { MethodKind, MethodReading } from './ports';
import { type DatedInvoice, forMethod, type Timing, timedOn } from './run-on';
import { compareText } from './trim';

export type AutopayRule = Readonly<{
  ruleId: string;
  position: number;
  isEnabled: boolean;
  method: Readonly<{ kind: MethodKind; status: MethodReading['status'] }>;
  timing: Timing;
  criteria: readonly Criterion[];
  /** Compared with the invoice total: what was paid by hand must not slip the rest under it. */
  cap: Readonly<{ amountMinor: number; mode: 'skip' | 'payUpTo' }> | null;
  withScheduled: 'suppress' | 'residual';
  /** Whether the search goes on when this rule's method cannot be used. */
  allowsFallThrough: boolean;
  activatedOn: CivilDate;
  /** What becomes of invoices whose date had passed when the rule was activated. */
  backlog: 'leave' | 'take';
}>;

export type AutopayInvoice = InvoiceCounters &
  DatedInvoice &
  Readonly<{
    totalMinor: number;
    plannedMinor: number;
    /** First seen, or first matched after a change of invoice or rule. */
    firstMatchedOn: CivilDate;
    /** The day from which it may run that a person opened it again; absent where nobody did. */
    openedOn?: CivilDate | null;
    isAutopayExcluded: boolean;
    /** Set also for an invoice on hold and for drift. */
    isAutopayHeld: boolean;
    isMissing: boolean;
    /**
     * Whether it was listed when the person agreed to take the backlog: `take` covers no other.
     */
    isInAgreedBacklog: boolean;
    /** `total` is read from `totalMinor`; everything else is here. */
    fields: InvoiceFields;
  }>;

export type AutopayOutcome =
  | Readonly<{
      kind:
        | 'excluded'
        | 'held'
        | 'missing'
        | 'no-match'
        | 'method-invalid'
        | 'backlog'
        | 'over-cap'
        | 'superseded'
        | 'suppressed'
        | 'below-minimum'
        | 'above-maximum';
    }>
  | Readonly<{ kind: 'charge'; amountMinor: number; runOn: CivilDate }>;

export type NotMatched = Readonly<{ ruleId: string }> &
  (
    | Readonly<{ reason: 'CRITERION'; failedCriterion: number }>
    | Readonly<{ reason: 'NO_DUE_DATE' }>
  );

export type AutopayDecision = Readonly<{
  winnerId: string | null;
  /** The other rules that match, and those that do not with the reason; in rule order. */
  alsoMatchedIds: readonly string[];
  notMatched: readonly NotMatched[];
  /** The winner's date, with the banking-day shift; null when there is no winner. */
  runOn: CivilDate | null;
  /** Its day had passed before the winner could take it, whatever else is the outcome. */
  isBacklog: boolean;
  outcome: AutopayOutcome;
}>;

/** Of one client: more than a person oversees; a bound for what a page and a decision must read. */
export const RULES_MAX = 200;

/** How late an invoice may come in after its date and still be taken, whatever a rule says. */
const LATE_DAYS_MAX = 2;

/** Decides, and says why the other rules do not. Disabled rules are not mentioned. */
export function decideAutopay(
  input: Readonly<{
    invoice: AutopayInvoice;
    rules: readonly AutopayRule[];
    limits: GatewayLimits;
  }>,
): AutopayDecision {
  const rules = input.rules
    .filter((rule) => rule.isEnabled)
    .sort((a, b) => a.position - b.position || compareText(a.ruleId, b.ruleId));
  const verdicts = rules.map((rule) => ({ rule, reason: reasonAgainst(rule, input.invoice) }));
  const matching = verdicts.filter(({ reason }) => reason === null).map(({ rule }) => rule);
  const { winner, isUsable } = findWinner(matching);
  return {
    winnerId: winner?.ruleId ?? null,
    alsoMatchedIds: matching.filter((rule) => rule !== winner).map((rule) => rule.ruleId),
    notMatched: verdicts.flatMap(({ reason }) => reason ?? []),
    runOn: winner ? forMethod(takenOn(winner, input.invoice), winner.method.kind) : null,
    isBacklog: winner !== null && isBacklog(winner, input.invoice),
    outcome: outcomeOf(input.invoice, winner, isUsable, input.limits),
  };
}

function reasonAgainst(rule: AutopayRule, invoice: AutopayInvoice): NotMatched | null {
  const { ruleId } = rule;
  const fields = { ...invoice.fields, total: invoice.totalMinor };
  const failedCriterion = firstFailedCriterion(rule.criteria, fields);
  if (failedCriterion !== null) return { ruleId, reason: 'CRITERION', failedCriterion };
  return timedOn(rule.timing, invoice) === null ? { ruleId, reason: 'NO_DUE_DATE' } : null;
}

/** An unusable method ends the search unless its rule lets it go on; then the first match is named. */
function findWinner(
  matching: readonly AutopayRule[],
): Readonly<{ winner: AutopayRule | null; isUsable: boolean }> {
  for (const rule of matching) {
    if (rule.method.status === 'usable') return { winner: rule, isUsable: true };
    if (!rule.allowsFallThrough) break;
  }
  return { winner: matching[0] ?? null, isUsable: false };
}

function outcomeOf(
  invoice: AutopayInvoice,
  winner: AutopayRule | null,
  isUsable: boolean,
  limits: GatewayLimits,
): AutopayOutcome {
  if (invoice.isAutopayExcluded) return { kind: 'excluded' };
  if (invoice.isAutopayHeld) return { kind: 'held' };
  if (invoice.isMissing) return { kind: 'missing' };
  if (!winner) return { kind: 'no-match' };
  if (!isUsable) return { kind: 'method-invalid' };
  if (isBacklog(winner, invoice)) return { kind: 'backlog' };
  const { cap } = winner;
  if (cap?.mode === 'skip' && invoice.totalMinor > cap.amountMinor) return { kind: 'over-cap' };

  const headroomMinor = headroomOf(invoice);
  if (headroomMinor <= 0) return { kind: 'superseded' };
  if (winner.withScheduled === 'suppress' && invoice.plannedMinor > 0)
    return { kind: 'suppressed' };
  const residualMinor = headroomMinor - invoice.plannedMinor;
  if (residualMinor <= 0) return { kind: 'superseded' };

  const amountMinor = cap ? Math.min(residualMinor, cap.amountMinor) : residualMinor;
  if (amountMinor < limits.minimumMinor) return { kind: 'below-minimum' };
  if (amountMinor > limits.maximumMinor) return { kind: 'above-maximum' };
  const runOn = forMethod(takenOn(winner, invoice), winner.method.kind);
  return { kind: 'charge', amountMinor, runOn };
}

function isBacklog(rule: AutopayRule, invoice: AutopayInvoice): boolean {
  const date = dateOf(rule, invoice);
  // An opening asks for a run on a day that can be kept: over a weekend no rule comes before it.
  const day = invoice.openedOn ? forMethod(date, rule.method.kind) : date;
  const isBeforeRule = day < rule.activatedOn;
  const isTaken = rule.backlog === 'take' && invoice.isInAgreedBacklog;
  if (isBeforeRule && !isTaken) return true;
  return invoice.firstMatchedOn > addDays(takenOn(rule, invoice), LATE_DAYS_MAX);
}

/** The date before the banking-day shift. An agreed backlog is taken on the activation date. */
function takenOn(rule: AutopayRule, invoice: AutopayInvoice): CivilDate {
  const date = dateOf(rule, invoice);
  return rule.backlog === 'take' ? later(date, rule.activatedOn) : date;
}

function dateOf(rule: AutopayRule, invoice: AutopayInvoice): CivilDate {
  const date = meantOn(rule.timing, invoice);
  if (date === null) throw new RangeError(`rule ${rule.ruleId} needs a due date`);
  return date;
}

/** As the timing says it, and not before the day for which a person opened the invoice again. */
export function meantOn(
  timing: Timing,
  invoice: DatedInvoice & Pick<AutopayInvoice, 'openedOn'>,
): CivilDate | null {
  const date = timedOn(timing, invoice);
  return date === null ? null : later(date, invoice.openedOn ?? date);
}

/**
 * The name under which an autopay payment's id is made (UUID version 5), so that a slot can never
 * have two. `opening` is 1 at first sight and one more each time a person opens the invoice again.
 */
export function autopaySlotName(invoiceId: string, opening: number): string {
  return `autopay-slot:${invoiceId}:${opening}`;
}
