/**
 * A person lets a payment in review go on. A draft is placed anew under its id, with the preview,
 * the limits and the fingerprint of a new placement; one with a date goes on on a day.
 */
import type { Pool, PoolClient } from 'pg';
import type { ApprovePaymentBody } from '../../../contracts/payment-request';
import { PaymentEventKind, PaymentState, transition } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import type { BookPayment } from '../books/books';
import type { BooksEdit } from '../books/books-edit';
import { writeBooks } from '../books/write-books';
import { type Finished, inTransaction } from '../transaction';
import type { DecisionResult } from './decision-types';
import { writeScheduledMessages } from './messages/write-messages';
import { askedOf, openDecision, placedBefore } from './open-decision';
import { placedIn } from './placed';
import { type Decision, decidePlacement } from './placement-decision';
import { readPlacement } from './placement-read';
import type { Actor } from './placement-types';
import { setByPerson } from './set-by-person';

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createApprovePayment({ pool, limits }: Dependencies) {
  return function approve(
    paymentId: string,
    request: ApprovePaymentBody,
    actor: Actor,
  ): Promise<DecisionResult> {
    return inTransaction(pool, (client) => attempt(client, limits, paymentId, request, actor));
  };
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  paymentId: string,
  request: ApprovePaymentBody,
  actor: Actor,
): Promise<Finished<DecisionResult>> {
  const opened = await openDecision(client, paymentId, request.version);
  if (!opened.ok) return drop(opened);
  const { edit, payment } = opened.value;
  const why = whyNot(payment);
  if (why !== null) return drop(refuse({ code: 'PAYMENT_NOT_CHANGEABLE', reason: why }));

  const asked = askedOf(opened.value, { runOn: request.runOn });
  const read = await readPlacement(client, asked);
  const decided = decidePlacement(read, limits, asked, placedBefore(payment));
  if (!decided.ok) return drop(refuse({ code: 'REFUSED', refusals: decided.refusal }));
  const { plan, fingerprint, timing } = decided.value;
  if (request.fingerprint !== null && request.fingerprint !== fingerprint) {
    return drop(refuse({ code: 'PLAN_CHANGED', fingerprint, plan }));
  }
  if (timing === null) placeAnew(edit, payment, decided.value);
  else goOn(edit, payment, timing);

  const { now } = edit.books.business;
  const { methodId } = payment;
  const { methodKind, audience } = decided.value;
  await setByPerson(client, {
    paymentId,
    methodId,
    methodKind,
    recipients: audience.recipients,
    extraRecipients: asked.extraRecipients,
    lines: null,
    now,
  });
  await writeBooks(client, edit, actor);
  if (timing !== null) {
    const occasion = `paymentScheduled:${payment.version + 1}`;
    await writeScheduledMessages(client, paymentId, occasion, now);
  }
  return { keep: true, value: ok(await placedIn(client, paymentId)) };
}

const drop = (value: DecisionResult) => ({ keep: false, value });

function whyNot({ state, lines }: BookPayment): string | null {
  if (state !== PaymentState.inReview) return 'It is not waiting for anybody’s approval.';
  const isEmpty = lines.every((line) => line.amountMinor === 0);
  return isEmpty ? 'Nothing is left of it: other payments have taken all of it.' : null;
}

const SETTLED_REVIEW = { reviewReason: null, stateReason: null, proposedRunOn: null } as const;

/** Its claim and everything it holds are written in one transaction, as at a first placement. */
function placeAnew(edit: BooksEdit, payment: BookPayment, { plan }: Decision): void {
  const { paymentId, state, currency } = payment;
  const next = transition(state, { kind: PaymentEventKind.approved });
  if (next.kind !== 'to') throw new Error(`a payment ${state} was approved`);
  edit.setState(paymentId, next.state, {
    ...SETTLED_REVIEW,
    nextStep: { step: 'charge', clock: 'real', at: edit.books.realNow },
  });
  const { totalMinor: amountMinor, adjustments } = plan;
  edit.happened(paymentId, 'payment.approved', { amountMinor, currency });
  edit.adjust(adjustments, paymentId, 'another payment');
  for (const adjustedId of new Set(adjustments.map((adjustment) => adjustment.paymentId))) {
    const lines = adjustments.filter((adjustment) => adjustment.paymentId === adjustedId);
    edit.happened(adjustedId, 'payment.adjusted', { causePaymentId: paymentId, lines });
  }
}

function goOn(
  edit: BooksEdit,
  { paymentId, state, currency, lines, runOn }: BookPayment,
  timing: NonNullable<Decision['timing']>,
): void {
  const next = transition(state, { kind: PaymentEventKind.rescheduled });
  if (next.kind !== 'to') throw new Error(`a payment ${state} was given a date`);
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  edit.setState(paymentId, next.state, {
    ...SETTLED_REVIEW,
    runOn: timing.runOn,
    runAt: timing.runAt,
    runTime: timing.runTime,
    zone: timing.zone,
    nextStep: { step: 'charge', clock: 'business', at: timing.runAt },
  });
  const after = { amountMinor, currency, runOn: timing.runOn };
  edit.happened(paymentId, 'payment.scheduled', after, null, { runOn });
}
