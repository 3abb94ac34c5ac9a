/**
 * What a person says of an invoice from outside its source's balances: it is void, it was paid
 * elsewhere, or it is still open although a complete list did not name it.
 */
import type { PoolClient } from 'pg';
import { applyExternal } from '../../../domain/external';
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

const SET_INVOICE = {
  name: 'external-set-invoice',
  text: `
  UPDATE invoice SET open_minor = $2, overage_minor = $3, missing_since = NULL,
         is_void = is_void OR $4,
         voided_at = CASE WHEN $4 THEN coalesce(voided_at, $5::timestamptz) ELSE voided_at END,
         version = version + 1
   WHERE id = $1`,
};

const EVENTS = {
  void: 'invoice.voided',
  paidElsewhere: 'invoice.paidElsewhere',
  stillOpen: 'invoice.stillOpen',
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
  const { openMinor, overageMinor, adjustments } = effect;
  await client.query({
    ...SET_INVOICE,
    values: [invoiceId, openMinor, overageMinor, kind === 'void', books.business.now],
  });
  const edit = new BooksEdit(books);
  const touchedPaymentIds = lowerPlanned(edit, adjustments, reason);
  edit.happenings.push({
    kind: EVENTS[kind],
    paymentId: null,
    invoiceId,
    organizationId: invoice.organizationId,
    reason,
    before: null,
    after: { openMinor, openBeforeMinor: invoice.openMinor, currency: invoice.currency },
  });
  await writeBooks(client, edit, actor);
  return { openBeforeMinor: invoice.openMinor, openMinor, touchedPaymentIds };
}
