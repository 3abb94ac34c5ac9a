/** Every mail about a payment as it was sent, and sending one again or to somebody else. */
import type { Pool, PoolClient } from 'pg';
import type { PaymentMessage, SentMessage } from '../../../../contracts/payment-details';
import type { SendReceiptsBody } from '../../../../contracts/payment-request';
import type { MessageFacts } from '../../../../domain/message-facts';
import { saysPaid, tellsOfState } from '../../../../domain/outcome-mails';
import type { PaymentState } from '../../../../domain/payment';
import { ok, type Result, refuse } from '../../../../domain/result';
import type { Actor } from '../placement-types';
import { inTransaction } from '../../transaction';
import { moneyBackAt } from '../money-back';
import { type MailPayment, paymentOf, readMailFacts } from './mail-facts';
import { type OutcomeFacts, scheduledMail, wordsOf } from './outcome-mails';
import { messageTo, type NewMessage } from './message-rows';
import { insert } from './write-messages';

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** SQL of a `PaymentMessage` of the table `message`. Its times are those of the business's clock. */
export const MESSAGE_JSON = `
  'id', message.id, 'kind', message.kind, 'name', nullif(recipient_name, ''),
  'address', recipient_address, 'status', message.status, 'subject', message.subject,
  'writtenAt', to_char(message.created_at ${UTC}), 'sentAt', to_char(message.sent_at ${UTC}),
  'deliveredAt', to_char(message.delivered_at ${UTC}),
  'nextTryAt', CASE WHEN message.status = 'waiting' THEN to_char((next_try_at
      + (SELECT clock_offset_ms FROM business) * interval '1 millisecond') ${UTC}) END,
  'tries', message.tries, 'error', last_error`;

const RECEIPTS = {
  name: 'receipts',
  text: `
  SELECT (SELECT coalesce(json_agg(json_build_object(${MESSAGE_JSON}, 'html', html, 'text', text,
            'attachments', (SELECT coalesce(json_agg(file_name ORDER BY position), '[]')
                              FROM unnest(message.document_ids) WITH ORDINALITY AS kept(id, position)
                              JOIN document ON document.id = kept.id))
            ORDER BY message.created_at, message.id), '[]')
            FROM message WHERE payment_id = payment.id) AS messages
    FROM payment WHERE id = $1`,
};

const WRITTEN = {
  name: 'receipts-written',
  text: `SELECT json_build_object(${MESSAGE_JSON}) AS message FROM message
          WHERE unique_key = ANY($1::text[]) ORDER BY created_at, id`,
};

type SendRefusal =
  | Readonly<{ code: 'NOT_FOUND' }>
  | Readonly<{ code: 'PAYMENT_NOT_CHANGEABLE'; reason: string }>;

export function createReceipts({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Oldest first; null when there is no such payment. */
    async receipts(paymentId: string): Promise<readonly SentMessage[] | null> {
      const { rows } = await pool.query<{ messages: SentMessage[] }>({
        ...RECEIPTS,
        values: [paymentId],
      });
      return rows[0]?.messages ?? null;
    },

    /**
     * Writes the mails; the payment's workflow sends them. A message is sent again under a key of its
     * own, once for each that failed or was sent; a new address gets what the last outcome said.
     */
    sendReceipts(
      paymentId: string,
      { addresses, resendMessageIds }: SendReceiptsBody,
      actor: Actor,
    ): Promise<Result<readonly PaymentMessage[], SendRefusal>> {
      return inTransaction<Result<readonly PaymentMessage[], SendRefusal>>(pool, async (client) => {
        const payment = await lockPayment(client, paymentId);
        if (payment === null) return { keep: false, value: refuse({ code: 'NOT_FOUND' as const }) };
        const facts = await readMailFacts(client, [paymentId]);
        const mailPayment = paymentOf(facts, paymentId);
        const outcome = outcomeNow(payment, mailPayment);
        const again = await messagesAgain(client, paymentId, resendMessageIds);
        const reason = flawOf(payment, outcome, addresses, again);
        if (reason !== null) {
          return {
            keep: false,
            value: refuse({ code: 'PAYMENT_NOT_CHANGEABLE' as const, reason }),
          };
        }
        const added = addresses.flatMap((address) => {
          const words = `Added by ${actor.name}`;
          const recipient = {
            contactId: null,
            name: null,
            address,
            reason: 'typed',
            words,
          } as const;
          return outcome === null
            ? []
            : [messageTo(facts, mailPayment, recipient, outcome, `${outcome.kind}:added`)];
        });
        const messages = [...added, ...again];
        await insert(client, messages, payment.now, []);
        await tell(client, payment, paymentId, messages.length, actor);
        const keys = messages.map((message) => message.unique_key);
        const { rows } = await client.query<{ message: PaymentMessage }>({
          ...WRITTEN,
          values: [keys],
        });
        return { keep: true, value: ok(rows.map(({ message }) => message)) };
      });
    },
  };
}

type Locked = Readonly<{
  organizationId: string;
  state: PaymentState;
  methodKind: string;
  settledAt: string | null;
  closedAt: string | null;
  failureCode: string | null;
  failureIsHard: boolean | null;
  stateReason: string | null;
  /** Of the newest mail of each kind. */
  latestFacts: readonly MessageFacts[];
  now: string;
}>;

