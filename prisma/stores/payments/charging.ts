/** What the steps at the gateway read and keep of a charge, beside the freeze and the outcome. */
import type { Pool } from 'pg';
import { PaymentState } from '../../../domain/payment';
import type { AskableCharge } from '../../../domain/payment-step';
import type { GatewayReport } from '../../../domain/ports';
import { DUPLICATE } from './outcome-fields';
import { readChargeRow } from './charge-row';

const ASKABLE: readonly PaymentState[] = [
  'submitting',
  'actionRequired',
  'unknown',
  'pending',
  'settled',
  'disputed',
];

export function createCharging({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Null when there is nothing to ask about. */
    async readCharge(paymentId: string): Promise<AskableCharge | null> {
      // Overdue by the clock that wrote the instant: a step that came at it would find it not due yet.
      const { rows } = await pool.query<{
        state: PaymentState;
        failure_code: string | null;
        is_overdue: boolean | null;
      }>({
        name: 'charging-state',
        text: `SELECT state, failure_code, fence_due_at <= clock_timestamp() AS is_overdue
                 FROM payment LEFT JOIN charge ON charge.payment_id = payment.id
                WHERE payment.id = $1`,
        values: [paymentId],
      });
      const payment = rows[0];
      const row =
        payment && ASKABLE.includes(payment.state) ? await readChargeRow(pool, paymentId) : null;
      if (payment === undefined || row === null) return null;
      const isOpen =
        payment.state === PaymentState.submitting || payment.state === PaymentState.unknown;
      const mayFence = isOpen || payment.state === PaymentState.actionRequired;
      return {
        charge: row.charge,
        resendDeadline: row.resendDeadline,
        isOpen,
        isFenceDue: mayFence && payment.is_overdue === true,
        isDuplicate: payment.failure_code === DUPLICATE,
      };
    },

    /** Kept between freeze and submit, so that the charge can be fenced whatever happens next. */
    async keepHandle(paymentId: string, handle: string): Promise<void> {
      await pool.query({
        name: 'charging-keep-handle',
        text: 'UPDATE charge SET handle = $2 WHERE payment_id = $1 AND (handle IS NULL OR handle = $2)',
        values: [paymentId, handle],
      });
    },

    /** Keeps a report once per event id of its gateway. */
    async recordReport(
      gateway: string,
      report: GatewayReport,
    ): Promise<Readonly<{ isNew: boolean }>> {
      const { rowCount } = await pool.query({
        name: 'charging-record-report',
        text: `INSERT INTO gateway_report (gateway, event_id, charge_key, outcome, received_at)
               VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT DO NOTHING`,
        values: [gateway, report.eventId, report.chargeKey, JSON.stringify(report.outcome)],
      });
      return { isNew: rowCount === 1 };
    },
  };
}
