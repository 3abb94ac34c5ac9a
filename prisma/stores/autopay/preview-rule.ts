/** What a draft rule would do: matches, what saving it would take, the last year, the next 60 days. */
import { randomUUID } from 'node:crypto';
import type { AutopayStore } from '../../../api/stores/autopay';
import type {
  PreviewInvoice,
  RulePreview,
  RulePreviewBody,
  RunsOutlook,
} from '../../../contracts/autopay-preview';
import type { AutopayDecision } from '../../../domain/autopay';
import { backTest } from '../../../domain/autopay-back-test';
import { type Decided, methodFlagOf, warningsOf } from '../../../domain/autopay-linter';
import {
  decideFor,
  endsBefore,
  matchedIds,
  type StoredRule,
  takenMinor,
} from '../../../domain/autopay-outlook';
import { takingsOf } from '../../../domain/autopay-widening';
import { addDays, addMonths, type CivilDate } from '../../../domain/calendar';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import {
  type DecisionInvoice,
  openOf,
  readInvoices,
  readRuleMethod,
  type RuleRecord,
  type Source,
  storedRule,
} from './decision-inputs';
import { readPastInvoices } from './past-invoices';
import { presentedWarning, readClientRules } from './rule-rows';

type Answer = Awaited<ReturnType<AutopayStore['preview']>>;

const ITEMS_MAX = 200;
const BACKLOG_MAX = 1000;
const AHEAD_DAYS = 60;
/** A day that a rule means may lie a year after the invoice date; such invoices are looked at too. */
const BACK_MONTHS = 12;

/** A constant number of statements for any number of rules and invoices. */
export async function previewRule(
  source: Source,
  limits: GatewayLimits,
  organizationId: string,
  { rule, ruleId }: RulePreviewBody,
): Promise<Answer> {
  const known = await readClientRules(source, organizationId, limits);
  if (known === null) return refuse({ code: 'NOT_FOUND' });
  const { today, records } = known;
  const replaced = records.find(({ id }) => id === ruleId);
  if (ruleId !== null && replaced === undefined) return refuse({ code: 'NOT_FOUND' });
  const method = await readRuleMethod(source, organizationId, rule.methodId);
  if (rule.methodId !== null && method === null) {
    return refuse({ code: 'METHOD_NOT_OF_ORGANIZATION' });
  }
  const draft: RuleRecord = {
    ...rule,
    // A preview shows what the rule would do once it is enabled.
    isEnabled: true,
    id: replaced?.id ?? randomUUID(),
    organizationId,
    version: replaced?.version ?? 1,
    position: replaced?.position ?? Math.max(0, ...records.map(({ position }) => position)) + 1,
    backlog: replaced?.backlog ?? 'leave',
    activatedOn: replaced?.activatedOn ?? today,
    method,
  };
  const after = [...records.filter(({ id }) => id !== draft.id), draft];
  const invoices = (await readInvoices(source, openOf([organizationId]), after)).filter(
    ({ currency }) => currency === draft.currency,
  );
  const from = { currency: draft.currency, issuedFrom: addMonths(today, -2 * BACK_MONTHS) };
  const past = await readPastInvoices(source, organizationId, from, after);
  const rules = after.map(storedRule);
  const span = { from: addMonths(today, -BACK_MONTHS), to: addDays(today, -1) };
  const undecided = invoices.filter(({ isDecided }) => !isDecided);
  const takings = {
    invoices: undecided,
    before: records.map(storedRule),
    after: rules,
    today,
    limits,
  };
  const decided = invoices.map((invoice) => ({
    invoice,
    decision: decideFor(invoice, rules, limits),
  }));
  return ok({
    openInvoices: invoices.length,
    matches: matchesOf(draft, decided),
    takes: takesOf(draft.currency, takingsOf(draft.id, takings)),
    backTest: outlookOf(draft, span, backTest(draft.id, past, rules, span, limits)),
    forecast: forecastOf(draft, decided, today),
    warnings: warnings(draft, storedRule(draft), decided, today, after),
  });
}

