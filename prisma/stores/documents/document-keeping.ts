/**
 * Keeps the exact PDF of an invoice by the SHA-256 of its bytes, and says plainly where there is none.
 *
 * Invariant: a kept document is never replaced by the news that there is none.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from '../transaction';

export type DocumentInvoice = Readonly<{
  invoiceId: string;
  /** Kind of its source. */
  source: string;
  sourceId: string | null;
  number: string;
}>;

export function createDocumentKeeping({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Null when there is no such invoice. */
    async invoiceOf(invoiceId: string): Promise<DocumentInvoice | null> {
      const { rows } = await pool.query<DocumentInvoice>({
        name: 'document-invoice',
        text: `SELECT invoice.id AS "invoiceId", source.kind AS source, source_reference AS "sourceId", number
                 FROM invoice JOIN source ON source.id = invoice.source_id WHERE invoice.id = $1`,
        values: [invoiceId],
      });
      return rows[0] ?? null;
    },

    /** The newest PDF that came in for an invoice, shown or not; null when none did. */
    async readStored(
      invoiceId: string,
    ): Promise<Readonly<{ bytes: Uint8Array; fileName: string }> | null> {
      const { rows } = await pool.query<{ bytes: Uint8Array; fileName: string }>({
        name: 'document-stored',
        text: `SELECT bytes, file_name AS "fileName"
                 FROM document JOIN document_bytes AS kept ON kept.sha256 = document.sha256
                WHERE invoice_id = $1 ORDER BY document.created_at DESC, document.id LIMIT 1`,
        values: [invoiceId],
      });
      return rows[0] ?? null;
    },

    /** Stores the bytes once, and makes them the invoice's document. The same bytes again change nothing. */
    async keep(
      invoiceId: string,
      { bytes, fileName, pages }: Readonly<{ bytes: Uint8Array; fileName: string; pages: number }>,
    ): Promise<Readonly<{ sha256: string }>> {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return inTransaction(pool, async (client) => {
        await client.query({
          name: 'document-keep-bytes',
          text: `INSERT INTO document_bytes (sha256, bytes, size_bytes, pages) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING`,
          values: [sha256, bytes, bytes.length, pages],
        });
        await client.query({
          name: 'document-keep',
          text: `
            WITH shown AS (SELECT id FROM document WHERE invoice_id = $1 AND sha256 = $2 LIMIT 1),
            added AS (
              INSERT INTO document (id, organization_id, invoice_id, kind, format, number, file_name, sha256)
              SELECT $3, organization_id, id, 'invoice', 'fetched', number, $4, $2 FROM invoice
               WHERE id = $1 AND NOT EXISTS (SELECT FROM shown)
              RETURNING id)
            UPDATE invoice SET document_status = 'kept', document_reason = NULL, version = version + 1,
                   document_id = (SELECT id FROM shown UNION ALL SELECT id FROM added)
             WHERE id = $1 AND document_status <> 'kept'`,
          values: [invoiceId, sha256, randomUUID(), fileName],
        });
        await tell(client, invoiceId, 'document.kept', null);
        return { keep: true, value: { sha256 } };
      });
    },

    async recordNotAvailable(invoiceId: string, reason: string): Promise<void> {
      await inTransaction(pool, async (client) => {
        const { rowCount } = await client.query({
          name: 'document-unavailable',
          text: `UPDATE invoice SET document_status = 'unavailable', document_reason = $2,
                        version = version + 1
                  WHERE id = $1 AND document_status <> 'kept'`,
          values: [invoiceId, reason],
        });
        if (rowCount === 1) await tell(client, invoiceId, 'document.unavailable', reason);
        return { keep: true, value: undefined };
      });
    },
  };
}

/** The page that waits for a document reads again. */
async function tell(
  client: Readonly<{ query(statement: object): Promise<unknown> }>,
  invoiceId: string,
  kind: string,
  reason: string | null,
): Promise<void> {
  await client.query({
    name: 'document-told',
    text: `INSERT INTO event (happened_at, actor_kind, actor_name, kind, reason, organization_id, invoice_id)
           SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond', 'source', 'Accounting',
                  $2, $3, organization_id, invoice.id FROM invoice, business WHERE invoice.id = $1`,
    values: [invoiceId, kind, reason],
  });
}
