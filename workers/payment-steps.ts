/** The payment's activities on the real database and gateway. */
import type { Pool } from 'pg';
import { createAskGateway } from '../activities/ask-gateway';
import { createChargePayment } from '../activities/charge-payment';
import type { PaymentActivities } from '../activities/payment-activities';
import type { PaymentGateway } from '../domain/ports';
import { createApply, createFinish } from '../prisma/stores/payments/apply';
import { createCharging } from '../prisma/stores/payments/charging';
import { createFreeze } from '../prisma/stores/payments/freeze';
import { readStep } from '../prisma/stores/payments/step';
import { beating } from './beating';

type Dependencies = Readonly<{ pool: Pool; gateway: PaymentGateway }>;

/** Local work of the `payments` queue. */
export function paymentReaders({
  pool,
  gateway: { capabilities },
}: Dependencies): Pick<PaymentActivities, 'readPayment' | 'finishPayment'> {
  const finish = createFinish({ pool, capabilities });
  return {
    readPayment: ({ paymentId }) => readStep(pool, paymentId),
    finishPayment: ({ paymentId }) => finish(paymentId),
  };
}

/** What the `gateway` queue does. */
export function gatewaySteps({
  pool,
  gateway,
}: Dependencies): Pick<PaymentActivities, 'chargePayment' | 'askGateway'> {
  const { capabilities } = gateway;
  const apply = createApply({ pool, capabilities });
  const charging = createCharging({ pool });
  const payments = {
    ...charging,
    freeze: createFreeze({ pool, capabilities }),
    readStep: (paymentId: string) => readStep(pool, paymentId),
  };
  const clock = { realNow: () => new Date() };
  return {
    chargePayment: beating(
      createChargePayment({
        gateway,
        clock,
        payments: { ...payments, apply: (id, outcome) => apply(id, outcome, 'gateway') },
      }),
    ),
    askGateway: beating(
      createAskGateway({
        gateway,
        clock,
        payments: { ...payments, apply: (id, asked) => apply(id, asked, 'poll') },
      }),
    ),
  };
}