type One = Readonly<{ invoice: DecisionInvoice; decision: AutopayDecision }>;
type Run = One & Readonly<{ runOn: CivilDate }>;

const sumOf = <Item>(items: readonly Item[], minor: (item: Item) => number) =>
  items.reduce((sum, item) => sum + minor(item), 0);

function matchesOf({ id, currency }: RuleRecord, decided: readonly One[]): RulePreview['matches'] {
  const met = decided.filter(({ decision }) => matchedIds(decision).includes(id));
  return {
    invoices: met.length,
    total: { amountMinor: sumOf(met, ({ invoice }) => invoice.balanceMinor), currency },
    wonByOthers: met.filter(({ decision }) => decision.winnerId !== id).length,
  };
}

function takesOf(
  currency: string,
  { backlog, coming }: ReturnType<typeof takingsOf<DecisionInvoice>>,
): RulePreview['takes'] {
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  const total = (takings: typeof backlog) => amount(sumOf(takings, (one) => one.amountMinor));
  return {
    backlog: {
      invoices: backlog.length,
      total: total(backlog),
      invoiceIds: backlog.slice(0, BACKLOG_MAX).map(({ invoice }) => invoice.invoiceId),
      items: backlog.slice(0, ITEMS_MAX).map(({ invoice, runOn, amountMinor }) => ({
        ...named(invoice),
        runOn,
        outcome: 'charge',
        amount: amount(amountMinor),
      })),
    },
    coming: { invoices: coming.length, total: total(coming) },
  };
}

function forecastOf(rule: RuleRecord, decided: readonly One[], today: CivilDate): RunsOutlook {
  const span = { from: today, to: addDays(today, AHEAD_DAYS) };
  const runs = decided
    .flatMap(({ invoice, decision }) =>
      !invoice.isDecided && decision.winnerId === rule.id && decision.runOn !== null
        ? [{ invoice, decision, runOn: decision.runOn }]
        : [],
    )
    .filter(({ runOn }) => runOn >= span.from && runOn <= span.to)
    .sort((a, b) => (a.runOn < b.runOn ? -1 : a.runOn > b.runOn ? 1 : 0));
  return outlookOf(rule, span, runs);
}

function outlookOf(
  { currency, method }: RuleRecord,
  span: Readonly<{ from: CivilDate; to: CivilDate }>,
  runs: readonly Run[],
): RunsOutlook {
  const ended = (kind: AutopayDecision['outcome']['kind']) =>
    runs.filter(({ decision }) => decision.outcome.kind === kind);
  const charged = ended('charge');
  const endsFirst = charged.filter(({ runOn }) => endsBefore(method?.expiresIn ?? null, runOn));
  const amountMinor = sumOf(charged, ({ decision }) => takenMinor(decision));
  return {
    ...span,
    invoices: runs.length,
    charges: { invoices: charged.length, total: { amountMinor, currency } },
    conflicts: ended('suppressed').length,
    capMisses: ended('over-cap').length,
    invalidMethods: ended('method-invalid').length + endsFirst.length,
    items: runs.slice(0, ITEMS_MAX).map((run) => itemOf(run)),
  };
}

function itemOf({ invoice, decision, runOn }: Run): PreviewInvoice {
  const { outcome } = decision;
  const { currency } = invoice;
  return {
    ...named(invoice),
    runOn,
    outcome: outcome.kind,
    amount: outcome.kind === 'charge' ? { amountMinor: outcome.amountMinor, currency } : null,
  };
}

const named = ({ invoiceId, number, dueOn }: DecisionInvoice) => ({
  invoice: { id: invoiceId, number },
  dueOn,
});

function warnings(
  draft: RuleRecord,
  rule: StoredRule,
  decided: readonly Decided[],
  today: CivilDate,
  all: readonly RuleRecord[],
): RulePreview['warnings'] {
  const flag = methodFlagOf(rule, draft.method !== null, decided, today);
  return warningsOf(rule, flag, decided).map((warning) =>
    presentedWarning(warning, draft.currency, all),
  );
}
