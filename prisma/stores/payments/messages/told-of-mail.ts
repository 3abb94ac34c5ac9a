/** What became of a mail is written with an event; one that did not arrive has a task, which names the address. */

/** SQL: beside a row of `business`. */
export const BUSINESS_NOW = `clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'`;

/**
 * SQL around an update of `message`, without its RETURNING. The event is called after the mail's status,
 * or `kind`; its reason is the mail's last error.
 */
export const toldOfMail = (update: string, kind = `'message.' || tried.status`): string => `
  WITH tried AS (
    ${update}
    RETURNING message.id, organization_id, payment_id, invoice_id, kind, recipient_address, status, last_error
  ), given_up AS (
    INSERT INTO task (id, kind, dedupe_key, organization_id, payment_id, invoice_id, facts, opened_at)
    SELECT gen_random_uuid(), 'messageFailed', 'messageFailed:' || tried.id, organization_id,
           payment_id, invoice_id,
           jsonb_build_object('to', recipient_address, 'kind', tried.kind, 'reason', last_error),
           ${BUSINESS_NOW}
      FROM tried, business WHERE status = 'failed'
    ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING
  )
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, reason, after, organization_id,
                     payment_id, invoice_id, subject)
  SELECT ${BUSINESS_NOW}, 'system', 'Headroom', ${kind}, last_error,
         jsonb_build_object('kind', tried.kind, 'address', recipient_address),
         organization_id, payment_id, invoice_id, 'message:' || tried.id
    FROM tried, business
  RETURNING after ->> 'address' AS address`;
