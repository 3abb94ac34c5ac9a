/**
 * The statements of a placement, each prepared once per connection.
 *
 * The order is rule 10: the payment's own row first, so that a second try of the same id waits here;
 * then its invoices by id, the payments planned on them by id, then what is read, then one write.
 * Locking and reading are statements apart: one that waited for a lock still sees the old rows.
 * Whoever plans on an invoice, or changes a plan, holds the invoice: once it is locked, a reading
 * that finds nothing planned stays true, and nothing else needs a lock.
 */
import { messagesInsert } from './messages/message-rows';

/**
 * In one statement, and still the row first: no invoice is looked at before it is inserted. Its method is
 * locked by name, since a foreign key is looked up at the end of a statement, with the invoices held.
 */
export const INSERT_AND_LOCK = {
  name: 'place-insert-and-lock',
  text: `
  WITH inserted AS (
    INSERT INTO payment (id, organization_id, kind, state, method_id, method_kind, currency,
                         amount_minor, entered_minor, strategy, reference, note, extra_recipients,
                         retry_of_id, restored_from_id, request_body, placed_by_id, placed_by_name, placed_at)
    SELECT $1::uuid, method.organization_id, $4, 'reserved', method.id, method.kind, $5,
           $6::bigint, $6::bigint, $7, $8, $9, $10::text[], $11::uuid, $12::uuid, $13, $14::uuid, $15,
           clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
      FROM payment_method AS method, business
     WHERE method.id = $2 AND method.organization_id = survivor_of($3)
       FOR KEY SHARE OF method
    ON CONFLICT (id) DO NOTHING
    RETURNING number, organization_id
  ), locked AS (
    SELECT id FROM invoice
     WHERE id = ANY($16::uuid[]) AND (SELECT count(*) FROM inserted) = 1
     ORDER BY id FOR NO KEY UPDATE
  )
  SELECT number, organization_id AS "organizationId", (SELECT count(*) FROM locked) AS invoices
    FROM inserted`,
};

export const LOCK_INVOICES = {
  name: 'place-lock-invoices',
  text: `
  SELECT id FROM invoice WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
};

export const LOCK_PLANNED = {
  name: 'place-lock-planned',
  text: `
  SELECT id FROM payment
   WHERE id IN (SELECT payment_id FROM payment_line WHERE invoice_id = ANY($1::uuid[]))
     AND (state = 'scheduled' OR (state = 'inReview' AND run_on IS NOT NULL))
   ORDER BY id FOR NO KEY UPDATE`,
};

/**
 * Everything a placement changes, in one statement. Each part answers how many rows it changed; a
 * part that changed fewer than it was given means that the guard said no.
 */
export const WRITE = {
  name: 'place-write',
  text: `
  WITH delta AS (
    SELECT * FROM json_to_recordset($2::json) AS d(
      invoice_id uuid, position smallint, amount bigint, firm bigint, planned bigint)
  ), lowered AS (
    SELECT * FROM json_to_recordset($3::json) AS a(
      payment_id uuid, invoice_id uuid, before bigint, after bigint)
  ), claim AS (
    UPDATE invoice SET firm_minor = firm_minor + delta.firm,
                       planned_minor = planned_minor + delta.planned, version = version + 1
      FROM delta
     WHERE invoice.id = delta.invoice_id
       AND (delta.firm = 0 OR firm_minor + disputed_minor + delta.firm <= open_minor)
    RETURNING invoice.id
  ), own_lines AS (
    INSERT INTO payment_line (payment_id, invoice_id, organization_id, currency, position,
                              amount_minor, entered_minor)
    SELECT $1::uuid, invoice_id, $4::uuid, $5, position, amount, amount FROM delta
    RETURNING 1
  ), other_lines AS (
    UPDATE payment_line SET amount_minor = lowered.after
      FROM lowered
     WHERE payment_line.payment_id = lowered.payment_id
       AND payment_line.invoice_id = lowered.invoice_id
       AND payment_line.amount_minor = lowered.before
    RETURNING 1
  ), other_payments AS (
    UPDATE payment SET amount_minor = amount_minor - taken.minor, version = version + 1
      FROM (SELECT payment_id, sum(before - after)::bigint AS minor FROM lowered GROUP BY 1) AS taken
     WHERE payment.id = taken.payment_id
    RETURNING payment.id
  ), kept AS (
    INSERT INTO adjustment (payment_id, invoice_id, before_minor, after_minor, cause,
                            cause_payment_id, status, reason, written_at)
    SELECT payment_id, invoice_id, before, after, 'payment', $1::uuid, 'held', 'another payment', $6
      FROM lowered
    RETURNING 1
  ), own AS (
    UPDATE payment SET state = $7, run_on = $8::date, run_time = $9, zone = $10, run_at = $11::timestamptz,
                       next_step = 'charge', next_step_clock = $12, next_step_at = $13::timestamptz,
                       recipients = $17::jsonb
     WHERE id = $1::uuid
    RETURNING 1
  ), mails AS (
    ${messagesInsert('$18', '$6')}
    RETURNING 1
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, after,
                       organization_id, payment_id)
    SELECT $6, $19, $14, $15, 'payment.placed', $16::jsonb, $4::uuid, $1::uuid
    UNION ALL
    SELECT $6, $19, $14, $15, 'payment.adjusted',
           jsonb_build_object('causePaymentId', $1::uuid, 'lines', jsonb_agg(to_jsonb(lowered))),
           $4::uuid, payment_id
      FROM lowered GROUP BY payment_id
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM claim)::int AS claims,
         (SELECT count(*) FROM own_lines)::int AS own_lines,
         (SELECT count(*) FROM other_lines)::int AS other_lines,
         (SELECT count(*) FROM kept)::int AS kept, (SELECT count(*) FROM mails)::int AS mails,
         (SELECT count(*) FROM own)::int + (SELECT count(*) FROM told)::int AS own_and_told,
         (SELECT count(*) FROM other_payments)::int AS other_payments`,
};

export const READ_PLACED = {
  name: 'place-read-placed',
  text: `
  SELECT id, version, number::text, kind, state, amount_minor::text, currency, run_on::text, run_at,
         request_body FROM payment WHERE id = $1`,
};
