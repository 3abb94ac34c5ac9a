/**
 * What a person says of an invoice from outside its source's balances: it is void, it was paid
 * elsewhere whole or in part, a credit note of the client pays it, or it is still open although a
 * complete list did not name it.
 */
import type { PoolClient } from 'pg';
import { applyExternal, type ExternalEffect } from '../../../domain/external';
import type { Books } from './books';
import { BooksEdit } from './books-edit';
import { lockBooksOfInvoice } from './lock-books';
import { lowerPlanned, plannedIn } from './lower-planned';
import { type WrittenBy, writeBooks } from './write-books';

export type ExternalChange = Readonly<{
  invoiceId: string;
  kind: 'void' | 'paidElsewhere' | 'stillOpen';
  /** For people: `voided in the books`. */
  reason: string;
  actor: WrittenBy;
}>;

export type ExternalChanged = Readonly<{
  openBeforeMinor: number;
  openMinor: number;
  touchedPaymentIds: readonly string[];
}>;

const EVENTS = {
  void: 'invoice.voided',
  paidElsewhere: 'invoice.paidElsewhere',
  stillOpen: 'invoice.stillOpen',
  receivedElsewhere: 'invoice.receivedElsewhere',
  creditApplied: 'invoice.creditApplied',
} as const;

/** Why what is planned gives way, for people. */
const LOWERED_BECAUSE = {
  receivedElsewhere: 'a payment was received elsewhere',
  creditApplied: 'a credit note was applied',
} as const;

/**
 * In the transaction of its caller. Doing it again changes nothing more.
 *
 * @throws Error when there is no such invoice.
 */
export async function changeFromOutside(
  client: PoolClient,
  { invoiceId, kind, reason, actor }: ExternalChange,
): Promise<ExternalChanged> {
  const books = await lockBooksOfInvoice(client, invoiceId);
  const invoice = books.invoices[0];
  if (invoice === undefined) throw new Error(`invoice ${invoiceId} was not found`);
  const effect = applyExternal({
    invoice,
    openNowMinor: kind === 'stillOpen' ? invoice.openMinor : 0,
    isVoided: kind === 'void',
    planned: plannedIn(books),
  });
  const written = { invoiceId, kind, reason, told: {}, actor };
  const touchedPaymentIds = await writeExternal(client, books, effect, written);
  return { openBeforeMinor: invoice.openMinor, openMinor: effect.openMinor, touchedPaymentIds };
}

/** An invoice with nothing open is no longer missed; one paid in part still is. */
const SET_INVOICE = {
  name: 'external-set-invoice',
  text: `
  UPDATE invoice SET open_minor = $2::bigint, overage_minor = $3,
         missing_since = CASE WHEN $6 OR $2::bigint = 0 THEN NULL ELSE missing_since END,
         is_void = is_void OR $4,
         voided_at = CASE WHEN $4 THEN coalesce(voided_at, $5::timestamptz) ELSE voided_at END,
         version = version + 1
   WHERE id = $1`,
};

export type ExternalWritten = Readonly<{
  invoiceId: string;
  kind: keyof typeof EVENTS;
  /** In the words that were given. */
  reason: string | null;
  /** What the event tells beside what was open before and after. */
  told: Readonly<{ [name: string]: unknown }>;
  actor: WrittenBy;
}>;

/** Writes what was decided under the locks of `books`. Answers the payments that were lowered. */
export async function writeExternal(
  client: PoolClient,
  books: Books,
  { openMinor, overageMinor, adjustments }: ExternalEffect,
  { invoiceId, kind, reason, told, actor }: ExternalWritten,
): Promise<readonly string[]> {
  const invoice = books.invoices.find((candidate) => candidate.invoiceId === invoiceId);
  if (invoice === undefined) throw new Error(`invoice ${invoiceId} was not locked`);
  const isAnswerToMissing = kind === 'paidElsewhere' || kind === 'stillOpen' || kind === 'void';
  const { now } = books.business;
  await client.query({
    ...SET_INVOICE,
    values: [invoiceId, openMinor, overageMinor, kind === 'void', now, isAnswerToMissing],
  });
  const edit = new BooksEdit(books);
  const because =
    kind === 'receivedElsewhere' || kind === 'creditApplied'
      ? LOWERED_BECAUSE[kind]
      : (reason ?? kind);
  const touchedPaymentIds = lowerPlanned(edit, adjustments, because);
  edit.happenings.push({
    kind: EVENTS[kind],
    paymentId: null,
    invoiceId,
    organizationId: invoice.organizationId,
    reason,
    before: null,
    after: {
      ...told,
      openMinor,
      openBeforeMinor: invoice.openMinor,
      currency: invoice.currency,
    },
  });
  await writeBooks(client, edit, actor);
  return touchedPaymentIds;
}
