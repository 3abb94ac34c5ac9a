/** Which invoices a list shows, as SQL over the table `invoice`. */
import type { InvoicesSummaryQuery, InvoiceView } from '../../../contracts/invoices';
import type { ForecastFigures } from '../autopay/forecast';
import { allOf, ofClient, type Parameters } from '../lists/parameters';
import {
  clientsNamed,
  findsText,
  FOUND,
  foundBy,
  isAmount,
  type Reach,
  walked,
} from '../lists/search';
import {
  BALANCE,
  DUE,
  DUE_DESCENDING,
  HEADROOM,
  IN_FLIGHT,
  IS_OPEN,
  isPastDue,
  LISTED_AS_CLOSED,
  LISTED_AS_OPEN,
} from './invoice-figures';

/** Everything but the quick filter: its counts are of this. */
export function filterOf(
  query: InvoicesSummaryQuery,
  parameters: Parameters,
  reach: Reach = 'found',
): string {
  const compare = (comparison: string, value: unknown, type: string) =>
    value === undefined ? null : `${comparison} ${parameters.bind(value)}::${type}`;
  return allOf([
    query.status === 'open' ? IS_OPEN : null,
    query.organizationId === undefined
      ? null
      : ofClient('invoice.organization_id', query.organizationId, parameters),
    query.ids === undefined ? null : `invoice.id = ANY(${parameters.bind(query.ids)}::uuid[])`,
    compare('invoice.currency =', query.currency, 'text'),
    compare(`${BALANCE} >=`, query.balanceFromMinor, 'bigint'),
    compare(`${BALANCE} <=`, query.balanceToMinor, 'bigint'),
    compare(`invoice.due_on IS NOT NULL AND ${DUE} >=`, query.dueFrom, 'date'),
    compare(`${DUE} <=`, query.dueTo, 'date'),
    compare(`${DUE_DESCENDING} <=`, query.dueTo, 'date'),
    compare('invoice.issued_on >=', query.issuedFrom, 'date'),
    compare('invoice.issued_on <=', query.issuedTo, 'date'),
    query.search === undefined ? null : isFound(query.search, parameters, reach),
  ]);
}

function isFound(search: string, parameters: Parameters, reach: Reach): string {
  if (reach === 'found') return `invoice.id = ANY(${FOUND})`;
  const { texts, amount } = matches(search, parameters);
  return walked([...texts, ...(amount === null ? [] : [`(${amount})`])].join(' OR '));
}

/** The lists that a query is over: what is open, or that and the rest. */
export const listedAs = ({ status }: Pick<InvoicesSummaryQuery, 'status'>): readonly string[] =>
  status === 'any' ? [LISTED_AS_OPEN, LISTED_AS_CLOSED] : [LISTED_AS_OPEN];

/** The parts of a `WITH` that find what was searched for, each way by its own index; none without a search. */
export function searchOf(query: InvoicesSummaryQuery, parameters: Parameters): readonly string[] {
  return query.search === undefined ? [] : foundBy(waysOf(query, parameters));
}

/** A query of ids for each way in which it finds. */
export function waysOf(query: InvoicesSummaryQuery, parameters: Parameters): readonly string[] {
  const { texts, amount } = matches(query.search ?? '', parameters);
  return [
    ...texts.map((holds) => `SELECT id FROM invoice WHERE ${holds}`),
    ...(amount === null
      ? []
      : listedAs(query).map((as) => `SELECT id FROM invoice WHERE ${as} AND (${amount})`)),
  ];
}

/** By number, by client, or by one of its amounts; that is null where no amount was typed. */
function matches(search: string, parameters: Parameters) {
  const amounts = ['invoice.total_minor', BALANCE, HEADROOM];
  return {
    texts: [
      `(${findsText(search, 'lower(invoice.number_key)', parameters)})`,
      `invoice.organization_id = ANY(${clientsNamed(search, parameters)})`,
    ],
    amount: isAmount(search, 'invoice.currency', amounts, parameters),
  };
}

/**
 * The quick filters. A last due date is said for either index of due dates, but where only `ascending`
 * is walked: twice the same makes it look rare. `today` is SQL of the business's date.
 */
export function viewsOf(
  today: string,
  { forecast, uncovered }: ForecastFigures,
  walked: 'either' | 'ascending' = 'either',
): Readonly<Record<InvoiceView, string>> {
  const last = (comparison: string) =>
    walked === 'either' ? `AND ${DUE_DESCENDING} ${comparison}` : '';
  return {
    all: 'true',
    pastDue: `${isPastDue(today)} ${last(`< ${today}`)}`,
    dueIn7Days: `${IS_OPEN} AND ${DUE} BETWEEN ${today} AND ${today} + 7 ${last(`<= ${today} + 7`)}`,
    scheduled: 'invoice.planned_minor > 0',
    autopay: `${IS_OPEN} AND ${forecast} > 0`,
    pending: `${IN_FLIGHT} > 0`,
    uncovered: `${IS_OPEN} AND ${uncovered} > 0`,
  };
}
