/** Which payments a list shows, as SQL over the table `payment`. */
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { allOf, ofClient, type Parameters } from '../../lists/parameters';
import { holdsText, isAmount } from '../../lists/search';

type View = keyof PaymentsPage['counts'];

/** A dispute took the money back until it is won, so it stands with what went wrong. */
export const VIEWS: Readonly<Record<View, string>> = {
  all: 'true',
  scheduled: `payment.state = 'scheduled'`,
  inFlight: `payment.state IN ('reserved', 'submitting', 'actionRequired', 'unknown', 'pending')`,
  settled: `payment.state = 'settled'`,
  failed: `payment.state IN ('failed', 'returned', 'disputed')`,
  needsReview: `payment.state = 'inReview'`,
};

/** Everything but the quick filter: its counts are of this. */
export function filterOf(query: PaymentsQuery, parameters: Parameters): string {
  const is = (column: string, value: string | undefined, type: string) =>
    value === undefined ? null : `${column} = ${parameters.bind(value)}::${type}`;
  return allOf([
    query.organizationId === undefined
      ? null
      : ofClient('payment.organization_id', query.organizationId, parameters),
    is('payment.method_id', query.methodId, 'uuid'),
    is('payment.kind', query.kind, 'text'),
    query.states === undefined
      ? null
      : `payment.state = ANY(${parameters.bind(query.states)}::text[])`,
    query.invoiceId === undefined ? null : isOnInvoice(query.invoiceId, parameters),
    query.placedFrom === undefined
      ? null
      : `payment.placed_at >= ${startOf(query.placedFrom, 0, parameters)}`,
    query.placedTo === undefined
      ? null
      : `payment.placed_at < ${startOf(query.placedTo, 1, parameters)}`,
    query.search === undefined ? null : 'payment.id IN (SELECT id FROM found)',
  ]);
}

const isOnInvoice = (invoiceId: string, parameters: Parameters) => `payment.id IN (
  SELECT payment_id FROM payment_line WHERE invoice_id = ${parameters.bind(invoiceId)}::uuid)`;

/** The first instant of a day of the business, or of the day `later` days after it. */
const startOf = (day: string, later: number, parameters: Parameters) =>
  `((${parameters.bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT zone FROM business))`;

/**
 * SQL of a `WITH` that finds what was searched for once, whatever then asks for it: short number,
 * client, reference, number of an invoice; an amount against the payment and its lines. Each way is a
 * query of its own, so that none is tried again for every payment. Empty without a search.
 */
export function searchOf({ search }: PaymentsQuery, parameters: Parameters): string {
  if (search === undefined) return '';
  const own = [`'p-' || payment.number`, 'lower(organization.name)', 'lower(payment.reference)'];
  const amount = isAmount(search, 'payment.currency', ['payment.amount_minor'], parameters);
  const ofLine = isAmount(search, 'line.currency', ['line.amount_minor'], parameters);
  return `
    WITH found AS MATERIALIZED (
      SELECT payment.id FROM payment JOIN organization ON organization.id = payment.organization_id
       WHERE ${holdsText(search, own, parameters)} OR ${amount ?? 'false'}
      UNION
      SELECT payment_id FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
       WHERE ${holdsText(search, ['invoice.number_key'], parameters)}
      UNION
      SELECT payment_id FROM payment_line AS line WHERE ${ofLine ?? 'false'}
    )`;
}
