/** Rows for the suites of the readers, put where a test wants them. A test names what it is about. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export const ZONE = 'America/Chicago';

export async function theBusiness(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO business (name, zone, mail_from_name, mail_from_address)
     VALUES ('Lakefront IT Services', $1, 'Lakefront', 'billing@lakefront.example')
     ON CONFLICT DO NOTHING`,
    [ZONE],
  );
}

/** Inserts what is named and nothing else, so a new column needs no word here. */
async function insert(pool: Pool, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  await pool.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`)})`,
    Object.values(row),
  );
}

export type Client = Readonly<{ id: string; methodId: string; sourceId: string }>;

export async function aClient(
  pool: Pool,
  name: string,
  fields: Record<string, unknown> = {},
): Promise<Client> {
  const client = { id: randomUUID(), methodId: randomUUID(), sourceId: randomUUID() };
  await theBusiness(pool);
  await insert(pool, 'source', {
    id: client.sourceId,
    kind: 'files',
    name: `Books of ${name}`,
    name_key: client.sourceId,
  });
  await insert(pool, 'organization', {
    id: client.id,
    name,
    name_key: name.toLowerCase(),
    ...fields,
  });
  await aMethod(pool, client.id, { id: client.methodId, is_default: true });
  return client;
}

export async function aMethod(
  pool: Pool,
  organizationId: string,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const id = (fields['id'] as string | undefined) ?? randomUUID();
  await insert(pool, 'payment_method', {
    id,
    organization_id: organizationId,
    gateway: 'sandbox',
    token: `tok_${id}`,
    kind: 'card',
    brand: 'Visa',
    last_four: '4242',
    expires_in: '2031-12',
    read_at: new Date(),
    ...fields,
  });
  return id;
}

/** 1,000.00 USD, all of it open, due on 15 December 2026, unless the test says otherwise. */
export async function anInvoice(
  pool: Pool,
  client: Client,
  fields: Record<string, unknown> = {},
): Promise<string> {
  const id = (fields['id'] as string | undefined) ?? randomUUID();
  const number = (fields['number'] as string | undefined) ?? `INV-${id.slice(0, 8)}`;
  const total = fields['total_minor'] ?? fields['open_minor'] ?? 100_000;
  await insert(pool, 'invoice', {
    organization_id: client.id,
    source_id: client.sourceId,
    number,
    number_key: number.toLowerCase(),
    currency: 'USD',
    total_minor: total,
    open_minor: total,
    issued_on: '2026-11-15',
    due_on: '2026-12-15',
    first_seen_on: '2026-11-15',
    ...fields,
    id,
  });
  return id;
}

export type Line = Readonly<{ invoiceId: string; amountMinor: number; isInside?: boolean }>;

/** A payment in any state with its lines; the counters of its invoices are made to follow. */
export async function aPayment(
  pool: Pool,
  client: Client,
  lines: readonly Line[],
  fields: Record<string, unknown> = {},
): Promise<string> {
  const id = (fields['id'] as string | undefined) ?? randomUUID();
  const amount = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const dated =
    fields['run_on'] === undefined
      ? {}
      : { run_time: '09:00', zone: ZONE, run_at: `${String(fields['run_on'])}T15:00:00Z` };
  await insert(pool, 'payment', {
    organization_id: client.id,
    kind: fields['run_on'] === undefined ? 'manual' : 'scheduled',
    state: 'reserved',
    method_id: client.methodId,
    method_kind: 'card',
    currency: 'USD',
    amount_minor: amount,
    entered_minor: amount,
    request_body: '[]',
    placed_by_id: randomUUID(),
    placed_by_name: 'Dana Whitfield',
    placed_at: '2026-12-01T16:00:00Z',
    ...dated,
    ...fields,
    id,
  });
  for (const [position, line] of lines.entries()) {
    await insert(pool, 'payment_line', {
      payment_id: id,
      invoice_id: line.invoiceId,
      organization_id: client.id,
      currency: fields['currency'] ?? 'USD',
      position,
      amount_minor: line.amountMinor,
      entered_minor: line.amountMinor,
      inside_since: line.isInside === true ? '2026-12-02T00:00:00Z' : null,
    });
  }
  await recount(
    pool,
    lines.map(({ invoiceId }) => invoiceId),
  );
  return id;
}

/** Counters as the sums that `prisma/consistency.ts` wants them to be. */
export async function recount(pool: Pool, invoiceIds: readonly string[]): Promise<void> {
  await pool.query(
    `UPDATE invoice SET firm_minor = sums.firm, unposted_minor = sums.unposted,
            planned_minor = sums.planned, disputed_minor = sums.disputed,
            overage_minor = greatest(0, sums.firm - open_minor)
       FROM (SELECT line.invoice_id,
               coalesce(sum(line.amount_minor) FILTER (WHERE line.inside_since IS NULL AND state IN
                 ('reserved', 'submitting', 'actionRequired', 'unknown', 'pending', 'settled')), 0) AS firm,
               coalesce(sum(line.amount_minor) FILTER (WHERE line.inside_since IS NULL AND state = 'settled'), 0) AS unposted,
               coalesce(sum(line.amount_minor) FILTER (WHERE line.inside_since IS NULL AND state = 'disputed'), 0) AS disputed,
               coalesce(sum(line.amount_minor) FILTER (WHERE state = 'scheduled'
                 OR (state = 'inReview' AND run_on IS NOT NULL)), 0) AS planned
               FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
              GROUP BY line.invoice_id) AS sums
      WHERE sums.invoice_id = invoice.id AND invoice.id = ANY($1::uuid[])`,
    [invoiceIds],
  );
}

/** All pages of a list, each of `limit` rows. */
export async function walk<Row>(
  page: (
    cursor: string | undefined,
  ) => Promise<Readonly<{ items: readonly Row[]; nextCursor: string | null }>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page(cursor);
    if (items.length === 0 && nextCursor !== null) throw new Error('an empty page with a next one');
    rows.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

/** Whether the plan of a statement reads one of its tables from end to end. */
export async function planOf(
  pool: Pool,
  statement: Readonly<{ text: string; values: unknown[] }>,
): Promise<string> {
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN ${statement.text}`,
    statement.values,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
