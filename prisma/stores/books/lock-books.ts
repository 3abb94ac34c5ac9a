/**
 * Locks in the one order (rules.md 10), then reads: invoices by id, payments by id, and only then
 * what they hold. Three statements, because one that waited for a lock still sees the old rows.
 */
import type { Pool, PoolClient } from 'pg';
import type { Books } from './books';

const LOCK_INVOICES = {
  name: 'books-lock-invoices',
  text: `
  SELECT id FROM invoice
   WHERE id IN (SELECT invoice_id FROM payment_line WHERE payment_id = $1::uuid
                UNION SELECT invoice_id FROM adjustment WHERE cause_payment_id = $1::uuid
                UNION SELECT unnest($2::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`,
};

/** Planned on those invoices, adjusted by the payment, or the payment itself. */
const CONCERNED = `
  SELECT payment_id FROM payment_line JOIN payment ON payment.id = payment_id
   WHERE invoice_id = ANY($2::uuid[])
     AND (state = 'scheduled' OR (state = 'inReview' AND run_on IS NOT NULL))
  UNION SELECT payment_id FROM adjustment WHERE cause_payment_id = $1::uuid AND status = 'held'
  UNION SELECT $1::uuid`;

const LOCK_PAYMENTS = {
  name: 'books-lock-payments',
  text: `SELECT id FROM payment WHERE id IN (${CONCERNED}) ORDER BY id FOR NO KEY UPDATE`,
};

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const READ = {
  name: 'books-read',
  text: `
  SELECT json_build_object(
    'realNow', to_char(clock_timestamp() ${UTC}),
    'business', (SELECT json_build_object('zone', zone, 'runTime', run_time, 'now',
        to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond') ${UTC}))
        FROM business),
    'invoices', (SELECT coalesce(json_agg(json_build_object(
        'invoiceId', id, 'organizationId', organization_id, 'number', number, 'currency', currency,
        'totalMinor', total_minor, 'openMinor', open_minor, 'firmMinor', firm_minor,
        'disputedMinor', disputed_minor, 'isVoid', is_void, 'isOnHold', is_on_hold,
        'isMissing', missing_since IS NOT NULL, 'isDrifted', drift_since IS NOT NULL)
        ORDER BY id), '[]') FROM invoice WHERE id = ANY($2::uuid[])),
    'payments', (SELECT coalesce(json_agg(json_build_object(
        'paymentId', payment.id, 'organizationId', organization_id, 'number', 'P-' || number,
        'kind', kind, 'state', state, 'currency', currency, 'methodId', method_id,
        'methodKind', method_kind, 'runOn', run_on, 'runAt', to_char(run_at ${UTC}),
        'runTime', run_time, 'zone', zone, 'version', version, 'failureCode', failure_code,
        'settledAt', to_char(settled_at ${UTC}), 'finalAt', to_char(final_at ${UTC}),
        'openHoldCount', (SELECT count(*) FROM adjustment
                           WHERE adjustment.payment_id = payment.id AND status = 'held'),
        'lines', (SELECT json_agg(json_build_object('invoiceId', invoice_id,
                    'amountMinor', amount_minor, 'isInside', inside_since IS NOT NULL,
                    'isInDisputed', disputed_since IS NOT NULL) ORDER BY position)
                    FROM payment_line WHERE payment_id = payment.id)) ORDER BY run_on, payment.id), '[]')
        FROM payment WHERE id IN (${CONCERNED})),
    'holds', (SELECT coalesce(json_agg(json_build_object(
        'id', id::text, 'paymentId', payment_id, 'invoiceId', invoice_id, 'beforeMinor', before_minor,
        'afterMinor', after_minor, 'causePaymentId', cause_payment_id) ORDER BY id), '[]')
        FROM adjustment WHERE cause_payment_id = $1::uuid AND status = 'held')) AS books`,
};

/**
 * The books around one payment, locked: its invoices and those named beside it, everything planned
 * on them, and everything it holds. Null when there is no such payment.
 */
export async function lockBooksOf(
  client: PoolClient,
  paymentId: string,
  moreInvoiceIds: readonly string[] = [],
): Promise<Books | null> {
  const books = await lockBooks(client, paymentId, moreInvoiceIds);
  const payment = books.payments.find((candidate) => candidate.paymentId === paymentId);
  if (payment === undefined) return null;
  const locked = new Set(books.invoices.map(({ invoiceId }) => invoiceId));
  if (!payment.lines.every(({ invoiceId }) => locked.has(invoiceId))) throw new BooksMovedError();
  return books;
}

/** While this waited for its invoices a person took another one into the payment: lock again. */
class BooksMovedError extends Error {
  override readonly name = 'BooksMovedError';
  /** A serialization failure, by which the transaction is tried again. */
  readonly code = '40001';
}

/** The books around one invoice, locked: the invoice, where there is one, and what is planned on it. */
export function lockBooksOfInvoice(client: PoolClient, invoiceId: string): Promise<Books> {
  return lockBooks(client, null, [invoiceId]);
}

/** The same books as they are at this instant, without a lock: for what is only shown. */
export async function readBooksOfInvoice(
  reads: Pick<Pool, 'query'>,
  invoiceId: string,
): Promise<Books> {
  const { rows } = await reads.query<{ books: Books }>({ ...READ, values: [null, [invoiceId]] });
  return booksIn(rows);
}

async function lockBooks(
  client: PoolClient,
  paymentId: string | null,
  invoiceIds: readonly string[],
): Promise<Books> {
  const { rows: locked } = await client.query<{ id: string }>({
    ...LOCK_INVOICES,
    values: [paymentId, invoiceIds],
  });
  const values = [paymentId, locked.map(({ id }) => id)];
  await client.query({ ...LOCK_PAYMENTS, values });
  const { rows } = await client.query<{ books: Books }>({ ...READ, values });
  return booksIn(rows);
}

function booksIn([row]: readonly Readonly<{ books: Books }>[]): Books {
  if (row === undefined) throw new Error('the books could not be read');
  return row.books;
}
