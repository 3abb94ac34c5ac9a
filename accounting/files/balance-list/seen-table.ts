/**
 * A table whose columns nobody knows yet, as a person is shown it: its titles and its first rows.
 * Which row holds the titles is only a proposal until a person has chosen among them.
 */
import { cutTo } from '../../reading/plain-text';
import type { ListRecord } from './records';

export type TableSeen = Readonly<{
  /** The line of the titles. */
  line: number;
  titles: readonly string[];
  rows: readonly Readonly<{ line: number; cells: readonly string[] }>[];
}>;

const TITLES_MIN = 3;
const ROWS_SHOWN = 5;
const CELL_LENGTH_MAX = 80;
const COLUMNS_MAX = 100;
const HEADER_WITHIN_LINES = 60;

/** The row of titles and what stands below it; null when no row looks like one. */
export function seenTable(records: readonly ListRecord[]): TableSeen | null {
  const index = records.findIndex(
    ({ cells, firstLine }) => firstLine <= HEADER_WITHIN_LINES && looksLikeTitles(cells),
  );
  const header = records[index];
  const rows = records
    .slice(index + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .slice(0, ROWS_SHOWN);
  if (!header || rows.length === 0) return null;
  return {
    line: header.firstLine,
    titles: shown(header.cells),
    rows: rows.map(({ cells, firstLine }) => ({ line: firstLine, cells: shown(cells) })),
  };
}

/** Several different words, and no number among them. */
function looksLikeTitles(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const isDistinct = new Set(filled.map((cell) => cell.toLowerCase())).size === filled.length;
  const areWords = filled.every(
    (cell) => cell.length <= CELL_LENGTH_MAX && /^\D*\p{L}/u.test(cell),
  );
  return filled.length >= TITLES_MIN && isDistinct && areWords;
}

function shown(cells: readonly string[]): readonly string[] {
  return cells.slice(0, COLUMNS_MAX).map((cell) => cutTo(cell.trim(), CELL_LENGTH_MAX));
}
