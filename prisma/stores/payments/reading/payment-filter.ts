/** Which payments a list shows, as SQL over `payment JOIN organization`. */
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { allOf, type Parameters } from '../../lists/parameters';
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
    is('payment.organization_id', query.organizationId, 'uuid'),
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
    query.search === undefined ? null : matches(query.search, parameters),
  ]);
}

const isOnInvoice = (invoiceId: string, parameters: Parameters) => `payment.id IN (
  SELECT payment_id FROM payment_line WHERE invoice_id = ${parameters.bind(invoiceId)}::uuid)`;

/** The first instant of a day of the business, or of the day `later` days after it. */
const startOf = (day: string, later: number, parameters: Parameters) =>
  `((${parameters.bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT zone FROM business))`;

/** Short number, client, reference, number of an invoice; an amount against the payment and its lines. */
function matches(search: string, parameters: Parameters): string {
  const own = [`'p-' || payment.number`, 'lower(organization.name)', 'lower(payment.reference)'];
  const ways = [
    holdsText(search, own, parameters),
    `payment.id IN (SELECT payment_id FROM payment_line AS line
       JOIN invoice ON invoice.id = line.invoice_id
      WHERE ${holdsText(search, ['invoice.number_key'], parameters)})`,
  ];
  const amount = isAmount(search, 'payment.currency', ['payment.amount_minor'], parameters);
  const ofLine = isAmount(search, 'line.currency', ['line.amount_minor'], parameters);
  if (amount !== null && ofLine !== null) {
    ways.push(
      amount,
      `payment.id IN (SELECT payment_id FROM payment_line AS line WHERE ${ofLine})`,
    );
  }
  return ways.join(' OR ');
}
