/** Right rows as INSERT statements, and what a case makes of them: for tries that must be refused. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

type Fields = Readonly<Record<string, string | number | null>>;

/** An INSERT of literals: the row as it is right, and what a case makes of it. */
export function insertOf(table: string, row: Fields): string {
  const values = Object.values(row).map((value) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value),
  );
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`;
}

/** The constraint or key that refused, by its name; null when nothing did. Nothing is kept. */
export async function refusedBy(pool: Pool, statement: string): Promise<string | null> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    await connection.query(statement);
    return null;
  } catch (error) {
    const { constraint, message } = error as { constraint?: string; message: string };
    return constraint ?? message;
  } finally {
    await connection.query('ROLLBACK');
    connection.release();
  }
}

export const charge = (paymentId: string) =>
  insertOf('charge', {
    payment_id: paymentId,
    key: `${paymentId}:charge`,
    gateway: 'sandbox',
    method_token: 'tok_1',
    method_kind: 'card',
    amount_minor: 20_000,
    currency: 'USD',
    statement_text: 'P-1',
    resend_deadline: '2027-01-01T00:00:00Z',
    frozen_at: '2027-01-01T00:00:00Z',
  });
export const adjustmentOf = (
  on: Readonly<{ paymentId: string; invoiceId: string; causeId: string }>,
  fields: Fields,
) =>
  insertOf('adjustment', {
    payment_id: on.paymentId,
    invoice_id: on.invoiceId,
    before_minor: 40_000,
    after_minor: 30_000,
    cause: 'payment',
    cause_payment_id: on.causeId,
    status: 'held',
    reason: 'another payment',
    written_at: '2027-01-01T00:00:00Z',
    ...fields,
  });
export const messageOf = (organizationId: string, fields: Fields) =>
  insertOf('message', {
    id: randomUUID(),
    unique_key: randomUUID(),
    kind: 'receipt',
    organization_id: organizationId,
    recipient_name: 'Ana',
    recipient_address: 'ana@harbor.example',
    recipient_reason: 'Owner: receives receipts',
    facts: '{}',
    created_at: '2027-01-01T00:00:00Z',
    ...fields,
  });
export const user = (fields: Fields) =>
  insertOf('app_user', {
    id: randomUUID(),
    email: 'a@lakefront.example',
    email_key: randomUUID(),
    name: 'Ana',
    role: 'admin',
    ...fields,
  });
export const task = () =>
  insertOf('task', {
    id: randomUUID(),
    kind: 'paymentReturned',
    dedupe_key: 'paymentReturned:1',
    opened_at: '2027-01-01T00:00:00Z',
  });
