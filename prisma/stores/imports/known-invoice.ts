/** Invoices that bear the number of a row, with what is known of them. */
import type { DocumentIdentity } from '../../../accounting';
import type { RowContext } from './row-context';

export type KnownInvoice = Readonly<{
  id: string;
  organizationId: string;
  sourceId: string;
  sourceReference: string | null;
  number: string;
  currency: string;
  totalMinor: number;
  openMinor: number;
  issuedOn: string;
  isVoid: boolean;
  hasDocument: boolean;
  /** SHA-256 of the PDF that is shown. */
  sha256: string | null;
  /** Of its e-invoice; null where only a list has spoken. */
  sellerKey: string | null;
  prepaidMinor: number | null;
  roundingMinor: number | null;
  payableMinor: number | null;
}>;

const KNOWN = `
  SELECT json_build_object('id', invoice.id, 'organizationId', invoice.organization_id,
           'sourceId', source_id, 'sourceReference', source_reference, 'number', invoice.number,
           'currency', invoice.currency, 'totalMinor', invoice.total_minor, 'openMinor', open_minor,
           'issuedOn', invoice.issued_on, 'isVoid', is_void, 'hasDocument', document_id IS NOT NULL,
           'sha256', (SELECT sha256 FROM document WHERE document.id = invoice.document_id),
           'sellerKey', written.seller_key, 'prepaidMinor', written.data -> 'prepaidMinor',
           'roundingMinor', written.data -> 'roundingMinor',
           'payableMinor', written.data -> 'payableMinor') AS known
    FROM invoice
    LEFT JOIN LATERAL (
      SELECT seller_key, data FROM document
       WHERE document.invoice_id = invoice.id AND identity_key IS NOT NULL
       ORDER BY created_at DESC, document.id LIMIT 1) AS written ON true`;

const BY_NUMBER = {
  name: 'import-known-by-number',
  text: `${KNOWN} WHERE invoice.number_key = $1 ORDER BY is_void, invoice.created_at, invoice.id`,
};

const BY_SOURCE_ID = {
  name: 'import-known-by-source-id',
  text: `${KNOWN} WHERE invoice.source_id = $1 AND (number_key = $2 OR source_reference = $3)
          ORDER BY is_void, invoice.created_at, invoice.id`,
};

const BY_FILE_NAME = {
  name: 'import-known-by-file-name',
  text: `${KNOWN} WHERE regexp_replace(invoice.number_key, '[\\\\/:*?"<>|[:space:]_-]+', '-', 'g') = $1
          ORDER BY invoice.id LIMIT 20`,
};

type Row = Readonly<{ known: KnownInvoice }>;

/** Of every client: one number on documents of one seller is one document. */
export async function knownByNumber(
  { client, identity }: RowContext,
  number: string,
): Promise<readonly KnownInvoice[]> {
  const values = [identity.comparable(number)];
  const { rows } = await client.query<Row>({ ...BY_NUMBER, values });
  return rows.map(({ known }) => known);
}

/** By the id that the source gives it. */
export async function knownBySourceId(
  { client, identity, head }: RowContext,
  row: Readonly<{ sourceId: string; number: string }>,
): Promise<readonly KnownInvoice[]> {
  const values = [head.sourceId, identity.comparable(row.number), row.sourceId];
  const { rows } = await client.query<Row>({ ...BY_SOURCE_ID, values });
  return rows.map(({ known }) => known).filter((known) => known.sourceReference === row.sourceId);
}

/** By a file name without its ending, with one hyphen for all that a name cannot hold. */
export async function knownByFileName(
  { client, identity, fileName }: RowContext,
  stem: string,
): Promise<readonly KnownInvoice[]> {
  const { rows } = await client.query<Row>({ ...BY_FILE_NAME, values: [stem] });
  return rows
    .map(({ known }) => known)
    .filter(({ number, isVoid }) => !isVoid && identity.fileNamesNumber(fileName, number));
}

/** As it is compared with what comes in. Amounts that only a document gives are null without one. */
export function identityOfKnown(known: KnownInvoice): DocumentIdentity {
  return {
    seller: known.sellerKey,
    buyer: known.organizationId,
    number: known.number,
    kind: 'invoice',
    issuedOn: known.issuedOn,
    currency: known.currency,
    totalMinor: known.totalMinor,
    prepaidMinor: known.prepaidMinor,
    roundingMinor: known.roundingMinor,
    payableMinor: known.payableMinor,
  };
}
