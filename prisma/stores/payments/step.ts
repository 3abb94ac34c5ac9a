/** Where a payment stands, as its workflow is told. */
import type { Pool, PoolClient } from 'pg';
import type { PaymentStep } from '../../../domain/payment-step';

const READ_STEP = {
  name: 'payment-step',
  text: `
  SELECT json_build_object(
    'paymentId', payment.id, 'state', state, 'kind', kind, 'next', coalesce(next_step, 'none'),
    'waitMs', CASE WHEN next_step IS NULL THEN NULL ELSE greatest(0, ceil(extract(epoch FROM
        next_step_at - clock_timestamp() - CASE WHEN next_step_clock = 'business'
          THEN business.clock_offset_ms * interval '1 millisecond' ELSE interval '0' END) * 1000)) END,
    -- A decision of a person touches others before this workflow hears of it.
    'touchedPaymentIds', CASE WHEN state IN ('reserved', 'cancelled') THEN (
        SELECT coalesce(json_agg(DISTINCT adjustment.payment_id), '[]') FROM adjustment
         WHERE cause_payment_id = payment.id
           AND status = CASE state WHEN 'reserved' THEN 'held' ELSE 'released' END) ELSE '[]' END,
    'touchedRuleIds', CASE WHEN kind <> 'autopay' AND state IN ('reserved', 'scheduled', 'cancelled', 'failed', 'returned') THEN (
        SELECT coalesce(json_agg(DISTINCT plan.rule_id), '[]')
          FROM autopay_plan AS plan JOIN payment_line AS line ON line.invoice_id = plan.invoice_id
         WHERE line.payment_id = payment.id) ELSE '[]' END,
    'unsentMessages', (SELECT count(*) FROM message
                        WHERE message.payment_id = payment.id AND status = 'waiting'),
    'facts', json_build_object(
      'amountMinor', amount_minor, 'currency', currency,
      'invoiceNumbers', (SELECT coalesce(json_agg(invoice.number ORDER BY line.position), '[]')
                           FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
                          WHERE line.payment_id = payment.id),
      'heldAdjustments', (SELECT count(*) FROM adjustment
                           WHERE cause_payment_id = payment.id AND status = 'held'),
      'runAt', to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'gatewayReference', (SELECT reference FROM charge WHERE charge.payment_id = payment.id),
      'reason', state_reason)) AS step
    FROM payment, business WHERE payment.id = $1`,
};

/** Null when no such payment was ever placed. */
export async function readStep(
  source: Pool | PoolClient,
  paymentId: string,
): Promise<PaymentStep | null> {
  const { rows } = await source.query<{ step: PaymentStep }>({ ...READ_STEP, values: [paymentId] });
  return rows[0]?.step ?? null;
}

/** Of a payment that is known to exist, with the payments that were just changed beside it. */
export async function stepAfter(
  client: PoolClient,
  paymentId: string,
  touchedPaymentIds: readonly string[],
): Promise<PaymentStep> {
  const step = await readStep(client, paymentId);
  if (step === null) throw new Error(`no payment ${paymentId}`);
  return touchedPaymentIds.length === 0 ? step : { ...step, touchedPaymentIds };
}
