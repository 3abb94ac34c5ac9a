/** An e-invoice as the books keep it: its document, and who it is for. */
import type { EInvoice } from '../../../accounting';
import type { NewDocument } from './add-invoice';
import type { Buyer } from './client-of-row';
import type { RowContext } from './row-context';
import type { StagedFileRow } from './staged';

export type StagedEInvoice = Extract<StagedFileRow, { kind: 'document' }>;

/** Stands for a client that does not exist yet, and is equal to no id. */
export const NEW_CLIENT = 'new client';

/** Where the key is taken, the place it came from tells the two apart. */
export function documentOf(
  { identity, head, position }: RowContext,
  { invoice, pages, pdfRefusal }: StagedEInvoice,
  organizationId: string | null,
  isKeyTaken = false,
): NewDocument {
  const own = identity.identityOfEInvoice(invoice, organizationId ?? NEW_CLIENT);
  const key = identity.documentKey(own);
  return {
    kind: invoice.kind,
    format: pages === null ? (invoice.syntax === 'ubl' ? 'ubl' : 'cii') : 'facturX',
    typeCode: invoice.typeCode,
    identityKey: isKeyTaken ? `${key} ${head.importId}:${position}` : key,
    sellerKey: own.seller,
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    data: invoice,
    pages: pdfRefusal === null ? pages : null,
  };
}

export function buyerOf({ identity }: RowContext, { buyer }: EInvoice): Buyer {
  const country = buyer.address?.country ?? null;
  return {
    name: buyer.name,
    keys: identity.clientKeys(buyer),
    customerNumber: buyer.ids.find(({ scheme }) => scheme === null)?.value ?? null,
    taxIds: buyer.taxIds.map(({ value }) => value),
    addressLines: buyer.address?.lines ?? [],
    city: buyer.address?.city ?? null,
    // Only what is a code is kept in the column of codes.
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
  };
}
