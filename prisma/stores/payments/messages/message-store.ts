/** The messages as the sending activity sees them: what waits, what exactly was sent, what became of it. */
import type { Pool } from 'pg';
import type { MessageFacts } from '../../../../domain/message-facts';
import type { OutgoingMail } from '../../../../domain/ports';
import { BUSINESS_NOW, toldOfMail } from './told-of-mail';

type RenderedMessage = Readonly<{
  from: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  documentIds: readonly string[];
}>;

export type UnsentMessage = Readonly<{
  id: string;
  key: string;
  to: string;
  from: string;
  replyTo: string | null;
  facts: MessageFacts;
  documents: readonly Readonly<{ id: string; fileName: string; sizeBytes: number }>[];
  firstTriedAt: string | null;
  rendered: RenderedMessage | null;
}>;

/** Mails that speak of money that was paid carry the invoices; a notice of a change does not. */
const CARRIES_DOCUMENTS = `message.kind IN ('receipt', 'bankDebitSettled', 'paymentScheduled')`;

const KEPT_DOCUMENT = `json_build_object('id', document.id, 'fileName', document.file_name,
                 'sizeBytes', kept.size_bytes)`;

const UNSENT = `
  SELECT json_build_object(
    'id', message.id, 'key', coalesce(message.payment_id::text || ':', '') || 'message:' || message.id,
    'to', recipient_address, 'from', business.mail_from_name || ' <' || business.mail_from_address || '>',
    'replyTo', business.mail_reply_to, 'facts', message.facts,
    'documents', CASE WHEN message.kind = 'invoice' THEN (
        SELECT coalesce(json_agg(${KEPT_DOCUMENT}), '[]')
          FROM invoice JOIN document ON document.id = invoice.document_id
          JOIN document_bytes AS kept ON kept.sha256 = document.sha256
         WHERE invoice.id = message.invoice_id)
      WHEN ${CARRIES_DOCUMENTS} THEN (
        SELECT coalesce(json_agg(${KEPT_DOCUMENT} ORDER BY line.position), '[]')
          FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
          JOIN document ON document.id = invoice.document_id
          JOIN document_bytes AS kept ON kept.sha256 = document.sha256
         WHERE line.payment_id = message.payment_id AND line.amount_minor > 0) ELSE '[]' END,
    'firstTriedAt', to_char(first_tried_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'rendered', CASE WHEN html IS NULL THEN NULL ELSE json_build_object('from', mail_from,
        'replyTo', message.mail_reply_to, 'subject', subject, 'html', html, 'text', text,
        'documentIds', document_ids) END) AS message
    FROM message, business`;

type Row = Readonly<{ message: UnsentMessage }>;

export function createMessageStore({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Oldest first. */
    async unsentOf(paymentId: string, limit: number): Promise<readonly UnsentMessage[]> {
      const { rows } = await pool.query<Row>({
        name: 'messages-unsent-of',
        text: `${UNSENT} WHERE message.payment_id = $1 AND status = 'waiting'
               ORDER BY message.created_at, message.id LIMIT $2`,
        values: [paymentId, limit],
      });
      return rows.map(({ message }) => message);
    },

    /** Null when there is none, or it needs no sending any more. */
    async unsent(messageId: string): Promise<UnsentMessage | null> {
      const { rows } = await pool.query<Row>({
        name: 'messages-unsent',
        text: `${UNSENT} WHERE message.id = $1 AND status = 'waiting'`,
        values: [messageId],
      });
      return rows[0]?.message ?? null;
    },

    /** In the order of the ids. */
    async readDocuments(documentIds: readonly string[]): Promise<OutgoingMail['attachments']> {
      const { rows } = await pool.query<{ file_name: string; bytes: Uint8Array }>({
        name: 'messages-documents',
        text: `SELECT document.file_name, bytes
                 FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, position)
                 JOIN document ON document.id = wanted.id
                 JOIN document_bytes ON document_bytes.sha256 = document.sha256
                ORDER BY wanted.position`,
        values: [documentIds],
      });
      return rows.map(({ file_name: fileName, bytes }) => ({
        fileName,
        contentType: 'application/pdf',
        bytes,
      }));
    },

    /** What was kept first stays: a repeat is the same mail to the byte. */
    async keepRendered(messageId: string, rendered: RenderedMessage): Promise<RenderedMessage> {
      const { from, replyTo, subject, html, text, documentIds } = rendered;
      const { rowCount } = await pool.query({
        name: 'messages-keep-rendered',
        text: `UPDATE message SET mail_from = $2, mail_reply_to = $3, subject = $4, html = $5,
                      text = $6, document_ids = $7::uuid[], first_tried_at = clock_timestamp()
                WHERE id = $1 AND html IS NULL`,
        values: [messageId, from, replyTo, subject, html, text, documentIds],
      });
      if (rowCount === 1) return rendered;
      return (await this.unsent(messageId))?.rendered ?? rendered;
    },

    async recordSent(messageId: string, providerId: string): Promise<void> {
      await record(pool, messageId, { status: 'sent', providerId, error: null });
    },

    /** Never tried again by itself. */
    async recordFailed(messageId: string, reason: string): Promise<void> {
      await record(pool, messageId, { status: 'failed', providerId: null, error: reason });
    },

    /** To be tried again; the reason is shown meanwhile. */
    async recordWaiting(messageId: string, reason: string): Promise<void> {
      await record(pool, messageId, { status: 'waiting', providerId: null, error: reason });
    },
  };
}

type Tried = Readonly<{
  status: 'sent' | 'failed' | 'waiting';
  providerId: string | null;
  error: string | null;
}>;

/**
 * With an event, so that the page sees at once what became of a mail; sent at the business's own time.
 * One that is given up waits for a person, whose task names the address.
 */
async function record(pool: Pool, messageId: string, tried: Tried): Promise<void> {
  await pool.query({
    name: 'messages-record',
    text: toldOfMail(`
        UPDATE message SET status = $2, provider_id = $3, last_error = $4, tries = tries + 1,
               sent_at = CASE WHEN $2 = 'sent' THEN ${BUSINESS_NOW} END,
               next_try_at = CASE WHEN $2 = 'waiting'
                                  THEN clock_timestamp() + least(tries + 1, 10) * interval '1 minute' END
          FROM business
         WHERE message.id = $1 AND status = 'waiting'`),
    values: [messageId, tried.status, tried.providerId, tried.error],
  });
}
