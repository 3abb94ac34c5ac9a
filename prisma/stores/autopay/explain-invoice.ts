/** Why an invoice is paid by a rule, and why the other rules do not pay it. */
import type { InvoiceAutopay } from '../../../contracts/autopay-preview';
import type { NotMatched } from '../../../domain/autopay';
import { decideFor } from '../../../domain/autopay-outlook';
import type { GatewayLimits } from '../../../domain/plan';
import {
  type DecisionInvoice,
  readInvoices,
  readRules,
  type RuleRecord,
  type Source,
  storedRule,
} from './decision-inputs';
import { referenceTo } from './rule-rows';

type Against = InvoiceAutopay['notMatched'][number];

/** Null when there is no such invoice. */
export async function explainInvoice(
  source: Source,
  limits: GatewayLimits,
  invoiceId: string,
): Promise<InvoiceAutopay | null> {
  const { rows } = await source.query<{ organization_id: string }>(
    'SELECT organization_id FROM invoice WHERE id = $1',
    [invoiceId],
  );
  const organizationId = rows[0]?.organization_id;
  if (organizationId === undefined) return null;
  const rules = await readRules(source, { organizationIds: [organizationId] });
  const [invoice] = await readInvoices(source, { invoiceIds: [invoiceId] }, rules);
  return invoice === undefined ? null : explained(invoice, rules, limits);
}

function explained(
  invoice: DecisionInvoice,
  rules: readonly RuleRecord[],
  limits: GatewayLimits,
): InvoiceAutopay {
  const { currency } = invoice;
  const decision = decideFor(invoice, rules.map(storedRule), limits);
  const { outcome, winnerId, alsoMatchedIds, notMatched } = decision;
  return {
    outcome: outcome.kind,
    winner: winnerId === null ? null : referenceTo(winnerId, rules),
    runOn: decision.runOn,
    amount: outcome.kind === 'charge' ? { amountMinor: outcome.amountMinor, currency } : null,
    alsoMatched: alsoMatchedIds.map((id) => referenceTo(id, rules)),
    notMatched: rules.flatMap((rule) => againstOf(rule, invoice, notMatched) ?? []),
    opening: invoice.opening,
    isDecided: invoice.isDecided,
  };
}

/** Null for a rule that matches. */
function againstOf(
  rule: RuleRecord,
  invoice: DecisionInvoice,
  notMatched: readonly NotMatched[],
): Against | null {
  const reference = { id: rule.id, name: rule.name };
  if (!rule.isEnabled) return { rule: reference, reason: 'DISABLED' };
  if (rule.currency !== invoice.currency) return { rule: reference, reason: 'OTHER_CURRENCY' };
  const against = notMatched.find(({ ruleId }) => ruleId === rule.id);
  if (against === undefined) return null;
  if (against.reason === 'NO_DUE_DATE') return { rule: reference, reason: against.reason };
  const criterion = rule.criteria[against.failedCriterion];
  if (criterion === undefined) throw new RangeError('a criterion failed that the rule has not');
  const actual = criterion.field === 'total' ? invoice.totalMinor : invoice.fields[criterion.field];
  return { rule: reference, reason: 'CRITERION', criterion, actual: [actual ?? []].flat() };
}
