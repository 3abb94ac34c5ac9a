/** Payments as pages read them; what may be decided about them is decided elsewhere. */
import type { Pool } from 'pg';
import type { PaymentStore } from '../../../../api/stores/payments';
import type { GatewayCapabilities } from '../../../../domain/ports';
import { listPayments } from './list-payments';
import { paymentDetailsOf } from './payment-details';
import { type DetailsRecord, PAYMENT_DETAILS } from './payment-details-statement';

export type PaymentReader = Pick<PaymentStore, 'list' | 'read'>;

type Dependencies = Readonly<{ pool: Pool; capabilities: Pick<GatewayCapabilities, 'fence'> }>;

export function createPaymentReader({ pool, capabilities }: Dependencies): PaymentReader {
  return {
    list: (query) => listPayments(pool, query),
    async read(paymentId) {
      const { rows } = await pool.query<{ details: DetailsRecord }>({
        ...PAYMENT_DETAILS,
        values: [paymentId],
      });
      return rows[0] === undefined ? null : paymentDetailsOf(rows[0].details, capabilities);
    },
  };
}
