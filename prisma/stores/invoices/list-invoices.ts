/** Pages of invoices, in one statement. */
import type { Pool } from 'pg';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesQuery } from '../../../contracts/invoices';
import type { Page } from '../../../contracts/paging';
import { businessToday } from '../lists/business-today';
import { always, dateOrLast, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import { BALANCE, HEADROOM, RESIDUAL } from './invoice-figures';
import { filterOf, viewsOf } from './invoice-filter';
import { invoiceColumns, type InvoiceRecord, invoiceRowOf } from './invoice-row';

/** What changes with every payment has no index: raising a claim stays a write of one row. */
const SORT_KEYS = {
  dueOn: dateOrLast('invoice.due_on'),
  issuedOn: always('date', 'invoice.issued_on'),
  number: always('text', 'invoice.number_key'),
  organization: always('text', 'organization.name_key'),
  total: always('bigint', 'invoice.total_minor'),
  balance: always('bigint', BALANCE),
  headroom: always('bigint', HEADROOM),
  uncovered: always('bigint', RESIDUAL),
};

export type Statement = Readonly<{ text: string; values: unknown[] }>;

/** Apart from its running, so that its plan can be looked at. */
export function listStatement(query: InvoicesQuery, now: Date) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const keyset = keysetOf('invoices', query, SORT_KEYS, 'invoice.id', parameters);
  const shown = allOf([
    filterOf(query, parameters),
    query.view === 'all' ? null : viewsOf(today)[query.view],
    keyset.after,
  ]);
  const text = `
    SELECT ${invoiceColumns(today)}, ${keyset.column}
      FROM invoice JOIN organization ON organization.id = invoice.organization_id
     WHERE ${shown}
     ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}`;
  return { statement: { text, values: parameters.values } satisfies Statement, keyset };
}

/** @throws CursorError for a cursor of another list or sort. */
export async function listInvoices(
  pool: Pool,
  now: Date,
  query: InvoicesQuery,
): Promise<Page<InvoiceRow>> {
  const { statement, keyset } = listStatement(query, now);
  const { rows } = await pool.query<InvoiceRecord & { sort_key: string }>(statement);
  return keyset.pageOf(rows, query.limit, invoiceRowOf);
}
