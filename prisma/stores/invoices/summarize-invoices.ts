/** Counts of the quick filters, sums, and what can be paid of a list: one statement over a forecast. */
import type { Pool } from 'pg';
import type { InvoicesSummary, InvoicesSummaryQuery } from '../../../contracts/invoices';
import type { GatewayLimits } from '../../../domain/plan';
import { type Forecast, forecastFigures, NO_FORECAST, readForecast } from '../autopay/forecast';
import { businessToday } from '../lists/business-today';
import { Parameters } from '../lists/parameters';
import { withParts } from '../lists/search';
import { currencyTotalsOf, totalsColumns, totalsJson, type TotalsRecord } from './currency-totals';
import { IS_OPEN, IS_PAYABLE } from './invoice-figures';
import { filterOf, searchOf, viewsOf } from './invoice-filter';

/** The most lines of one payment (`TOO_MANY_LINES`). */
const PAYABLE_MAX = 200;

/** What counts and sums need, and no more: a hundred thousand rows are kept while they are added up. */
const COLUMNS = `id, organization_id, currency, due_on, is_void, is_on_hold, total_minor, open_minor,
  firm_minor, disputed_minor, unposted_minor, planned_minor`;

type Summary = Readonly<
  Omit<InvoicesSummary, 'totals' | 'payableIds'> & {
    totals: readonly TotalsRecord[];
    payableIds: string[];
  }
>;

export function summaryStatement(
  query: InvoicesSummaryQuery,
  now: Date,
  forecast: Forecast = NO_FORECAST,
) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const figures = forecastFigures(forecast, parameters);
  const views = viewsOf(today, figures);
  const count = (view: keyof typeof views) => `count(*) FILTER (WHERE ${views[view]})`;
  const found = searchOf(query, parameters);
  const parts = [
    ...found,
    `invoice AS MATERIALIZED (SELECT ${COLUMNS} FROM invoice WHERE ${filterOf(query, parameters)})`,
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
      'payableIds', (SELECT coalesce(json_agg(id ORDER BY due_on NULLS LAST, id), '[]')
                       FROM (SELECT id, due_on FROM shown AS invoice WHERE ${IS_PAYABLE}
                              ORDER BY due_on NULLS LAST, id LIMIT ${PAYABLE_MAX}) AS payable)
    ) AS summary`;
  return { text, values: parameters.values };
}

export async function summarizeInvoices(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: InvoicesSummaryQuery,
): Promise<InvoicesSummary> {
  const forecast = await readForecast(pool, limits, query.organizationId);
  const statement = summaryStatement(query, now, forecast);
  const { rows } = await pool.query<{ summary: Summary }>(statement);
  const summary = rows[0]?.summary;
  if (summary === undefined) throw new Error('a summary read nothing');
  return { ...summary, totals: summary.totals.map(currencyTotalsOf) };
}
