/**
 * Writes what a transaction decided, in one statement: invoices, payments, lines, adjustments,
 * tasks and events together. Every row was locked before it was read.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { HOLD_REASONS } from '../payments/money-back';
import type { BookPayment } from './books';
import type { BooksEdit, PaymentFields } from './books-edit';

const WRITE = {
  name: 'books-write',
  text: `
  WITH delta AS (
    SELECT * FROM json_to_recordset($1::json) AS d(
      id uuid, firm bigint, unposted bigint, planned bigint, disputed bigint, autopay_hold text)
  ), invoices AS (
    UPDATE invoice SET
      firm_minor = firm_minor + delta.firm,
      unposted_minor = unposted_minor + delta.unposted,
      planned_minor = planned_minor + delta.planned,
      disputed_minor = disputed_minor + delta.disputed,
      overage_minor = greatest(0, firm_minor + delta.firm - open_minor),
      autopay_hold = invoice.autopay_hold OR delta.autopay_hold IS NOT NULL,
      -- The hold that a person set, for a reason of their own or for none, outlives ours; of ours the stronger.
      autopay_hold_reason = CASE WHEN invoice.autopay_hold AND coalesce(
          array_position($12::text[], autopay_hold_reason) <= array_position($12::text[], delta.autopay_hold), true)
        THEN autopay_hold_reason ELSE coalesce(delta.autopay_hold, autopay_hold_reason) END,
      version = version + 1
      FROM delta
     WHERE invoice.id = delta.id
       -- The hard ceiling: whoever raises what is in flight stays within what is open. A dispute that
       -- is won only moves what was never free.
       AND (delta.firm + delta.disputed <= 0 OR firm_minor + disputed_minor + delta.firm + delta.disputed <= open_minor)
    RETURNING 1
  ), payments AS (
    UPDATE payment SET
      state = changed.state, amount_minor = changed.amount,
      next_step = CASE WHEN fields ? 'nextStep' THEN fields #>> '{nextStep,step}' ELSE next_step END,
      next_step_clock = CASE WHEN fields ? 'nextStep' THEN fields #>> '{nextStep,clock}' ELSE next_step_clock END,
      next_step_at = CASE WHEN fields ? 'nextStep' THEN (fields #>> '{nextStep,at}')::timestamptz ELSE next_step_at END,
      run_on = CASE WHEN fields ? 'runOn' THEN (fields ->> 'runOn')::date ELSE run_on END,
      run_at = CASE WHEN fields ? 'runAt' THEN (fields ->> 'runAt')::timestamptz ELSE run_at END,
      run_time = CASE WHEN fields ? 'runTime' THEN fields ->> 'runTime' ELSE run_time END,
      zone = CASE WHEN fields ? 'zone' THEN fields ->> 'zone' ELSE zone END,
      proposed_run_on = CASE WHEN fields ? 'proposedRunOn' THEN (fields ->> 'proposedRunOn')::date ELSE proposed_run_on END,
      review_reason = CASE WHEN fields ? 'reviewReason' THEN fields ->> 'reviewReason' ELSE review_reason END,
      state_reason = CASE WHEN fields ? 'stateReason' THEN fields ->> 'stateReason' ELSE state_reason END,
      failure_code = CASE WHEN fields ? 'failureCode' THEN fields ->> 'failureCode' ELSE failure_code END,
      failure_is_hard = CASE WHEN fields ? 'failureIsHard' THEN (fields ->> 'failureIsHard')::boolean ELSE failure_is_hard END,
      retry_at = CASE WHEN fields ? 'retryAt' THEN (fields ->> 'retryAt')::timestamptz ELSE retry_at END,
      settled_at = CASE WHEN fields ? 'settledAt' THEN (fields ->> 'settledAt')::timestamptz ELSE settled_at END,
      final_at = CASE WHEN fields ? 'finalAt' THEN (fields ->> 'finalAt')::timestamptz ELSE final_at END,
      closed_at = CASE WHEN fields ? 'closedAt' THEN (fields ->> 'closedAt')::timestamptz ELSE closed_at END,
      -- When it is looked at next is no news to anybody.
      sweep_signals = 0, version = version + CASE WHEN "isNews" THEN 1 ELSE 0 END
      FROM json_to_recordset($2::json) AS changed(id uuid, "from" text, state text, amount bigint, fields jsonb, "isNews" boolean)
     WHERE payment.id = changed.id AND payment.state = changed."from"
    RETURNING 1
  ), lines AS (
    UPDATE payment_line SET amount_minor = changed.amount,
           inside_since = CASE WHEN changed.inside THEN inside_since END,
           disputed_since = CASE WHEN changed.inside THEN disputed_since END,
           -- What left the books has to be entered in them again.
           entered_at = CASE WHEN changed.inside OR inside_since IS NULL THEN payment_line.entered_at END,
           entered_by = CASE WHEN changed.inside OR inside_since IS NULL THEN payment_line.entered_by END
      FROM json_to_recordset($3::json) AS changed(payment_id uuid, invoice_id uuid, amount bigint, inside boolean)
     WHERE payment_line.payment_id = changed.payment_id AND payment_line.invoice_id = changed.invoice_id
    RETURNING 1
  ), kept AS (
    INSERT INTO adjustment (payment_id, invoice_id, before_minor, after_minor, cause, cause_payment_id,
                            status, reason, written_at, decided_at)
    SELECT "paymentId", "invoiceId", "beforeMinor", "afterMinor",
           CASE WHEN "causePaymentId" IS NULL THEN 'external' ELSE 'payment' END, "causePaymentId",
           status, reason, $7::timestamptz, CASE WHEN status = 'applied' THEN $7::timestamptz END
      FROM json_to_recordset($4::json) AS a("paymentId" uuid, "invoiceId" uuid, "beforeMinor" bigint,
             "afterMinor" bigint, "causePaymentId" uuid, status text, reason text)
    RETURNING 1
  ), decided AS (
    UPDATE adjustment SET status = decision.status, decided_at = $7::timestamptz
      FROM json_to_recordset($5::json) AS decision(id bigint, status text)
     WHERE adjustment.id = decision.id AND adjustment.status = 'held'
    RETURNING 1
  ), tasks AS (
    INSERT INTO task (id, kind, dedupe_key, organization_id, payment_id, invoice_id, facts, opened_at)
    SELECT id, kind, "dedupeKey", "organizationId", "paymentId", "invoiceId", facts, $7::timestamptz
      FROM json_to_recordset($6::json) AS t(id uuid, kind text, "dedupeKey" text, "organizationId" uuid,
             "paymentId" uuid, "invoiceId" uuid, facts jsonb)
    ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING
    RETURNING 1
  ), answered AS (
    -- Whoever let it go on, or ended it, has done what the task asked for; so has an outcome.
    UPDATE task SET resolved_at = $7::timestamptz, resolved_by = $10, resolution = 'done', version = version + 1
      FROM json_to_recordset($2::json) AS changed(id uuid, "from" text, state text)
     WHERE task.payment_id = changed.id AND resolved_at IS NULL AND changed.state <> changed."from"
       AND task.kind = CASE changed."from" WHEN 'inReview' THEN 'paymentInReview'
                                           WHEN 'unknown' THEN 'paymentUnknown'
                                           WHEN 'pending' THEN 'paymentPending' END
    RETURNING 1
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, reason, before, after,
                       organization_id, payment_id, invoice_id)
    SELECT $7::timestamptz, $8, $9, $10, kind, reason, before, after, "organizationId", "paymentId", "invoiceId"
      FROM json_to_recordset($11::json) AS e(kind text, reason text, before jsonb, after jsonb,
             "organizationId" uuid, "paymentId" uuid, "invoiceId" uuid)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM invoices)::int AS invoices, (SELECT count(*) FROM payments)::int AS payments,
         (SELECT count(*) FROM lines)::int AS lines, (SELECT count(*) FROM decided)::int AS holds,
         (SELECT count(*) FROM kept)::int + (SELECT count(*) FROM told)::int
           + 0 * ((SELECT count(*) FROM tasks) + (SELECT count(*) FROM answered))::int AS kept_and_told`,
};

export type WrittenBy = Readonly<{
  kind: 'user' | 'system' | 'gateway' | 'source';
  id: string | null;
  name: string;
}>;

/**
 * @throws Error when a row was not as it was read, or the hard ceiling said no: both are bugs,
 * because everything was locked before it was read. The transaction must be rolled back.
 */
