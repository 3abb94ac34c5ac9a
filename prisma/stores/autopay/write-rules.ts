/**
 * Writes what a person decided about the rules of a client, and what follows for its invoices, in the
 * transaction that decided it: the rows, a version of every rule that is not as it was, the event.
 */
import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import { effectOf } from '../../../domain/autopay-widening';
import type { CivilDate } from '../../../domain/calendar';
import type { GatewayLimits } from '../../../domain/plan';
import { recordEvent } from '../events/record-event';
import { openOf, readInvoices, type RuleRecord, storedRule } from './decision-inputs';

const UPSERT = `
  INSERT INTO autopay_rule AS rule (id, organization_id, name, name_key, position, is_enabled, is_locked,
    method_id, criteria, timing, currency, cap_minor, cap_mode, with_scheduled, allows_fall_through,
    needs_approval, notice_days, backlog, activated_on, version, created_at)
  SELECT r.id, "organizationId", r.name, "nameKey", position, "isEnabled", "isLocked", "methodId", criteria,
         timing, r.currency, (cap ->> 'amountMinor')::bigint, cap ->> 'mode', "withScheduled",
         "allowsFallThrough", "needsApproval", "noticeDays", backlog, "activatedOn", r.version,
         clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business, json_to_recordset($1::json) AS r(id uuid, "organizationId" uuid, name text,
         "nameKey" text, position int, "isEnabled" boolean, "isLocked" boolean, "methodId" uuid,
         criteria jsonb, timing jsonb, currency text, cap jsonb, "withScheduled" text,
         "allowsFallThrough" boolean, "needsApproval" boolean, "noticeDays" smallint, backlog text,
         "activatedOn" date, version int)
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, name_key = excluded.name_key, position = excluded.position,
    is_enabled = excluded.is_enabled, is_locked = excluded.is_locked, method_id = excluded.method_id,
    criteria = excluded.criteria, timing = excluded.timing, currency = excluded.currency,
    cap_minor = excluded.cap_minor, cap_mode = excluded.cap_mode,
    with_scheduled = excluded.with_scheduled, allows_fall_through = excluded.allows_fall_through,
    needs_approval = excluded.needs_approval, notice_days = excluded.notice_days,
    backlog = excluded.backlog, activated_on = excluded.activated_on, version = excluded.version`;

/** The rows as they stand now, whole: columns that come later are in it by themselves. */
const KEEP_VERSIONS = `
  INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_id,
                                    changed_by_name, changed_at)
  SELECT rule.id, rule.version, rule.organization_id,
         to_jsonb(rule) - 'name_key' || jsonb_build_object('backlog_invoice_ids',
           (SELECT coalesce(jsonb_agg(invoice_id ORDER BY invoice_id), '[]')
              FROM autopay_backlog_invoice WHERE rule_id = rule.id)),
         $2::uuid, $3, clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business, autopay_rule AS rule WHERE rule.id = ANY($1::uuid[])`;

const NEWLY_MATCHED = 'UPDATE invoice SET first_matched_on = $2::date WHERE id = ANY($1::uuid[])';

const FORGET_BACKLOG = 'DELETE FROM autopay_backlog_invoice WHERE rule_id = $1';

const AGREE = `
  INSERT INTO autopay_backlog_invoice (rule_id, invoice_id, organization_id)
  SELECT $1, unnest($2::uuid[]), $3 ON CONFLICT DO NOTHING`;

const REMOVE = `
  UPDATE autopay_rule SET is_enabled = false, version = autopay_rule.version + 1,
         removed_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business WHERE autopay_rule.id = $1`;

/** The rules of a client before and after a decision; `after` is without what is removed. */
export type RulesDecision = Readonly<{
  organizationId: string;
  before: readonly RuleRecord[];
  after: readonly RuleRecord[];
  removedId?: string;
  /** What the person agrees to of the backlog of one rule, in place of all that was agreed earlier. */
  backlog?: Readonly<{ ruleId: string; invoiceIds: readonly string[] }>;
  kind: 'added' | 'changed' | 'removed' | 'ordered';
  /** The rule that the event is about; an order is about all. */
  aboutId: string | null;
}>;

