/**
 * What only a person may set of a placed payment: amounts, method, further addresses, and who was shown
 * before confirm.
 * Everything that follows from it (state, date, counters, events) is written with the books.
 */
import type { PoolClient } from 'pg';
import type { MethodKind } from '../../../domain/ports';
import type { AudienceMember } from '../../../domain/receipt-audience';
import type { BookLine } from '../books/books';

export type SetByPerson = Readonly<{
  paymentId: string;
  methodId: string;
  methodKind: MethodKind;
  recipients: readonly AudienceMember[];
  /** All addresses typed for it. */
  extraRecipients: readonly string[];
  /** Every line as it is to be, those taken out at zero; null leaves them as they are. */
  lines: readonly BookLine[] | null;
  /** Business time, UTC. */
  now: string;
}>;

const SET_PAYMENT = {
  name: 'set-payment-by-person',
  text: `
  UPDATE payment SET method_id = $2, method_kind = $3, recipients = $4::jsonb, extra_recipients = $6::text[],
                     amount_minor = coalesce($5::bigint, amount_minor),
                     entered_minor = coalesce($5::bigint, entered_minor)
   WHERE id = $1`,
};

/**
 * The lines start anew: what had lowered them is applied for good, because a release never undoes a
 * person (rules.md 8), and counts no more towards what they must be.
 */
const SET_LINES = {
  name: 'set-lines-by-person',
  text: `
  WITH kept AS (
    UPDATE adjustment SET status = 'applied', decided_at = $3::timestamptz
     WHERE payment_id = $1::uuid AND status = 'held'
  ), last AS (
    SELECT coalesce(max(id), 0) AS id FROM adjustment WHERE payment_id = $1::uuid
  )
  INSERT INTO payment_line (payment_id, invoice_id, organization_id, currency, position, amount_minor,
                            entered_minor, set_after_adjustment)
  SELECT payment.id, line.invoice_id, organization_id, currency, line.position, line.amount, line.amount,
         last.id
    FROM json_to_recordset($2::json) AS line(invoice_id uuid, position smallint, amount bigint),
         payment, last
   WHERE payment.id = $1::uuid
  ON CONFLICT (payment_id, invoice_id) DO UPDATE
     SET amount_minor = EXCLUDED.amount_minor, entered_minor = EXCLUDED.entered_minor,
         set_after_adjustment = EXCLUDED.set_after_adjustment`,
};

/** Under the locks of the payment and of every invoice of its lines. */
export async function setByPerson(client: PoolClient, set: SetByPerson): Promise<void> {
  const { paymentId, methodId, methodKind, recipients, extraRecipients, lines, now } = set;
  const total = lines?.reduce((sum, line) => sum + line.amountMinor, 0) ?? null;
  await client.query({
    ...SET_PAYMENT,
    values: [paymentId, methodId, methodKind, JSON.stringify(recipients), total, extraRecipients],
  });
  if (lines === null) return;
  const rows = lines.map(({ invoiceId, amountMinor }, position) => ({
    invoice_id: invoiceId,
    position,
    amount: amountMinor,
  }));
  await client.query({ ...SET_LINES, values: [paymentId, JSON.stringify(rows), now] });
}
