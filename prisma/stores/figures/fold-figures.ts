/**
 * What clients owe, added up once per change: the rows of `client_figures`, `client_owed` and
 * `figures_total`, and before them what autopay is to take (`autopay_forecast`). Triggers say whose
 * figures are stale; whoever reads figures first folds that in.
 *
 * Invariant: nothing but this writes them, one at a time; so `figures_total` is the sum of the rows
 * of all clients, and after a fold each client's rows are what its invoices and payments say.
 */
import type { Pool, PoolClient } from 'pg';
import type { GatewayLimits } from '../../../domain/plan';
import { FORECASTS_FOUND_MAX, JOINED_FORECAST, KEPT_FORECAST } from '../autopay/forecast';
import { totalsColumns } from '../invoices/currency-totals';
import { IS_OPEN } from '../invoices/invoice-figures';
import { viewsOf } from '../invoices/invoice-filter';
import { businessToday } from '../lists/business-today';
import { Parameters } from '../lists/parameters';
import { inTransaction } from '../transaction';
import { foldForecast, type StaleRow } from './fold-forecast';

/** The quick filters of the list of clients, over the rows of `client_figures` named `client`. */
export const CLIENT_VIEWS = {
  all: 'true',
  pastDue: 'client.has_past_due',
  uncovered: 'client.has_uncovered',
  nothingPlanned: 'client.owes AND client.next_run_on IS NULL',
} as const;

/** The sums that are kept. */
export const KEPT_SUMS = [
  'open_invoices',
  'total',
  'balance',
  'headroom',
  'past_due',
  'past_due_invoices',
  'uncovered',
  'autopay_forecast',
] as const;

export type Figures = Readonly<{
  /** Of the business, that they are of. */
  today: string;
  /** Of how many invoices autopay is to take anything, counted as far as it takes to know that they are many. */
  forecasts: number;
}>;

type Freshness = Figures & Readonly<{ is_fresh: boolean }>;

/**
 * Brings the figures to the present: everything that was committed before the call is in them
 * afterwards. One statement when nothing has changed. `now` is real time.
 */
export async function foldFigures(pool: Pool, now: Date, limits: GatewayLimits): Promise<Figures> {
  const under = `${limits.minimumMinor} to ${limits.maximumMinor}`;
  const { today, is_fresh, forecasts } = await readFreshness(pool, now, under);
  if (is_fresh) return { today, forecasts };
  return inTransaction(pool, async (client) => {
    await fold(client, today, under, limits);
    const { rows } = await client.query<{ forecasts: number }>(FORECASTS);
    return { keep: true, value: { today, forecasts: rows[0]?.forecasts ?? 0 } };
  });
}

const FORECASTS = `SELECT count(*)::int AS forecasts
  FROM (SELECT FROM autopay_forecast LIMIT ${FORECASTS_FOUND_MAX + 1}) AS few`;

async function readFreshness(pool: Pool, now: Date, under: string): Promise<Freshness> {
  const parameters = new Parameters();
  const { rows } = await pool.query<Freshness>(
    `SELECT today::text, (${FORECASTS}) AS forecasts,
            day = today AND limits = ${parameters.bind(under)} AND NOT EXISTS (SELECT FROM stale_figures) AS is_fresh
       FROM figures_day, (SELECT ${businessToday(now, parameters)} AS today) AS clock`,
    parameters.values,
  );
  const freshness = rows[0];
  if (freshness === undefined) throw new Error('the freshness of figures was not read');
  return freshness;
}

/** The row of the day lets one fold after the other: each statement sees what the one before wrote. */
async function fold(
  client: PoolClient,
  today: string,
  under: string,
  limits: GatewayLimits,
): Promise<void> {
  await client.query('SELECT FROM figures_day FOR UPDATE');
  await client.query(MOVED_BY_THE_DAY, [today]);
  await client.query(DECIDED_UNDER_OTHERS, [under]);
  await client.query(
    `UPDATE figures_day SET day = $1::date, limits = $2 WHERE (day, limits) <> ($1::date, $2)`,
    [today, under],
  );
  const { rows } = await client.query<StaleRow>(
    'DELETE FROM stale_figures RETURNING organization_id, invoice_id, rules_changed',
  );
  const clients = [...new Set(rows.map(({ organization_id }) => organization_id))];
  if (clients.length === 0) return;
  await foldForecast(client, limits, rows);
  await client.query(COUNT_IN_TOTALS, [clients, -1]);
  for (const table of ['client_owed', 'client_figures']) {
    await client.query(`DELETE FROM ${table} WHERE organization_id = ANY($1::uuid[])`, [clients]);
  }
  await client.query(ADD_UP, [clients, today]);
  await client.query(COUNT_IN_TOTALS, [clients, 1]);
}

/** What the smallest and the largest payment are decides whether autopay takes anything. */
const DECIDED_UNDER_OTHERS = `
  INSERT INTO stale_figures (organization_id, rules_changed)
  SELECT DISTINCT organization_id, true FROM autopay_rule
   WHERE EXISTS (SELECT FROM figures_day WHERE limits <> $1)`;

