/** Why an invoice is paid by a rule, and why the other rules do not pay it. */
import type { InvoiceAutopay, SlotDecision } from '../../../contracts/autopay-preview';
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
  if (invoice === undefined) return null;
  const decided = invoice.isDecided ? await readDecision(source, invoice) : null;
  return { ...explained(invoice, rules, limits), decided };
}

const DECISION = `
  SELECT json_build_object('outcome', slot.outcome, 'runOn', slot.run_on, 'version', slot.rule_version,
           'decidedAt', to_char(slot.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'rule', json_build_object('id', kept.rule_id, 'name', kept.body ->> 'name'),
           'payment', CASE WHEN payment.id IS NOT NULL THEN json_build_object(
              'id', payment.id, 'number', 'P-' || payment.number, 'state', payment.state) END) AS decision,
         slot.amount_minor::float8
    FROM autopay_slot AS slot
    JOIN autopay_rule_version AS kept ON kept.rule_id = slot.rule_id AND kept.version = slot.rule_version
    LEFT JOIN payment ON payment.id = slot.payment_id
   WHERE slot.invoice_id = $1 AND slot.opening = $2`;

async function readDecision(
  source: Source,
  { invoiceId, opening, currency }: DecisionInvoice,
): Promise<InvoiceAutopay['decided']> {
  type Row = Readonly<{ decision: Omit<SlotDecision, 'amount'>; amount_minor: number | null }>;
  const { rows } = await source.query<Row>(DECISION, [invoiceId, opening]);
  const row = rows[0];
  if (row === undefined) return null;
  const { decision, amount_minor: amountMinor } = row;
  return { ...decision, amount: amountMinor === null ? null : { amountMinor, currency } };
}

function explained(
  invoice: DecisionInvoice,
  rules: readonly RuleRecord[],
  limits: GatewayLimits,
): Omit<InvoiceAutopay, 'decided'> {
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
