/** Invoices with what was read of them and paid on them, by day: for looking back. */
import type { PastInvoice, PastLine, PastReading } from '../../../domain/autopay-back-test';
import type { CivilDate } from '../../../domain/calendar';
import {
  type DecisionInvoice,
  readInvoices,
  type RuleRecord,
  type Source,
} from './decision-inputs';

type Past = Readonly<{ id: string; readings: PastReading[]; lines: PastLine[] }>;

const DAY = (instant: string) => `(${instant} AT TIME ZONE business.zone)::date`;

const HISTORY = `
  SELECT invoice.id,
         (SELECT coalesce(json_agg(json_build_object('on', ${DAY('reading.as_of')},
              'balanceMinor', reading.balance_minor) ORDER BY reading.as_of, reading.id), '[]')
            FROM reading WHERE reading.invoice_id = invoice.id AND reading.outcome = 'applied') AS readings,
         (SELECT coalesce(json_agg(json_build_object('amountMinor', line.amount_minor,
              'placedOn', ${DAY('payment.placed_at')}, 'runOn', payment.run_on,
              'settledOn', ${DAY('payment.settled_at')}, 'insideOn', ${DAY('line.inside_since')})), '[]')
            FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
           WHERE line.invoice_id = invoice.id AND line.amount_minor > 0
             AND payment.state IN ('settled', 'disputed', 'scheduled', 'pending', 'submitting')) AS lines
    FROM business, invoice WHERE invoice.id = ANY($1::uuid[])`;

/**
 * Invoices of a client that were issued from a day on, paid ones too, in one currency. Two statements
 * for any number.
 */
export async function readPastInvoices(
  source: Source,
  organizationId: string,
  from: Readonly<{ currency: string; issuedFrom: CivilDate }>,
  rules: readonly RuleRecord[],
): Promise<(DecisionInvoice & PastInvoice)[]> {
  const where = `invoice.organization_id = $1 AND invoice.currency = $2
    AND invoice.issued_on >= $3::date AND NOT invoice.is_void`;
  const values = [organizationId, from.currency, from.issuedFrom];
  const invoices = await readInvoices(source, { where, values }, rules);
  const { rows } = await source.query<Past>(HISTORY, [invoices.map(({ invoiceId }) => invoiceId)]);
  const pasts = new Map(rows.map((past) => [past.id, past]));
  return invoices.map((invoice) => {
    const { readings = [], lines = [] } = pasts.get(invoice.invoiceId) ?? {};
    return { ...invoice, readings, lines };
  });
}
