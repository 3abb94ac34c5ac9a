/**
 * A person changes amounts, method, date or addresses of a payment that is scheduled or waits in review.
 *
 * Invariant: it is planned like a new one, without its own lines; what it becomes is what its
 * preview said. A payment in review stays there until somebody approves it.
 */
import type { Pool, PoolClient } from 'pg';
import type { ChangePaymentBody } from '../../../contracts/payment-request';
import { PaymentState } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import type { Line } from '../../../domain/trim';
import type { BookPayment } from '../books/books';
import type { BooksEdit } from '../books/books-edit';
import { writeBooks } from '../books/write-books';
import { type Finished, inTransaction } from '../transaction';
import type { DecisionResult } from './decision-types';
import { writeScheduledMessages } from './messages/write-messages';
import { askedOf, openDecision, placedBefore } from './open-decision';
import { placedIn } from './placed';
import { type Asked, type Decision, decidePlacement } from './placement-decision';
import { invoiceIdsOf, readPlacement } from './placement-read';
import type { Actor } from './placement-types';
import { setByPerson } from './set-by-person';

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createChangePayment({ pool, limits }: Dependencies) {
  return function change(
    paymentId: string,
    request: ChangePaymentBody,
    actor: Actor,
  ): Promise<DecisionResult> {
    return inTransaction(pool, (client) => attempt(client, limits, paymentId, request, actor));
  };
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  paymentId: string,
  request: ChangePaymentBody,
  actor: Actor,
): Promise<Finished<DecisionResult>> {
  if (request.methodId !== undefined) await keepMethod(client, request.methodId);
  const more = invoiceIdsOf(request.lines ?? []);
  const opened = await openDecision(client, paymentId, request.version, more);
  if (!opened.ok) return drop(opened);
  const { edit, payment } = opened.value;
  if (payment.state !== PaymentState.scheduled && payment.state !== PaymentState.inReview) {
    const reason = 'Only a payment that is scheduled or in review can be changed.';
    return drop(refuse({ code: 'PAYMENT_NOT_CHANGEABLE', reason }));
  }
  const asked = askedOf(opened.value, request);
  const read = await readPlacement(client, asked);
  const decided = decidePlacement(read, limits, asked, placedBefore(payment));
  if (!decided.ok) return drop(refuse({ code: 'REFUSED', refusals: decided.refusal }));
  const { plan, fingerprint } = decided.value;
  if (request.fingerprint !== null && request.fingerprint !== fingerprint) {
    return drop(refuse({ code: 'PLAN_CHANGED', fingerprint, plan }));
  }
  await write(client, edit, payment, asked, decided.value, actor);
  return { keep: true, value: ok(await placedIn(client, paymentId)) };
}

/**
 * Before the invoices, where a placement begins too: whoever removes the method waits, and then
 * finds this payment planned on it.
 */
async function keepMethod(client: PoolClient, methodId: string): Promise<void> {
  await client.query({
    name: 'change-keep-method',
    text: 'SELECT FROM payment_method WHERE id = $1 FOR KEY SHARE',
    values: [methodId],
  });
}

const drop = (value: DecisionResult) => ({ keep: false, value });

async function write(
  client: PoolClient,
  edit: BooksEdit,
  payment: BookPayment,
  asked: Asked,
  { timing, methodKind, audience }: Decision,
  actor: Actor,
): Promise<void> {
  const { paymentId, version } = payment;
  const { now } = edit.books.business;
  const isNewLines = !isSame(payment, asked.lines);
  if (isNewLines) setLines(edit, payment, asked.lines);
  const runOn = timing?.runOn ?? null;
  const runAt = timing?.runAt ?? null;
  const isScheduled = payment.state === PaymentState.scheduled;
  edit.set(paymentId, {
    runOn,
    runAt,
    runTime: timing?.runTime ?? null,
    zone: timing?.zone ?? null,
    ...(isScheduled && runAt !== null
      ? { nextStep: { step: 'charge', clock: 'business', at: runAt } }
      : {}),
  });
  const isDateOnly = !isNewLines && asked.methodId === payment.methodId && runOn !== payment.runOn;
  edit.happened(
    paymentId,
    isDateOnly ? 'payment.rescheduled' : 'payment.changed',
    termsOf({ ...asked, runOn }),
    null,
    termsOf(payment),
  );
  await setByPerson(client, {
    paymentId,
    methodId: asked.methodId,
    methodKind,
    recipients: audience.recipients,
    extraRecipients: asked.extraRecipients,
    lines: isNewLines ? edit.payment(paymentId).lines : null,
    now,
  });
  await writeBooks(client, edit, actor);
  const isToBeTold = isNewLines || runAt !== payment.runAt;
  if (isScheduled && isToBeTold) {
    await writeScheduledMessages(client, paymentId, `paymentScheduled:${version + 1}`, now);
  }
}

/** What a line had become counts: confirming the present amounts changes nothing. */
function isSame(payment: BookPayment, lines: readonly Line[]): boolean {
  const present = new Map(
    payment.lines
      .filter(({ amountMinor }) => amountMinor > 0)
      .map(({ invoiceId, amountMinor }) => [invoiceId, amountMinor]),
  );
  return (
    present.size === lines.length &&
    lines.every(({ invoiceId, amountMinor }) => present.get(invoiceId) === amountMinor)
  );
}

/** A line that is no more asked for stays, at zero: nothing is deleted. */
function setLines(edit: BooksEdit, { paymentId, lines }: BookPayment, asked: readonly Line[]) {
  const amounts = new Map(asked.map(({ invoiceId, amountMinor }) => [invoiceId, amountMinor]));
  for (const { invoiceId } of lines) {
    edit.setLine(paymentId, invoiceId, amounts.get(invoiceId) ?? 0);
  }
  for (const { invoiceId, amountMinor } of asked) edit.setLine(paymentId, invoiceId, amountMinor);
}

function termsOf({
  currency,
  methodId,
  runOn,
  lines,
}: Pick<Asked, 'currency' | 'methodId' | 'runOn' | 'lines'>) {
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return {
    amountMinor,
    currency,
    methodId,
    runOn,
    lines: lines.map((line) => ({ invoiceId: line.invoiceId, amountMinor: line.amountMinor })),
  };
}
