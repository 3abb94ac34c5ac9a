/**
 * A rule whose method cannot pay, or will not be able to, gets a task; when it can again, the task is
 * done. The flag itself is no column: it is made of the method as it is, so it is never out of date.
 *
 * Called in the transaction that changes a rule or a method, and for cards that come to their end by
 * whoever looks at all clients.
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { AutopayRule } from '../../../contracts/autopay-rule';
import type { GatewayLimits } from '../../../domain/plan';
import { readClientRules } from './rule-rows';

const METHOD_TASK = 'autopayMethod';

const OPEN = `
  INSERT INTO task (id, kind, dedupe_key, organization_id, facts, opened_at)
  SELECT t.id, '${METHOD_TASK}', "dedupeKey", $1::uuid, facts,
         clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business, json_to_recordset($2::json) AS t(id uuid, "dedupeKey" text, facts jsonb)
  ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING`;

/** Whoever gave the rule another method, or removed it, has done what the task asked for. */
const CLOSE = `
  UPDATE task SET resolved_by = 'Headroom', resolution = 'done', version = task.version + 1,
         resolved_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business
   WHERE task.kind = '${METHOD_TASK}' AND task.organization_id = $1 AND task.resolved_at IS NULL
     AND task.dedupe_key <> ALL($2::text[])`;

/** The client's rules as they are in this transaction. */
export async function flagRules(
  client: PoolClient,
  organizationId: string,
  limits: GatewayLimits,
): Promise<void> {
  const rules = await readClientRules(client, organizationId, limits);
  const flagged = (rules?.items ?? []).filter(({ isEnabled, flag }) => isEnabled && flag !== null);
  const tasks = flagged.map((rule) => ({
    id: randomUUID(),
    dedupeKey: taskKey(rule),
    facts: factsOf(rule),
  }));
  await client.query(CLOSE, [organizationId, tasks.map(({ dedupeKey }) => dedupeKey)]);
  if (tasks.length > 0) await client.query(OPEN, [organizationId, JSON.stringify(tasks)]);
}

/** With the reason in it: another reason is another task. */
const taskKey = ({ id, flag }: AutopayRule) => `autopay-method:${id}:${flag?.code}`;

const factsOf = ({ id, name, flag, method }: AutopayRule) => ({
  rule: { id, name },
  code: flag?.code ?? null,
  runOn: flag?.runOn ?? null,
  method,
});
