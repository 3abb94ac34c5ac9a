/** Money that went back, or may: the plan is not restored, and a person decides (rules.md 13). */
import type { PoolClient } from 'pg';
import { PaymentState } from '../../../domain/payment';
import type { Line } from '../../../domain/trim';

export type MoneyBack = Readonly<{
  taskKind: string;
  /** By this the hold of autopay is told from one that a person set. */
  holdReason: string;
}>;

export const RETURNED: MoneyBack = {
  taskKind: 'paymentReturned',
  holdReason: 'A payment on it was returned.',
};

export const DISPUTED: MoneyBack = {
  taskKind: 'paymentDisputed',
  holdReason: 'A payment on it is disputed.',
};

/** The stronger first: a dispute ends by itself, with what it held, and a return only by a person. */
const KINDS = [RETURNED, DISPUTED];

export const HOLD_REASONS = KINDS.map(({ holdReason }) => holdReason);

/**
 * SQL that lifts the hold of a kind of task from invoices ($1), and answers those that are free. Where
 * another open task than $2 stands for a hold, of this kind or the other, the invoice stays held, for
 * the reason of that one. A hold that a person set stays: its reason is their own, or none.
 */
export const liftAutopay = ({ holdReason }: MoneyBack) => `
    WITH lifted AS (
      UPDATE invoice SET autopay_hold = still.reason IS NOT NULL, autopay_hold_reason = still.reason,
             version = version + 1
        FROM (SELECT id, ${reasonLeft('named.id', '$2')} AS reason FROM unnest($1::uuid[]) AS named(id)) AS still
       WHERE invoice.id = still.id AND autopay_hold AND autopay_hold_reason = '${holdReason}'
         AND still.reason IS DISTINCT FROM '${holdReason}'
      RETURNING invoice.id, organization_id, autopay_hold
    )
    SELECT id, organization_id FROM lifted WHERE NOT autopay_hold`;

/** SQL of the reason for which an invoice has to be held beside one task; null when there is none. */
const reasonLeft = (invoiceId: string, taskId: string) =>
  `CASE ${KINDS.map(
    ({ taskKind, holdReason }) => `WHEN EXISTS (
         SELECT FROM payment_line AS line JOIN task USING (payment_id)
          WHERE task.kind = '${taskKind}' AND task.resolved_at IS NULL AND task.id <> ${taskId}
            AND line.invoice_id = ${invoiceId} AND line.amount_minor > 0) THEN '${holdReason}'`,
  ).join(' ')} END`;

const END_DISPUTE_TASK = {
  name: 'dispute-task-ended',
  text: `
  UPDATE task SET resolved_at = $2::timestamptz, resolved_by = 'Gateway', resolution = 'done',
         version = version + 1
   WHERE payment_id = $1 AND kind = '${DISPUTED.taskKind}' AND resolved_at IS NULL`,
};

/**
 * The bank has decided: the task of the dispute is done, and its hold is lifted where no other is left.
 * A dispute that was lost has put the hold of a return in its place. The invoices are locked by the
 * caller.
 */
export async function endDispute(
  client: PoolClient,
  { paymentId, lines }: Readonly<{ paymentId: string; lines: readonly Line[] }>,
  now: string,
): Promise<void> {
  await client.query({ ...END_DISPUTE_TASK, values: [paymentId, now] });
  await client.query(liftAutopay(DISPUTED), [paidInvoiceIds(lines), NO_TASK]);
}

/** No task has it. */
const NO_TASK = '00000000-0000-0000-0000-000000000000';

/** A line of zero paid nothing, so the hold of its invoice is none of its payment's business. */
export function paidInvoiceIds(lines: readonly Line[]): string[] {
  return lines.filter(({ amountMinor }) => amountMinor > 0).map(({ invoiceId }) => invoiceId);
}

/** Null for a state in which no money went back. */
export function moneyBackAt(state: PaymentState): MoneyBack | null {
  if (state === PaymentState.returned) return RETURNED;
  return state === PaymentState.disputed ? DISPUTED : null;
}
