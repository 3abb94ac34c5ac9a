/** Which payments a list shows, as SQL over the table `payment`. */
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { allOf, ofClient, Parameters } from '../../lists/parameters';
import { type Binds, byClient, findsText, isAmount, type Way } from '../../lists/search';

export type View = keyof NonNullable<PaymentsPage['counts']>;

/** The quick filters. */
export const VIEWS = [
  'all',
  'scheduled',
  'inFlight',
  'settled',
  'failed',
  'needsReview',
] as const satisfies readonly View[];

/** Of `payment` or of rows by its state. The function is made by the migration of its indexes. */
export const isIn = (view: View, table = 'payment'): string =>
  view === 'all' ? 'true' : `payment_view(${table}.state) = '${view}'`;

/** Nothing but a quick filter, an order and a place in it: the counts are those of all payments. */
export function isOfAll(query: PaymentsQuery): boolean {
  const { view: _, sort: __, limit: ___, cursor: ____, format: _____, ...filters } = query;
  return Object.values(filters).every((value) => value === undefined);
}

/** Everything but the search and the quick filter: its counts are of this. */
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
  ]);
}

const isOnInvoice = (invoiceId: string, parameters: Parameters) => `payment.id IN (
  SELECT payment_id FROM payment_line WHERE invoice_id = ${parameters.bind(invoiceId)}::uuid)`;

/** The first instant of a day of the business, or of the day `later` days after it. */
const startOf = (day: string, later: number, parameters: Parameters) =>
  `((${parameters.bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT zone FROM business))`;

/**
 * By short number, reference, client and number of an invoice; an amount against the payment and its
 * lines. No way without a search.
 */
export function waysOf({ search, sort }: PaymentsQuery): readonly Way[] {
  if (search === undefined) return [];
  const finds = (text: string) => (parameters: Binds) => findsText(search, text, parameters);
  const reference = finds('lower(payment.reference)');
  const amountOf = (table: string) => (parameters: Binds) =>
    isAmount(search, `${table}.currency`, [`${table}.amount_minor`], parameters) ?? 'false';
  const isTyped = isAmount(search, 'currency', ['amount'], new Parameters()) !== null;
  return [
    ofPayment(finds(`('p-' || payment.number::text)`)),
    ofPayment((parameters) => `payment.reference IS NOT NULL AND (${reference(parameters)})`),
    byClient(search, 'payment', 'payment WHERE true', sort.endsWith('organization')),
    ofLines(finds('lower(invoice.number_key)')),
    ...(isTyped ? [ofPayment(amountOf('payment')), ofLines(amountOf('line'))] : []),
  ];
}

const ofPayment = (holds: Way['holds']): Way => ({
  ids: (parameters) => `SELECT id FROM payment WHERE ${holds(parameters)}`,
  holds,
});

/** By its lines and their invoices. */
const ofLines = (holds: Way['holds']): Way => ({
  ids: (parameters) => `SELECT payment_id AS id
      FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id WHERE ${holds(parameters)}`,
  // The offset keeps the planner from reading the lines of all payments first.
  holds: (parameters) => `EXISTS (
    SELECT FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
     WHERE line.payment_id = payment.id AND (${holds(parameters)}) OFFSET 0)`,
});
