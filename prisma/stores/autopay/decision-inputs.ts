/**
 * What `decideAutopay` judges, read from the database: the rules of clients and invoices as they
 * stand. Everything that decides or forecasts reads it here, so that all see the same.
 *
 * Two statements for any number of rules and invoices, and one where no rule exists. For a decision
 * that counts, the caller holds the invoices' locks and hands in its transaction.
 */
import type { Pool, PoolClient } from 'pg';
import type { RuleCriterion, RuleTiming } from '../../../contracts/autopay-rule';
import type { MethodSummary } from '../../../contracts/fields';
import type { StoredInvoice, StoredRule } from '../../../domain/autopay-outlook';
import type { InvoiceFields } from '../../../domain/criteria';
import type { MethodReading } from '../../../domain/ports';
import { IS_OPEN } from '../invoices/invoice-figures';

export type Source = Pick<Pool | PoolClient, 'query'>;

export type RuleRecord = Readonly<{
  id: string;
  organizationId: string;
  version: number;
  position: number;
  name: string;
  isEnabled: boolean;
  isLocked: boolean;
  methodId: string | null;
  criteria: RuleCriterion[];
  timing: RuleTiming;
  currency: string;
  cap: { amountMinor: number; mode: 'skip' | 'payUpTo' } | null;
  withScheduled: 'suppress' | 'residual';
  allowsFallThrough: boolean;
  needsApproval: boolean;
  noticeDays: number | null;
  backlog: 'leave' | 'take';
  activatedOn: string;
  /** Its own, or the client's default; null when there is none. */
  method: (MethodSummary & Readonly<{ status: MethodReading['status'] }>) | null;
}>;

/** An invoice as it is judged, and what a page names it by. */
export type DecisionInvoice = StoredInvoice &
  Readonly<{
    organizationId: string;
    number: string;
    balanceMinor: number;
    opening: number;
    openedOn: string | null;
  }>;

/** Which clients' rules: those of some, or of every client that has an enabled one. */
export type WhichRules = Readonly<{ organizationIds: readonly string[] }> | 'all';

const METHOD = (table: string) => `
  json_build_object('id', ${table}.id, 'kind', ${table}.kind, 'brand', ${table}.brand,
    'lastFour', ${table}.last_four, 'friendlyName', ${table}.friendly_name,
    'expiresIn', ${table}.expires_in,
    'status', CASE WHEN ${table}.removed_at IS NULL THEN ${table}.status ELSE 'removed' END)`;

const RULES = `
  SELECT rule.id, rule.organization_id AS "organizationId", rule.version, rule.position, rule.name,
         rule.is_enabled AS "isEnabled", rule.is_locked AS "isLocked", rule.method_id AS "methodId",
         rule.criteria, rule.timing, rule.currency,
         CASE WHEN rule.cap_minor IS NOT NULL THEN
           json_build_object('amountMinor', rule.cap_minor, 'mode', rule.cap_mode) END AS cap,
         rule.with_scheduled AS "withScheduled", rule.allows_fall_through AS "allowsFallThrough",
         rule.needs_approval AS "needsApproval", rule.notice_days AS "noticeDays", rule.backlog,
         rule.activated_on::text AS "activatedOn",
         CASE WHEN own.id IS NOT NULL THEN ${METHOD('own')}
              WHEN rule.method_id IS NULL AND standard.id IS NOT NULL THEN ${METHOD('standard')}
          END AS method
    FROM autopay_rule AS rule
    LEFT JOIN payment_method AS own ON own.id = rule.method_id
    LEFT JOIN payment_method AS standard
      ON standard.organization_id = rule.organization_id AND standard.is_default
   WHERE rule.removed_at IS NULL AND (CASE WHEN $1::uuid[] IS NULL THEN rule.is_enabled
           ELSE rule.organization_id IN (SELECT survivor_of(id) FROM unnest($1::uuid[]) AS id) END)
   ORDER BY rule.organization_id, rule.position, rule.id`;

/**
 * In the order in which they are asked, disabled ones too when clients are named. The id of a client
 * that was merged stands for the survivor.
 */
export async function readRules(source: Source, which: WhichRules): Promise<RuleRecord[]> {
  const organizationIds = which === 'all' ? null : which.organizationIds;
  const { rows } = await source.query<RuleRecord>(RULES, [organizationIds]);
  return rows;
}

/** A rule without any method can pay nothing, as one whose method was removed. */
export function storedRule(rule: RuleRecord): StoredRule {
  const { method } = rule;
  return {
    ruleId: rule.id,
    position: rule.position,
    isEnabled: rule.isEnabled,
    method: { kind: method?.kind ?? 'card', status: method?.status ?? 'removed' },
    timing: rule.timing,
    criteria: rule.criteria,
    cap: rule.cap,
    withScheduled: rule.withScheduled,
    allowsFallThrough: rule.allowsFallThrough,
    activatedOn: rule.activatedOn,
    backlog: rule.backlog,
    currency: rule.currency,
    expiresIn: method?.expiresIn ?? null,
  };
}

type InvoiceRecord = Readonly<{
  id: string;
  organization_id: string;
  number: string;
  currency: string;
  total_minor: number;
  open_minor: number;
  firm_minor: number;
  disputed_minor: number;
  planned_minor: number;
  unposted_minor: number;
  issued_on: string;
  due_on: string | null;
  first_matched_on: string;
  opened_on: string | null;
  is_excluded: boolean;
  is_held: boolean;
  is_missing: boolean;
  opening: number;
  is_decided: boolean;
  agreed_rule_ids: string[];
  line_items: string[];
  agreement: string | null;
  agreement_type: string | null;
  terms_text: string | null;
  invoice_type: string | null;
  source_name: string;
  purchase_order: string | null;
  location: string | null;
}>;

