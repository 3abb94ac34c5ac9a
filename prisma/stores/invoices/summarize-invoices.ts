/** Counts of the quick filters, sums, and what can be paid of a list: one statement over a forecast. */
import type { Pool } from 'pg';
import type { InvoicesSummary, InvoicesSummaryQuery } from '../../../contracts/invoices';
import type { GatewayLimits } from '../../../domain/plan';
import {
  forecastFigures,
  KEPT_FORECAST,
  WALKED_FORECAST,
  WITHOUT_FORECAST,
} from '../autopay/forecast';
import { businessToday } from '../lists/business-today';
import { allOf, Parameters } from '../lists/parameters';
import { ALL_FOUND, anyOf, type Reach, searched, withParts } from '../lists/search';
import { type Figures, foldFigures, KEPT_SUMS } from '../figures/fold-figures';
import { currencyTotalsOf, totalsColumns, totalsJson, type TotalsRecord } from './currency-totals';
import { DUE, IS_OPEN, IS_PAYABLE } from './invoice-figures';
import { filterOf, viewsOf, waysOf } from './invoice-filter';
import { searchReach } from './list-invoices';

/** The most lines of one payment (`TOO_MANY_LINES`). */
const PAYABLE_MAX = 200;

/** What counts and sums need, and no more: a hundred thousand rows are kept while they are added up. */
const COLUMNS = `id, invoice.organization_id, currency, invoice.due_on, is_void, is_on_hold, total_minor, open_minor,
  firm_minor, disputed_minor, unposted_minor, planned_minor, kept.amount_minor AS forecast_minor`;

type Summary = Readonly<
  Omit<InvoicesSummary, 'totals' | 'payableIds'> & {
    totals: readonly TotalsRecord[];
    payableIds: string[];
  }
>;

/** Nothing but a quick filter over what is open: its figures are kept. */
function isKept({ view: _, status, ...filters }: InvoicesSummaryQuery) {
  return status === 'open' && Object.values(filters).every((value) => value === undefined);
}

/** The first that can be paid of `from`, by due date. */
const payableIds = (from: string, isShown: string, due = DUE) => `
  (SELECT coalesce(json_agg(id ORDER BY due, id), '[]')
     FROM (SELECT id, ${due} AS due FROM ${from} WHERE ${isShown} AND ${IS_PAYABLE}
            ORDER BY ${due}, id LIMIT ${PAYABLE_MAX}) AS payable)`;

const KEPT = 'autopay_forecast AS kept JOIN invoice ON invoice.id = kept.invoice_id';

/** From the figures that were folded on `today`. Apart from its running, as is the other, so that its plan can be looked at. */
export function keptStatement({ view }: InvoicesSummaryQuery, { today, forecasts }: Figures) {
  const parameters = new Parameters();
  const day = `${parameters.bind(today)}::date`;
  const figures = forecasts === 0 ? WITHOUT_FORECAST : WALKED_FORECAST;
  const views = viewsOf(day, figures, 'ascending');
  const payable =
    view === 'autopay'
      ? payableIds(KEPT, views[view], 'kept.due_on')
      : payableIds('invoice', views[view]);
  const kept = (sum: string, each: string) =>
    `(SELECT coalesce(sum(${sum}), 0) FROM figures_total
       WHERE list = 'invoices' AND view = '${each}' AND currency = '')`;
  const counts = Object.keys(views).map((each) => `'${each}', ${kept('open_invoices', each)}`);
  const text = `
    WITH day AS (SELECT ${day}), totals AS (
      SELECT currency, ${KEPT_SUMS.join(', ')} FROM figures_total
       WHERE list = 'invoices' AND view = '${view}' AND currency <> '' AND open_invoices > 0)
    SELECT json_build_object(
      'counts', json_build_object(${counts.join(', ')}),
      'invoices', ${kept('open_invoices', view)},
      'organizations', ${kept('clients', view)},
      'totals', ${totalsJson('totals')},
      'payableIds', ${payable}
    ) AS summary`;
  return { text, values: parameters.values };
}

/** From the invoices that match. */
export function countingStatement(
  query: InvoicesSummaryQuery,
  now: Date,
  reach: Reach = ALL_FOUND,
) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const figures = forecastFigures('invoice.forecast_minor');
  const views = viewsOf(today, figures);
  const count = (view: keyof typeof views) => `count(*) FILTER (WHERE ${views[view]})`;
  const search = searched(waysOf(query), reach, 'invoice.id', parameters);
  const filter = allOf([filterOf(query, parameters), anyOf(search.conditions)]);
  const parts = [
    ...search.parts,
    `invoice AS MATERIALIZED (SELECT ${COLUMNS} FROM invoice ${KEPT_FORECAST} WHERE ${filter})`,
    `shown AS (SELECT * FROM invoice WHERE ${views[query.view]})`,
    `totals AS (
      SELECT currency, ${totalsColumns(today, figures)} FROM shown AS invoice WHERE ${IS_OPEN} GROUP BY currency
    )`,
  ];
  const text = `${withParts(parts)}
    SELECT json_build_object(
      'counts', (SELECT json_build_object('all', count(*), 'pastDue', ${count('pastDue')},
                   'dueIn7Days', ${count('dueIn7Days')}, 'scheduled', ${count('scheduled')},
                   'autopay', ${count('autopay')}, 'pending', ${count('pending')}, 'uncovered', ${count('uncovered')}) FROM invoice),
      'invoices', (SELECT count(*) FROM shown),
      'organizations', (SELECT count(DISTINCT organization_id) FROM shown),
      'totals', ${totalsJson('totals')},
      'payableIds', ${payableIds('shown AS invoice', 'true')}
    ) AS summary`;
  return { text, values: parameters.values };
}

export async function summarizeInvoices(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: InvoicesSummaryQuery,
): Promise<InvoicesSummary> {
  const figures = await foldFigures(pool, now, limits);
  const statement = isKept(query)
    ? keptStatement(query, figures)
    : countingStatement(query, now, await searchReach(pool, query));
  const { rows } = await pool.query<{ summary: Summary }>(statement);
  const summary = rows[0]?.summary;
  if (summary === undefined) throw new Error('a summary read nothing');
  return { ...summary, totals: summary.totals.map(currencyTotalsOf) };
}
