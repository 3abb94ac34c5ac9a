import type { Response } from 'express';
import {
  listActivity,
  listOrganizations,
  type OrganizationRow,
  readOrganization,
} from '../../contracts/organizations';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { sendCsv, wantsCsv } from './lists';
import { found } from './refusals';

/** One line per client; sums are those of its first currency. */
const COLUMNS: readonly Column<OrganizationRow>[] = [
  { title: 'Name', cell: (row) => row.name },
  { title: 'Customer number', cell: (row) => row.customerNumber },
  { title: 'City', cell: (row) => row.city },
  { title: 'Currency', cell: (row) => row.totals[0]?.currency ?? null },
  { title: 'Open invoices', cell: (row) => row.totals[0]?.openInvoices ?? 0 },
  { title: 'Balance', cell: (row) => amountCell(row.totals[0]?.balance ?? null) },
  { title: 'Past due', cell: (row) => amountCell(row.totals[0]?.pastDue ?? null) },
  { title: 'Uncovered', cell: (row) => amountCell(row.totals[0]?.uncovered ?? null) },
  { title: 'Oldest due', cell: (row) => row.oldestDueOn },
  { title: 'Next planned', cell: (row) => row.nextPlanned?.runOn ?? null },
  { title: 'Next planned amount', cell: (row) => amountCell(row.nextPlanned?.amount ?? null) },
];

export function organizationRoutes(mounting: Mounting, { stores }: RouteDependencies): void {
  const { organizations } = stores;

  mount(mounting, listOrganizations, async ({ query, request }) => {
    if (!wantsCsv(request, query)) return answer(200, await organizations.list(query));
    const read = organizations.list.bind(organizations);
    const file = { name: 'organizations', columns: COLUMNS, query, read };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  mount(mounting, listActivity, async ({ params, query }) => {
    const { items, nextCursor } = found(await organizations.activity(params.id, query));
    return answer(200, { items: [...items], nextCursor });
  });

  mount(mounting, readOrganization, async ({ params }) =>
    answer(200, found(await organizations.read(params.id))),
  );
}
