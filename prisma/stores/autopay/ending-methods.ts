/**
 * Cards that come to their end before a rule wants them: a task says so while there is time to ask for
 * another card. Nothing is charged to another one by itself (rules.md 18).
 *
 * Invariant: one short transaction for each client, under the lock that every change of its rules takes.
 */
import type { Pool } from 'pg';
import type { GatewayLimits } from '../../../domain/plan';
import { inTransaction } from '../transaction';
import { flagRules } from './flag-rules';
import { lockClient } from './lock-client';

/** Long before any notice days, so that a client can be asked without haste. */
const LOOK_AHEAD = `interval '2 months'`;

/** Also those with an open task: what it asked for may have come with a card that its bank renewed. */
const CLIENTS = `
  SELECT rule.organization_id AS id
    FROM business, autopay_rule AS rule JOIN payment_method AS method
      ON method.organization_id = rule.organization_id
     AND CASE WHEN rule.method_id IS NULL THEN method.is_default ELSE method.id = rule.method_id END
   WHERE rule.is_enabled AND rule.removed_at IS NULL
     AND method.expires_in <= to_char(clock_timestamp() + clock_offset_ms * interval '1 millisecond' + ${LOOK_AHEAD}, 'YYYY-MM')
  UNION
  SELECT organization_id FROM task WHERE kind = 'autopayMethod' AND resolved_at IS NULL
   ORDER BY id`;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createFlagEndingMethods({ pool, limits }: Dependencies) {
  /** Answers of how many clients the rules were looked at. */
  return async function flagEndingMethods(): Promise<Readonly<{ clients: number }>> {
    const { rows } = await pool.query<{ id: string }>(CLIENTS);
    for (const { id } of rows) {
      await inTransaction(pool, async (client) => {
        await lockClient(client, id);
        await flagRules(client, id, limits);
        return { keep: true, value: undefined };
      });
    }
    return { clients: rows.length };
  };
}
