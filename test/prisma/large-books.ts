/**
 * Books of any size in seconds, made by PostgreSQL itself: for tests that read plans and for the
 * benchmark. What is made depends on the sizes alone.
 *
 * Invariant: every CHECK holds, and every counter is the sum of its lines (`prisma/consistency.ts`);
 * only the keys to other rows are not looked up one by one while they are written.
 */
import type { Pool, PoolClient } from 'pg';
import { theBusiness } from './reading-books';

/** At least one invoice per client and one payment per invoice. */
export type BooksSize = Readonly<{ invoices: number; organizations: number; payments: number }>;

/** The day on which these books are read: dues lie on both sides of it. */
export const LARGE_BOOKS_NOW = new Date('2026-12-04T18:00:00Z');

/** The same id for the same row of the same table, whatever the size; version and variant as contracts want. */
const idOf = (table: string, row: string) =>
  `overlay(overlay(md5('${table} ' || ${row}) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid`;
const CLIENT = 'n % $1 + 1';

const SOURCE = `
  INSERT INTO source (id, kind, name, name_key)
  VALUES (${idOf('source', '1')}, 'files', 'Large books', 'large books')`;

const CLIENTS = `
  INSERT INTO organization (id, name, name_key, customer_number, city)
  SELECT ${idOf('client', 'n')}, name, lower(name), 'C-' || n,
         (ARRAY['Chicago', 'Evanston', 'Gary', 'Joliet', 'Aurora'])[1 + n % 5]
    FROM (SELECT n, (ARRAY['Acme', 'Birch', 'Cedar', 'Delta', 'Elm', 'Fox', 'Grove'])[1 + n % 7] || ' '
            || (ARRAY['Dental', 'Legal', 'Clinic', 'Freight', 'Studio', 'Foods'])[1 + n % 6] || ' ' || n AS name
            FROM generate_series(1, $1::int) AS n) AS named`;

const METHODS = `
  INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four, expires_in,
                              is_default, read_at)
  SELECT ${idOf('method', 'n')}, ${idOf('client', 'n')}, 'sandbox', 'tok_large_' || n, 'card', 'Visa',
         '4242', '2031-12', true, '2026-11-01'
    FROM generate_series(1, $1::int) AS n`;

/** One of twenty is paid, one of four hundred void, one of seventeen without a due date, one client of ten in euros. */
const INVOICES = `
  INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor,
                       open_minor, is_void, issued_on, due_on, first_seen_on, read_at)
  SELECT ${idOf('invoice', 'n')}, ${idOf('client', CLIENT)}, ${idOf('source', '1')},
         'INV-' || n, 'inv-' || n, CASE WHEN (${CLIENT}) % 10 = 0 THEN 'EUR' ELSE 'USD' END, total,
         CASE WHEN n % 20 = 0 OR n % 400 = 1 THEN 0 ELSE total END, n % 400 = 1,
         date '2026-12-04' - 45 - n * 31 % 320,
         CASE WHEN n % 17 > 0 THEN date '2026-12-04' + 60 - n * 31 % 320 END, '2026-12-01', '2026-12-01'
    FROM (SELECT n, 20000 + n * 7919::bigint % 4000000 AS total
            FROM generate_series(1, $2::int) AS n) AS each`;

/** What a payment is goes by its invoice: only the newest on an open one may still move. */
const STATE = `
  CASE WHEN is_newest AND invoice % 20 BETWEEN 1 AND 9 THEN
         (ARRAY['scheduled', 'scheduled', 'pending', 'settled', 'inReview', 'failed', 'disputed', 'reserved',
                'returned'])[invoice % 20]
       ELSE (ARRAY['settled', 'settled', 'settled', 'settled', 'cancelled', 'settled', 'failed'])[1 + p % 7] END`;

/** A tenth of the invoice each; lines of old settled payments are inside the books. */
const PAYMENTS = `
  CREATE TEMPORARY TABLE made ON COMMIT DROP AS
  SELECT ${idOf('payment', 'p')} AS id, p, invoice, organization_id, invoice_id, currency,
         ${idOf('method', '(invoice % $1 + 1)')} AS method_id, amount, is_newest,
         CASE WHEN is_live THEN state WHEN state IN ('settled', 'cancelled', 'failed') THEN state ELSE 'settled' END AS state
    FROM (SELECT p, invoice, row.organization_id, row.id AS invoice_id, row.currency,
                 row.total_minor / 10 AS amount, row.open_minor > 0 AS is_live, is_newest, ${STATE} AS state
            FROM (SELECT p, p % $2 + 1 AS invoice, p < $2 AS is_newest
                    FROM generate_series(0, $3::int - 1) AS p) AS each
            JOIN invoice AS row ON row.id = ${idOf('invoice', 'invoice')}) AS drawn`;

