/**
 * The tables of QuickBooks that come beside its table of invoices, as they are copied to a warehouse:
 * customers give names to ids, lines become items, and payments are in the balances already.
 * They are read as strictly as the list itself (import.md 3): what cannot be read refuses the table by
 * its physical line, and a line item outside the number form refuses the invoice that it is of.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { ok, type Result, refuse } from '../../../domain/result';
import { plainText, readPlainDecimal, toMinor } from '../../reading/amounts';
import { currencyDigits } from '../../reading/currency';
import { decode, Encoding, encodingByMark } from '../../reading/decode';
import { type FileRefusal, fileRefusal, quoted } from '../refusal';
import type { RefusedRow, StagedBalance } from '../staged-row';
import { titleKey } from './formats';
import { LIST_BYTES_MAX, readRecords, Separator, withPlainLineBreaks } from './records';
import type { ListLine, RowRefusal } from './row';

export type CompanionKind = 'invoices' | 'customers' | 'lines' | 'payments';

const TITLES: readonly (readonly [CompanionKind, readonly string[]])[] = [
  ['invoices', ['doc_number', 'customer_id', 'due_date', 'balance']],
  ['customers', ['id', 'display_name', 'fully_qualified_name']],
  ['lines', ['invoice_id', 'amount', 'detail_type']],
  ['payments', ['payment_id', 'invoice_id']],
  ['payments', ['id', 'customer_id', 'unapplied_amount']],
];

/** How much of a file tells what it is: more than any line of titles. */
export const COMPANION_HEAD_BYTES = 4096;

/** Which of these tables the bytes begin, by their titles; null for any other file. */
export function companionKind(bytes: Uint8Array): CompanionKind | null {
  const decoder = new TextDecoder(encodingByMark(bytes) ?? Encoding.utf8);
  const head = withPlainLineBreaks(decoder.decode(bytes.subarray(0, COMPANION_HEAD_BYTES)));
  const titles = new Set(firstRecord(head).map(titleKey));
  const found = TITLES.find(([, needed]) => needed.every((title) => titles.has(title)));
  return found?.[0] ?? null;
}

/** The first record that says anything. What comes below it may be cut off. */
function firstRecord(head: string): readonly string[] {
  try {
    const [record = []] = parse(head, {
      delimiter: Separator.comma,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_records_with_empty_values: true,
      to: 1,
    });
    return record;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return [];
  }
}

export type NamedTable = Readonly<{ name: string; bytes: Uint8Array }>;

/** A row under its titles, with the physical line it begins on. */
type Row = Readonly<{ line: number; text(title: string): string }>;

/** Reads one of these tables. Refuses it by the first line that cannot be read. */
export async function readCompanion({
  bytes,
}: Pick<NamedTable, 'bytes'>): Promise<Result<readonly Row[], FileRefusal>> {
  if (bytes.length > LIST_BYTES_MAX) {
    return refuse(fileRefusal('FILE_TOO_LARGE', 'The table is larger than 64 MB.'));
  }
  const decoded = decode(bytes, undefined);
  if (!decoded.ok) {
    const sentence = `Line ${decoded.line} is not written in ${decoded.encoding}.`;
    return refuse(fileRefusal('ENCODING_UNREADABLE', sentence, { line: decoded.line }));
  }
  const records = await readRecords(withPlainLineBreaks(decoded.text), Separator.comma);
  if (!records.ok) return records;
  const [header, ...rows] = records.value.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const places = new Map(header?.cells.map((title, place) => [titleKey(title), place]));
  const width = header?.cells.length ?? 0;
  const misaligned = rows.find(({ cells }) => cells.length !== width);
  if (misaligned) {
    const line = misaligned.firstLine;
    const sentence = `The row on line ${line} has ${misaligned.cells.length} cells, the header ${width}.`;
    return refuse(fileRefusal('CELLS_MISALIGNED', sentence, { line }));
  }
  return ok(
    rows.map(({ cells, firstLine }) => ({
      line: firstLine,
      text: (title) => (cells[places.get(title) ?? -1] ?? '').trim(),
    })),
  );
}

