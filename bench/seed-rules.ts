/**
 * Clients with one autopay rule each, all due at the same minute and told of it before: made in the
 * database at once, since making ten thousand by hand measures something else.
 */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { spreadOffsetMs } from '../domain/autopay-slot';
import { addMilliseconds, instantOf } from '../domain/instants';
import { readSlotBusiness } from '../prisma/stores/autopay/slots';
import { tokenOf } from './clients';
import { drive } from './measure';
import type { Servers } from './servers';

export type SeededRule = Readonly<{
  ruleId: string;
  organizationId: string;
  methodId: string;
  invoiceId: string;
  token: string;
  /** UTC, by the business's clock. */
  runAt: string;
}>;

export const AUTOPAY_MINOR = 12_500;
const TOKENS_IN_FLIGHT = 10;

const ROWS = `
  ROWS FROM (json_to_recordset($1::json) AS
    ("ruleId" uuid, "organizationId" uuid, "methodId" uuid, "invoiceId" uuid, token text, "runAt" timestamptz))
  WITH ORDINALITY AS r("ruleId", "organizationId", "methodId", "invoiceId", token, "runAt", n)`;

const SOURCE = `INSERT INTO source (id, kind, name, name_key) VALUES ($1, 'files', 'Books', 'books')`;
const PROFILE = `
  INSERT INTO contact_profile (id, name, name_key, rights)
  VALUES ($1, 'Accounts payable', 'accounts payable', ARRAY['receiveReceipts'])`;

const CLIENTS = `
  INSERT INTO organization (id, name, name_key)
  SELECT "organizationId", 'Client ' || n, 'client ' || n FROM ${ROWS}`;
const CONTACTS = `
  INSERT INTO contact (id, organization_id, profile_id, name, email, email_key)
  SELECT gen_random_uuid(), "organizationId", $2, 'Payables ' || n, address, address
    FROM (SELECT *, 'payables-' || n || '@client.example' AS address FROM ${ROWS}) AS each`;
const METHODS = `
  INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four, expires_in, is_default, read_at)
  SELECT "methodId", "organizationId", 'sandbox', token, 'card', 'Visa', '0010', '2031-12', true, now() FROM ${ROWS}`;
const INVOICES = `
  INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor, open_minor,
                       issued_on, due_on, first_seen_on)
  SELECT "invoiceId", "organizationId", $2, 'INV-' || n, 'inv-' || n, 'USD', $3, $3, $4::date - 30, $4::date, $4::date - 30
    FROM ${ROWS}`;
const RULES = `
  WITH made AS (
    INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, criteria, timing, currency,
                              with_scheduled, backlog, activated_on, created_at)
    SELECT "ruleId", "organizationId", 'Everything', 'everything', 1, true, '[]', '{"kind": "onDueDate"}', 'USD',
           'suppress', 'leave', '2026-01-01', now() FROM ${ROWS}
    RETURNING *)
  INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_name, changed_at)
  SELECT id, 1, organization_id, to_jsonb(made), 'Dana Whitfield', now() FROM made`;
const NOTICES = `
  INSERT INTO autopay_notice (invoice_id, opening, organization_id, rule_id, rule_version, method_id, run_on, run_at,
                              amount_minor, noticed_at)
  SELECT "invoiceId", 1, "organizationId", "ruleId", 1, "methodId", $2::date, "runAt", $3, "runAt" - interval '3 days'
    FROM ${ROWS}`;

/** The business is there. Its window is set, and every rule runs on `runOn` at its own point of it. */
export async function seedRules(
  { pool, programs }: Pick<Servers, 'pool' | 'programs'>,
  {
    rules,
    windowMinutes,
    runOn,
  }: Readonly<{ rules: number; windowMinutes: number; runOn: string }>,
): Promise<Readonly<{ minute: string; seeded: readonly SeededRule[] }>> {
  await pool.query('UPDATE business SET autopay_window_minutes = $1', [windowMinutes]);
  const { zone, runTime } = await readSlotBusiness(pool);
  const minute = instantOf(runOn, runTime, zone);
  const seeded: SeededRule[] = [];
  const tokens = { clients: TOKENS_IN_FLIGHT, total: rules, limitMs: Number.POSITIVE_INFINITY };
  const { errors } = await drive(tokens, async () => {
    const token = await tokenOf(programs.sandboxUrl);
    const [ruleId, organizationId] = [randomUUID(), randomUUID()];
    const [methodId, invoiceId] = [randomUUID(), randomUUID()];
    const runAt = addMilliseconds(minute, spreadOffsetMs(ruleId, windowMinutes));
    seeded.push({ ruleId, organizationId, methodId, invoiceId, token, runAt });
  });
  if (errors > 0) throw new Error(`${errors} methods could not be made`);
  await write(pool, seeded, runOn);
  return { minute, seeded };
}

async function write(pool: Pool, seeded: readonly SeededRule[], runOn: string): Promise<void> {
  const [sourceId, profileId, rows] = [randomUUID(), randomUUID(), JSON.stringify(seeded)];
  await pool.query(SOURCE, [sourceId]);
  await pool.query(PROFILE, [profileId]);
  await pool.query(CLIENTS, [rows]);
  await pool.query(CONTACTS, [rows, profileId]);
  await pool.query(METHODS, [rows]);
  await pool.query(INVOICES, [rows, sourceId, AUTOPAY_MINOR, runOn]);
  await pool.query(RULES, [rows]);
  await pool.query(NOTICES, [rows, runOn, AUTOPAY_MINOR]);
  await pool.query('VACUUM ANALYZE');
}
