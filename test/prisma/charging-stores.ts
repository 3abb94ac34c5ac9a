/** The real stores of a charge under the real activities, with a gateway in memory. */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Pool } from 'pg';
import { createAskGateway } from '../../activities/ask-gateway';
import { createChargePayment } from '../../activities/charge-payment';
import type { PaymentStep } from '../../domain/payment-step';
import { createApply, createFinish } from '../../prisma/stores/payments/apply';
import { createCharging } from '../../prisma/stores/payments/charging';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { readStep } from '../../prisma/stores/payments/step';
import type { FakeGateway } from '../gateways/fake-gateway';
import { aRequest, type Books, dana, LIMITS } from './books';

/** Steps at the gateway are taken as their activities take them. */
export function chargingStores(pool: Pool, gateway: FakeGateway) {
  const { capabilities } = gateway;
  const apply = createApply({ pool, capabilities });
  const charging = createCharging({ pool });
  const payments = {
    ...charging,
    freeze: createFreeze({ pool, capabilities }),
    readStep: (id: string) => readStep(pool, id),
    apply: (id: string, asked: Parameters<typeof apply>[1]) => apply(id, asked, 'gateway'),
  };
  const dependencies = { gateway, clock: { realNow: () => new Date() }, payments };
  const run = <Answer>(
    activity: (input: { paymentId: string }) => Promise<Answer>,
    paymentId: string,
  ) => new MockActivityEnvironment().run(activity, { paymentId }) as Promise<Answer>;
  return {
    ...payments,
    finish: createFinish({ pool, capabilities }),
    charge: (id: string) => run<PaymentStep>(createChargePayment(dependencies), id),
    ask: (id: string) => run<PaymentStep>(createAskGateway(dependencies), id),
  };
}

type Given = Readonly<{ pool: Pool; gateway: FakeGateway }>;

/** The same, with what places payments and reads what became of them. Each test has its own gateway. */
export function aCharging(given: () => Given) {
  const stores = () => chargingStores(given().pool, given().gateway);

  async function place(books: Books, amounts: number[], overrides: Partial<PlacementRequest> = {}) {
    const result = await createPlacePayment({ pool: given().pool, limits: LIMITS })(
      randomUUID(),
      aRequest(books, amounts, overrides),
      dana,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return result.value.payment.id;
  }

  /** Moves the business's clock to a civil date's noon, UTC evening of the business's morning. */
  const moveTo = (date: string, time = '20:00:00Z') =>
    given().pool.query(
      `UPDATE business SET clock_offset_ms =
         greatest(0, (extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)::bigint)`,
      [`${date}T${time}`],
    );
  const paymentRow = async (id: string) => {
    const { rows } = await given().pool.query(
      `SELECT state, amount_minor::int AS amount, review_reason, failure_code, run_on::text, next_step FROM payment WHERE id = $1`,
      [id],
    );
    return rows[0] as Record<string, unknown>;
  };
  const tasksOf = async () => {
    const { rows } = await given().pool.query<{ kind: string }>(
      'SELECT kind FROM task ORDER BY kind',
    );
    return rows.map(({ kind }) => kind);
  };
  const statusesOf = async (causePaymentId: string) => {
    const { rows } = await given().pool.query<{ status: string }>(
      'SELECT status FROM adjustment WHERE cause_payment_id = $1 ORDER BY id',
      [causePaymentId],
    );
    return rows.map(({ status }) => status);
  };

  return { stores, place, moveTo, paymentRow, tasksOf, statusesOf };
}
