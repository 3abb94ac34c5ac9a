/** Invoices that bear the number of a row, with what is known of them. */
import type { DocumentIdentity } from '../../../accounting';
import type { RowContext } from './row-context';

export type KnownInvoice = Readonly<{
  id: string;
  organizationId: string;
  sourceId: string;
  /** The id that its source gives it; null where that gave none, also when we had to tell it apart. */
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
  /** What nobody has said yet, of the columns that a list may fill. */
  gaps: readonly string[];
}>;

/** SQL: the reference is none of its source, but ours, which told it apart from another of its number. */
export const IS_OUR_REFERENCE = `
  source_reference ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9]+$'`;

const REFERENCE = `CASE WHEN ${IS_OUR_REFERENCE} THEN NULL ELSE source_reference END`;

/**
 * SQL of a `KnownInvoice` as `known` for each of the ids that a query selects, the living first. The
 * offset makes it look each up by its key also under a plan that was made while the table was empty,
 * which would read the whole of it ever after.
 */
export const knownByIds = (ids: string): string => `
  SELECT json_build_object('id', invoice.id, 'organizationId', invoice.organization_id,
           'sourceId', source_id, 'sourceReference', ${REFERENCE}, 'number', invoice.number,
           'currency', invoice.currency, 'totalMinor', invoice.total_minor, 'openMinor', open_minor,
           'issuedOn', invoice.issued_on, 'isVoid', is_void, 'hasDocument', document_id IS NOT NULL,
           'sha256', (SELECT sha256 FROM document WHERE document.id = invoice.document_id),
           'sellerKey', written.seller_key, 'prepaidMinor', written.data -> 'prepaidMinor',
           'roundingMinor', written.data -> 'roundingMinor',
           'payableMinor', written.data -> 'payableMinor',
           'gaps', (SELECT coalesce(json_agg(key), '[]') FROM json_each_text(json_build_object(
             'sourceReference', ${REFERENCE}, 'dueOn', due_on, 'agreement', agreement,
             'agreementType', agreement_type, 'terms', terms_text, 'invoiceType', invoice_type,
             'purchaseOrderNumber', purchase_order, 'location', location)) AS each WHERE value IS NULL)) AS known
    FROM (${ids}) AS named
    CROSS JOIN LATERAL (SELECT * FROM invoice WHERE invoice.id = named.id OFFSET 0) AS invoice
    LEFT JOIN LATERAL (
      SELECT seller_key, data FROM document
       WHERE document.invoice_id = invoice.id AND identity_key IS NOT NULL
       ORDER BY created_at DESC, document.id LIMIT 1) AS written ON true
   ORDER BY is_void, invoice.created_at, invoice.id`;

const BY_NUMBER = {
  name: 'import-known-by-number',
  text: knownByIds('SELECT id FROM invoice WHERE number_key = $1'),
};

const BY_FILE_NAME = {
  name: 'import-known-by-file-name',
  text: knownByIds(`SELECT id FROM invoice
     WHERE regexp_replace(invoice.number_key, '[\\\\/:*?"<>|[:space:]_-]+', '-', 'g') = $1
     ORDER BY id LIMIT 20`),
};

type Row = Readonly<{ known: KnownInvoice }>;

/** Of every client: one number on documents of one seller is one document. */
export async function knownByNumber(
  { client, identity, ahead }: RowContext,
  number: string,
): Promise<readonly KnownInvoice[]> {
  const key = identity.comparable(number);
  if (ahead !== null) {
    return ahead.invoices.filter((known) => identity.comparable(known.number) === key);
  }
  const values = [key];
  const { rows } = await client.query<Row>({ ...BY_NUMBER, values });
  return rows.map(({ known }) => known);
}

/** By the id that the source gives it. */
export const knownBySourceId = (
  { head, ahead }: RowContext,
  sourceId: string,
): readonly KnownInvoice[] =>
  (ahead?.invoices ?? []).filter(
    (known) => known.sourceId === head.sourceId && known.sourceReference === sourceId,
  );

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
