/**
 * What a change of rules does to invoices that exist already.
 *
 * Invariant: nothing is swept silently. Whichever change makes a rule the winner of an invoice whose
 * day has passed (a new rule, a wider one, another order, the removal of the one before it), that
 * rule counts as activated today, so the invoice is backlog, which only a person takes (rules.md 3,
 * autopay).
 */
import type { CivilDate } from './calendar';
import {
  decideFor,
  matchedIds,
  meantDay,
  type StoredInvoice,
  type StoredRule,
} from './autopay-outlook';
import type { GatewayLimits } from './plan';

type Input<Invoice extends StoredInvoice> = Readonly<{
  invoices: readonly Invoice[];
  before: readonly StoredRule[];
  after: readonly StoredRule[];
  today: CivilDate;
  limits: GatewayLimits;
}>;

/**
 * Invoices that go to a rule which did not meet them before, and rules that count as activated today.
 * A rule that meets an invoice and does not win it changes nothing of what was promised, and what a
 * person opened again was asked for.
 */
export function effectOf({
  invoices,
  before,
  after,
  today,
  limits,
}: Input<StoredInvoice & Readonly<{ opening: number }>>): Readonly<{
  newlyMatchedIds: readonly string[];
  activatedIds: ReadonlySet<string>;
}> {
  const newlyMatchedIds: string[] = [];
  const activatedIds = new Set<string>();
  for (const invoice of invoices) {
    const was = decideFor(invoice, before, limits);
    const is = decideFor(invoice, after, limits);
    if (is.winnerId === null) continue;
    const day = meantDay(after, is.winnerId, invoice);
    const isAsBefore =
      was.winnerId === is.winnerId && meantDay(before, is.winnerId, invoice) === day;
    if (isAsBefore) continue;
    const known = matchedIds(was);
    const isNewlyMatched = matchedIds(is).some((ruleId) => !known.includes(ruleId));
    if (isNewlyMatched && invoice.opening === 1) newlyMatchedIds.push(invoice.invoiceId);
    if (day !== null && day < today) activatedIds.add(is.winnerId);
  }
  return { newlyMatchedIds, activatedIds };
}

/**
 * Invoices that go from one rule to another because a method can no longer be charged, or can again,
 * and whose day under the other rule has passed. To that rule they are as invoices that come in today.
 * What a person opened again stays as it was: it was asked for.
 */
export function handedOverIds({
  invoices,
  before,
  after,
  today,
  limits,
}: Input<StoredInvoice & Readonly<{ opening: number }>>): readonly string[] {
  return invoices
    .filter((invoice) => {
      if (invoice.isDecided || invoice.opening > 1) return false;
      const { winnerId } = decideFor(invoice, after, limits);
      if (winnerId === null || winnerId === decideFor(invoice, before, limits).winnerId) {
        return false;
      }
      const day = meantDay(after, winnerId, invoice);
      return day !== null && day < today;
    })
    .map(({ invoiceId }) => invoiceId);
}

/** An invoice that a rule would take, with the day of its run and the amount. */
export type Taking<Invoice extends StoredInvoice> = Readonly<{
  invoice: Invoice;
  runOn: CivilDate;
  amountMinor: number;
}>;

/**
 * Existing invoices that the rule `ruleId` of `after` would take and did not take before: those whose
 * day has passed, as if a person agreed to all of them today, and those whose day lies ahead.
 */
export function takingsOf<Invoice extends StoredInvoice>(
  ruleId: string,
  { invoices, before, after, today, limits }: Input<Invoice>,
): Readonly<{ backlog: readonly Taking<Invoice>[]; coming: readonly Taking<Invoice>[] }> {
  const agreed = after.map((rule) =>
    rule.ruleId === ruleId ? { ...rule, activatedOn: today, backlog: 'take' as const } : rule,
  );
  const backlog: Taking<Invoice>[] = [];
  const coming: Taking<Invoice>[] = [];
  for (const invoice of invoices) {
    const asked = { ...invoice, firstMatchedOn: today, agreedRuleIds: [ruleId] };
    const { winnerId, outcome } = decideFor(asked, agreed, limits);
    if (winnerId !== ruleId || outcome.kind !== 'charge') continue;
    const was = decideFor(invoice, before, limits);
    const day = meantDay(after, ruleId, invoice);
    const isTakenAlready = was.outcome.kind === 'charge' && was.winnerId === ruleId;
    if (day === null || (isTakenAlready && meantDay(before, ruleId, invoice) === day)) continue;
    const { runOn, amountMinor } = outcome;
    if (day < today) backlog.push({ invoice, runOn, amountMinor });
    else if (was.outcome.kind !== 'charge') coming.push({ invoice, runOn, amountMinor });
  }
  return { backlog, coming };
}
