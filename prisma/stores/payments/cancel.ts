/** A person drops a payment that was never sent. What it held is given back in the same transaction. */
import type { Pool, PoolClient } from 'pg';
import type { CancelPaymentBody } from '../../../contracts/payment-request';
import { PaymentEventKind, transition } from '../../../domain/payment';
import { ok, refuse } from '../../../domain/result';
import { writeBooks } from '../books/write-books';
import { type Finished, inTransaction } from '../transaction';
import type { DecisionResult } from './decision-types';
import { settleHolds } from './holds';
import { writeOutcomeMessages } from './messages/write-messages';
import { openDecision } from './open-decision';
import { placedIn } from './placed';
import type { Actor } from './placement-types';

export function createCancelPayment({ pool }: Readonly<{ pool: Pool }>) {
  return function cancel(
    paymentId: string,
    request: CancelPaymentBody,
    actor: Actor,
  ): Promise<DecisionResult> {
    return inTransaction(pool, (client) => attempt(client, paymentId, request, actor));
  };
}

async function attempt(
  client: PoolClient,
  paymentId: string,
  { version, reason }: CancelPaymentBody,
  actor: Actor,
): Promise<Finished<DecisionResult>> {
  const opened = await openDecision(client, paymentId, version);
  if (!opened.ok) return { keep: false, value: opened };
  const { edit, payment } = opened.value;
  const next = transition(payment.state, { kind: PaymentEventKind.cancelled });
  if (next.kind !== 'to') {
    const why = 'It has been sent to the gateway or has ended: there is nothing left to cancel.';
    return { keep: false, value: refuse({ code: 'PAYMENT_NOT_CHANGEABLE', reason: why }) };
  }
  const { lines, currency } = payment;
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  edit.setState(paymentId, next.state, {
    nextStep: null,
    closedAt: edit.books.business.now,
    stateReason: reason,
  });
  edit.happened(paymentId, 'payment.cancelled', { amountMinor, currency }, reason, {
    state: payment.state,
  });
  settleHolds(edit, paymentId, payment.state);
  await writeBooks(client, edit, actor);
  await writeOutcomeMessages(client, edit, paymentId, null);
  return { keep: true, value: ok(await placedIn(client, paymentId)) };
}