/**
 * The open invoices are locked by the caller.
 *
 * @returns every rule whose workflow must read again.
 */
export async function writeRules(
  client: PoolClient,
  decision: RulesDecision,
  { today, limits, actor }: Readonly<{ today: CivilDate; limits: GatewayLimits; actor: Actor }>,
): Promise<readonly string[]> {
  const { organizationId, before, after, removedId, backlog } = decision;
  const invoices = await readInvoices(client, openOf([organizationId]), [...before, ...after]);
  const { newlyMatchedIds, activatedIds } = effectOf({
    invoices,
    before: before.map(storedRule),
    after: after.map(storedRule),
    today,
    limits,
  });
  const changed = after
    .map((rule) => (activatedIds.has(rule.id) ? { ...rule, activatedOn: today } : rule))
    .filter((rule) => !isAmong(before, rule))
    .map((rule) => ({ ...rule, version: versionAfter(before, rule) }));

  await client.query(UPSERT, [JSON.stringify(changed.map(withKey))]);
  if (removedId !== undefined) await client.query(REMOVE, [removedId]);
  if (backlog) await agree(client, backlog, organizationId);
  const keptIds = [...changed.map(({ id }) => id), ...(removedId === undefined ? [] : [removedId])];
  await client.query(KEEP_VERSIONS, [keptIds, actor.id, actor.name]);
  await client.query(NEWLY_MATCHED, [newlyMatchedIds, today]);
  await tell(client, decision, changed, actor);
  return [...new Set([...keptIds, ...before.map(({ id }) => id), ...after.map(({ id }) => id)])];
}

async function agree(
  client: PoolClient,
  { ruleId, invoiceIds }: NonNullable<RulesDecision['backlog']>,
  organizationId: string,
): Promise<void> {
  await client.query(FORGET_BACKLOG, [ruleId]);
  if (invoiceIds.length > 0) await client.query(AGREE, [ruleId, invoiceIds, organizationId]);
}

/** Trimmed already; without case, as names are compared. */
export const nameKeyOf = (name: string) => name.normalize('NFC').toLowerCase();

const withKey = (rule: RuleRecord) => ({ ...rule, nameKey: nameKeyOf(rule.name) });

/** Whatever the order of its keys: the database gives back JSON in an order of its own. */
const isAmong = (rules: readonly RuleRecord[], rule: RuleRecord) =>
  rules.some((one) => isDeepStrictEqual(one, rule));

function versionAfter(before: readonly RuleRecord[], { id }: RuleRecord): number {
  const known = before.find((one) => one.id === id);
  return known === undefined ? 1 : known.version + 1;
}

async function tell(
  client: PoolClient,
  { organizationId, before, after, kind, aboutId }: RulesDecision,
  changed: readonly RuleRecord[],
  actor: Actor,
): Promise<void> {
  const run = (text: string, values: unknown[]) => client.query(text, values);
  const about = (ruleId: string) => `autopay-rule:${ruleId}`;
  if (aboutId === null) {
    const names = (rules: readonly RuleRecord[]) => ({ rules: rules.map(({ name }) => name) });
    await recordEvent(run, {
      kind: `autopayRule.${kind}`,
      actor,
      before: names(before),
      after: names(after),
      organizationId,
      subject: 'autopay-rule',
    });
  } else {
    await recordEvent(run, {
      kind: `autopayRule.${kind}`,
      actor,
      before: toldOf(before.find(({ id }) => id === aboutId)),
      after: toldOf(changed.find(({ id }) => id === aboutId)),
      organizationId,
      subject: about(aboutId),
    });
  }
  for (const { id, name } of changed) {
    if (id === aboutId || aboutId === null) continue;
    const reason =
      'It wins invoices whose day has passed; they are left until a person takes them.';
    const event = { kind: 'autopayRule.activated', actor, reason, after: { name } };
    await recordEvent(run, { ...event, organizationId, subject: about(id) });
  }
}

/** Whole, but for what the row is found by. */
function toldOf(rule: RuleRecord | undefined): unknown {
  if (rule === undefined) return null;
  const { id: _, organizationId: __, method: ___, ...told } = rule;
  return told;
}
