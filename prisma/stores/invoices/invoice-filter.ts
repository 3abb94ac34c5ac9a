/** Which invoices a list shows, as SQL over the table `invoice`. */
import type { InvoicesSummaryQuery, InvoiceView } from '../../../contracts/invoices';
import type { ForecastFigures } from '../autopay/forecast';
import { allOf, ofClient, Parameters } from '../lists/parameters';
import { type Binds, byClient, findsText, isAmount, type Way } from '../lists/search';
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

/** Everything but the search and the quick filter: its counts are of this. */
export function filterOf(query: InvoicesSummaryQuery, parameters: Parameters): string {
  const compare = (comparison: string, value: unknown, type: string) =>
    value === undefined ? null : `${comparison} ${parameters.bind(value)}::${type}`;
  return allOf([
    query.status === 'open' ? IS_OPEN : null,
    query.organizationId === undefined
      ? null
      : ofClient('invoice.organization_id', query.organizationId, parameters),
    query.ids === undefined ? null : `invoice.id = ANY(${parameters.bind(query.ids)}::uuid[])`,
    compare('invoice.currency =', query.currency, 'bpchar'),
    compare(`${BALANCE} >=`, query.balanceFromMinor, 'bigint'),
    compare(`${BALANCE} <=`, query.balanceToMinor, 'bigint'),
    compare(`invoice.due_on IS NOT NULL AND ${DUE} >=`, query.dueFrom, 'date'),
    compare(`${DUE} <=`, query.dueTo, 'date'),
    compare(`${DUE_DESCENDING} <=`, query.dueTo, 'date'),
    compare('invoice.issued_on >=', query.issuedFrom, 'date'),
    compare('invoice.issued_on <=', query.issuedTo, 'date'),
  ]);
}

/** The lists that a query is over: what is open, or that and the rest. */
export const listedAs = ({ status }: Pick<InvoicesSummaryQuery, 'status'>): readonly string[] =>
  status === 'any' ? [LISTED_AS_OPEN, LISTED_AS_CLOSED] : [LISTED_AS_OPEN];

/** By number, by client, or by one of its amounts where one was typed; no way without a search. */
export function waysOf(query: InvoicesSummaryQuery & Readonly<{ sort?: string }>): readonly Way[] {
  const { search, status, sort } = query;
  if (search === undefined) return [];
  const listed = status === 'open' ? `invoice WHERE ${LISTED_AS_OPEN}` : 'invoice WHERE true';
  const ofNumber = (parameters: Binds) =>
    findsText(search, 'lower(invoice.number_key)', parameters);
  return [
    {
      ids: (parameters) => `SELECT id FROM ${listed} AND (${ofNumber(parameters)})`,
      holds: ofNumber,
    },
    byClient(search, 'invoice', listed, sort?.endsWith('organization')),
    ...byAmount(search, query),
  ];
}

const AMOUNTS = ['invoice.total_minor', BALANCE, HEADROOM];

function byAmount(search: string, query: InvoicesSummaryQuery): readonly Way[] {
  const holds = (parameters: Binds) => isAmount(search, 'invoice.currency', AMOUNTS, parameters);
  if (holds(new Parameters()) === null) return [];
  const ids = (parameters: Binds) =>
    listedAs(query)
      .map((as) => `SELECT id FROM invoice WHERE ${as} AND (${holds(parameters)})`)
      .join(' UNION ALL ');
  return [{ ids, holds: (parameters) => `${holds(parameters)}` }];
}

/**
 * The quick filters. A last due date is said for either index of due dates, but where only `ascending`
 * is walked: twice the same makes it look rare. `today` is SQL of the business's date.
 */
export function viewsOf(
  today: string,
  { uncovered, isTaken }: ForecastFigures,
  walked: 'either' | 'ascending' = 'either',
): Readonly<Record<InvoiceView, string>> {
  const last = (comparison: string) =>
    walked === 'either' ? `AND ${DUE_DESCENDING} ${comparison}` : '';
  return {
    all: 'true',
    pastDue: `${isPastDue(today)} ${last(`< ${today}`)}`,
    dueIn7Days: `${IS_OPEN} AND ${DUE} BETWEEN ${today} AND ${today} + 7 ${last(`<= ${today} + 7`)}`,
    scheduled: 'invoice.planned_minor > 0',
    autopay: `${IS_OPEN} AND ${isTaken}`,
    pending: `${IN_FLIGHT} > 0`,
    uncovered: `${IS_OPEN} AND ${uncovered} > 0`,
  };
}
