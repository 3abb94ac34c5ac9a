/** Pages of invoices, in one statement. */
import type { Pool } from 'pg';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesQuery } from '../../../contracts/invoices';
import type { Page } from '../../../contracts/paging';
import { businessToday } from '../lists/business-today';
import { always, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import { withParts } from '../lists/search';
import {
  BALANCE,
  DUE,
  DUE_DESCENDING,
  HEADROOM,
  NUMBER_IN_ORDER,
  RESIDUAL,
} from './invoice-figures';
import { filterOf, listedAs, searchOf, viewsOf } from './invoice-filter';
import { invoiceColumns, type InvoiceRecord, invoiceRowOf } from './invoice-row';

/** Each has an index over what is open and one over the rest (prisma/migrations, `indexes_of_large_lists`). */
const SORT_KEYS = {
  dueOn: { type: 'date', ascending: DUE, descending: DUE_DESCENDING } as const,
  issuedOn: always('date', 'invoice.issued_on'),
  number: always('text', NUMBER_IN_ORDER),
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
  const search = withParts(searchOf(query, parameters));
  const keyset = keysetOf('invoices', query, SORT_KEYS, 'invoice.id', parameters);
  const shown = allOf([
    filterOf(query, parameters),
    query.view === 'all' ? null : viewsOf(today)[query.view],
    keyset.after,
  ]);
  const byClient = query.sort.endsWith('organization');
  const limit = parameters.bind(query.limit + 1);
  const listed = (as: string) => `
      (SELECT invoice.*, ${keyset.key} AS sort_key FROM invoice
         ${byClient ? 'JOIN organization ON organization.id = invoice.organization_id' : ''}
        WHERE ${as} AND ${shown}
        ORDER BY ${keyset.orderBy} LIMIT ${limit})`;
  const lists = listedAs(query);
  const text = `${search}
    SELECT ${invoiceColumns(today)}, sort_key::text
      FROM (SELECT * FROM (${lists.map(listed).join(' UNION ALL ')}) AS each
             ORDER BY ${keyset.orderOf('each')} LIMIT ${limit}) AS invoice
      JOIN organization ON organization.id = invoice.organization_id
     ORDER BY ${keyset.orderOf('invoice')}`;
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
