/**
 * The columns of a balance list, by the titles of our template. Titles are compared trimmed and
 * without case, in any order; a title that is none of these is left alone and named to the person.
 */
import { comparable } from '../../reading/comparable';
import { csvLine } from '../../../domain/csv-text';
import { formatOf, type ListFormat, titleKey } from './formats';

export type ColumnId =
  | 'clientId'
  | 'client'
  | 'sourceId'
  | 'number'
  | 'kind'
  | 'issued'
  | 'due'
  | 'total'
  | 'balance'
  | 'currency'
  | 'status'
  | 'agreement'
  | 'agreementType'
  | 'terms'
  | 'invoiceType'
  | 'purchaseOrderNumber'
  | 'location'
  | 'item'
  | 'itemDescription'
  | 'quantity'
  | 'price'
  | 'itemAmount';

export type Column = Readonly<{
  id: ColumnId;
  title: string;
  /** `column`: the file must have it. `cell`: and no cell of it may be empty. */
  required: 'no' | 'column' | 'cell';
  explanation: string;
}>;

/** In the order of the template. One of `Client ID` and `Client` is required besides. */
export const BALANCE_LIST_COLUMNS: readonly Column[] = [
  {
    id: 'clientId',
    title: 'Client ID',
    required: 'no',
    explanation: 'Your number for the client.',
  },
  {
    id: 'client',
    title: 'Client',
    required: 'no',
    explanation: 'The name of the client.',
  },
  {
    id: 'sourceId',
    title: 'Invoice ID',
    required: 'no',
    explanation: 'The id that your system gives the invoice, if it shows one.',
  },
  {
    id: 'number',
    title: 'Invoice number',
    required: 'cell',
    explanation: 'As printed on the invoice, with all its zeros.',
  },
  {
    id: 'kind',
    title: 'Kind',
    required: 'no',
    explanation: 'Invoice or credit note. Empty is an invoice, unless the balance ends in CR.',
  },
  {
    id: 'issued',
    title: 'Issued',
    required: 'column',
    explanation: 'The date of the invoice.',
  },
  {
    id: 'due',
    title: 'Due',
    required: 'column',
    explanation: 'Empty when the invoice has no due date.',
  },
  {
    id: 'total',
    title: 'Total',
    required: 'column',
    explanation: 'What the invoice was for, tax included.',
  },
  {
    id: 'balance',
    title: 'Balance',
    required: 'cell',
    explanation: 'What is unpaid. Write 0 when nothing is: an empty cell is refused.',
  },
  {
    id: 'currency',
    title: 'Currency',
    required: 'cell',
    explanation: 'Three letters, such as USD.',
  },
  {
    id: 'status',
    title: 'Status',
    required: 'no',
    explanation: 'Open, paid or void, if your system says.',
  },
  {
    id: 'agreement',
    title: 'Agreement',
    required: 'no',
    explanation: 'For autopay rules.',
  },
  {
    id: 'agreementType',
    title: 'Agreement type',
    required: 'no',
    explanation: 'For autopay rules.',
  },
  {
    id: 'terms',
    title: 'Terms',
    required: 'no',
    explanation: 'For autopay rules, such as Net 30.',
  },
  {
    id: 'invoiceType',
    title: 'Invoice type',
    required: 'no',
    explanation: 'For autopay rules.',
  },
  {
    id: 'purchaseOrderNumber',
    title: 'PO number',
    required: 'no',
    explanation: 'For autopay rules.',
  },
  {
    id: 'location',
    title: 'Location',
    required: 'no',
    explanation: 'For autopay rules.',
  },
  {
    id: 'item',
    title: 'Item',
    required: 'no',
    explanation: 'With one row per line item: repeat the rest of the row.',
  },
  {
    id: 'itemDescription',
    title: 'Item description',
    required: 'no',
    explanation: 'What the line item is for.',
  },
  {
    id: 'quantity',
    title: 'Quantity',
    required: 'no',
    explanation: 'Of the line item.',
  },
  {
    id: 'price',
    title: 'Unit price',
    required: 'no',
    explanation: 'Of the line item.',
  },
  {
    id: 'itemAmount',
    title: 'Item amount',
    required: 'no',
    explanation: 'Of the line item.',
  },
];

/** Where each column stands in a record, and what the file has besides. */
export type Header = Readonly<{
  positions: ReadonlyMap<ColumnId, number>;
  titles: readonly string[];
  ignored: readonly string[];
  repeated: readonly string[];
  /** Null is our own template. */
  format: ListFormat | null;
  /** The currency of every row, where no column says it and a person did. */
  currency: string | null;
}>;

const COLUMN_BY_TITLE = new Map(
  BALANCE_LIST_COLUMNS.map((column) => [comparable(column.title), column.id] as const),
);

/** Whether a title is one of our template's, or nothing. */
export function isOurTitle(cell: string): boolean {
  return cell.trim() === '' || COLUMN_BY_TITLE.has(comparable(cell));
}

/** The title of a column, for people. */
export function titleOf(id: ColumnId): string {
  return BALANCE_LIST_COLUMNS.find((column) => column.id === id)?.title ?? id;
}

/** Reads a record as a header. How many columns it knows is for the caller to judge. */
export function readHeader(
  cells: readonly string[],
  format: ListFormat | null = formatOf(cells),
): Header {
  const positions = new Map<ColumnId, number>();
  const ignored: string[] = [];
  const repeated: string[] = [];
  cells.forEach((cell, position) => {
    const key = titleKey(cell);
    const id = (format?.columns ?? COLUMN_BY_TITLE).get(key);
    if (id === undefined) {
      if (cell.trim() !== '') ignored.push(cell.trim());
    } else if (positions.has(id)) repeated.push(format === null ? titleOf(id) : cell.trim());
    else positions.set(id, position);
  });
  return {
    positions,
    titles: cells.map(comparable),
    ignored,
    repeated,
    format,
    currency: null,
  };
}

/** Columns without which no row of a known or described format says what is unpaid. */
const NEEDED: readonly ColumnId[] = ['number', 'balance'];

/**
 * Titles that a balance list must have and this one has not. Only the template promises all of its
 * columns; elsewhere a client may stand above its rows, and the currency is asked for.
 */
export function missingTitles(header: Header): string[] {
  if (header.format !== null) {
    return NEEDED.filter((id) => !header.positions.has(id)).map(titleOf);
  }
  const missing = BALANCE_LIST_COLUMNS.filter(
    ({ id, required }) => required !== 'no' && !header.positions.has(id),
  ).map(({ title }) => title);
  const hasClient = header.positions.has('clientId') || header.positions.has('client');
  return hasClient ? missing : [`${titleOf('clientId')} or ${titleOf('client')}`, ...missing];
}

/** The template to fill in: the titles and nothing else, with the mark that spreadsheets look for. */
export function balanceListTemplate(): string {
  return `\uFEFF${csvLine(BALANCE_LIST_COLUMNS.map(({ title }) => title))}`;
}
