/**
 * What a rule would have done in the past, as if it had been there: each invoice is judged on its own
 * day with the amounts as the books and our payments had them then.
 *
 * It answers what the rule would have met, not what the client would have done then: amounts that
 * came by another way before the day lessen it, what came later does not.
 */
import type { AutopayDecision } from './autopay';
import {
  decideFor,
  endsBefore,
  meantDay,
  type StoredInvoice,
  type StoredRule,
} from './autopay-outlook';
import { addDays, type CivilDate } from './calendar';
import type { GatewayLimits } from './plan';

/** What the source said, on a day. */
export type PastReading = Readonly<{ on: CivilDate; balanceMinor: number }>;

/** A line of ours, by the days on which it was placed, wanted, settled and seen in the books. */
export type PastLine = Readonly<{
  amountMinor: number;
  placedOn: CivilDate;
  /** Null for a payment made at once. */
  runOn: CivilDate | null;
  settledOn: CivilDate | null;
  insideOn: CivilDate | null;
}>;

export type PastInvoice = StoredInvoice &
  Readonly<{ readings: readonly PastReading[]; lines: readonly PastLine[] }>;

export type PastRun<Invoice extends PastInvoice> = Readonly<{
  invoice: Invoice;
  decision: AutopayDecision;
  runOn: CivilDate;
}>;

/**
 * Runs of the rule `ruleId` from `from` to `to`, both included, by date.
 *
 * @param rules of the client with the draft among them, as they stand today.
 */
export function backTest<Invoice extends PastInvoice>(
  ruleId: string,
  invoices: readonly Invoice[],
  rules: readonly StoredRule[],
  span: Readonly<{ from: CivilDate; to: CivilDate }>,
  limits: GatewayLimits,
): readonly PastRun<Invoice>[] {
  const runs: PastRun<Invoice>[] = [];
  for (const invoice of invoices) {
    // Of its first run: what was opened again later was so for another day.
    const day = meantDay(rules, ruleId, { ...invoice, openedOn: null });
    if (day === null || day < span.from || day > span.to) continue;
    const decision = decideFor(asOn(day, invoice), rulesOn(day, rules, ruleId), limits);
    const { winnerId, runOn } = decision;
    if (winnerId === ruleId && runOn !== null) runs.push({ invoice, decision, runOn });
  }
  return runs.sort((a, b) => (a.runOn < b.runOn ? -1 : a.runOn > b.runOn ? 1 : 0));
}

/** The draft was always there; the method of every rule is what its card's last month makes of it. */
function rulesOn(day: CivilDate, rules: readonly StoredRule[], ruleId: string): StoredRule[] {
  return rules.map((rule) => {
    const isOver = rule.method.status === 'usable' && endsBefore(rule.expiresIn, day);
    return {
      ...rule,
      ...(isOver && { method: { ...rule.method, status: 'expired' as const } }),
      ...(rule.ruleId === ruleId && { activatedOn: addDays(day, -1), backlog: 'leave' as const }),
    };
  });
}

/** The invoice as the morning of the day had it. Holds of today were not there. */
function asOn(day: CivilDate, invoice: PastInvoice): StoredInvoice {
  const reading = invoice.readings
    .filter(({ on }) => on < day)
    .reduce<PastReading | null>(
      (last, one) => (last === null || one.on >= last.on ? one : last),
      null,
    );
  const openMinor = reading?.balanceMinor ?? invoice.totalMinor;
  const isShown = ({ insideOn }: PastLine) =>
    reading !== null && insideOn !== null && insideOn <= reading.on;
  const settled = invoice.lines.filter(
    (line) => line.settledOn !== null && line.settledOn < day && !isShown(line),
  );
  const planned = invoice.lines.filter(
    ({ placedOn, runOn, settledOn }) =>
      placedOn < day && runOn !== null && runOn >= day && (settledOn === null || settledOn >= day),
  );
  return {
    ...invoice,
    // The books that were read later had it then, and the rule would have met it.
    firstMatchedOn: day,
    openedOn: null,
    openMinor,
    firmMinor: Math.min(openMinor, sumOf(settled)),
    disputedMinor: 0,
    plannedMinor: sumOf(planned),
    isAutopayExcluded: false,
    isAutopayHeld: false,
    isMissing: false,
  };
}

const sumOf = (lines: readonly PastLine[]) =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
