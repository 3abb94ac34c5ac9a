/**
 * The tables of QuickBooks that come beside its table of invoices, as they are copied to a warehouse:
 * customers give names to ids, lines become items, and payments are in the balances already.
 */
import { readPlainDecimal, toMinor } from '../../reading/amounts';
import { currencyDigits } from '../../reading/currency';
import { decode } from '../../reading/decode';
import type { RefusedRow, StagedBalance } from '../staged-row';
import { readRecords, Separator, withPlainLineBreaks } from './records';
import type { ListLine } from './row';

export type CompanionKind = 'invoices' | 'customers' | 'lines' | 'payments';

const TITLES: readonly (readonly [CompanionKind, readonly string[]])[] = [
  ['invoices', ['doc_number', 'customer_id', 'due_date', 'balance']],
  ['customers', ['id', 'display_name', 'fully_qualified_name']],
  ['lines', ['invoice_id', 'amount', 'detail_type']],
  ['payments', ['payment_id', 'invoice_id']],
  ['payments', ['id', 'customer_id', 'unapplied_amount']],
];

/** More than any line of titles. */
const HEAD_BYTES = 4096;

/** Which of these tables the bytes are, by their first line; null for any other file. */
export function companionKind(bytes: Uint8Array): CompanionKind | null {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).split(/[\r\n]/, 1)[0] ?? '';
  const titles = new Set(head.split(',').map((title) => title.trim()));
  const found = TITLES.find(([, needed]) => needed.every((title) => titles.has(title)));
  return found?.[0] ?? null;
}

type Row = (title: string) => string;

/** Rows of invoices with the names and the lines that the tables beside them hold. */
export async function withCompanions(
  rows: readonly (StagedBalance | RefusedRow)[],
  tables: readonly Uint8Array[],
): Promise<readonly (StagedBalance | RefusedRow)[]> {
  const names = new Map<string, string>();
  const lines = new Map<string, Row[]>();
  for (const bytes of tables) {
    const kind = companionKind(bytes);
    if (kind !== 'customers' && kind !== 'lines') continue;
    for (const row of await rowsOf(bytes)) {
      if (kind === 'customers') names.set(row('id'), row('display_name'));
      else lines.set(row('invoice_id'), [...(lines.get(row('invoice_id')) ?? []), row]);
    }
  }
  return rows.map((row) => {
    if (row.kind === 'refused') return row;
    const { id, name } = row.client;
    const items = lines.get(row.sourceId ?? '')?.map((line) => itemOf(line, row.currency)) ?? [];
    return {
      ...row,
      client: { id, name: name ?? (names.get(id ?? '') || null) },
      items: row.items.length > 0 ? row.items : items,
    };
  });
}

/** Amounts of these tables are written by a machine, with a point: what is not is left out. */
function itemOf(line: Row, currency: string): ListLine {
  const amount = readPlainDecimal(line('amount'));
  return {
    item: line('sales_item_item_id') || null,
    description: line('description') || null,
    quantity: line('sales_item_quantity') || null,
    price: line('sales_item_unit_price') || null,
    amountMinor: amount && toMinor(amount, currencyDigits(currency) ?? 0),
  };
}

async function rowsOf(bytes: Uint8Array): Promise<readonly Row[]> {
  const decoded = decode(bytes, undefined);
  if (!decoded.ok) return [];
  const records = await readRecords(withPlainLineBreaks(decoded.text), Separator.comma);
  if (!records.ok) return [];
  const [header, ...rows] = records.value;
  const places = new Map(header?.cells.map((title, place) => [title.trim(), place]));
  return rows.map(
    ({ cells }) =>
      (title) =>
        (cells[places.get(title) ?? -1] ?? '').trim(),
  );
}
