/**
 * The exports of accounting systems that are known by their titles. A format is recognised by titles
 * that stand together in no other, and then only its own titles count.
 */
import { comparable } from '../../reading/comparable';
import { DocumentKind } from '../type-codes';
import type { ColumnId } from './columns';

export type ListFormat = Readonly<{
  name: string;
  /** Titles that must all be there, as `comparable` writes them. */
  signature: readonly string[];
  columns: ReadonlyMap<string, ColumnId>;
  /** What every row is, where the table itself says it. */
  kind: DocumentKind | null;
  /** Whether a sign of a currency may stand at an amount. It proves no currency: many have a dollar. */
  hasCurrencySigns: boolean;
}>;

/** QuickBooks: its report *Open Invoices*. Clients stand above their rows, totals below. */
const QUICKBOOKS_REPORT: ListFormat = {
  name: 'QuickBooks Open Invoices',
  signature: ['num', 'open balance'],
  columns: new Map([
    ['date', 'issued'],
    ['transaction date', 'issued'],
    ['transaction type', 'kind'],
    ['type', 'kind'],
    ['num', 'number'],
    ['customer', 'client'],
    ['customer full name', 'client'],
    ['terms', 'terms'],
    ['term', 'terms'],
    ['due date', 'due'],
    ['amount', 'total'],
    ['open balance', 'balance'],
    ['currency', 'currency'],
    ['p. o. #', 'purchaseOrderNumber'],
    ['location', 'location'],
  ]),
  kind: null,
  hasCurrencySigns: true,
};

/** Xero: *Invoices*, *Export*. One row per line item; `InvoiceAmountDue` is the balance. */
const XERO_EXPORT: ListFormat = {
  name: 'Xero invoices',
  signature: ['contactname', 'invoicenumber', 'invoiceamountdue'],
  columns: new Map([
    ['contactname', 'client'],
    ['invoicenumber', 'number'],
    ['type', 'kind'],
    ['invoicedate', 'issued'],
    ['duedate', 'due'],
    ['total', 'total'],
    ['invoiceamountdue', 'balance'],
    ['currency', 'currency'],
    ['status', 'status'],
    ['inventoryitemcode', 'item'],
    ['description', 'itemDescription'],
    ['quantity', 'quantity'],
    ['unitamount', 'price'],
    ['lineamount', 'itemAmount'],
  ]),
  kind: null,
  hasCurrencySigns: false,
};

const QUICKBOOKS_TABLE_COLUMNS = new Map<string, ColumnId>([
  ['id', 'sourceId'],
  ['doc_number', 'number'],
  ['customer_id', 'clientId'],
  ['transaction_date', 'issued'],
  ['due_date', 'due'],
  ['total_amount', 'total'],
  ['currency_id', 'currency'],
  ['custom_p_o_number', 'purchaseOrderNumber'],
]);

/** QuickBooks: its table of invoices, as it is copied to a warehouse. */
const QUICKBOOKS_INVOICES: ListFormat = {
  name: 'QuickBooks invoices',
  signature: ['doc_number', 'customer_id', 'due_date', 'balance'],
  columns: new Map([...QUICKBOOKS_TABLE_COLUMNS, ['balance', 'balance']]),
  kind: DocumentKind.invoice,
  hasCurrencySigns: false,
};

/** QuickBooks: its table of credit memos. What is left to be applied is the balance. */
const QUICKBOOKS_CREDIT_MEMOS: ListFormat = {
  name: 'QuickBooks credit memos',
  signature: ['doc_number', 'customer_id', 'remaining_credit', 'balance'],
  columns: new Map([...QUICKBOOKS_TABLE_COLUMNS, ['balance', 'balance']]),
  kind: DocumentKind.creditNote,
  hasCurrencySigns: false,
};

const LIST_FORMATS: readonly ListFormat[] = [
  QUICKBOOKS_REPORT,
  XERO_EXPORT,
  QUICKBOOKS_INVOICES,
  QUICKBOOKS_CREDIT_MEMOS,
];

/** The known format whose titles a row holds, or null. */
export function formatOf(cells: readonly string[]): ListFormat | null {
  const titles = new Set(cells.map(titleKey));
  return (
    LIST_FORMATS.find(({ signature }) => signature.every((title) => titles.has(title))) ?? null
  );
}

/** Xero marks the titles that its template needs with a star. */
export function titleKey(cell: string): string {
  return comparable(cell).replace(/^\*/, '');
}

/** A format that a person described: which title is which column. */
export function chosenFormat(columns: Partial<Record<ColumnId, string>>): ListFormat {
  const chosen = (Object.entries(columns) as [ColumnId, string][]).map(
    ([id, title]) => [titleKey(title), id] as const,
  );
  return {
    name: 'chosen columns',
    signature: chosen.map(([title]) => title),
    columns: new Map(chosen),
    kind: null,
    hasCurrencySigns: true,
  };
}
