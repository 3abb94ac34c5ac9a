/**
 * Removing a method. What is planned on it is listed and asked about; confirmed, it goes to review
 * with a task each, and never to another method by itself (rules.md 18).
 *
 * Invariant: nothing stays planned on a removed method. The method is locked against new references
 * before anything else, where a placement begins too: one that came first is waited for and then
 * seen, one that comes later finds the method removed.
 */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { MethodStore } from '../../../api/stores/books';
import { followingBankingDay } from '../../../domain/banking-days';
import { addDays } from '../../../domain/calendar';
import { civilDateAt } from '../../../domain/instants';
import { PaymentState } from '../../../domain/payment';
import { ok, refuse } from '../../../domain/result';
import { type BookPayment, type Books, paymentIn } from '../books/books';
import { BooksEdit } from '../books/books-edit';
import { writeBooks } from '../books/write-books';
import { recordEvent } from '../events/record-event';
import { openReview } from '../payments/holds';
import { inTransaction } from '../transaction';
import { readMethod } from './method-rows';

type Remove = MethodStore['remove'];
type Removed = Awaited<ReturnType<Remove>>;

const LOCK_METHOD = `SELECT organization_id FROM payment_method WHERE id = $1 FOR UPDATE`;

const PLANNED = `SELECT id FROM payment WHERE method_id = $1 AND state IN ('scheduled', 'inReview')`;

const LOCK_INVOICES = `
  SELECT id FROM invoice
   WHERE id IN (SELECT invoice_id FROM payment_line WHERE payment_id IN (${PLANNED}))
   ORDER BY id FOR NO KEY UPDATE`;

const LOCK_PAYMENTS = `SELECT id FROM payment WHERE id IN (${PLANNED}) ORDER BY id FOR NO KEY UPDATE`;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Invoices and holds are left out: a payment in review with its date plans what it planned before. */
const READ = `
  SELECT json_build_object(
    'realNow', to_char(clock_timestamp() ${UTC}),
    'business', (SELECT json_build_object('zone', zone, 'runTime', run_time, 'now',
        to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond') ${UTC}))
        FROM business),
    'invoices', json_build_array(), 'holds', json_build_array(),
    'payments', (SELECT coalesce(json_agg(json_build_object(
        'paymentId', payment.id, 'organizationId', organization_id, 'number', 'P-' || number,
        'kind', kind, 'state', state, 'currency', currency, 'methodId', method_id,
        'methodKind', method_kind, 'runOn', run_on, 'runAt', to_char(run_at ${UTC}),
        'runTime', run_time, 'zone', zone, 'version', version, 'settledAt', NULL, 'finalAt', NULL,
        'failureCode', NULL, 'openHoldCount', 0,
        'lines', (SELECT json_agg(json_build_object('invoiceId', invoice_id,
                    'amountMinor', amount_minor, 'isInside', inside_since IS NOT NULL,
                    'isInDisputed', disputed_since IS NOT NULL) ORDER BY position)
                    FROM payment_line WHERE payment_id = payment.id)) ORDER BY run_on, payment.id), '[]')
        FROM payment WHERE method_id = $1 AND state = 'scheduled')) AS books`;

const REMOVE = `
  UPDATE payment_method SET is_default = false, version = payment_method.version + 1,
         removed_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business WHERE payment_method.id = $1`;

export function createRemoveMethod(pool: Pool): Remove {
  return (methodId, request, actor) =>
    inTransaction<Removed>(pool, async (client) => {
      const value = await attempt(client, methodId, request, actor);
      return { keep: value.ok, value };
    });
}

async function attempt(
  client: PoolClient,
  methodId: string,
  { version, isConfirmed }: Parameters<Remove>[1],
  actor: Actor,
): Promise<Removed> {
  const { rows } = await client.query<{ organization_id: string }>(LOCK_METHOD, [methodId]);
  const method = rows[0] === undefined ? null : await readMethod(client, methodId);
  if (rows[0] === undefined || method === null) return refuse({ code: 'NOT_FOUND' });
  if (method.version !== version) return refuse({ code: 'VERSION_CONFLICT', present: method });
  if (method.planned.length > 0 && !isConfirmed) {
    const payments = method.planned.map(({ payment }) => payment);
    return refuse({ code: 'METHOD_HAS_PLANS', payments });
  }
  const touchedPaymentIds = await sendToReview(client, methodId, actor);
  await client.query(REMOVE, [methodId]);
  const { kind, brand, lastFour } = method;
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'method.removed',
    actor,
    before: { kind, brand, lastFour },
    organizationId: rows[0].organization_id,
    subject: `method:${methodId}`,
  });
  return ok({ touchedPaymentIds });
}

/** What is in review already has its task and waits for a person anyway. */
async function sendToReview(client: PoolClient, methodId: string, actor: Actor): Promise<string[]> {
  await client.query(LOCK_INVOICES, [methodId]);
  await client.query(LOCK_PAYMENTS, [methodId]);
  const { rows } = await client.query<{ books: Books }>(READ, [methodId]);
  const books = rows[0]?.books;
  if (books === undefined) throw new Error('removing a method read nothing');
  if (books.payments.length === 0) return [];
  const edit = new BooksEdit(books);
  const stateReason = 'Its method was removed.';
  for (const { paymentId } of books.payments) {
    edit.setState(paymentId, PaymentState.inReview, {
      nextStep: null,
      reviewReason: 'METHOD_REMOVED',
      stateReason,
      proposedRunOn: proposedDay(paymentIn(books, paymentId), books.business),
    });
    edit.happened(paymentId, 'payment.sentToReview', { code: 'METHOD_REMOVED' }, stateReason);
    openReview(edit, paymentId, 'METHOD_REMOVED');
  }
  await writeBooks(client, edit, actor);
  return books.payments.map(({ paymentId }) => paymentId);
}

/** Its own date while that is still ahead. */
function proposedDay({ runOn, methodKind }: BookPayment, { now, zone }: Books['business']): string {
  const tomorrow = addDays(civilDateAt(now, zone), 1);
  if (runOn !== null && runOn >= tomorrow) return runOn;
  return methodKind === 'bankDebit' ? followingBankingDay(tomorrow) : tomorrow;
}
