import type { Response } from 'express';
import {
  exportUnpostedLines,
  listUnpostedLines,
  markEntered,
  type UnpostedLine,
} from '../../contracts/unposted-lines';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { sendCsv, wantsCsv } from './lists';
import { accepted } from './refusals';

const COLUMNS: readonly Column<UnpostedLine>[] = [
  { title: 'Client', cell: (row) => row.organization.name },
  { title: 'Invoice', cell: (row) => row.invoice.number },
  { title: 'Payment', cell: (row) => row.payment.number },
  { title: 'Settled', cell: (row) => row.settledOn },
  { title: 'Currency', cell: (row) => row.amount.currency },
  { title: 'Amount', cell: (row) => amountCell(row.amount) },
  { title: 'Method', cell: (row) => row.method },
  { title: 'Reference', cell: (row) => row.reference },
];

/** *Payments to enter*: the list, its exports, and the mark *entered*. */
export function unpostedLineRoutes(mounting: Mounting, { stores }: RouteDependencies): void {
  const { unpostedLines } = stores;

  mount(mounting, listUnpostedLines, async ({ query, request }) => {
    if (!wantsCsv(request, query)) return answer(200, await unpostedLines.list(query));
    const read = unpostedLines.list.bind(unpostedLines);
    const file = { name: 'payments-to-enter', columns: COLUMNS, query, read };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  mount(mounting, exportUnpostedLines, async ({ actor }) =>
    answer(201, accepted(await unpostedLines.export(actor))),
  );

  mount(mounting, markEntered, async ({ body, actor }) =>
    answer(200, accepted(await unpostedLines.markEntered(body, actor))),
  );
}
