/** The exact PDF of an invoice, as it is kept; or why it is not. */
import type { Pool } from 'pg';
import type { DocumentStore, StoredDocument } from '../../../api/stores/books';

type Row = Readonly<{
  status: StoredDocument['kind'];
  reason: string | null;
  bytes: Buffer | null;
  file_name: string | null;
  sha256: string | null;
}>;

const READ = `
  SELECT invoice.document_status AS status, invoice.document_reason AS reason,
         kept.bytes, document.file_name, kept.sha256
    FROM invoice
    LEFT JOIN document ON document.id = invoice.document_id
    LEFT JOIN document_bytes AS kept ON kept.sha256 = document.sha256
   WHERE invoice.id = $1`;

/** Only the first request counts: what is wanted, kept or unavailable stays so. */
const WANT = `UPDATE invoice SET document_status = 'wanted' WHERE id = $1 AND document_status = 'none'`;

export function createDocumentStore({ pool }: Readonly<{ pool: Pool }>): DocumentStore {
  return {
    async read(invoiceId) {
      const { rows } = await pool.query<Row>(READ, [invoiceId]);
      return rows[0] === undefined ? null : documentOf(invoiceId, rows[0]);
    },
    async markWanted(invoiceId) {
      await pool.query(WANT, [invoiceId]);
    },
  };
}

function documentOf(invoiceId: string, row: Row): StoredDocument {
  const { status, reason, bytes, file_name: fileName, sha256 } = row;
  if (status === 'unavailable') return { kind: status, reason: reason ?? '' };
  if (status !== 'kept') return { kind: status };
  if (bytes === null || fileName === null || sha256 === null) {
    throw new Error(`the document of invoice ${invoiceId} is kept without its bytes`);
  }
  return { kind: status, bytes, fileName, sha256 };
}