/** Lines and agreements are read only where a rule asks for them. A void invoice has nothing open. */
const columns = (hasLines: boolean, hasTaken: boolean) => `
  invoice.id, invoice.organization_id, invoice.number, invoice.currency,
  invoice.total_minor::float8, CASE WHEN invoice.is_void THEN 0 ELSE invoice.open_minor END::float8 AS open_minor,
  invoice.firm_minor::float8, invoice.disputed_minor::float8, invoice.planned_minor::float8,
  invoice.unposted_minor::float8, invoice.issued_on::text, invoice.due_on::text,
  coalesce(invoice.first_matched_on, invoice.first_seen_on)::text AS first_matched_on,
  invoice.opened_on::text,
  invoice.autopay_excluded AS is_excluded,
  (invoice.autopay_hold OR invoice.is_on_hold OR invoice.drift_since IS NOT NULL) AS is_held,
  invoice.missing_since IS NOT NULL AS is_missing, invoice.opening,
  EXISTS (SELECT FROM autopay_slot AS slot
           WHERE slot.invoice_id = invoice.id AND slot.opening = invoice.opening) AS is_decided,
  ${hasTaken ? 'ARRAY(SELECT rule_id::text FROM autopay_backlog_invoice WHERE invoice_id = invoice.id)' : 'ARRAY[]::text[]'} AS agreed_rule_ids,
  ${hasLines ? 'ARRAY(SELECT description FROM invoice_line WHERE invoice_id = invoice.id ORDER BY position)' : 'ARRAY[]::text[]'} AS line_items,
  invoice.agreement, invoice.agreement_type, invoice.terms_text, invoice.invoice_type,
  source.name AS source_name, invoice.purchase_order, invoice.location`;

/** Which invoices: by id, or by a condition of SQL over the table `invoice` with its values. */
export type WhichInvoices =
  | Readonly<{ invoiceIds: readonly string[] }>
  | Readonly<{ where: string; values: readonly unknown[] }>;

/** Every open invoice of clients, for lists and for what a change of rules would do. */
export const openOf = (organizationIds: readonly string[]): WhichInvoices => ({
  where: `invoice.organization_id = ANY($1::uuid[]) AND ${IS_OPEN}`,
  values: [organizationIds],
});

/** @param rules all that will judge them: they say how much has to be read. */
export async function readInvoices(
  source: Source,
  which: WhichInvoices,
  rules: readonly RuleRecord[],
): Promise<DecisionInvoice[]> {
  const hasLines = rules.some(({ criteria }) => criteria.some(({ field }) => field === 'lineItem'));
  const hasTaken = rules.some(({ backlog }) => backlog === 'take');
  const { where, values } =
    'invoiceIds' in which
      ? { where: 'invoice.id = ANY($1::uuid[])', values: [which.invoiceIds] }
      : which;
  const { rows } = await source.query<InvoiceRecord>(
    `SELECT ${columns(hasLines, hasTaken)}
       FROM invoice JOIN source ON source.id = invoice.source_id
      WHERE ${where} ORDER BY invoice.due_on NULLS LAST, invoice.id`,
    [...values],
  );
  return rows.map(invoiceOf);
}

function invoiceOf(record: InvoiceRecord): DecisionInvoice {
  return {
    invoiceId: record.id,
    organizationId: record.organization_id,
    number: record.number,
    currency: record.currency,
    totalMinor: record.total_minor,
    openMinor: record.open_minor,
    firmMinor: record.firm_minor,
    disputedMinor: record.disputed_minor,
    plannedMinor: record.planned_minor,
    balanceMinor: record.open_minor - record.unposted_minor,
    issuedOn: record.issued_on,
    dueOn: record.due_on,
    firstMatchedOn: record.first_matched_on,
    openedOn: record.opened_on,
    isAutopayExcluded: record.is_excluded,
    isAutopayHeld: record.is_held,
    isMissing: record.is_missing,
    opening: record.opening,
    isDecided: record.is_decided,
    agreedRuleIds: record.agreed_rule_ids,
    fields: fieldsOf(record),
  };
}

/** In the names that criteria use; what an invoice does not say is not there. */
function fieldsOf(record: InvoiceRecord): InvoiceFields {
  return {
    agreement: record.agreement ?? undefined,
    agreementType: record.agreement_type ?? undefined,
    terms: record.terms_text ?? undefined,
    type: record.invoice_type ?? undefined,
    source: record.source_name,
    poNumber: record.purchase_order ?? undefined,
    location: record.location ?? undefined,
    lineItem: record.line_items,
  };
}

const RULE_METHOD = `
  SELECT ${METHOD('method')} AS method FROM payment_method AS method
   WHERE organization_id = $1 AND CASE WHEN $2::uuid IS NULL THEN is_default ELSE id = $2::uuid END`;

/** What a rule with this choice would pay with; null when that is nothing of the client's. */
export async function readRuleMethod(
  source: Source,
  organizationId: string,
  methodId: string | null,
): Promise<RuleRecord['method']> {
  const { rows } = await source.query<Pick<RuleRecord, 'method'>>(RULE_METHOD, [
    organizationId,
    methodId,
  ]);
  return rows[0]?.method ?? null;
}