export async function writeBooks(
  client: PoolClient,
  edit: BooksEdit,
  actor: WrittenBy,
): Promise<void> {
  const deltas = deltasOf(edit);
  const payments = edit.changedPayments;
  const lines = payments.flatMap(({ before, after }) =>
    after.lines.flatMap(({ invoiceId, amountMinor, isInside }, index) => {
      const known = before.lines[index];
      if (known?.amountMinor === amountMinor && known.isInside === isInside) return [];
      const line = { payment_id: after.paymentId, invoice_id: invoiceId, amount: amountMinor };
      return [{ ...line, inside: isInside }];
    }),
  );
  const { rows } = await client.query({
    ...WRITE,
    values: [
      JSON.stringify(deltas),
      JSON.stringify(
        payments.map(({ before, after, fields }) => ({
          id: after.paymentId,
          from: before.state,
          state: after.state,
          amount: after.lines.reduce((sum, line) => sum + line.amountMinor, 0),
          fields,
          isNews: isNews(edit, before, after, fields),
        })),
      ),
      JSON.stringify(lines),
      JSON.stringify(edit.adjustments),
      JSON.stringify(edit.decidedHolds),
      JSON.stringify(edit.tasks.map((task) => ({ id: randomUUID(), ...task }))),
      edit.books.business.now,
      actor.kind,
      actor.id,
      actor.name,
      JSON.stringify(edit.happenings),
      HOLD_REASONS,
    ],
  });
  const wanted = {
    invoices: deltas.length,
    payments: payments.length,
    lines: lines.length,
    holds: edit.decidedHolds.length,
    kept_and_told: edit.adjustments.length + edit.happenings.length,
  };
  if (JSON.stringify(rows[0]) !== JSON.stringify(wanted)) {
    throw new Error(
      `under locks ${JSON.stringify(rows[0])} of ${JSON.stringify(wanted)} was written`,
    );
  }
}

/** Whether a person who looked at the payment would see something else now. */
function isNews(
  { happenings }: BooksEdit,
  before: BookPayment,
  after: BookPayment,
  { nextStep: _, ...fields }: PaymentFields,
): boolean {
  return (
    before.state !== after.state ||
    Object.keys(fields).length > 0 ||
    !isDeepStrictEqual(before.lines, after.lines) ||
    happenings.some(({ paymentId }) => paymentId === after.paymentId)
  );
}

function deltasOf(edit: BooksEdit) {
  const deltas = new Map(
    edit.deltas.map(({ invoiceId, ...delta }) => [invoiceId, { ...delta }] as const),
  );
  const none = { firm: 0, unposted: 0, planned: 0, disputed: 0 };
  for (const invoiceId of edit.autopayHolds.keys()) {
    if (!deltas.has(invoiceId)) deltas.set(invoiceId, none);
  }
  return [...deltas].map(([id, delta]) => ({
    id,
    ...delta,
    autopay_hold: edit.autopayHolds.get(id) ?? null,
  }));
}
