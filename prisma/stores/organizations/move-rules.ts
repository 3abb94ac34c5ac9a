/**
 * Autopay rules of a client that is merged: they end where they were, and arrive as new ones, disabled
 * and last. What they have paid names the old ones, whose versions are never changed.
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';

export type MovedRule = Readonly<{ oldId: string; newId: string; methodId: string | null }>;

const LIST = `
  SELECT id AS "oldId", method_id AS "methodId" FROM autopay_rule
   WHERE organization_id = $1 AND removed_at IS NULL ORDER BY position FOR UPDATE`;

/** A removed rule names no method: the method goes to the other client. */
const RETIRE = `
  UPDATE autopay_rule SET is_enabled = false, method_id = NULL,
         removed_at = coalesce(removed_at, (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' FROM business))
   WHERE organization_id = $1`;

/** What was asked and planned ends with the rule; what was decided stays decided (rules.md 17). */
const END = [
  `UPDATE autopay_approval SET state = 'withdrawn',
          decided_at = (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' FROM business)
    WHERE organization_id = $1 AND state = 'asked'`,
  `DELETE FROM autopay_plan WHERE organization_id = $1`,
  `DELETE FROM autopay_backlog_invoice WHERE organization_id = $1`,
  RETIRE,
] as const;

/** Before its methods move. Answers the rules as they were, in their order. */
export async function retireRules(
  client: PoolClient,
  organizationId: string,
): Promise<readonly MovedRule[]> {
  const { rows } = await client.query<Omit<MovedRule, 'newId'>>(LIST, [organizationId]);
  for (const statement of END) await client.query(statement, [organizationId]);
  return rows.map((rule) => ({ ...rule, newId: randomUUID() }));
}

/** A name that the survivor has for a rule already is told apart by the client it came from. */
const COPY = `
  WITH moved AS (
    SELECT * FROM ROWS FROM (json_to_recordset($1::json) AS ("oldId" uuid, "newId" uuid, "methodId" uuid))
      WITH ORDINALITY AS m("oldId", "newId", "methodId", place)
  ), named AS (
    SELECT moved.*, old.*, CASE WHEN EXISTS (
             SELECT FROM autopay_rule AS own WHERE own.organization_id = $3 AND own.removed_at IS NULL
                AND own.name_key = old.name_key)
           THEN old.name || ' (' || gone.name || ')' ELSE old.name END AS new_name
      FROM moved JOIN autopay_rule AS old ON old.id = moved."oldId", organization AS gone
     WHERE gone.id = $2
  ), copied AS (
    INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, is_locked, method_id,
      criteria, timing, currency, cap_minor, cap_mode, with_scheduled, allows_fall_through, needs_approval,
      backlog, activated_on, notice_days, created_at)
    SELECT "newId", $3, new_name, lower(btrim(new_name)),
           place + (SELECT coalesce(max(position), 0) FROM autopay_rule
                     WHERE organization_id = $3 AND removed_at IS NULL),
           false, is_locked, "methodId", criteria, timing, currency, cap_minor, cap_mode, with_scheduled,
           allows_fall_through, needs_approval, 'leave', activated_on, notice_days,
           clock_timestamp() + clock_offset_ms * interval '1 millisecond'
      FROM named, business
    RETURNING id, organization_id, created_at
  )
  INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_id, changed_by_name, changed_at)
  SELECT copied.id, 1, copied.organization_id,
         latest.body || jsonb_build_object('isEnabled', false, 'backlog', 'leave', 'name', new_name), $4, $5, copied.created_at
    FROM copied JOIN named ON named."newId" = copied.id
    JOIN LATERAL (SELECT body FROM autopay_rule_version WHERE rule_id = named."oldId"
                   ORDER BY version DESC LIMIT 1) AS latest ON true`;

/** Once its methods have moved. */
export async function moveRules(
  client: PoolClient,
  rules: readonly MovedRule[],
  fromId: string,
  intoId: string,
  actor: Actor,
): Promise<void> {
  if (rules.length === 0) return;
  await client.query(COPY, [JSON.stringify(rules), fromId, intoId, actor.id, actor.name]);
}