const WRITE_PAYMENTS = `
  INSERT INTO payment (id, organization_id, kind, state, method_id, method_kind, currency, amount_minor,
                       entered_minor, run_on, run_time, zone, run_at, reference, request_body,
                       placed_by_name, placed_at, settled_at)
  SELECT id, organization_id, CASE WHEN run_on IS NULL THEN 'manual' ELSE 'scheduled' END, state, method_id,
         'card', currency, amount, amount, run_on, CASE WHEN run_on IS NOT NULL THEN '09:00' END,
         CASE WHEN run_on IS NOT NULL THEN 'America/Chicago' END, run_on + time '15:00',
         CASE WHEN p % 3 = 0 THEN 'Order ' || p END, '[]', 'Dana Whitfield', placed_at,
         CASE WHEN state = 'settled' THEN placed_at + interval '1 minute' END
    FROM (SELECT *, timestamptz '2026-12-04 12:00Z' - p * interval '2 minutes' AS placed_at,
                 CASE WHEN state IN ('scheduled', 'inReview') THEN date '2026-12-05' + p % 90
                      WHEN p % 5 = 0 THEN date '2026-12-03' - p % 600 END AS run_on FROM made) AS dated`;

const WRITE_LINES = `
  INSERT INTO payment_line (payment_id, invoice_id, organization_id, currency, position, amount_minor,
                            entered_minor, inside_since)
  SELECT id, invoice_id, organization_id, currency, 0, amount, amount,
         CASE WHEN state = 'settled' AND NOT (is_newest AND invoice % 20 = 4) THEN timestamptz '2026-12-01' END
    FROM made`;

/** What settled and is not inside is unposted; only the newest payment of an open invoice counts. */
const COUNT = `
  UPDATE invoice SET
    firm_minor = CASE WHEN made.state IN ('pending', 'reserved', 'settled') THEN amount ELSE 0 END,
    unposted_minor = CASE WHEN made.state = 'settled' THEN amount ELSE 0 END,
    planned_minor = CASE WHEN made.state IN ('scheduled', 'inReview') THEN amount ELSE 0 END,
    disputed_minor = CASE WHEN made.state = 'disputed' THEN amount ELSE 0 END
    FROM made
   WHERE invoice.id = made.invoice_id AND is_newest AND open_minor > 0
     AND (made.state IN ('pending', 'reserved', 'scheduled', 'inReview', 'disputed')
          OR (made.state = 'settled' AND invoice % 20 = 4))`;

/** Fills an empty, migrated database, and counts it for the planner. Its user must be a superuser. */
export async function makeLargeBooks(pool: Pool, size: BooksSize): Promise<void> {
  await theBusiness(pool);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    const indexes = await withoutIndexes(client);
    await fill(client, size);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  // Also marks pages as seen by all, as a vacuum does soon after an import.
  await pool.query('VACUUM ANALYZE');
}

/** Takes the indexes of the large tables away: made once at the end they cost a tenth. Keys stay. */
async function withoutIndexes(
  client: PoolClient,
): Promise<readonly Readonly<{ definition: string }>[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
      WHERE indrelid IN ('invoice'::regclass, 'payment'::regclass, 'payment_line'::regclass)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows;
}

async function fill(client: PoolClient, size: BooksSize): Promise<void> {
  const { organizations, invoices, payments } = size;
  await client.query(SOURCE);
  await client.query(CLIENTS, [organizations]);
  await client.query(METHODS, [organizations]);
  await client.query(INVOICES, [organizations, invoices]);
  await client.query(PAYMENTS, [organizations, invoices, payments]);
  await client.query(WRITE_PAYMENTS);
  await client.query(WRITE_LINES);
  await client.query(COUNT);
  // No trigger has counted them, nor marked whose figures are stale.
  await client.query(
    'INSERT INTO payment_tally (state, payments) SELECT state, count(*) FROM payment GROUP BY state',
  );
  await client.query('INSERT INTO stale_figures (organization_id) SELECT id FROM organization');
}
