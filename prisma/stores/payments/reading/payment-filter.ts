/** Which payments a list shows, as SQL over the table `payment`. */
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { allOf, ofClient, type Parameters } from '../../lists/parameters';
import {
  clientsNamed,
  findsText,
  FOUND,
  foundBy,
  isAmount,
  type Reach,
  walked,
} from '../../lists/search';

export type View = keyof PaymentsPage['counts'];

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

/** Everything but the quick filter: its counts are of this. */
export function filterOf(
  query: PaymentsQuery,
  parameters: Parameters,
  reach: Reach = 'found',
): string {
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
    query.search === undefined ? null : isFound(query.search, parameters, reach),
  ]);
}

const isOnInvoice = (invoiceId: string, parameters: Parameters) => `payment.id IN (
  SELECT payment_id FROM payment_line WHERE invoice_id = ${parameters.bind(invoiceId)}::uuid)`;

/** The first instant of a day of the business, or of the day `later` days after it. */
const startOf = (day: string, later: number, parameters: Parameters) =>
  `((${parameters.bind(day)}::date + ${later})::timestamp AT TIME ZONE (SELECT zone FROM business))`;

/** The parts of a `WITH` that find what was searched for; none without a search. */
export const searchOf = (query: PaymentsQuery, parameters: Parameters): readonly string[] =>
  query.search === undefined ? [] : foundBy(waysOf(query, parameters));

/**
 * A query of ids for each way: short number, reference, client, number of an invoice; an amount
 * against the payment and its lines.
 */
export function waysOf({ search = '' }: PaymentsQuery, parameters: Parameters): readonly string[] {
  const { own, ofLines } = matches(search, parameters);
  return [
    ...own.map((holds) => `SELECT id FROM payment WHERE ${holds}`),
    ...ofLines.map((holds) => `SELECT payment_id FROM payment_line AS line WHERE ${holds}`),
  ];
}

function matches(search: string, parameters: Parameters) {
  const finds = (text: string) => findsText(search, text, parameters);
  const amountOf = (table: string) =>
    isAmount(search, `${table}.currency`, [`${table}.amount_minor`], parameters);
  const [amount, ofLine] = [amountOf('payment'), amountOf('line')];
  return {
    own: [
      `(${finds(`('p-' || payment.number::text)`)})`,
      `(payment.reference IS NOT NULL AND (${finds('lower(payment.reference)')}))`,
      `payment.organization_id = ANY(${clientsNamed(search, parameters)})`,
      ...(amount === null ? [] : [`(${amount})`]),
    ],
    ofLines: [
      `line.invoice_id = ANY(ARRAY(SELECT id FROM invoice WHERE ${finds('lower(invoice.number_key)')}))`,
      ...(ofLine === null ? [] : [`(${ofLine})`]),
    ],
  };
}

function isFound(search: string, parameters: Parameters, reach: Reach): string {
  if (reach === 'found') return `payment.id = ANY(${FOUND})`;
  const { own, ofLines } = matches(search, parameters);
  // The cheap ones first: of most rows that are shown the lines are not looked at.
  return walked(`${own.join(' OR ')} OR EXISTS (
    SELECT FROM payment_line AS line WHERE line.payment_id = payment.id AND (${ofLines.join(' OR ')}))`);
}
