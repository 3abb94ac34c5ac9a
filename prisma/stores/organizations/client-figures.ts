/** The counts and sums over the clients of a list, from the kept figures of each. */
import type { OrganizationsQuery } from '../../../contracts/organizations';
import { CLIENT_VIEWS, KEPT_SUMS } from '../figures/fold-figures';
import { summedTotals } from '../invoices/currency-totals';
import { allOf } from '../lists/parameters';

type Sums = Readonly<{
  /** SQL of the counts of the quick filters, in JSON. */
  counts: string;
  /** SQL of the sums of the clients shown, by currency. */
  totals: string;
}>;

const VIEWS = Object.keys(CLIENT_VIEWS) as (keyof typeof CLIENT_VIEWS)[];

/** Over all clients: as kept. */
export const keptSums = ({ view }: OrganizationsQuery): Sums => ({
  counts: `(SELECT json_build_object(${VIEWS.map(
    (each) => `'${each}', coalesce(sum(clients) FILTER (WHERE view = '${each}'), 0)`,
  ).join(', ')}) FROM figures_total WHERE list = 'clients' AND currency = '')`,
  totals: `SELECT currency, ${KEPT_SUMS.join(', ')} FROM figures_total
            WHERE list = 'clients' AND view = '${view}' AND currency <> '' AND open_invoices > 0`,
});

/** Over the clients that `filter` leaves. */
export const countedSums = ({ view }: OrganizationsQuery, filter: string | null): Sums => ({
  counts: `(SELECT json_build_object(${VIEWS.map(
    (each) => `'${each}', count(*) FILTER (WHERE ${CLIENT_VIEWS[each]})`,
  ).join(', ')}) FROM client_figures AS client WHERE ${filter ?? 'true'})`,
  totals: `SELECT owed.currency, ${summedTotals('owed')}
             FROM client_owed AS owed JOIN client_figures AS client USING (organization_id)
            WHERE owed.view = 'all' AND ${allOf([CLIENT_VIEWS[view], filter])} GROUP BY owed.currency`,
});
