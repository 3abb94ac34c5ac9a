/**
 * Sends what is scheduled on a method, or of a client, to review with a task each: something changed
 * that only a person may answer for. What is in review already waits for a person anyway.
 */
import type { PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import { followingBankingDay } from '../../../domain/banking-days';
import { addDays } from '../../../domain/calendar';
import { civilDateAt } from '../../../domain/instants';
import { PaymentState } from '../../../domain/payment';
import { type BookPayment, type Books, paymentIn } from '../books/books';
import { BooksEdit } from '../books/books-edit';
import { writeBooks } from '../books/write-books';
import { openReview } from './holds';

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const COLUMNS = { method: 'method_id', organization: 'organization_id' } as const;

const plannedOf = (column: string) =>
  `SELECT id FROM payment WHERE ${column} = $1 AND state IN ('scheduled', 'inReview')`;

const lockInvoices = (column: string) => `
  SELECT id FROM invoice
   WHERE id IN (SELECT invoice_id FROM payment_line WHERE payment_id IN (${plannedOf(column)}))
   ORDER BY id FOR NO KEY UPDATE`;

const lockPayments = (column: string) =>
  `SELECT id FROM payment WHERE id IN (${plannedOf(column)}) ORDER BY id FOR NO KEY UPDATE`;

/** Invoices and holds are left out: a payment in review with its date plans what it planned before. */
const read = (column: string) => `
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
        FROM payment WHERE ${column} = $1 AND state = 'scheduled')) AS books`;

/** Answers the payments that were sent to review: their workflows are told. */
export async function reviewPlanned(
  client: PoolClient,
  of: Readonly<{ kind: keyof typeof COLUMNS; id: string }>,
  why: Readonly<{ code: string; sentence: string }>,
  actor: Actor,
): Promise<string[]> {
  const column = COLUMNS[of.kind];
  await client.query(lockInvoices(column), [of.id]);
  await client.query(lockPayments(column), [of.id]);
  const { rows } = await client.query<{ books: Books }>(read(column), [of.id]);
  const books = rows[0]?.books;
  if (books === undefined) throw new Error('what is planned was not read');
  if (books.payments.length === 0) return [];
  const edit = new BooksEdit(books);
  const { code, sentence } = why;
  for (const { paymentId } of books.payments) {
    edit.setState(paymentId, PaymentState.inReview, {
      nextStep: null,
      reviewReason: code,
      stateReason: sentence,
      proposedRunOn: proposedDay(paymentIn(books, paymentId), books.business),
    });
    edit.happened(paymentId, 'payment.sentToReview', { code }, sentence);
    openReview(edit, paymentId, code);
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
