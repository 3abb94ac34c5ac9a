/**
 * Autopay rules of a client that is merged: they end where they were, and arrive as new ones, disabled
 * and last. What they have paid names the old ones, whose versions are never changed.
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import { nameKeyOf } from '../autopay/write-rules';

export type MovedRule = Readonly<{
  oldId: string;
  newId: string;
  methodId: string | null;
  name: string;
}>;

const LIST = `
  SELECT id AS "oldId", method_id AS "methodId", name FROM autopay_rule
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

/** What a rule may be called at most (contracts/autopay-rule.ts), and how much of it a client's name. */
const NAME_MAX = 80;
const CLIENT_MAX = 60;

const NAMES = `
  SELECT gone.name AS client, ARRAY(
           SELECT name_key FROM autopay_rule WHERE organization_id = $2 AND removed_at IS NULL) AS keys
    FROM organization AS gone WHERE gone.id = $1`;

const COPY = `
  WITH named AS (
    SELECT moved.*, old.*
      FROM ROWS FROM (json_to_recordset($1::json) AS ("oldId" uuid, "newId" uuid, "methodId" uuid, new_name text, new_key text))
           WITH ORDINALITY AS moved("oldId", "newId", "methodId", new_name, new_key, place)
      JOIN autopay_rule AS old ON old.id = moved."oldId"
  ), copied AS (
    INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, is_locked, method_id,
      criteria, timing, currency, cap_minor, cap_mode, with_scheduled, allows_fall_through, needs_approval,
      backlog, activated_on, notice_days, created_at)
    SELECT "newId", $2, new_name, new_key,
           place + (SELECT coalesce(max(position), 0) FROM autopay_rule
                     WHERE organization_id = $2 AND removed_at IS NULL),
           false, is_locked, "methodId", criteria, timing, currency, cap_minor, cap_mode, with_scheduled,
           allows_fall_through, needs_approval, 'leave', activated_on, notice_days,
           clock_timestamp() + clock_offset_ms * interval '1 millisecond'
      FROM named, business
    RETURNING id, organization_id, created_at
  )
  INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_id, changed_by_name, changed_at)
  SELECT copied.id, 1, copied.organization_id,
         latest.body || jsonb_build_object('isEnabled', false, 'backlog', 'leave', 'name', new_name), $3, $4, copied.created_at
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
  const { rows } = await client.query<{ client: string; keys: readonly string[] }>(NAMES, [
    fromId,
    intoId,
  ]);
  const taken = new Set(rows[0]?.keys);
  const named = rules.map((rule) => {
    const name = freeName(rule.name, rows[0]?.client ?? '', taken);
    taken.add(nameKeyOf(name));
    return { ...rule, new_name: name, new_key: nameKeyOf(name) };
  });
  await client.query(COPY, [JSON.stringify(named), intoId, actor.id, actor.name]);
}

/** A name that is taken is told apart by the client it came from, and where that is too, by a number. */
function freeName(name: string, client: string, taken: ReadonlySet<string>): string {
  const from = ` (${cut(client, CLIENT_MAX)})`;
  let free = name;
  for (let count = 1; taken.has(nameKeyOf(free)); count += 1) {
    const end = count === 1 ? from : `${from} ${count}`;
    free = `${cut(name, NAME_MAX - end.length)}${end}`;
  }
  return free;
}

/** The database refuses half a character. */
const cut = (text: string, max: number) =>
  text
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
