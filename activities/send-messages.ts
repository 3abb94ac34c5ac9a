import { log } from '@temporalio/activity';
import type { Clock, MailTransport, OutgoingMail } from '../domain/ports';
import type { MessageActivities } from './message-activities';
import type { PaymentActivities } from './payment-activities';
import { composeMail, type MessageToSend, type RenderedMessage } from './compose-mail';

/** For how long the provider remembers our key; after that a repeat could send twice. */
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;

export type MessageStore = {
  /** Waiting messages of a payment that may be tried now, oldest first; at most `limit`. */
  unsentOf(paymentId: string, limit: number): Promise<readonly MessageToSend[]>;
  /** Null when there is none, or it is sent or given up already. */
  unsent(messageId: string): Promise<MessageToSend | null>;
  /** Bytes of kept documents, in the order of their ids. */
  readDocuments(documentIds: readonly string[]): Promise<OutgoingMail['attachments']>;
  /**
   * Keeps the mail exactly as it will be sent, before it is sent, and answers what is kept: a
   * repeat sends the same bytes under the same key.
   */
  keepRendered(messageId: string, rendered: RenderedMessage): Promise<RenderedMessage>;
  recordSent(messageId: string, providerId: string): Promise<void>;
  /** The provider will never take it, or its key has run out: shown, and may be resent by a person. */
  recordFailed(messageId: string, reason: string): Promise<void>;
  /** To be tried again; the reason is shown meanwhile. */
  recordWaiting(messageId: string, reason: string): Promise<void>;
};

type Dependencies = { mail: MailTransport; messages: MessageStore; clock: Pick<Clock, 'realNow'> };

/** How many messages are read at once; a payment seldom has more recipients. */
const BATCH = 20;

/**
 * Sends every waiting message of a payment, one mail per recipient.
 *
 * Each is kept as sent before it is handed over, under a key of its own, so that a crash at any
 * point sends it once. One recipient's trouble does not hold up the others.
 */
export function createSendMessages(dependencies: Dependencies): PaymentActivities['sendMessages'] {
  return async function sendMessages({ paymentId }) {
    const tried = new Set<string>();
    let waiting = 0;
    for (;;) {
      const batch = await dependencies.messages.unsentOf(paymentId, BATCH + tried.size);
      const untried = batch.filter(({ id }) => !tried.has(id));
      if (untried.length === 0) break;
      for (const message of untried) {
        tried.add(message.id);
        if (!(await deliver(dependencies, message))) waiting += 1;
      }
    }
    if (waiting > 0) throw new Error(`${waiting} messages wait for another try`);
  };
}

/** Sends one message that belongs to no payment. */
export function createSendMessage(dependencies: Dependencies): MessageActivities['sendMessage'] {
  return async function sendMessage({ messageId }) {
    const message = await dependencies.messages.unsent(messageId);
    if (message === null) return;
    if (!(await deliver(dependencies, message)))
      throw new Error('the message waits for another try');
  };
}

/** True once the message needs no further try. */
async function deliver(
  { mail, messages, clock }: Dependencies,
  message: MessageToSend,
): Promise<boolean> {
  const { firstTriedAt } = message;
  if (
    firstTriedAt !== null &&
    clock.realNow().getTime() - Date.parse(firstTriedAt) > KEY_LIFETIME_MS
  ) {
    await messages.recordFailed(message.id, 'The mail service did not take it within a day.');
    return true;
  }
  const rendered =
    message.rendered ??
    (await messages.keepRendered(message.id, await composeMail(message, mail.sizeLimitBytes)));
  const { documentIds, ...words } = rendered;
  const attachments = documentIds.length === 0 ? [] : await messages.readDocuments(documentIds);
  try {
    const answer = await mail.send({ ...words, to: message.to, attachments }, message.key);
    if (answer.kind === 'sent') await messages.recordSent(message.id, answer.providerId);
    else await messages.recordFailed(message.id, answer.reason);
    return true;
  } catch (error) {
    log.warn('a message was not taken', { messageId: message.id, error });
    await messages.recordWaiting(
      message.id,
      'The mail service asked to come back, or did not answer.',
    );
    return false;
  }
}