/** A day that ends makes something past due, and brings what is due a week later near; also backwards. */
const MOVED_BY_THE_DAY = `
  INSERT INTO stale_figures (organization_id)
  SELECT DISTINCT organization_id
    FROM (SELECT least(day, $1::date) AS first, greatest(day, $1::date) AS last
            FROM figures_day WHERE day <> $1::date) AS days
    JOIN invoice ON invoice.open_minor > 0 AND NOT invoice.is_void
     AND (coalesce(invoice.due_on, 'infinity'::date) BETWEEN first AND last
          OR coalesce(invoice.due_on, 'infinity'::date) BETWEEN first + 7 AND last + 7)`;

const KEPT_VIEWS = Object.entries(viewsOf('$2::date', JOINED_FORECAST));

const NEXT_RUN = `
  (SELECT run_on FROM payment
    WHERE organization_id = organization.id AND state = 'scheduled' AND amount_minor > 0
    ORDER BY run_on, id LIMIT 1)`;

/** One statement, so that all rows of a client are of one moment. */
const ADD_UP = `
  WITH sums AS (
    SELECT invoice.organization_id, view, currency, min(invoice.due_on) AS oldest_due_on,
           ${totalsColumns('$2::date', JOINED_FORECAST)}
      FROM invoice ${KEPT_FORECAST}
      CROSS JOIN LATERAL (VALUES ${KEPT_VIEWS.map(([view, holds]) => `('${view}', ${holds})`).join(', ')}) AS each (view, holds)
     WHERE invoice.organization_id = ANY($1::uuid[]) AND ${IS_OPEN} AND holds
     GROUP BY invoice.organization_id, view, currency
  ), written AS (
    INSERT INTO client_owed (organization_id, view, currency, ${KEPT_SUMS.join(', ')})
    SELECT organization_id, view, currency, ${KEPT_SUMS.join(', ')} FROM sums
  ), owed AS (SELECT * FROM sums WHERE view = 'all')
  INSERT INTO client_figures (organization_id, currency, balance, past_due, uncovered, owes,
                              has_past_due, has_uncovered, oldest_due_on, next_run_on)
  SELECT organization.id, first.currency, coalesce(first.balance, 0), coalesce(first.past_due, 0),
         coalesce(first.uncovered, 0), first.currency IS NOT NULL,
         coalesce(all_of.has_past_due, false), coalesce(all_of.has_uncovered, false),
         all_of.oldest_due_on, ${NEXT_RUN}
    FROM organization
    LEFT JOIN (SELECT DISTINCT ON (organization_id) * FROM owed
                ORDER BY organization_id, open_invoices DESC, currency) AS first
           ON first.organization_id = organization.id
    LEFT JOIN (SELECT organization_id, min(oldest_due_on) AS oldest_due_on,
                      bool_or(past_due > 0) AS has_past_due, bool_or(uncovered > 0) AS has_uncovered
                 FROM owed GROUP BY organization_id) AS all_of
           ON all_of.organization_id = organization.id
   WHERE organization.id = ANY($1::uuid[]) AND organization.merged_into_id IS NULL`;

const summed = KEPT_SUMS.map((sum) => `sum(${sum}) AS ${sum}`).join(', ');
const clientViews = Object.entries(CLIENT_VIEWS)
  .map(([view, holds]) => `('${view}', ${holds})`)
  .join(', ');

/** What the rows of these clients ($1) are in the totals, added ($2 = 1) or taken away (-1). */
const COUNT_IN_TOTALS = `
  WITH owed AS (SELECT * FROM client_owed WHERE organization_id = ANY($1::uuid[])),
  shown AS (
    SELECT client.organization_id, each.view FROM client_figures AS client
     CROSS JOIN LATERAL (VALUES ${clientViews}) AS each (view, holds)
     WHERE client.organization_id = ANY($1::uuid[]) AND holds
  ), rows AS (
    SELECT 'invoices' AS list, view, currency::text, organization_id, ${KEPT_SUMS.join(', ')} FROM owed
    UNION ALL
    SELECT 'clients', shown.view, owed.currency::text, organization_id, ${KEPT_SUMS.join(', ')}
      FROM shown JOIN owed USING (organization_id) WHERE owed.view = 'all'
    UNION ALL
    SELECT 'clients', view, NULL, organization_id, ${KEPT_SUMS.map(() => '0').join(', ')} FROM shown
  ), by_currency AS (
    SELECT list, view, coalesce(currency, '') AS currency, count(DISTINCT organization_id) AS clients, ${summed}
      FROM rows GROUP BY GROUPING SETS ((list, view, currency), (list, view))
      HAVING currency IS NOT NULL OR GROUPING(currency) = 1
  )
  INSERT INTO figures_total AS total (list, view, currency, clients, ${KEPT_SUMS.join(', ')})
  SELECT list, view, currency, clients * $2::int, ${KEPT_SUMS.map((sum) => `${sum} * $2::int`).join(', ')}
    FROM by_currency
  ON CONFLICT (list, view, currency) DO UPDATE SET clients = total.clients + excluded.clients,
    ${KEPT_SUMS.map((sum) => `${sum} = total.${sum} + excluded.${sum}`).join(', ')}`;
