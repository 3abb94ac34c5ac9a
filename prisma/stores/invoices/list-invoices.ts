/** Pages of invoices: one statement, and what autopay is to take. */
import type { Pool } from 'pg';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesQuery, InvoicesSummaryQuery } from '../../../contracts/invoices';
import type { Page } from '../../../contracts/paging';
import type { GatewayLimits } from '../../../domain/plan';
import {
  type ForecastFigures,
  FORECASTS_FOUND_MAX,
  readForecastOf,
  WALKED_FORECAST,
  WITHOUT_FORECAST,
} from '../autopay/forecast';
import { foldFigures } from '../figures/fold-figures';
import { businessToday } from '../lists/business-today';
import { always, type Keyset, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import { ALL_FOUND, type Reach, reachOf, searched, walked, withParts } from '../lists/search';
import { BALANCE, DUE, DUE_DESCENDING, HEADROOM, NUMBER_IN_ORDER } from './invoice-figures';
import { filterOf, listedAs, viewsOf, waysOf } from './invoice-filter';
import { invoiceColumns, type InvoiceRecord, invoiceRowOf } from './invoice-row';

/** Each has an index over what is open and one over the rest (prisma/migrations, `indexes_of_large_lists`). */
const sortKeys = ({ uncovered, due, issued }: Pick<Part, 'uncovered' | 'due' | 'issued'>) => ({
  dueOn: { type: 'date', ascending: due, descending: DUE_DESCENDING } as const,
  issuedOn: always('date', issued),
  number: always('text', NUMBER_IN_ORDER),
  organization: always('text', 'organization.name_key'),
  total: always('bigint', 'invoice.total_minor'),
  balance: always('bigint', BALANCE),
  headroom: always('bigint', HEADROOM),
  uncovered: always('bigint', uncovered),
});

/** Invoices with what the forecast of autopay is to them, and the keys of the orders that go by it. */
type Part = Readonly<{
  from: string;
  where: string;
  figures: ForecastFigures;
  uncovered: string;
  due: string;
  issued: string;
  id: string;
}>;

const PLAIN: Part = {
  from: 'invoice',
  where: 'true',
  figures: WITHOUT_FORECAST,
  uncovered: WITHOUT_FORECAST.uncovered,
  due: DUE,
  issued: 'invoice.issued_on',
  id: 'invoice.id',
};
const WALKED: Part = { ...PLAIN, figures: WALKED_FORECAST };
const FEW: Part = {
  ...WALKED,
  where: 'invoice.id = ANY(ARRAY(SELECT invoice_id FROM autopay_forecast))',
};
/** Along an index of what is kept: what autopay takes is little or lies far from the beginning. */
const ALONG_KEPT: Part = {
  from: 'autopay_forecast AS kept JOIN invoice ON invoice.id = kept.invoice_id',
  where: 'true',
  figures: { ...WALKED_FORECAST, uncovered: 'kept.uncovered_minor' },
  uncovered: 'kept.uncovered_minor',
  due: 'kept.due_on',
  issued: 'kept.issued_on',
  id: 'kept.invoice_id',
};
/** In the order of what is uncovered each of the two has an index of its own. */
const APART: readonly Part[] = [
  {
    ...PLAIN,
    // The offset keeps the planner from reading all that is kept first.
    where: 'NOT EXISTS (SELECT FROM autopay_forecast WHERE invoice_id = invoice.id OFFSET 0)',
  },
  ALONG_KEPT,
];

/** `forecasts` as the fold of figures says. */
function partsOf({ view, sort }: InvoicesQuery, forecasts: number): readonly Part[] {
  if (forecasts === 0) return [PLAIN];
  if (sort.endsWith('uncovered')) return APART;
  if (view === 'autopay') {
    if (sort === 'dueOn' || sort === 'issuedOn') return [ALONG_KEPT];
    return forecasts > FORECASTS_FOUND_MAX ? [WALKED] : [FEW];
  }
  return view === 'uncovered' ? [WALKED] : [PLAIN];
}

export type Statement = Readonly<{ text: string; values: unknown[] }>;

/** Apart from its running, so that its plan can be looked at. */
export function listStatement(
  query: InvoicesQuery,
  now: Date,
  forecasts = 0,
  reach: Reach = ALL_FOUND,
) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const search = searched(waysOf(query), reach, 'invoice.id', parameters);
  const filter = filterOf(query, parameters);
  const conditions = search.conditions.length === 0 ? ['true'] : search.conditions;
  const limit = parameters.bind(query.limit + 1);
  const keysetOfPart = (part: Part) =>
    keysetOf('invoices', query, sortKeys(part), part.id, parameters);
  const byClient = query.sort.endsWith('organization');
  const listed = (part: Part, keyset: Keyset) => {
    const view = query.view === 'all' ? null : viewsOf(today, part.figures)[query.view];
    const isShown = view !== null && part === WALKED ? walked(view) : view;
    const shown = allOf([part.where, filter, isShown, keyset.after]);
    return listedAs(query).flatMap((as) =>
      conditions.map(
        (condition) => `
      (SELECT invoice.id, ${keyset.key} AS sort_key FROM ${part.from}
         ${byClient ? 'JOIN organization ON organization.id = invoice.organization_id' : ''}
        WHERE ${as} AND ${shown} AND ${condition}
        ORDER BY ${keyset.orderBy} LIMIT ${limit})`,
      ),
    );
  };
  const parts = partsOf(query, forecasts).map((part) => [part, keysetOfPart(part)] as const);
  const lists = parts.flatMap(([part, keyset]) => listed(part, keyset));
  const keyset = parts[0]?.[1] ?? keysetOfPart(PLAIN);
  // What is found in more than one way is in each of their lists.
  const once = conditions.length > 1 ? 'DISTINCT ON (sort_key, id)' : '';
  const text = `${withParts(search.parts)}
    SELECT ${invoiceColumns(today)}, sort_key::text
      FROM (SELECT ${once} * FROM (${lists.join(' UNION ALL ')}) AS each
             ORDER BY ${keyset.orderOf('each')} LIMIT ${limit}) AS listed
      JOIN invoice USING (id)
      JOIN organization ON organization.id = invoice.organization_id
     ORDER BY ${keyset.orderOf('listed')}`;
  return { statement: { text, values: parameters.values } satisfies Statement, keyset };
}

/** @throws CursorError for a cursor of another list or sort. */
export async function listInvoices(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: InvoicesQuery,
): Promise<Page<InvoiceRow>> {
  const forecasts = goesByForecast(query) ? (await foldFigures(pool, now, limits)).forecasts : 0;
  const reach = await searchReach(pool, query);
  const { statement, keyset } = listStatement(query, now, forecasts, reach);
  const { rows } = await pool.query<InvoiceRecord & { sort_key: string }>(statement);
  const forecast = await readForecastOf(pool, limits, rows);
  return keyset.pageOf(rows, query.limit, (record) => invoiceRowOf(record, forecast));
}

/** Of a hundred thousand about as much work is to find so many as to walk until a page is full. */
const FOUND_MAX = 2_000;

export const searchReach = (pool: Pick<Pool, 'query'>, query: InvoicesSummaryQuery) =>
  reachOf(pool, FOUND_MAX, waysOf(query));

/** Which invoices such a list shows, or in which order, goes by what autopay is to take. */
const goesByForecast = ({ view, sort }: InvoicesQuery) =>
  view === 'autopay' || view === 'uncovered' || sort.endsWith('uncovered');