type ListRow = StagedBalance | RefusedRow;
type LineItem = Readonly<{ table: string; row: Row }>;

/**
 * Rows of invoices with the names and the lines that the tables beside them hold. A table that cannot
 * be read refuses them all: without it they would be other invoices.
 *
 * @param tables one after the other, so that no more than one is held as bytes.
 */
export async function withCompanions(
  rows: readonly ListRow[],
  tables: AsyncIterable<NamedTable>,
): Promise<Result<readonly ListRow[], FileRefusal>> {
  const names = new Map<string, string>();
  const lines = new Map<string, LineItem[]>();
  for await (const table of tables) {
    const kind = companionKind(table.bytes);
    if (kind !== 'customers' && kind !== 'lines') continue;
    const read = await readCompanion(table);
    if (!read.ok) return refuse(ofTable(table.name, read.refusal));
    for (const row of read.value) {
      if (kind === 'customers') names.set(row.text('id'), row.text('display_name'));
      else addTo(lines, row.text('invoice_id'), { table: table.name, row });
    }
  }
  return ok(rows.map((row) => withLines(row, names, lines.get(sourceIdOf(row)) ?? [])));
}

function addTo(lines: Map<string, LineItem[]>, invoiceId: string, item: LineItem): void {
  const known = lines.get(invoiceId);
  if (known) known.push(item);
  else lines.set(invoiceId, [item]);
}

function sourceIdOf(row: ListRow): string {
  return row.kind === 'balance' ? (row.sourceId ?? '') : '';
}

function ofTable(name: string, refusal: FileRefusal): FileRefusal {
  const sentence = `It is read together with ${name}, which cannot be read: ${refusal.sentence}`;
  return { ...refusal, sentence, line: null };
}

function withLines(
  row: ListRow,
  names: ReadonlyMap<string, string>,
  lines: readonly LineItem[],
): ListRow {
  if (row.kind === 'refused') return row;
  const items: ListLine[] = [];
  for (const line of lines) {
    const item = itemOf(line, row.currency);
    if (!item.ok) {
      const { position, number } = row;
      return { kind: 'refused', position, number, refusal: item.refusal };
    }
    items.push(item.value);
  }
  const { id, name } = row.client;
  return {
    ...row,
    client: { id, name: name ?? (names.get(id ?? '') || null) },
    items: row.items.length > 0 ? row.items : items,
  };
}

/** Numbers of these tables are written by a machine, with a point. */
function itemOf({ table, row }: LineItem, currency: string): Result<ListLine, RowRefusal> {
  const numbers: Record<string, string | null> = {};
  for (const title of ['sales_item_quantity', 'sales_item_unit_price', 'amount']) {
    const text = row.text(title);
    const decimal = readPlainDecimal(text);
    const isRead =
      decimal !== null &&
      (title !== 'amount' || toMinor(decimal, currencyDigits(currency) ?? 0) !== null);
    if (text !== '' && !isRead) return refuse(unreadable(table, row.line, title, text));
    numbers[title] = decimal && plainText(decimal);
  }
  const amount = readPlainDecimal(numbers['amount'] ?? '');
  return ok({
    item: row.text('sales_item_item_id') || null,
    description: row.text('description') || null,
    quantity: numbers['sales_item_quantity'] ?? null,
    price: numbers['sales_item_unit_price'] ?? null,
    amountMinor: amount && toMinor(amount, currencyDigits(currency) ?? 0),
  });
}

function unreadable(table: string, line: number, field: string, value: string): RowRefusal {
  const sentence = `Its line item on line ${line} of ${table} has ${quoted(value)} as ${field}, which is no amount here.`;
  return { code: 'AMOUNT_UNREADABLE', sentence, field, value, line };
}
