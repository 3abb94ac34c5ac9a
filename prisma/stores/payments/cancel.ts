/**
 * A person drops a payment. One that was never sent gives back what it held in the same transaction; one that
 * waits for the payer is cancelled by its fence, and keeps its claim until the gateway has made it (rules.md 11).
 */
import type { Pool, PoolClient } from 'pg';
import type { CancelPaymentBody } from '../../../contracts/payment-request';
import { sumMinor } from '../../../domain/money';
import { PaymentEventKind, PaymentState, transition } from '../../../domain/payment';
import type { GatewayCapabilities } from '../../../domain/ports';
import { ok, refuse } from '../../../domain/result';
import { writeBooks } from '../books/write-books';
import { type Finished, inTransaction } from '../transaction';
import { readChargeRow } from './charge-row';
import type { DecisionResult } from './decision-types';
import { settleHolds } from './holds';
import { writeOutcomeMessages } from './messages/write-messages';
import { type OpenDecision, openDecision } from './open-decision';
import { placedIn } from './placed';
import type { Actor } from './placement-types';

type Dependencies = Readonly<{ pool: Pool; capabilities: Pick<GatewayCapabilities, 'fence'> }>;

export function createCancelPayment({ pool, capabilities: { fence } }: Dependencies) {
  return function cancel(
    paymentId: string,
    { version, reason }: CancelPaymentBody,
    actor: Actor,
  ): Promise<DecisionResult> {
    return inTransaction(pool, async (client) => {
      const opened = await openDecision(client, paymentId, version);
      if (!opened.ok) return { keep: false, value: opened };
      const decision = { ...opened.value, reason, actor };
      return opened.value.payment.state === PaymentState.actionRequired
        ? stop(client, decision, fence)
        : drop(client, decision);
    });
  };
}

type Decision = OpenDecision & Readonly<{ reason: string | null; actor: Actor }>;

const notChangeable = (reason: string): Finished<DecisionResult> => ({
  keep: false,
  value: refuse({ code: 'PAYMENT_NOT_CHANGEABLE', reason }),
});

async function drop(
  client: PoolClient,
  { edit, payment, reason, actor }: Decision,
): Promise<Finished<DecisionResult>> {
  const { paymentId } = payment;
  const next = transition(payment.state, { kind: PaymentEventKind.cancelled });
  if (next.kind !== 'to') {
    return notChangeable(
      'It has been sent to the gateway or has ended: there is nothing left to cancel.',
    );
  }
  edit.setState(paymentId, next.state, {
    nextStep: null,
    closedAt: edit.books.business.now,
    stateReason: reason,
  });
  edit.happened(paymentId, 'payment.cancelled', amountOf(payment), reason, {
    state: payment.state,
  });
  settleHolds(edit, paymentId, payment.state);
  await writeBooks(client, edit, actor);
  await writeOutcomeMessages(client, edit, paymentId, null);
  return { keep: true, value: ok(await placedIn(client, paymentId)) };
}

/**
 * The fence is due now instead of a day after the payer was asked. Asked again it is told once, and the
 * gateway is asked at once.
 */
async function stop(
  client: PoolClient,
  { edit, payment, reason, actor }: Decision,
  fence: GatewayCapabilities['fence'],
): Promise<Finished<DecisionResult>> {
  const { paymentId } = payment;
  if (fence === 'none') {
    return notChangeable('It waits for the client, and its gateway cannot stop a charge.');
  }
  const charge = await readChargeRow(client, paymentId);
  await client.query({
    name: 'charge-stop-asked',
    text: `UPDATE charge SET stop_asked_at = coalesce(stop_asked_at, clock_timestamp()), asked = 0,
                  fence_due_at = least(fence_due_at, clock_timestamp()) WHERE payment_id = $1`,
    values: [paymentId],
  });
  edit.set(paymentId, { nextStep: { step: 'ask', clock: 'real', at: edit.books.realNow } });
  if (charge?.stopAskedAt === null) {
    edit.happened(paymentId, 'payment.stopAsked', amountOf(payment), reason);
  }
  await writeBooks(client, edit, actor);
  return { keep: true, value: ok(await placedIn(client, paymentId)) };
}

const amountOf = ({ lines, currency }: OpenDecision['payment']) => ({
  amountMinor: sumMinor(lines.map((line) => line.amountMinor)),
  currency,
});
