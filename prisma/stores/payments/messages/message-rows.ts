/** Rows of `message`: made for one person each, and inserted by whoever's transaction they belong to. */
import { randomUUID } from 'node:crypto';
import type { MessageFacts } from '../../../../domain/message-facts';
import type { MailFacts, MailPayment } from './mail-facts';
import type { OutcomeFacts } from './outcome-mails';
import type { MailRecipient } from './recipients';

export type NewMessage = Readonly<{
  id: string;
  unique_key: string;
  kind: MessageFacts['kind'];
  organization_id: string;
  payment_id: string;
  contact_id: string | null;
  recipient_name: string;
  recipient_address: string;
  recipient_reason: string;
  facts: MessageFacts;
}>;

/** SQL that inserts rows given as JSON, each once for its unique key; the first try is due at once. */
export const messagesInsert = (rows: string, at: string): string => `
  INSERT INTO message (id, unique_key, kind, organization_id, payment_id, contact_id, recipient_name,
                       recipient_address, recipient_reason, facts, created_at, next_try_at)
  SELECT id, unique_key, kind, organization_id, payment_id, contact_id, recipient_name,
         recipient_address, recipient_reason, facts, ${at}::timestamptz, clock_timestamp()
    FROM json_to_recordset(${rows}::json) AS m(id uuid, unique_key text, kind text, organization_id uuid,
           payment_id uuid, contact_id uuid, recipient_name text, recipient_address text,
           recipient_reason text, facts jsonb)
  ON CONFLICT (unique_key) DO NOTHING`;

type Unaddressed =
  | OutcomeFacts
  | Omit<Extract<MessageFacts, { kind: 'paymentChanged' }>, 'business' | 'recipient'>;

/** One mail to one person. The unique key says that this occasion is told to this address once. */
export function messageTo(
  { business }: Pick<MailFacts, 'business'>,
  payment: Pick<MailPayment, 'paymentId' | 'organizationId' | 'organizationName'>,
  recipient: MailRecipient,
  facts: Unaddressed,
  occasion: string,
): NewMessage {
  const { paymentId, organizationId, organizationName } = payment;
  const { contactId, name, address, reason, words } = recipient;
  return {
    id: randomUUID(),
    unique_key: `${paymentId}:${occasion}:${address.toLowerCase()}`,
    kind: facts.kind,
    organization_id: organizationId,
    payment_id: paymentId,
    contact_id: contactId,
    recipient_name: name ?? '',
    recipient_address: address,
    recipient_reason: words,
    facts: { ...facts, business, recipient: { name, organizationName, reason } },
  };
}