async function lockPayment(client: PoolClient, paymentId: string): Promise<Locked | null> {
  await client.query({
    name: 'receipts-lock',
    text: 'SELECT FROM payment WHERE id = $1 FOR NO KEY UPDATE',
    values: [paymentId],
  });
  const { rows } = await client.query<{ payment: Locked }>({
    name: 'receipts-payment',
    text: `
      SELECT json_build_object('organizationId', organization_id, 'state', state,
        'methodKind', method_kind, 'settledAt', to_char(settled_at ${UTC}),
        'closedAt', to_char(closed_at ${UTC}), 'failureCode', failure_code,
        'failureIsHard', failure_is_hard, 'stateReason', state_reason,
        'latestFacts', (SELECT coalesce(json_agg(facts), '[]') FROM (
            SELECT DISTINCT ON (kind) facts FROM message WHERE payment_id = payment.id
             ORDER BY kind, created_at DESC, id) AS latest),
        'now', to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond') ${UTC})) AS payment
        FROM payment, business WHERE payment.id = $1`,
    values: [paymentId],
  });
  return rows[0]?.payment ?? null;
}

const isMoneyBack = ({ state }: Locked) => moneyBackAt(state) !== null;

/** Why these mails cannot be written, in words for staff; null when nothing is wrong with them. */
function flawOf(
  locked: Locked,
  outcome: OutcomeFacts | null,
  addresses: readonly string[],
  again: readonly NewMessage[],
): string | null {
  const isUnsaid = addresses.length > 0 && outcome === null;
  const isSaidPaid = again.some(({ kind }) => saysPaid(kind));
  if (isMoneyBack(locked) && (isUnsaid || isSaidPaid)) {
    return 'The money went back, or is disputed: a receipt would say that it is paid.';
  }
  return isUnsaid ? 'Nothing has happened yet that a receipt could say.' : null;
}

/** What the last outcome said, also where nobody was told of it; null while there is none. */
function outcomeNow(locked: Locked, payment: MailPayment): OutcomeFacts | null {
  const { latestFacts, state, settledAt, methodKind, now } = locked;
  // Of money that went back on a card nothing is said.
  if (state === 'disputed' || (state === 'returned' && methodKind === 'card')) return null;
  // What is planned may have been changed since it was told.
  if (state === 'scheduled') return scheduledMail(payment);
  // What was said of an earlier outcome is not true any more, however late it was sent again.
  const told = latestFacts.find(({ kind }) => tellsOfState(kind, state));
  if (told !== undefined && 'payment' in told) {
    const { business: _, recipient: __, ...outcome } = told;
    return outcome;
  }
  const { gatewayReference } = payment;
  const at = settledAt ?? locked.closedAt ?? now;
  const words = wordsOf(payment);
  switch (state) {
    case 'pending':
      return {
        kind: 'bankDebitInitiated',
        initiatedAt: at,
        gatewayReference,
        payment: wordsOf(payment, 'whenPaid'),
      };
    case 'settled':
      return methodKind === 'card'
        ? { kind: 'receipt', chargedAt: at, gatewayReference, payment: words }
        : { kind: 'bankDebitSettled', settledAt: at, gatewayReference, payment: words };
    case 'returned': {
      const { failureCode, stateReason } = locked;
      return {
        kind: 'bankDebitReturned',
        returnedAt: at,
        code: failureCode ?? '',
        reason: stateReason ?? 'The bank sent the money back.',
        wasSettled: settledAt !== null,
        gatewayReference,
        payment: words,
      };
    }
    default:
      return null;
  }
}

/**
 * The same facts to the same person under a new id, and so under a new key at the mail service: to
 * a contact as it is now, since a wrong address is why most mails are sent again.
 */
async function messagesAgain(
  client: PoolClient,
  paymentId: string,
  messageIds: readonly string[],
): Promise<readonly NewMessage[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await client.query<{ message: NewMessage }>({
    name: 'receipts-again',
    text: `SELECT json_build_object('id', gen_random_uuid(), 'unique_key', payment_id || ':again:' || message.id,
             'kind', kind, 'organization_id', message.organization_id, 'payment_id', payment_id,
             'contact_id', contact_id, 'recipient_name', coalesce(contact.name, recipient_name),
             'recipient_address', coalesce(contact.email, recipient_address),
             'recipient_reason', recipient_reason,
             'facts', CASE WHEN contact.id IS NULL THEN facts
                           ELSE jsonb_set(facts, '{recipient,name}', to_jsonb(contact.name)) END) AS message
             FROM message LEFT JOIN contact ON contact.id = message.contact_id
              AND removed_at IS NULL AND bounced_at IS NULL AND email IS NOT NULL
            WHERE payment_id = $1 AND message.id = ANY($2::uuid[])
              AND status IN ('sent', 'failed') ORDER BY message.created_at, message.id`,
    values: [paymentId, messageIds],
  });
  return rows.map(({ message }) => message);
}

async function tell(
  client: PoolClient,
  { organizationId, now }: Locked,
  paymentId: string,
  count: number,
  actor: Actor,
): Promise<void> {
  await client.query({
    name: 'receipts-told',
    text: `INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, after,
                              organization_id, payment_id)
           VALUES ($1, $2, $3, $4, 'payment.receiptsAsked', jsonb_build_object('messages', $5::int), $6, $7)`,
    values: [now, actor.kind, actor.id, actor.name, count, organizationId, paymentId],
  });
}
