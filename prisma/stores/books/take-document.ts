/**
 * A known invoice becomes what a document of it says, because a person said that the document holds.
 *
 * Invariant: a document is no reading of the books (rules.md 14). It speaks for no instant, so it is
 * compared with no list, and our money is inside it no more than before: all that is in `firm` stays.
 */
import type { PoolClient } from 'pg';
import { PaymentState } from '../../../domain/payment';
import { applyExternal } from '../../../domain/external';
import { driftTask } from './apply-reading';
import { BooksEdit } from './books-edit';
import { lockBooksOfInvoice } from './lock-books';
import { lowerPlanned, plannedIn } from './lower-planned';
import { type WrittenBy, writeBooks } from './write-books';

export type DocumentTaken = Readonly<{
  invoiceId: string;
  openMinor: number;
  totalMinor: number;
  issuedOn: string;
  /** Null keeps the day that is known. */
  dueOn: string | null;
  actor: WrittenBy;
}>;

/** Whether the books have shown a line of ours: a rise over it is drift (rules.md 20). */
const HAS_INSIDE = {
  name: 'document-has-inside',
  text: `
  SELECT EXISTS (
    SELECT FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
     WHERE invoice_id = $1 AND inside_since IS NOT NULL AND line.amount_minor > 0
       AND state <> '${PaymentState.returned}') AS has_inside`,
};

const BECOME = {
  name: 'document-become',
  text: `
  UPDATE invoice SET open_minor = $2, overage_minor = $3, total_minor = $4, issued_on = $5,
         due_on = coalesce($6::date, due_on),
         drift_since = CASE WHEN $7 THEN coalesce(drift_since, $8::timestamptz) ELSE drift_since END,
         version = version + 1
   WHERE id = $1`,
};

/**
 * In the transaction of its caller. Answers the planned payments that were lowered.
 *
 * @throws Error when there is no such invoice.
 */
export async function takeDocument(
  client: PoolClient,
  { invoiceId, openMinor, totalMinor, issuedOn, dueOn, actor }: DocumentTaken,
): Promise<readonly string[]> {
  const books = await lockBooksOfInvoice(client, invoiceId);
  const invoice = books.invoices[0];
  if (invoice === undefined) throw new Error(`invoice ${invoiceId} was not found`);
  const { overageMinor, adjustments } = applyExternal({
    invoice,
    openNowMinor: openMinor,
    isVoided: false,
    planned: plannedIn(books),
  });
  const { now } = books.business;
  const isDrift = openMinor > invoice.openMinor && (await hasInside(client, invoiceId));
  const amounts = [openMinor, overageMinor, totalMinor];
  const values = [invoiceId, ...amounts, issuedOn, dueOn, isDrift, now];
  await client.query({ ...BECOME, values });
  const edit = new BooksEdit(books);
  const touchedPaymentIds = lowerPlanned(edit, adjustments, 'another document of it holds');
  const { organizationId, currency, openMinor: openBeforeMinor } = invoice;
  edit.happenings.push({
    kind: 'invoice.updated',
    paymentId: null,
    invoiceId,
    organizationId,
    reason: null,
    before: null,
    after: { openMinor, openBeforeMinor, currency },
  });
  if (isDrift) edit.tasks.push(driftTask(invoice, openMinor, now));
  await writeBooks(client, edit, actor);
  return touchedPaymentIds;
}

async function hasInside(client: PoolClient, invoiceId: string): Promise<boolean> {
  const { rows } = await client.query<{ has_inside: boolean }>({
    ...HAS_INSIDE,
    values: [invoiceId],
  });
  return rows[0]?.has_inside === true;
}
