/** What a payment's workflow is started with, and which payments are overdue (the outbox). */
import type { Pool } from 'pg';
import type { PaymentKind, PaymentState } from '../../../domain/payment';
import type { MethodKind } from '../../../domain/ports';

export type PaymentStart = Readonly<{
  paymentId: string;
  organizationId: string;
  kind: PaymentKind;
  state: PaymentState;
  methodKind: MethodKind;
  amountMinor: number;
  currency: string;
  invoiceNumbers: readonly string[];
  runAt: string | null;
}>;

const START = `
  json_build_object(
    'paymentId', payment.id, 'organizationId', payment.organization_id, 'kind', kind, 'state', state,
    'methodKind', method_kind, 'amountMinor', amount_minor, 'currency', payment.currency,
    'invoiceNumbers', (SELECT coalesce(json_agg(invoice.number ORDER BY line.position), '[]')
                         FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
                        WHERE line.payment_id = payment.id),
    'runAt', to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS start`;

const READ_START = {
  name: 'payment-start',
  text: `SELECT ${START} FROM payment WHERE id = $1`,
};

/**
 * A minute overdue by its own clock, or with a mail that nobody sends, and due for a look: the first
 * at once, the next after 1, 5, 15 and 60 minutes, then hourly.
 */
const OVERDUE = {
  name: 'payments-overdue',
  // Three ways to be overdue, each by an index of its own: this is asked every minute.
  text: `
  WITH business_now AS (
    SELECT now() + clock_offset_ms * interval '1 millisecond' AS at FROM business
  ), overdue AS (
    SELECT id FROM payment
     WHERE next_step_clock = 'real' AND next_step_at < now() - interval '1 minute'
    UNION
    SELECT id FROM payment
     WHERE next_step_clock = 'business'
       AND next_step_at < (SELECT at FROM business_now) - interval '1 minute'
    UNION
    SELECT payment_id FROM message
     WHERE status = 'waiting' AND payment_id IS NOT NULL AND next_try_at < now() - interval '1 minute'
  )
  SELECT ${START}, sweep_signals AS "sweptTimes"
    FROM overdue JOIN payment ON payment.id = overdue.id
   WHERE swept_at IS NULL OR sweep_signals = 0 OR swept_at < now() - CASE sweep_signals
           WHEN 1 THEN interval '1 minute' WHEN 2 THEN interval '5 minutes'
           WHEN 3 THEN interval '15 minutes' ELSE interval '1 hour' END
   ORDER BY next_step_at LIMIT $1`,
};

export type OverduePayment = Readonly<{ start: PaymentStart; sweptTimes: number }>;

export function createStarting({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Null when it was never placed. */
    async readStart(paymentId: string): Promise<PaymentStart | null> {
      const { rows } = await pool.query<{ start: PaymentStart }>({
        ...READ_START,
        values: [paymentId],
      });
      return rows[0]?.start ?? null;
    },

    /** Oldest first. */
    async overdue(limit: number): Promise<readonly OverduePayment[]> {
      const { rows } = await pool.query<OverduePayment>({ ...OVERDUE, values: [limit] });
      return rows;
    },

    /** Waiting messages of no payment that nobody has tried for a minute, longest waiting first. */
    async overdueMessages(limit: number): Promise<readonly string[]> {
      const { rows } = await pool.query<{ id: string }>({
        name: 'messages-overdue',
        text: `SELECT id FROM message
                WHERE status = 'waiting' AND payment_id IS NULL
                  AND next_try_at < clock_timestamp() - interval '1 minute'
                ORDER BY next_try_at LIMIT $1`,
        values: [limit],
      });
      return rows.map(({ id }) => id);
    },

    /** One more look was taken: the next comes later. A step that is taken sets the count back. */
    async recordSwept(paymentId: string): Promise<void> {
      await pool.query({
        name: 'payment-swept',
        text: `UPDATE payment SET sweep_signals = sweep_signals + 1, swept_at = clock_timestamp() WHERE id = $1`,
        values: [paymentId],
      });
    },

    /** The server will not have it: a person has to look, and the next look comes later all the same. */
    async recordRefused(paymentId: string, reason: string): Promise<void> {
      await pool.query({
        name: 'payment-start-refused',
        text: `
          WITH swept AS (
            UPDATE payment SET sweep_signals = sweep_signals + 1, swept_at = clock_timestamp()
             WHERE id = $1 RETURNING organization_id, id)
          INSERT INTO task (id, kind, dedupe_key, organization_id, payment_id, facts, opened_at)
          SELECT gen_random_uuid(), 'workflowRefused', 'workflowRefused:' || swept.id, organization_id, swept.id,
                 jsonb_build_object('reason', $2::text),
                 now() + clock_offset_ms * interval '1 millisecond' FROM swept, business
          ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING`,
        values: [paymentId, reason],
      });
    },
  };
}
