/** A payment as lists show it: pairs of JSON that a statement makes, and the row made of them. */
import type { PaymentRow } from '../../../../contracts/payment-row';
import { isDraft, PaymentState } from '../../../../domain/payment';

/** SQL that writes an instant as JSON has it. */
export const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export type PaymentRecord = Omit<
  PaymentRow,
  'isDraft' | 'isPosted' | 'amount' | 'invoices' | 'invoiceCount'
> &
  Readonly<{
    amountMinor: number;
    currency: string;
    isAllInside: boolean;
    invoices: PaymentRow['invoices'];
    invoiceCount: number;
  }>;

const METHOD = `
  json_build_object('id', method.id, 'kind', method.kind, 'brand', method.brand,
    'lastFour', method.last_four, 'friendlyName', method.friendly_name, 'expiresIn', method.expires_in)`;

const FIRST_INVOICES = `
  (SELECT json_agg(json_build_object('id', id, 'number', number) ORDER BY number, id)
     FROM (SELECT invoice.id, invoice.number FROM payment_line AS line
             JOIN invoice ON invoice.id = line.invoice_id
            WHERE line.payment_id = payment.id ORDER BY invoice.number, invoice.id LIMIT 3) AS first)`;

/** What the pairs below speak of, beside the table `payment`. */
export const PAYMENT_JOINS = `
  JOIN organization ON organization.id = payment.organization_id
  JOIN payment_method AS method ON method.id = payment.method_id`;

/** The pairs of `PaymentRecord` for `json_build_object`. */
export const PAYMENT_PAIRS = `
  'id', payment.id, 'version', payment.version, 'number', 'P-' || payment.number,
  'organization', json_build_object('id', organization.id, 'name', organization.name),
  'kind', payment.kind, 'state', payment.state, 'amountMinor', payment.amount_minor,
  'currency', payment.currency, 'method', ${METHOD}, 'runOn', payment.run_on,
  'placedAt', ${instant('payment.placed_at')},
  'placedBy', CASE WHEN payment.placed_by_id IS NOT NULL THEN payment.placed_by_name END,
  'settledAt', ${instant('payment.settled_at')}, 'reference', payment.reference,
  'isAllInside', NOT EXISTS (SELECT FROM payment_line AS line
      WHERE line.payment_id = payment.id AND line.amount_minor > 0 AND line.inside_since IS NULL),
  'invoices', ${FIRST_INVOICES},
  'invoiceCount', (SELECT count(*) FROM payment_line AS line WHERE line.payment_id = payment.id)`;

export function paymentRowOf(record: PaymentRecord): PaymentRow {
  const { id, version, number, organization, kind, state, amountMinor, currency } = record;
  return {
    id,
    version,
    number,
    organization,
    kind,
    state,
    isDraft: isDraft(record),
    isPosted: state === PaymentState.settled && record.isAllInside,
    amount: { amountMinor, currency },
    method: record.method,
    runOn: record.runOn,
    placedAt: record.placedAt,
    placedBy: record.placedBy,
    settledAt: record.settledAt,
    reference: record.reference,
    invoices: record.invoices,
    invoiceCount: record.invoiceCount,
  };
}
