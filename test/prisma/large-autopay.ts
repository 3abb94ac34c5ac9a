/** Autopay on large books: every client has a rule, which wins what has a due date and asks for some of it. */
import type { Pool } from 'pg';

/** One question of fifty waits. */
const WAITING_OF = 50;

const RULE = `md5('rule ' || organization_id)::uuid`;

const RULES = `
  INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, criteria, timing, currency,
    with_scheduled, allows_fall_through, needs_approval, backlog, activated_on, created_at)
  SELECT ${RULE}, organization_id, 'Everything', 'everything', 1, true, '[]', '{"kind": "onDueDate"}', 'USD',
         'suppress', false, true, 'leave', '2026-01-01', '2026-01-01'
    FROM (SELECT id AS organization_id FROM organization) AS client`;

const PLANS = `
  INSERT INTO autopay_plan (invoice_id, opening, organization_id, rule_id, run_on, run_at)
  SELECT id, 1, organization_id, ${RULE}, due_on, due_on + time '15:00' FROM invoice WHERE due_on IS NOT NULL`;

const APPROVALS = `
  INSERT INTO autopay_approval (id, organization_id, invoice_id, opening, rule_id, rule_version, method_id, run_on,
    run_at, maximum_minor, currency, state, asked_at, decided_at, decided_by_name)
  SELECT md5('approval ' || invoice.id)::uuid, invoice.organization_id, invoice.id, 1, ${RULE.replace(
    'organization_id',
    'invoice.organization_id',
  )}, 1, method.id, due_on,
         due_on + time '15:00', total_minor, currency, CASE WHEN waits THEN 'asked' ELSE 'approved' END,
         due_on - 3, CASE WHEN NOT waits THEN due_on - 2 END, CASE WHEN NOT waits THEN 'Dana Whitfield' END
    FROM (SELECT *, row_number() OVER (ORDER BY id) % ${WAITING_OF} = 0 AS waits FROM invoice) AS invoice
    JOIN payment_method AS method ON method.organization_id = invoice.organization_id
   WHERE due_on IS NOT NULL AND total_minor > 0`;

/** On what `makeLargeBooks` has made. Its user must be a superuser. */
export async function makeLargeAutopay(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    for (const made of [RULES, PLANS, APPROVALS]) await client.query(made);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  await pool.query('VACUUM ANALYZE autopay_rule, autopay_plan, autopay_approval');
}
