/**
 * What is wrong with a rule although each of its fields is right, seen from the open invoices as they
 * are. It warns a person and stops nothing.
 */
import type { AutopayDecision } from './autopay';
import { type CivilDate, later } from './calendar';
import {
  endsBefore,
  matchedIds,
  type StoredInvoice,
  type StoredRule,
  takenMinor,
} from './autopay-outlook';
import { headroomOf } from './invoice';

export type MethodFlag = Readonly<{
  code:
    | 'NO_DEFAULT_METHOD'
    | 'METHOD_REMOVED'
    | 'METHOD_EXPIRED'
    | 'METHOD_SWITCHED_OFF'
    | 'METHOD_EXPIRES_BEFORE_RUN';
  /** The first run after the card's last month; null for every other code. */
  runOn: CivilDate | null;
}>;

export type Warning =
  | Readonly<{ code: 'SHADOWED'; byIds: readonly string[] }>
  | Readonly<{ code: 'MATCHES_NOTHING' }>
  | Readonly<{ code: 'METHOD'; flag: MethodFlag }>
  | Readonly<{ code: 'CAP_DEFEATED' | 'PLAN_DOES_NOT_ADD_UP'; invoices: number; minor: number }>;

export type Decided = Readonly<{ invoice: StoredInvoice; decision: AutopayDecision }>;

const FLAGS = {
  removed: 'METHOD_REMOVED',
  expired: 'METHOD_EXPIRED',
  switchedOff: 'METHOD_SWITCHED_OFF',
} as const;

/**
 * Why the method of a rule cannot pay, or will not be able to on a day it is wanted; null when it can.
 *
 * @param hasMethod false for a rule that follows the default where there is none.
 * @param decided of its client, with this rule among those that decided.
 */
export function methodFlagOf(
  rule: StoredRule,
  hasMethod: boolean,
  decided: readonly Decided[],
  today: CivilDate,
): MethodFlag | null {
  const { status } = rule.method;
  if (!hasMethod) return { code: 'NO_DEFAULT_METHOD', runOn: null };
  if (status !== 'usable') return { code: FLAGS[status], runOn: null };
  const days = comingOf(rule.ruleId, decided)
    .filter(({ decision }) => decision.outcome.kind === 'charge')
    .map(({ decision }) => later(decision.runOn ?? today, today))
    .filter((day) => endsBefore(rule.expiresIn, day))
    .sort();
  const [runOn] = days;
  return runOn === undefined ? null : { code: 'METHOD_EXPIRES_BEFORE_RUN', runOn };
}

/** Of an enabled rule; a disabled one does nothing that could be wrong. */
export function warningsOf(
  rule: StoredRule,
  flag: MethodFlag | null,
  decided: readonly Decided[],
): readonly Warning[] {
  if (!rule.isEnabled) return [];
  const found: (Warning | null)[] = [
    reachOf(rule.ruleId, decided),
    flag === null ? null : { code: 'METHOD', flag },
    capOf(rule, decided),
    planOf(rule, decided),
  ];
  return found.filter((warning) => warning !== null);
}

/** What the rule is still to take or to leave: a slot that was decided warns of nothing. */
const comingOf = (ruleId: string, decided: readonly Decided[]) =>
  decided.filter(({ invoice, decision }) => !invoice.isDecided && decision.winnerId === ruleId);

function reachOf(ruleId: string, decided: readonly Decided[]): Warning | null {
  const met = decided.filter(({ decision }) => matchedIds(decision).includes(ruleId));
  if (met.length === 0) return { code: 'MATCHES_NOTHING' };
  const winners = met.map(({ decision }) => decision.winnerId).filter((id) => id !== null);
  if (winners.includes(ruleId)) return null;
  return { code: 'SHADOWED', byIds: [...new Set(winners)] };
}

/** The total is above the cap, yet what is left is not: a part-payment makes the rule pay it all. */
function capOf({ ruleId, cap }: StoredRule, decided: readonly Decided[]): Warning | null {
  if (cap?.mode !== 'payUpTo') return null;
  const defeated = comingOf(ruleId, decided).filter(
    ({ invoice, decision }) =>
      invoice.totalMinor > cap.amountMinor &&
      takenMinor(decision) > 0 &&
      takenMinor(decision) === headroomOf(invoice) - invoice.plannedMinor,
  );
  return amountsOf('CAP_DEFEATED', defeated, ({ decision }) => takenMinor(decision));
}

/** The plan leaves something over, and beside a plan the rule stays away. */
function planOf({ ruleId }: StoredRule, decided: readonly Decided[]): Warning | null {
  const uneven = comingOf(ruleId, decided).filter(
    ({ invoice, decision }) =>
      decision.outcome.kind === 'suppressed' && headroomOf(invoice) > invoice.plannedMinor,
  );
  const left = ({ invoice }: Decided) => headroomOf(invoice) - invoice.plannedMinor;
  return amountsOf('PLAN_DOES_NOT_ADD_UP', uneven, left);
}

function amountsOf(
  code: 'CAP_DEFEATED' | 'PLAN_DOES_NOT_ADD_UP',
  found: readonly Decided[],
  minor: (one: Decided) => number,
): Warning | null {
  if (found.length === 0) return null;
  return { code, invoices: found.length, minor: found.reduce((sum, one) => sum + minor(one), 0) };
}
