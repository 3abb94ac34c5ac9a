/** Lists as CSV that no spreadsheet takes for a formula. */
import type { Amount } from '../contracts/fields';
import { csvLine, neutralised } from '../domain/csv-text';
import { decimalTextOf } from '../domain/money';

/** `decimal` is text of ours that a spreadsheet is to take for a number, minus and all. */
export type Cell = string | number | Readonly<{ decimal: string }> | null;

export type Column<Row> = Readonly<{ title: string; cell(row: Row): Cell }>;

/** An amount with the digits of its currency. */
export function amountCell(amount: Amount | null): Cell {
  if (amount === null) return null;
  return { decimal: decimalTextOf(amount.amountMinor, amount.currency) };
}

export function csvRow(cells: readonly Cell[]): string {
  return csvLine(cells.map(textOf));
}

/** Numbers are ours and stay numbers. */
function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'object' ? cell.decimal : neutralised(cell);
}
