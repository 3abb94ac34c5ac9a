/**
 * Makes an invoice visible: with its lines, its document, its first reading, its event and what became
 * of its row, in one statement, so that none is ever half-written.
 */
import { randomUUID } from 'node:crypto';
import type { RowContext } from './row-context';
import type { Verdict } from './staged';

export type NewLine = Readonly<{
  reference: string | null;
  description: string;
  quantity: string | null;
  unit: string | null;
  unitPriceText: string | null;
  amountMinor: number | null;
}>;

/** A document of the invoice. Its bytes are those of the import's file, when they are a PDF. */
export type NewDocument = Readonly<{
  kind: 'invoice' | 'creditNote' | 'plain';
  format: 'facturX' | 'cii' | 'ubl' | 'pdf';
  typeCode: string | null;
  identityKey: string | null;
  sellerKey: string | null;
  number: string | null;
  issuedOn: string | null;
  currency: string | null;
  totalMinor: number | null;
  data: unknown;
  /** Null where there is no PDF to keep. */
  pages: number | null;
}>;

export type NewInvoice = Readonly<{
  organizationId: string;
  /** Whose books it is in. */
  sourceId: string;
  sourceReference: string | null;
  number: string;
  currency: string;
  totalMinor: number;
  openMinor: number;
  isVoid: boolean;
  issuedOn: string;
  dueOn: string | null;
  agreement: string | null;
  agreementType: string | null;
  termsText: string | null;
  invoiceType: string | null;
  purchaseOrder: string | null;
  location: string | null;
  lines: readonly NewLine[];
  document: NewDocument | null;
  /** Why the PDF that came with it is not kept. */
  documentRefusal: string | null;
  /** The balance speaks for this instant; null for a document's own amount. */
  asOf: string | null;
}>;

const ADD = {
  name: 'import-add-invoice',
  text: `
  WITH kept AS (
    INSERT INTO document_bytes (sha256, bytes, size_bytes, pages)
    SELECT sha256, bytes, size_bytes, $7::int FROM import_file
     WHERE import_id = $5::uuid AND name = $6 AND $7::int IS NOT NULL
    ON CONFLICT DO NOTHING
  ), added AS (
    INSERT INTO invoice (id, organization_id, source_id, source_reference, number, number_key, currency,
      total_minor, open_minor, read_at, issued_on, due_on, is_void, voided_at, first_seen_on, agreement,
      agreement_type, terms_text, invoice_type, purchase_order, location, document_status,
      document_reason, document_id)
    SELECT $1::uuid, "organizationId", "sourceId", "sourceReference", number, $3, currency,
      "totalMinor", "openMinor", "asOf", "issuedOn", "dueOn", "isVoid",
      CASE WHEN "isVoid" THEN $9::timestamptz END, $8::date, agreement, "agreementType", "termsText",
      "invoiceType", "purchaseOrder", location,
      CASE WHEN $7::int IS NOT NULL THEN 'kept' WHEN "documentRefusal" IS NOT NULL THEN 'unavailable' ELSE 'none' END,
      "documentRefusal", CASE WHEN $7::int IS NOT NULL THEN $10::uuid END
      FROM json_to_record($4::json) AS n("organizationId" uuid, "sourceId" uuid, "sourceReference" text,
        number text, currency text, "totalMinor" bigint, "openMinor" bigint, "asOf" timestamptz, "issuedOn" date,
        "dueOn" date, "isVoid" boolean, agreement text, "agreementType" text, "termsText" text,
        "invoiceType" text, "purchaseOrder" text, location text, "documentRefusal" text)
  ), lines AS (
    INSERT INTO invoice_line (invoice_id, position, reference, description, quantity, unit, unit_price_text, amount_minor)
    SELECT $1::uuid, (ordinality - 1)::int, l.line ->> 'reference', l.line ->> 'description', l.line ->> 'quantity',
           l.line ->> 'unit', l.line ->> 'unitPriceText', (l.line ->> 'amountMinor')::bigint
      FROM json_array_elements($4::json -> 'lines') WITH ORDINALITY AS l(line, ordinality)
  ), document AS (
    INSERT INTO document (id, organization_id, invoice_id, kind, format, type_code, identity_key, seller_key,
      number, issued_on, currency, total_minor, file_name, sha256, data)
    SELECT $10::uuid, ($4::json ->> 'organizationId')::uuid, $1::uuid, kind, format, "typeCode", "identityKey",
      "sellerKey", number, "issuedOn", currency, "totalMinor", $6,
      CASE WHEN $7::int IS NOT NULL THEN (SELECT sha256 FROM import_file WHERE import_id = $5::uuid AND name = $6) END,
      data
      FROM json_to_record($4::json -> 'document') AS d(kind text, format text, "typeCode" text,
        "identityKey" text, "sellerKey" text, number text, "issuedOn" date, currency text,
        "totalMinor" bigint, data jsonb)
     WHERE json_typeof($4::json -> 'document') = 'object'
  ), reading AS (
    INSERT INTO reading (invoice_id, organization_id, source_id, import_id, as_of, balance_minor, outcome)
    SELECT $1::uuid, ($4::json ->> 'organizationId')::uuid, $2::uuid, $5::uuid,
           ($4::json ->> 'asOf')::timestamptz, ($4::json ->> 'openMinor')::bigint, 'applied'
     WHERE $4::json ->> 'asOf' IS NOT NULL
  ), closed AS (
    UPDATE import_row SET outcome = $15, reason_code = $16, reason = $17, invoice_id = $1::uuid,
           organization_id = ($4::json ->> 'organizationId')::uuid, effect = $18
     WHERE import_id = $5::uuid AND position = $14::int AND outcome = 'staged'
  )
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, after, organization_id, invoice_id, subject)
  VALUES ($9::timestamptz, $11, $12, 'invoice.created',
          jsonb_build_object('openMinor', $4::json -> 'openMinor', 'currency', $4::json -> 'currency'),
          ($4::json ->> 'organizationId')::uuid, $1::uuid, $13)`,
};

