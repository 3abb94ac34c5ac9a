/**
 * Where the table of a file begins, and what separates its cells: proven by the header, whose titles
 * are known, or chosen by a person.
 */
import { parse } from 'csv-parse/sync';
import { ok, type Result, refuse } from '../../../domain/result';
import { type FileRefusal, fileRefusal } from '../refusal';
import { type ColumnId, type Header, missingTitles, readHeader } from './columns';
import { chosenFormat, titleKey } from './formats';
import { type ListRecord, Separator } from './records';

export type Table = Readonly<{
  header: Header;
  headerLine: number;
  titles: readonly ListRecord[];
  rows: readonly ListRecord[];
}>;

/** A title block is a few lines; a header further down than this is none. */
const HEADER_WITHIN_LINES = 60;
/** A row that holds this many known titles is meant as the header, even when others are missing. */
const TITLES_MIN = 3;

/**
 * The separator under which the most titles are known; else the one under which most rows have the
 * same number of cells, at least three. Null when the text is no table.
 */
export function separatorOf(text: string): Separator | null {
  const head = text.split('\n', HEADER_WITHIN_LINES).join('\n');
  return separatorOfKnown(head) ?? separatorOfAny(head);
}

function separatorOfAny(head: string): Separator | null {
  let best: { separator: Separator; rows: number } | null = null;
  for (const separator of Object.values(Separator)) {
    const rowsByWidth = new Map<number, number>();
    for (const { length } of looseRecords(head, separator)) {
      if (length >= TITLES_MIN) rowsByWidth.set(length, (rowsByWidth.get(length) ?? 0) + 1);
    }
    const rows = Math.max(0, ...rowsByWidth.values());
    if (rows > Math.max(1, best?.rows ?? 0)) best = { separator, rows };
  }
  return best?.separator ?? null;
}

function separatorOfKnown(head: string): Separator | null {
  let best: { separator: Separator; known: number } | null = null;
  for (const separator of Object.values(Separator)) {
    const known = Math.max(0, ...looseRecords(head, separator).map(knownTitles));
    if (known >= TITLES_MIN && known > (best?.known ?? 0)) best = { separator, known };
  }
  return best?.separator ?? null;
}

/** Which title of a table is which column, as a person said. */
export type ChosenColumns = Readonly<Partial<Record<ColumnId, string>>>;

/** Splits the records at the row that holds all the titles a person chose. */
export function describedTable(
  records: readonly ListRecord[],
  columns: ChosenColumns,
): Result<Table, FileRefusal> {
  const format = chosenFormat(columns);
  const index = records.findIndex(({ cells, firstLine }) => {
    const titles = new Set(cells.map(titleKey));
    return firstLine <= HEADER_WITHIN_LINES && format.signature.every((key) => titles.has(key));
  });
  const record = records[index];
  if (!record || format.signature.length === 0) {
    const sentence = 'No row of the file holds all the column titles that were chosen.';
    return refuse(fileRefusal('NO_HEADER', sentence));
  }
  return tableAt(records, index, readHeader(record.cells, format));
}

/** Splits the records at the header, and refuses a table that is no balance list. */
export function tableOf(records: readonly ListRecord[]): Result<Table, FileRefusal> {
  const index = records.findIndex(
    ({ cells, firstLine }) => firstLine <= HEADER_WITHIN_LINES && knownTitles(cells) >= TITLES_MIN,
  );
  const headerRecord = records[index];
  if (!headerRecord) return refuse(noHeader());
  return tableAt(records, index, readHeader(headerRecord.cells));
}

function tableAt(
  records: readonly ListRecord[],
  index: number,
  header: Header,
): Result<Table, FileRefusal> {
  const line = records[index]?.firstLine ?? 1;
  const [repeated] = header.repeated;
  if (repeated !== undefined) {
    const sentence = `The column “${repeated}” stands in the header twice.`;
    return refuse(fileRefusal('COLUMN_REPEATED', sentence, { field: repeated, line }));
  }
  const missing = missingTitles(header);
  if (missing.length > 0) {
    const sentence = `The header has no column ${missing.map((title) => `“${title}”`).join(', ')}.`;
    return refuse(
      fileRefusal('COLUMN_MISSING', sentence, {
        field: missing[0] ?? null,
        line,
      }),
    );
  }
  return ok({
    header,
    headerLine: line,
    titles: records.slice(0, index),
    rows: records.slice(index + 1),
  });
}

/** For a file without a row that looks like a header. */
export function noHeader(): FileRefusal {
  return fileRefusal(
    'NO_HEADER',
    'No row of column titles was found. The template shows the titles that are known.',
  );
}

function knownTitles(cells: readonly string[]): number {
  return readHeader(cells).positions.size;
}

/** Only to look at the first lines, where a cut-off quote is nobody's fault. */
function looseRecords(text: string, separator: Separator): string[][] {
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch {
    return text.split('\n').map((line) => line.split(separator));
  }
}
