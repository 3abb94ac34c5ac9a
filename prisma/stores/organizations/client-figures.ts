/**
 * The kept figures of clients as parts of a statement: `owed`, the sums of each client by currency,
 * and `clients`, what lists sort and filter by. A forecast of autopay covers some of what is uncovered.
 */
import type { OrganizationsQuery } from '../../../contracts/organizations';
import { type Forecast, forecastFigures } from '../autopay/forecast';
import { CLIENT_VIEWS, KEPT_SUMS } from '../figures/fold-figures';
import { summedTotals } from '../invoices/currency-totals';
import { IS_OPEN } from '../invoices/invoice-figures';
import { allOf, type Parameters } from '../lists/parameters';

/** Without a forecast they are the tables themselves, whose indexes serve. */
export function clientFigures(forecast: Forecast, parameters: Parameters): readonly string[] {
  const sums = KEPT_SUMS.filter((sum) => sum !== 'uncovered').join(', ');
  if (forecast.size === 0) {
    return [
      `owed AS NOT MATERIALIZED (
         SELECT organization_id, currency, ${sums}, uncovered, 0 AS autopay_forecast
           FROM client_owed WHERE view = 'all')`,
      'clients AS NOT MATERIALIZED (SELECT * FROM client_figures)',
    ];
  }
  const ids = `${parameters.bind([...forecast.keys()])}::uuid[]`;
  return [
    `taken AS MATERIALIZED (
       SELECT organization_id, currency, sum(${forecastFigures(forecast, parameters).forecast}) AS amount
         FROM invoice WHERE id = ANY(${ids}) AND ${IS_OPEN} GROUP BY organization_id, currency)`,
    `owed AS MATERIALIZED (
       SELECT organization_id, currency, ${sums}, uncovered - coalesce(amount, 0) AS uncovered,
              coalesce(amount, 0) AS autopay_forecast
         FROM client_owed LEFT JOIN taken USING (organization_id, currency) WHERE view = 'all')`,
    `clients AS MATERIALIZED (
       SELECT organization_id, balance, past_due, uncovered - coalesce(amount, 0) AS uncovered, owes,
              has_past_due, oldest_due_on, next_run_on,
              has_uncovered AND organization_id NOT IN (
                SELECT owed.organization_id FROM owed GROUP BY owed.organization_id
                HAVING sum(owed.uncovered) = 0) AS has_uncovered
         FROM client_figures LEFT JOIN taken USING (organization_id, currency))`,
  ];
}

type Sums = Readonly<{
  /** SQL of the counts of the quick filters, in JSON. */
  counts: string;
  /** SQL of the sums of the clients shown, by currency. */
  totals: string;
}>;

const VIEWS = Object.keys(CLIENT_VIEWS) as (keyof typeof CLIENT_VIEWS)[];

/** Over all clients, without a forecast: as kept. */
export const keptSums = ({ view }: OrganizationsQuery): Sums => ({
  counts: `(SELECT json_build_object(${VIEWS.map(
    (each) => `'${each}', coalesce(sum(clients) FILTER (WHERE view = '${each}'), 0)`,
  ).join(', ')}) FROM figures_total WHERE list = 'clients' AND currency = '')`,
  totals: `SELECT currency, ${KEPT_SUMS.join(', ')}, 0 AS autopay_forecast FROM figures_total
            WHERE list = 'clients' AND view = '${view}' AND currency <> '' AND open_invoices > 0`,
});

/** Over the clients that `filter` leaves. */
export const countedSums = ({ view }: OrganizationsQuery, filter: string | null): Sums => ({
  counts: `(SELECT json_build_object(${VIEWS.map(
    (each) => `'${each}', count(*) FILTER (WHERE ${CLIENT_VIEWS[each]})`,
  ).join(', ')}) FROM clients AS client WHERE ${filter ?? 'true'})`,
  totals: `SELECT owed.currency, ${summedTotals('owed')}
             FROM owed JOIN clients AS client USING (organization_id)
            WHERE ${allOf([CLIENT_VIEWS[view], filter])} GROUP BY owed.currency`,
});
