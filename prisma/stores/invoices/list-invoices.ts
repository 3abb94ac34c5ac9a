/** Pages of invoices: one statement, and what autopay is to take. */
import type { Pool } from 'pg';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesQuery, InvoicesSummaryQuery } from '../../../contracts/invoices';
import type { Page } from '../../../contracts/paging';
import type { GatewayLimits } from '../../../domain/plan';
import {
  type Forecast,
  type ForecastFigures,
  forecastFigures,
  NO_FORECAST,
  readForecast,
  readForecastOf,
} from '../autopay/forecast';
import { businessToday } from '../lists/business-today';
import { always, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import { ALL_FOUND, type Reach, reachOf, searched, withParts } from '../lists/search';
import { BALANCE, DUE, DUE_DESCENDING, HEADROOM, NUMBER_IN_ORDER } from './invoice-figures';
import { filterOf, listedAs, viewsOf, waysOf } from './invoice-filter';
import { invoiceColumns, type InvoiceRecord, invoiceRowOf } from './invoice-row';

/** Each has an index over what is open and one over the rest (prisma/migrations, `indexes_of_large_lists`). */
const sortKeys = ({ uncovered }: ForecastFigures) => ({
  dueOn: { type: 'date', ascending: DUE, descending: DUE_DESCENDING } as const,
  issuedOn: always('date', 'invoice.issued_on'),
  number: always('text', NUMBER_IN_ORDER),
  organization: always('text', 'organization.name_key'),
  total: always('bigint', 'invoice.total_minor'),
  balance: always('bigint', BALANCE),
  headroom: always('bigint', HEADROOM),
  uncovered: always('bigint', uncovered),
});

export type Statement = Readonly<{ text: string; values: unknown[] }>;

/** Apart from its running, so that its plan can be looked at. */
export function listStatement(
  query: InvoicesQuery,
  now: Date,
  forecast: Forecast = NO_FORECAST,
  reach: Reach = ALL_FOUND,
) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const search = searched(waysOf(query), reach, 'invoice.id', parameters);
  const figures = forecastFigures(forecast, parameters);
  const keyset = keysetOf('invoices', query, sortKeys(figures), 'invoice.id', parameters);
  const shown = allOf([
    filterOf(query, parameters),
    query.view === 'all' ? null : viewsOf(today, figures)[query.view],
    keyset.after,
  ]);
  const byClient = query.sort.endsWith('organization');
  const limit = parameters.bind(query.limit + 1);
  const listed = (as: string, condition: string) => `
      (SELECT invoice.*, ${keyset.key} AS sort_key FROM invoice
         ${byClient ? 'JOIN organization ON organization.id = invoice.organization_id' : ''}
        WHERE ${as} AND ${shown} AND ${condition}
        ORDER BY ${keyset.orderBy} LIMIT ${limit})`;
  const conditions = search.conditions.length === 0 ? ['true'] : search.conditions;
  const lists = listedAs(query).flatMap((as) => conditions.map((one) => listed(as, one)));
  // What is found in more than one way is in each of their lists.
  const once = conditions.length > 1 ? 'DISTINCT ON (sort_key, id)' : '';
  const text = `${withParts(search.parts)}
    SELECT ${invoiceColumns(today)}, sort_key::text
      FROM (SELECT ${once} * FROM (${lists.join(' UNION ALL ')}) AS each
             ORDER BY ${keyset.orderOf('each')} LIMIT ${limit}) AS invoice
      JOIN organization ON organization.id = invoice.organization_id
     ORDER BY ${keyset.orderOf('invoice')}`;
  return { statement: { text, values: parameters.values } satisfies Statement, keyset };
}

/** @throws CursorError for a cursor of another list or sort. */
export async function listInvoices(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: InvoicesQuery,
): Promise<Page<InvoiceRow>> {
  const ahead = goesByForecast(query)
    ? await readForecast(pool, limits, query.organizationId)
    : null;
  const reach = await searchReach(pool, query);
  const { statement, keyset } = listStatement(query, now, ahead ?? NO_FORECAST, reach);
  const { rows } = await pool.query<InvoiceRecord & { sort_key: string }>(statement);
  const forecast = ahead ?? (await readForecastOf(pool, limits, rows));
  return keyset.pageOf(rows, query.limit, (record) => invoiceRowOf(record, forecast));
}

/** Of a hundred thousand about as much work is to find so many as to walk until a page is full. */
const FOUND_MAX = 2_000;

export const searchReach = (pool: Pick<Pool, 'query'>, query: InvoicesSummaryQuery) =>
  reachOf(pool, FOUND_MAX, waysOf(query));

/** Which invoices such a list shows, or in which order, is known only when all are decided. */
const goesByForecast = ({ view, sort }: InvoicesQuery) =>
  view === 'autopay' || view === 'uncovered' || sort.endsWith('uncovered');
