/**
 * What a row below the header is: an invoice, or one of the rows that reports put around them.
 * Recognised by what the cells hold, never by their look.
 */
import type { ColumnId, Header } from './columns';
import type { ListRecord } from './records';
import { cellText } from './row';

export type RowKind =
  | Readonly<{ kind: 'blank' }>
  /** The titles again, as at the top of a printed page. */
  | Readonly<{ kind: 'header' }>
  /** Names the client of the rows below. */
  | Readonly<{ kind: 'group'; client: string }>
  | Readonly<{ kind: 'total'; label: string }>
  | Readonly<{ kind: 'invoice' }>;

const TOTAL_LABEL = /^(?:(?:grand|overall|sub)[\s-]*total|subtotal|total|sum)\b/i;

/** Says what a row is. */
export function kindOfRow(record: ListRecord, header: Header): RowKind {
  const cells = record.cells.map((cell) => cell.trim());
  const filled = cells.flatMap((cell, position) => (cell === '' ? [] : [{ cell, position }]));
  const [first] = filled;
  if (!first) return { kind: 'blank' };
  if (header.titles.every((title, index) => title === (cells[index] ?? '').toLowerCase())) {
    return { kind: 'header' };
  }
  if (isTotal(record, header, first.cell)) return { kind: 'total', label: first.cell };
  if (filled.length === 1 && isClientPlace(header, first.position)) {
    return { kind: 'group', client: first.cell };
  }
  return { kind: 'invoice' };
}

/** A label in front, an amount, and no invoice number but perhaps the label itself. */
function isTotal(record: ListRecord, header: Header, label: string): boolean {
  if (!TOTAL_LABEL.test(label)) return false;
  const number = cellText(record, header, 'number');
  const hasAmount =
    cellText(record, header, 'balance') !== '' || cellText(record, header, 'total') !== '';
  return hasAmount && (number === '' || number === label);
}

/** The client's own column, or the first one where that holds a name or number and no amount or date. */
function isClientPlace(header: Header, position: number): boolean {
  if (position === header.positions.get('client')) return true;
  const names: readonly ColumnId[] = ['clientId', 'sourceId', 'number'];
  const [column] = [...header.positions].find(([, place]) => place === position) ?? [];
  return position === 0 && (column === undefined || names.includes(column));
}
