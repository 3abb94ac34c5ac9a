/** Rules as a page shows them: each with what it would do now, and what the linter says of it. */
import type { AutopayRule, RuleReference, RuleWarning } from '../../../contracts/autopay-rule';
import type { AutopayDecision } from '../../../domain/autopay';
import { decideFor, type StoredRule, takenMinor } from '../../../domain/autopay-outlook';
import { methodFlagOf, type Warning, warningsOf } from '../../../domain/autopay-linter';
import type { CivilDate } from '../../../domain/calendar';
import type { GatewayLimits } from '../../../domain/plan';
import { compareText } from '../../../domain/trim';
import {
  type DecisionInvoice,
  openOf,
  readInvoices,
  readRules,
  type RuleRecord,
  type Source,
  storedRule,
} from './decision-inputs';

type Change = Readonly<{ ruleId: string; at: string; by: string | null; backlogInvoices: number }>;
type Client = Readonly<{ today: CivilDate; changes: readonly Change[] }>;

/** The day of the business, and who left each rule as it is. No row: there is no such client. */
const CLIENT = `
  SELECT ((clock_timestamp() + clock_offset_ms * interval '1 millisecond') AT TIME ZONE zone)::date::text AS today,
         (SELECT coalesce(json_agg(json_build_object('ruleId', rule.id,
              'at', to_char(kept.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'by', CASE WHEN kept.changed_by_id IS NOT NULL THEN kept.changed_by_name END,
              'backlogInvoices', (SELECT count(*) FROM autopay_backlog_invoice WHERE rule_id = rule.id))), '[]')
            FROM autopay_rule AS rule
            JOIN autopay_rule_version AS kept ON kept.rule_id = rule.id AND kept.version = rule.version
           WHERE rule.organization_id = organization.id AND rule.removed_at IS NULL) AS changes
    FROM organization, business WHERE organization.id = $1`;

/** What the rules of the client say of one of its open invoices. */
type DecidedInvoice = Readonly<{ invoice: DecisionInvoice; decision: AutopayDecision }>;

export type ClientRules = Readonly<{
  today: CivilDate;
  records: readonly RuleRecord[];
  items: readonly AutopayRule[];
}>;

/** Three statements for any number of rules and invoices; null when there is no such client. */
export async function readClientRules(
  source: Source,
  organizationId: string,
  limits: GatewayLimits,
): Promise<ClientRules | null> {
  const { rows } = await source.query<Client>(CLIENT, [organizationId]);
  const client = rows[0];
  if (client === undefined) return null;
  const records = await readRules(source, { organizationIds: [organizationId] });
  const invoices =
    records.length === 0 ? [] : await readInvoices(source, openOf([organizationId]), records);
  const rules = records.map(storedRule);
  const decided = invoices.map((invoice) => ({
    invoice,
    decision: decideFor(invoice, rules, limits),
  }));
  const { today } = client;
  const changes = new Map(client.changes.map((change) => [change.ruleId, change]));
  const items = records.map((record) => {
    const change = changes.get(record.id);
    if (change === undefined) throw new Error(`rule ${record.id} has no version ${record.version}`);
    return presented(record, change, { rules, records, decided, today });
  });
  return { today, records, items };
}

type Among = Readonly<{
  rules: readonly StoredRule[];
  records: readonly RuleRecord[];
  decided: readonly DecidedInvoice[];
  today: CivilDate;
}>;

function presented(record: RuleRecord, change: Change, among: Among): AutopayRule {
  const rule = storedRule(record);
  const flag = methodFlagOf(rule, record.method !== null, among.decided, among.today);
  const { backlog: _, method, ...fields } = record;
  return {
    ...fields,
    method: method === null ? null : summaryOf(method),
    flag,
    backlogInvoices: change.backlogInvoices,
    forecast: forecastOf(record, among.decided),
    warnings: warningsOf(rule, flag, among.decided).map((warning) =>
      presentedWarning(warning, record.currency, among.records),
    ),
    changed: { at: change.at, by: change.by },
  };
}

function summaryOf({ status: _, ...summary }: NonNullable<RuleRecord['method']>) {
  return summary;
}

function forecastOf(
  { id, currency }: RuleRecord,
  decided: readonly DecidedInvoice[],
): AutopayRule['forecast'] {
  const won = decided.filter(({ decision }) => decision.winnerId === id);
  const charged = won
    .filter(({ invoice, decision }) => !invoice.isDecided && takenMinor(decision) > 0)
    .map(({ decision }) => decision);
  const [nextRunOn = null] = charged.flatMap(({ runOn }) => runOn ?? []).sort(compareText);
  const amountMinor = charged.reduce((sum, decision) => sum + takenMinor(decision), 0);
  return {
    matches: won.length,
    invoices: charged.length,
    total: { amountMinor, currency },
    nextRunOn,
  };
}

export function presentedWarning(
  warning: Warning,
  currency: string,
  named: readonly RuleReference[],
): RuleWarning {
  switch (warning.code) {
    case 'SHADOWED':
      return { code: warning.code, by: warning.byIds.map((id) => referenceTo(id, named)) };
    case 'METHOD':
      return { code: warning.code, flag: warning.flag };
    case 'MATCHES_NOTHING':
      return warning;
    case 'CAP_DEFEATED':
    case 'PLAN_DOES_NOT_ADD_UP': {
      const { code, invoices, minor: amountMinor } = warning;
      return { code, invoices, total: { amountMinor, currency } };
    }
  }
}

export function referenceTo(ruleId: string, named: readonly RuleReference[]): RuleReference {
  const found = named.find(({ id }) => id === ruleId);
  if (found === undefined) throw new Error(`rule ${ruleId} is not among those that decided`);
  return { id: found.id, name: found.name };
}
