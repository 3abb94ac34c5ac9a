import type { Response } from 'express';
import {
  changeInvoice,
  listInvoices,
  readInvoice,
  readInvoices,
  summarizeInvoices,
} from '../../contracts/invoices';
import { mailInvoice } from '../../contracts/invoice-mails';
import type { InvoiceRow } from '../../contracts/invoice-row';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { documentRoute } from './invoice-document';
import { sendCsv, wantsCsv } from './lists';
import { accepted, found } from './refusals';

const COLUMNS: readonly Column<InvoiceRow>[] = [
  { title: 'Client', cell: (row) => row.organization.name },
  { title: 'Number', cell: (row) => row.number },
  { title: 'Issued', cell: (row) => row.issuedOn },
  { title: 'Due', cell: (row) => row.dueOn },
  { title: 'Currency', cell: (row) => row.currency },
  { title: 'Total', cell: (row) => amountCell(row.total) },
  { title: 'Balance', cell: (row) => amountCell(row.balance) },
  { title: 'Headroom', cell: (row) => amountCell(row.headroom) },
  { title: 'Planned', cell: (row) => amountCell(row.planned) },
  { title: 'Autopay forecast', cell: (row) => amountCell(row.autopay?.amount ?? null) },
  { title: 'Autopay on', cell: (row) => row.autopay?.runOn ?? null },
  { title: 'Autopay rule', cell: (row) => row.autopay?.rule.name ?? null },
  { title: 'Uncovered', cell: (row) => amountCell(row.uncovered) },
  { title: 'In flight', cell: (row) => amountCell(row.pending?.amount ?? null) },
  { title: 'On hold', cell: (row) => row.hold?.reason ?? null },
];

export function invoiceRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { soon } = dependencies;
  const { invoices } = dependencies.stores;

  mount(mounting, listInvoices, async ({ query, request }) => {
    if (!wantsCsv(request, query)) {
      const { items, nextCursor } = await invoices.list(query);
      return answer(200, { items: [...items], nextCursor });
    }
    const file = { name: 'invoices', columns: COLUMNS, query, read: invoices.list.bind(invoices) };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  mount(mounting, summarizeInvoices, async ({ query }) =>
    answer(200, await invoices.summarize(query)),
  );

  mount(mounting, readInvoices, async ({ query }) => {
    const { items, totals } = found(await invoices.readSeveral(query.ids));
    return answer(200, { items: [...items], totals: [...totals] });
  });

  mount(mounting, readInvoice, async ({ params }) =>
    answer(200, found(await invoices.read(params.id))),
  );

  mount(mounting, changeInvoice, async ({ params, body, actor }) => {
    const result = await invoices.change(params.id, body, actor);
    const { invoice, touchedPaymentIds } = accepted(result);
    for (const id of touchedPaymentIds) soon.tellPayment(id, 'changed');
    soon.tellRulesOf({ kind: 'invoice', id: params.id });
    return answer(200, invoice);
  });

  mount(mounting, mailInvoice, async ({ params, body, actor }) => {
    const items = accepted(await invoices.mail(params.id, body, actor));
    for (const { id } of items) soon.startMessage(id);
    return answer(202, { items: [...items] });
  });

  documentRoute(mounting, dependencies);
}
