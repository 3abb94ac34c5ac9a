/** A document that the store of documents holds of an invoice. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** `%PDF-`, as `INV-7.pdf`. Answers the hash that it is kept under. */
export async function keepDocument(
  pool: Pool,
  invoice: Readonly<{ id: string; organizationId: string }>,
  pages: number,
): Promise<string> {
  const [documentId, sha256] = [randomUUID(), randomUUID().replaceAll('-', '').repeat(2)];
  await pool.query(
    `INSERT INTO document_bytes (sha256, bytes, size_bytes, pages) VALUES ($1, '\\x255044462d', 5, $2)`,
    [sha256, pages],
  );
  await pool.query(
    `INSERT INTO document (id, organization_id, invoice_id, kind, format, file_name, sha256)
     VALUES ($1, $2, $3, 'plain', 'pdf', 'INV-7.pdf', $4)`,
    [documentId, invoice.organizationId, invoice.id, sha256],
  );
  await pool.query(`UPDATE invoice SET document_status = 'kept', document_id = $2 WHERE id = $1`, [
    invoice.id,
    documentId,
  ]);
  return sha256;
}
