/**
 * Sends the exact document of an invoice by mail, one message per address. The rows are their own
 * outbox: a request that is repeated writes nothing twice, and what a crash leaves behind is swept.
 */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { InvoiceStore } from '../../../api/stores/books';
import type { MailInvoiceBody } from '../../../contracts/invoice-mails';
import type { PaymentMessage } from '../../../contracts/payment-details';
import type { BusinessFacts, InvoiceFacts } from '../../../domain/message-facts';
import { ok, refuse } from '../../../domain/result';
import { recordEvent } from '../events/record-event';
import { MESSAGE_JSON } from '../payments/messages/receipts';
import { inTransaction } from '../transaction';

type Mail = InvoiceStore['mail'];

const READ = `
  SELECT json_build_object(
    'organizationId', organization.id, 'organizationName', organization.name,
    'documentStatus', document_status, 'documentReason', document_reason,
    'now', to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond')
                   AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'business', json_build_object('name', business.name, 'replyTo', mail_reply_to,
        'locale', locale, 'zone', zone),
    'invoice', json_build_object('invoiceNumber', invoice.number, 'currency', invoice.currency,
        'totalMinor', total_minor, 'unpaidMinor', open_minor - unposted_minor,
        'issuedOn', issued_on, 'dueOn', due_on),
    'contacts', (SELECT coalesce(json_agg(json_build_object('id', contact.id, 'name', contact.name,
        'address', CASE WHEN bounced_at IS NULL THEN email END)), '[]')
        FROM contact WHERE contact.organization_id = organization.id AND removed_at IS NULL
         AND contact.id = ANY($2::uuid[]))) AS read
    FROM invoice JOIN organization ON organization.id = invoice.organization_id, business
   WHERE invoice.id = $1`;

const INSERT = `
  INSERT INTO message (id, unique_key, kind, organization_id, invoice_id, contact_id, recipient_name,
                       recipient_address, recipient_reason, facts, created_at, next_try_at)
  SELECT id, unique_key, 'invoice', $2, $3, contact_id, recipient_name, recipient_address,
         recipient_reason, facts, $4, clock_timestamp()
    FROM json_to_recordset($1::json) AS m(id uuid, unique_key text, contact_id uuid,
           recipient_name text, recipient_address text, recipient_reason text, facts jsonb)
  ON CONFLICT (unique_key) DO NOTHING
  RETURNING recipient_address AS address`;

const WRITTEN = `
  SELECT json_build_object(${MESSAGE_JSON}) AS message FROM message
   WHERE invoice_id = $1 AND starts_with(unique_key, $2) ORDER BY recipient_address, id`;

type Read = Readonly<{
  organizationId: string;
  organizationName: string;
  documentStatus: string;
  documentReason: string | null;
  now: string;
  business: BusinessFacts;
  invoice: Omit<InvoiceFacts, 'kind' | 'business' | 'recipient'>;
  /** Of those asked for, the ones of this client; `address` is null when nothing reaches them. */
  contacts: readonly Readonly<{ id: string; name: string; address: string | null }>[];
}>;

type Recipient = Readonly<{
  contactId: string | null;
  name: string | null;
  address: string;
  reason: 'contact' | 'typed';
}>;

export function createMailInvoice({ pool }: Readonly<{ pool: Pool }>): Mail {
  return (invoiceId, body, actor) =>
    inTransaction<Awaited<ReturnType<Mail>>>(pool, async (client) => {
      const refused = (value: Awaited<ReturnType<Mail>>) => ({ keep: false, value });
      const { rows } = await client.query<{ read: Read }>(READ, [invoiceId, body.contactIds]);
      const read = rows[0]?.read;
      if (read === undefined) return refused(refuse({ code: 'NOT_FOUND' }));
      const key = `${invoiceId}:mailed:${body.id}:`;
      if (read.documentStatus !== 'kept') {
        const reason = read.documentReason ?? 'Its document has not been fetched yet.';
        return refused(refuse({ code: 'DOCUMENT_NOT_AVAILABLE', reason }));
      }
      const recipients = recipientsOf(body, read);
      if (recipients === null) return refused(refuse({ code: 'CONTACT_NOT_REACHABLE' }));
      const messages = recipients.map((recipient) => messageTo(recipient, read, key, actor.name));
      const { organizationId, now } = read;
      const values = [JSON.stringify(messages), organizationId, invoiceId, now];
      const inserted = await client.query<{ address: string }>(INSERT, values);
      // The same request came before, or at the same time: that has told of it.
      if (inserted.rows.length === 0) return refused(ok(await written(client, invoiceId, key)));
      await recordEvent((text, values) => client.query(text, values), {
        kind: 'invoice.mailed',
        actor,
        after: { addresses: inserted.rows.map(({ address }) => address) },
        organizationId,
        invoiceId,
      });
      return { keep: true, value: ok(await written(client, invoiceId, key)) };
    });
}

/** Each address once; null when a contact is not of the client, or no mail reaches it. */
function recipientsOf(
  { contactIds, addresses }: MailInvoiceBody,
  { contacts }: Read,
): readonly Recipient[] | null {
  const recipients = new Map<string, Recipient>();
  for (const contactId of contactIds) {
    const contact = contacts.find(({ id }) => id === contactId);
    if (!contact?.address) return null;
    const { name, address } = contact;
    recipients.set(address.toLowerCase(), { contactId, name, address, reason: 'contact' });
  }
  for (const address of addresses) {
    const key = address.toLowerCase();
    if (recipients.has(key)) continue;
    recipients.set(key, { contactId: null, name: null, address, reason: 'typed' });
  }
  return [...recipients.values()];
}

function messageTo(
  { contactId, name, address, reason }: Recipient,
  { business, invoice, organizationName }: Read,
  key: string,
  by: string,
) {
  const facts: InvoiceFacts = {
    kind: 'invoice',
    ...invoice,
    business,
    recipient: { name, organizationName, reason },
  };
  return {
    id: randomUUID(),
    unique_key: `${key}${address.toLowerCase()}`,
    contact_id: contactId,
    recipient_name: name ?? '',
    recipient_address: address,
    recipient_reason: `Sent by ${by}`,
    facts,
  };
}

async function written(
  client: PoolClient,
  invoiceId: string,
  key: string,
): Promise<readonly PaymentMessage[]> {
  const { rows } = await client.query<{ message: PaymentMessage }>(WRITTEN, [invoiceId, key]);
  return rows.map(({ message }) => message);
}
