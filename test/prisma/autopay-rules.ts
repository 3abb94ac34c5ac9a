/** Rules of autopay as rows, for what runs them; making them as a person does is tested elsewhere. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { aClientWith, type Books } from './books';

export type RuleFields = Readonly<{
  name: string;
  position: number;
  isEnabled: boolean;
  methodId: string | null;
  criteria: readonly unknown[];
  timing: unknown;
  capMinor: number | null;
  capMode: 'skip' | 'payUpTo' | null;
  withScheduled: 'suppress' | 'residual';
  allowsFallThrough: boolean;
  needsApproval: boolean;
  backlog: 'leave' | 'take';
  activatedOn: string;
  noticeDays: number | null;
}>;

/** Takes every invoice of the client on its due date, from long ago on. */
export async function aRule(
  pool: Pool,
  { organizationId }: Pick<Books, 'organizationId'>,
  fields: Partial<RuleFields> = {},
): Promise<string> {
  const id = randomUUID();
  const rule: RuleFields = {
    name: `Rule ${id.slice(0, 8)}`,
    position: 1,
    isEnabled: true,
    methodId: null,
    criteria: [],
    timing: { kind: 'onDueDate' },
    capMinor: null,
    capMode: null,
    withScheduled: 'suppress',
    allowsFallThrough: false,
    needsApproval: false,
    backlog: 'leave',
    activatedOn: '2026-01-01',
    noticeDays: null,
    ...fields,
  };
  await pool.query(
    `WITH made AS (
       INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, method_id, criteria,
         timing, currency, cap_minor, cap_mode, with_scheduled, allows_fall_through, needs_approval, backlog,
         activated_on, notice_days, created_at)
       VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, 'USD', $9, $10, $11, $12, $13, $14, $15, $16, now())
       RETURNING *)
     INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_name, changed_at)
     SELECT id, 1, organization_id, to_jsonb(made), 'Dana Whitfield', now() FROM made`,
    [
      id,
      organizationId,
      rule.name,
      rule.position,
      rule.isEnabled,
      rule.methodId,
      JSON.stringify(rule.criteria),
      JSON.stringify(rule.timing),
      rule.capMinor,
      rule.capMode,
      rule.withScheduled,
      rule.allowsFallThrough,
      rule.needsApproval,
      rule.backlog,
      rule.activatedOn,
      rule.noticeDays,
    ],
  );
  return id;
}

/** Changes columns of a rule and keeps the version, as every change does. */
export async function changeRule(
  pool: Pool,
  ruleId: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(columns);
  const sets = names.map((name, index) => `${name} = $${index + 2}`);
  await pool.query(
    `WITH changed AS (
       UPDATE autopay_rule SET ${[...sets, 'version = version + 1'].join(', ')} WHERE id = $1
       RETURNING *)
     INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_name, changed_at)
     SELECT id, version, organization_id, to_jsonb(changed), 'Dana Whitfield', now() FROM changed`,
    [ruleId, ...Object.values(columns)],
  );
}

/** A client whose invoices are due on one day, which lies ahead whatever day the test runs on. */
export async function aClientDue(
  pool: Pool,
  dueOn: string,
  invoices: Parameters<typeof aClientWith>[1],
  method?: Parameters<typeof aClientWith>[2],
): Promise<Books> {
  const books = await aClientWith(pool, invoices, method);
  await pool.query('UPDATE invoice SET due_on = $2 WHERE organization_id = $1', [
    books.organizationId,
    dueOn,
  ]);
  return books;
}

export type SlotRow = Readonly<{
  opening: number;
  outcome: string;
  ruleId: string;
  ruleVersion: number;
  amount: number | null;
  paymentId: string | null;
  runOn: string;
}>;

export async function slotsOf(pool: Pool, invoiceId: string | undefined): Promise<SlotRow[]> {
  const { rows } = await pool.query<SlotRow>(
    `SELECT opening, outcome, rule_id AS "ruleId", rule_version AS "ruleVersion", amount_minor::int AS amount,
            payment_id AS "paymentId", run_on::text AS "runOn"
       FROM autopay_slot WHERE invoice_id = $1 ORDER BY opening`,
    [invoiceId],
  );
  return rows;
}

/** The business's clock stands at the instant from now on. */
export async function setClock(pool: Pool, instant: string): Promise<void> {
  await pool.query(
    `UPDATE business SET clock_offset_ms = ceil(extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)`,
    [instant],
  );
}
