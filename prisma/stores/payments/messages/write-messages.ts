/**
 * Writes the mails that a decision asks for, in its own transaction: what was told is decided where
 * the money is decided, and sent by the workflow afterwards.
 *
 * Invariant: one mail per recipient and outcome. The unique key says so, whoever writes it again.
 */
import type { PoolClient } from 'pg';
import { PaymentState } from '../../../../domain/payment';
import type { Asked } from '../../../../domain/payment-step';
import type { BooksEdit } from '../../books/books-edit';
import {
  type CausedAdjustment,
  loweredNotice,
  movedNotice,
  type Notice,
  releasedNotice,
} from './changed-mails';
import { type MailFacts, type MailPayment, paymentOf, readMailFacts } from './mail-facts';
import { messagesInsert, messageTo, type NewMessage } from './message-rows';
import { type OutcomeFacts, outcomeMail, scheduledMail } from './outcome-mails';
import { failureRecipients, type MailRecipient, receiptRecipients } from './recipients';

const INSERT = {
  name: 'messages-insert',
  text: `
  WITH noticed AS (
    UPDATE adjustment SET noticed_at = $2::timestamptz WHERE id = ANY($3::bigint[]) RETURNING 1
  )
  ${messagesInsert('$1', '$2')}`,
};

const CAUSED = {
  name: 'messages-caused',
  text: `
  SELECT id::text, payment_id AS "paymentId", invoice_id AS "invoiceId", before_minor::float8 AS "beforeMinor",
         after_minor::float8 AS "afterMinor", noticed_at IS NOT NULL AS "isNoticed"
    FROM adjustment WHERE cause_payment_id = $1 ORDER BY id`,
};

/**
 * The mails of an outcome of `paymentId`, after its books were written. Nothing is read when there
 * is nothing to tell.
 */
export async function writeOutcomeMessages(
  client: PoolClient,
  edit: BooksEdit,
  paymentId: string,
  asked: Asked | null,
): Promise<void> {
  const change = edit.changedPayments.find(({ after }) => after.paymentId === paymentId);
  if (change === undefined || !isToBeTold(change.before, change.after)) return;
  const touched = edit.books.holds.map((hold) => hold.paymentId);
  const facts = await readMailFacts(client, [...new Set([paymentId, ...touched])]);
  const payment = paymentOf(facts, paymentId);
  const now = edit.books.business.now;

  const outcome = outcomeMail(change, asked, payment, now);
  const messages = outcome === null ? [] : outcomeMessages(facts, payment, outcome, outcome.kind);
  const notices: Notice[] = [];
  const moved = movedNotice(change.before, change.after);
  if (moved !== null) notices.push(moved);
  if (touched.length > 0) {
    const { rows } = await client.query<CausedAdjustment>({ ...CAUSED, values: [paymentId] });
    // What a person changed since is theirs to tell.
    const caused = rows.filter((adjustment) => touched.includes(adjustment.paymentId));
    const notice = isAccepted(change.after.state)
      ? loweredNotice(edit, payment, caused)
      : releasedNotice(edit, payment, caused);
    if (notice !== null) notices.push(notice);
  }
  for (const notice of notices) messages.push(...noticeMessages(facts, payment, notice));
  const told = notices.flatMap(({ adjustmentIds }) => adjustmentIds);
  await insert(client, messages, now, told);
}

/** A payment was placed for a date, or a person changed one; `occasion` tells repeats apart. */
export async function writeScheduledMessages(
  client: PoolClient,
  paymentId: string,
  occasion: string,
  now: string,
): Promise<void> {
  const facts = await readMailFacts(client, [paymentId]);
  const payment = paymentOf(facts, paymentId);
  const scheduled = scheduledMail(payment);
  if (scheduled === null) return;
  await insert(client, outcomeMessages(facts, payment, scheduled, occasion), now, []);
}

const ACCEPTED: ReadonlySet<PaymentState> = new Set([PaymentState.pending, PaymentState.settled]);
const isAccepted = (state: PaymentState) => ACCEPTED.has(state);

const TOLD: ReadonlySet<PaymentState> = new Set([
  PaymentState.pending,
  PaymentState.settled,
  PaymentState.returned,
  PaymentState.failed,
  PaymentState.cancelled,
]);

function isToBeTold(
  before: Readonly<{ state: PaymentState; runAt: string | null }>,
  after: Readonly<{ state: PaymentState; runAt: string | null }>,
): boolean {
  if (before.state !== after.state) return TOLD.has(after.state);
  return after.state === PaymentState.scheduled && before.runAt !== after.runAt;
}

const FAILURES: ReadonlySet<string> = new Set(['paymentDeclined', 'bankDebitReturned']);

function outcomeMessages(
  facts: MailFacts,
  payment: MailPayment,
  outcome: OutcomeFacts,
  occasion: string,
): NewMessage[] {
  const recipients = FAILURES.has(outcome.kind)
    ? failureRecipients(facts, payment)
    : receiptRecipients(facts, payment);
  return recipients.map((recipient) => messageTo(facts, payment, recipient, outcome, occasion));
}

/** One mail per recipient, with every changed payment that they were shown as a recipient of. */
function noticeMessages(facts: MailFacts, payment: MailPayment, notice: Notice): NewMessage[] {
  const recipients = new Map<string, { recipient: MailRecipient; of: Set<string> }>();
  for (const { paymentId } of notice.payments) {
    for (const recipient of receiptRecipients(facts, paymentOf(facts, paymentId))) {
      const key = recipient.address.toLowerCase();
      const known = recipients.get(key) ?? { recipient, of: new Set<string>() };
      known.of.add(paymentId);
      recipients.set(key, known);
    }
  }
  const { cause } = notice;
  return [...recipients.values()].map(({ recipient, of }) => {
    const payments = notice.payments
      .filter(({ paymentId }) => of.has(paymentId))
      .map((changed) => changed.facts);
    const occasion = `paymentChanged:${cause.kind}:${payments[0]?.runsAtAfter.at ?? ''}`;
    return messageTo(
      facts,
      payment,
      recipient,
      { kind: 'paymentChanged', cause, payments },
      occasion,
    );
  });
}

/** `now` is business time; the first try is due at once. */
export async function insert(
  client: PoolClient,
  messages: readonly NewMessage[],
  now: string,
  toldAdjustmentIds: readonly string[],
): Promise<void> {
  if (messages.length === 0) return;
  await client.query({ ...INSERT, values: [JSON.stringify(messages), now, toldAdjustmentIds] });
}