/** With a verdict its row is closed too. */
export async function addInvoice(
  context: RowContext,
  id: string,
  invoice: NewInvoice,
  closing: Verdict | null,
): Promise<void> {
  const { client, identity, head, fileName, actor, position } = context;
  await client.query({
    ...ADD,
    values: [
      id,
      head.sourceId,
      identity.comparable(invoice.number),
      JSON.stringify(invoice),
      head.importId,
      fileName,
      invoice.document?.pages ?? null,
      head.today,
      head.now,
      randomUUID(),
      actor.kind,
      actor.name,
      `import:${head.importId}`,
      closing === null ? null : position,
      closing?.outcome,
      closing?.code,
      closing?.reason,
      JSON.stringify(closing?.effect),
    ],
  });
}

const ATTACH = {
  name: 'import-attach-document',
  text: `
  WITH kept AS (
    INSERT INTO document_bytes (sha256, bytes, size_bytes, pages)
    SELECT sha256, bytes, size_bytes, $4::int FROM import_file
     WHERE import_id = $2::uuid AND name = $3 AND $4::int IS NOT NULL
    ON CONFLICT DO NOTHING
  ), added AS (
    INSERT INTO document (id, organization_id, invoice_id, kind, format, type_code, identity_key, seller_key,
      number, issued_on, currency, total_minor, file_name, sha256, data)
    SELECT $5::uuid, organization_id, invoice.id, d.kind, d.format, d."typeCode", d."identityKey", d."sellerKey",
      d.number, d."issuedOn", d.currency, d."totalMinor", $3,
      CASE WHEN $4::int IS NOT NULL THEN (SELECT sha256 FROM import_file WHERE import_id = $2::uuid AND name = $3) END,
      d.data
      FROM invoice, json_to_record($6::json) AS d(kind text, format text, "typeCode" text, "identityKey" text,
        "sellerKey" text, number text, "issuedOn" date, currency text, "totalMinor" bigint, data jsonb)
     WHERE invoice.id = $1::uuid
    ON CONFLICT (identity_key, format) DO NOTHING RETURNING id
  ), shown AS (
    UPDATE invoice SET document_status = 'kept', document_reason = NULL, document_id = $5::uuid,
           version = version + 1
     WHERE id = $1::uuid AND $4::int IS NOT NULL AND ($9::boolean OR document_status <> 'kept')
       AND EXISTS (SELECT FROM added) RETURNING 1
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, invoice_id, subject)
    SELECT $7::timestamptz, 'source', $8, 'invoice.documentKept', organization_id, id, 'import:' || $2
      FROM invoice WHERE id = $1::uuid AND EXISTS (SELECT FROM added)
  )
  SELECT EXISTS (SELECT FROM added) AS is_added`,
};

/**
 * Adds a document to a known invoice. It is shown where none is, or with `isShown` in any case.
 * Answers whether it was new.
 */
export async function attachDocument(
  { client, head, fileName }: RowContext,
  invoiceId: string,
  document: NewDocument,
  isShown = false,
): Promise<boolean> {
  const { rows } = await client.query<{ is_added: boolean }>({
    ...ATTACH,
    values: [
      invoiceId,
      head.importId,
      fileName,
      document.pages,
      randomUUID(),
      JSON.stringify(document),
      head.now,
      head.sourceName,
      isShown,
    ],
  });
  return rows[0]?.is_added === true;
}
