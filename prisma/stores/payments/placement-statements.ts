/**
 * The statements of a placement, each prepared once per connection.
 *
 * The order is rule 10: its invoices by id, the payments planned on them by id, then what is read,
 * then one write. Locking and reading are statements apart: one that waited for a lock still sees the
 * old rows. Where nothing is planned the write alone does both: it locks the invoices and compares
 * them with what was read, and a row that changed while it waited is compared as it is now.
 * Whoever plans on an invoice, or changes a plan, changes what the invoice says is planned.
 */
import { messagesInsert } from './messages/message-rows';

/**
 * The method is locked before the invoices and by name, since a foreign key is looked up at the end of
 * a write, with the invoices held. Of a method that is not this client's, nothing is locked.
 */
export const LOCK = {
  name: 'place-lock',
  text: `
  WITH method AS (
    SELECT id, organization_id FROM payment_method
     WHERE id = $2::uuid AND organization_id = survivor_of($3::uuid) FOR KEY SHARE
  ), locked AS (
    SELECT id FROM invoice
     WHERE id = ANY($1::uuid[]) AND (SELECT count(*) FROM method) = 1
     ORDER BY id FOR NO KEY UPDATE
  )
  SELECT organization_id AS "organizationId", (SELECT count(*) FROM locked) AS invoices FROM method`,
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

/** Which parts a placement has besides its own row, lines and event. */
export type Parts = Readonly<{ lowers: boolean; mails: boolean }>;

/**
 * Everything a placement changes, in one statement, if method and invoices are as they were read and
 * the id is free; else nothing. Fewer invoices held than there are lines means that something moved,
 * else no own row means that the id is taken. A part that changed fewer rows than it was given is a
 * bug, and its division by zero undoes the whole statement. A part that a placement does not have costs
 * as much as one it has, so it is left out.
 *
 * $1 to $29 are for every placement; after them what is lowered and the mails, of those it has.
 */
export function writeStatement({ lowers, mails }: Parts): Readonly<{ name: string; text: string }> {
  return {
    name: `place-write${lowers ? '-lowering' : ''}${mails ? '-mailing' : ''}`,
    text: `
  WITH ${OWN}${lowers ? LOWERED : ''}${mails ? mailed(lowers ? '$31' : '$30') : ''}
  SELECT (SELECT count(*) FROM held)::int AS held, (SELECT count(*) FROM own)::int AS own,
         1 / (CASE WHEN (SELECT count(*) FROM own) = 0 OR ((SELECT count(*) FROM told) = 1
           AND (SELECT count(*) FROM claim) = (SELECT count(*) FROM delta)
           AND (SELECT count(*) FROM own_lines) = (SELECT count(*) FROM delta)${lowers ? ALL_LOWERED : ''}
         ) THEN 1 ELSE 0 END) AS "isWhole"`,
  };
}

/** Every part hangs on the own row, and that on all invoices being held. */
const OWN = `
  method AS (
    SELECT id FROM payment_method
     WHERE id = $6::uuid AND organization_id = $3::uuid AND removed_at IS NULL FOR KEY SHARE
  ), delta AS (
    SELECT * FROM json_to_recordset($25::json) AS d(
      invoice_id uuid, position smallint, amount bigint, firm bigint, planned bigint,
      seen_open bigint, seen_firm bigint, seen_disputed bigint, seen_planned bigint,
      seen_void boolean, seen_on_hold boolean, seen_missing boolean, seen_drifted boolean)
  ), held AS (
    SELECT invoice.id FROM invoice JOIN delta ON delta.invoice_id = invoice.id
     WHERE (SELECT count(*) FROM method) = 1
       AND organization_id = $3::uuid AND currency = $8
       AND open_minor = seen_open AND firm_minor = seen_firm AND disputed_minor = seen_disputed
       AND planned_minor = seen_planned AND is_void = seen_void AND is_on_hold = seen_on_hold
       AND (missing_since IS NOT NULL) = seen_missing AND (drift_since IS NOT NULL) = seen_drifted
     ORDER BY invoice.id FOR NO KEY UPDATE OF invoice
  ), own AS (
    INSERT INTO payment (id, number, organization_id, kind, state, method_id, method_kind, currency,
                         amount_minor, entered_minor, strategy, reference, note, extra_recipients,
                         retry_of_id, restored_from_id, request_body, placed_by_id, placed_by_name,
                         placed_at, recipients, run_on, run_time, zone, run_at,
                         next_step, next_step_clock, next_step_at)
    SELECT $1::uuid, $2::bigint, $3::uuid, $4, $5, $6::uuid, $7, $8, $9::bigint, $9::bigint, $10, $11,
           $12, $13::text[], $14::uuid, $15::uuid, $16, $17::uuid, $18, $19::timestamptz, $20::jsonb,
           $21::date, $22, $23, $24::timestamptz,
           'charge', CASE WHEN $24::timestamptz IS NULL THEN 'real' ELSE 'business' END,
           coalesce($24::timestamptz, clock_timestamp())
     WHERE (SELECT count(*) FROM held) = json_array_length($25::json)
    ON CONFLICT (id) DO NOTHING
    RETURNING id, organization_id, currency
  ), claim AS (
    UPDATE invoice SET firm_minor = firm_minor + delta.firm,
                       planned_minor = planned_minor + delta.planned, version = version + 1
      FROM own, delta
     WHERE invoice.id = delta.invoice_id
       AND (delta.firm = 0 OR firm_minor + disputed_minor + delta.firm <= open_minor)
    RETURNING invoice.id
  ), own_lines AS (
    INSERT INTO payment_line (payment_id, invoice_id, organization_id, currency, position,
                              amount_minor, entered_minor)
    SELECT own.id, invoice_id, own.organization_id, own.currency, position, amount, amount
      FROM own, delta
    RETURNING 1
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, after,
                       organization_id, payment_id)
    SELECT $19::timestamptz, $26, $27::uuid, $28, 'payment.placed', $29::jsonb, organization_id, id
      FROM own
    RETURNING 1
  )`;

const LOWERED = `, lowered AS (
    SELECT * FROM json_to_recordset($30::json) AS a(
      payment_id uuid, invoice_id uuid, before bigint, after bigint)
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
    SELECT payment_id, invoice_id, before, after, 'payment', $1::uuid, 'held', 'another payment',
           $19::timestamptz
      FROM lowered
    RETURNING 1
  ), told_others AS (
    INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, after,
                       organization_id, payment_id)
    SELECT $19::timestamptz, $26, $27::uuid, $28, 'payment.adjusted',
           jsonb_build_object('causePaymentId', $1::uuid, 'lines', jsonb_agg(to_jsonb(lowered))),
           $3::uuid, payment_id
      FROM lowered GROUP BY payment_id
    RETURNING 1
  )`;

const ALL_LOWERED = `
           AND (SELECT count(*) FROM other_lines) = (SELECT count(*) FROM lowered)
           AND (SELECT count(*) FROM kept) = (SELECT count(*) FROM lowered)
           AND (SELECT count(*) FROM other_payments) = (SELECT count(DISTINCT payment_id) FROM lowered)
           AND (SELECT count(*) FROM told_others) = (SELECT count(DISTINCT payment_id) FROM lowered)`;

const mailed = (rows: string) => `, mails AS (
    ${messagesInsert(`(CASE WHEN EXISTS (SELECT FROM own) THEN ${rows} ELSE '[]' END)`, '$19')}
    RETURNING 1
  )`;

export const READ_PLACED = {
  name: 'place-read-placed',
  text: `
  SELECT id, version, number::text, kind, state, amount_minor::text, currency, run_on::text, run_at,
         request_body FROM payment WHERE id = $1`,
};
