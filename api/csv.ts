/** Lists as CSV (RFC 4180) that no spreadsheet takes for a formula. */
import type { Amount } from '../contracts/fields';
import { decimalTextOf } from '../domain/money';

/** `decimal` is text of ours that a spreadsheet is to take for a number, minus and all. */
export type Cell = string | number | Readonly<{ decimal: string }> | null;

export type Column<Row> = Readonly<{ title: string; cell(row: Row): Cell }>;

/** An amount with the digits of its currency. */
export function amountCell(amount: Amount | null): Cell {
  if (amount === null) return null;
  return { decimal: decimalTextOf(amount.amountMinor, amount.currency) };
}

/** A text that begins like a formula is given an apostrophe; numbers are ours and stay numbers. */
const FORMULA = /^[=+\-@\t\r\0]/;

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.decimal;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
