/** A small set of books in a real database, and requests against them. A test names what it is about. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { addDays } from '../../domain/calendar';
import { civilDateAt } from '../../domain/instants';
import type { Actor, PlacementRequest } from '../../prisma/stores/payments/placement-types';

export const dana: Actor = { kind: 'user', id: randomUUID(), name: 'Dana Whitfield' };
const ZONE = 'America/Chicago';
export const LIMITS = { minimumMinor: 50, maximumMinor: 99_999_999 };

export type Books = Readonly<{ organizationId: string; methodId: string; invoiceIds: string[] }>;

type InvoiceFields = Readonly<{
  openMinor: number;
  currency: string;
  isOnHold: boolean;
  isVoid: boolean;
}>;

/** The business (once), a client with one method, and its invoices. */
export async function aClientWith(
  pool: Pool,
  invoices: readonly Partial<InvoiceFields>[],
  method: Readonly<{ kind: 'card' | 'bankDebit' }> = { kind: 'card' },
): Promise<Books> {
  const [organizationId, methodId, sourceId] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(
    `INSERT INTO business (name, zone, mail_from_name, mail_from_address)
     VALUES ('Lakefront IT Services', '${ZONE}', 'Lakefront', 'billing@lakefront.example')
     ON CONFLICT DO NOTHING`,
  );
  await pool.query(`INSERT INTO source (id, kind, name, name_key) VALUES ($1, 'files', $2, $2)`, [
    sourceId,
    sourceId,
  ]);
  await pool.query(`INSERT INTO organization (id, name, name_key) VALUES ($1, $2, $2)`, [
    organizationId,
    `client ${organizationId}`,
  ]);
  await pool.query(
    `INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four,
                                 expires_in, is_default, read_at)
     VALUES ($1, $2, 'sandbox', $3, $4, 'Visa', '4242', $5, true, now())`,
    [
      methodId,
      organizationId,
      `tok_${methodId}`,
      method.kind,
      method.kind === 'card' ? '2031-12' : null,
    ],
  );
  const invoiceIds: string[] = [];
  for (const [index, fields] of invoices.entries()) {
    const { openMinor = 100_000, currency = 'USD', isOnHold = false, isVoid = false } = fields;
    const id = randomUUID();
    await pool.query(
      `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor,
                            open_minor, issued_on, due_on, first_seen_on, is_on_hold, is_void)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $6, '2026-11-01', '2026-12-01', '2026-11-01', $7, $8)`,
      [id, organizationId, sourceId, `inv-${1000 + index}`, currency, openMinor, isOnHold, isVoid],
    );
    invoiceIds.push(id);
  }
  return { organizationId, methodId, invoiceIds };
}

type Overrides = Partial<PlacementRequest>;

/** Pays `amounts[i]` of invoice `i`; with `runOn` it is a schedule. */
export function aRequest(
  books: Books,
  amounts: readonly number[],
  overrides: Overrides = {},
): PlacementRequest {
  return {
    organizationId: books.organizationId,
    methodId: books.methodId,
    currency: 'USD',
    lines: amounts.map((amountMinor, index) => ({
      invoiceId: books.invoiceIds[index] ?? '',
      amountMinor,
    })),
    runOn: null,
    strategy: 'nearest-first',
    fingerprint: null,
    reference: null,
    note: null,
    extraRecipients: [],
    retryOf: null,
    restoredFrom: null,
    ...overrides,
  };
}

/** A day of the business so many after its today, whatever day and hour the test runs at. */
export function daysAhead(days: number): string {
  return addDays(civilDateAt(new Date().toISOString(), ZONE), days);
}

export const countersOf = async (pool: Pool, invoiceId: string | undefined) => {
  const { rows } = await pool.query(
    `SELECT open_minor::int AS open, firm_minor::int AS firm, planned_minor::int AS planned
       FROM invoice WHERE id = $1`,
    [invoiceId],
  );
  return rows[0] as Readonly<{ open: number; firm: number; planned: number }>;
};
