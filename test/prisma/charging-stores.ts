/** The real stores of a charge under the real activities, with a gateway in memory. */
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Pool } from 'pg';
import { createAskGateway } from '../../activities/ask-gateway';
import { createChargePayment } from '../../activities/charge-payment';
import type { PaymentStep } from '../../domain/payment-step';
import { createApply, createFinish } from '../../prisma/stores/payments/apply';
import { createCharging } from '../../prisma/stores/payments/charging';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { readStep } from '../../prisma/stores/payments/step';
import type { FakeGateway } from '../gateways/fake-gateway';

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
