/** What a preview names beside the values of the decision: payments by number, the method as pages show it. */
import type { Amount, MethodSummary, PaymentReference } from '../../../contracts/fields';
import type { PaymentKind } from '../../../domain/payment';
import type { PlacedBefore } from './placement-decision';

export type NamedPayment = Readonly<{
  payment: PaymentReference;
  kind: PaymentKind;
  placedBy: string | null;
}>;

export type PreviewNames = Readonly<{
  /** The payment that would be changed; null when it is not this client's. */
  changes: PlacedBefore | null;
  method: MethodSummary | null;
  /** By id. */
  payments: Readonly<Record<string, NamedPayment>>;
  /** Whether the client has an enabled rule of autopay. */
  hasRules: boolean;
  /** What is left of the client's credit, per currency. */
  unapplied: readonly Amount[];
}>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/**
 * SQL of `PreviewNames`: $1 invoice ids, $2 method id, $4 the changed payment, and where the
 * organization's id stands.
 */
export const previewNames = (organization: string) => `
  json_build_object(
    'changes', (SELECT json_build_object('paymentId', id, 'state', state, 'runOn', run_on,
        'runAt', to_char(run_at ${UTC}), 'runTime', run_time, 'zone', zone)
        FROM payment WHERE id = $4::uuid AND organization_id = ${organization}),
    'method', (SELECT json_build_object('id', id, 'kind', kind, 'brand', brand,
        'lastFour', last_four, 'friendlyName', friendly_name, 'expiresIn', expires_in)
        FROM payment_method WHERE id = $2::uuid AND organization_id = ${organization}),
    'payments', (SELECT coalesce(json_object_agg(id, json_build_object(
        'payment', json_build_object('id', id, 'number', 'P-' || number),
        'kind', kind, 'placedBy', CASE WHEN placed_by_id IS NOT NULL THEN placed_by_name END)), '{}')
        FROM payment
       WHERE id IN (SELECT payment_id FROM payment_line WHERE invoice_id = ANY($1::uuid[]))
         AND (state = 'scheduled' OR (state = 'inReview' AND run_on IS NOT NULL))),
    'hasRules', EXISTS (SELECT FROM autopay_rule
        WHERE organization_id = ${organization} AND is_enabled AND removed_at IS NULL),
    'unapplied', (SELECT coalesce(json_agg(json_build_object(
        'amountMinor', remaining, 'currency', currency) ORDER BY currency), '[]')
        FROM (SELECT currency, sum(remaining_minor) AS remaining FROM unapplied_money
               WHERE organization_id = ${organization} AND remaining_minor > 0 GROUP BY currency) AS credit))`;

/** @throws Error when the payment was not read: a bug of the caller. */
export function paymentNamed({ payments }: PreviewNames, paymentId: string): NamedPayment {
  const payment = payments[paymentId];
  if (payment === undefined) throw new Error(`payment ${paymentId} was not read`);
  return payment;
}
