/**
 * CSV as records with the physical lines they stand on: what a person sees in an editor, also where
 * cells hold line breaks.
 */
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { ok, type Result, refuse } from '../../../domain/result';
import { type FileRefusal, fileRefusal } from '../refusal';

export const Separator = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
} as const;
export type Separator = (typeof Separator)[keyof typeof Separator];

export type ListRecord = Readonly<{
  cells: readonly string[];
  /** Physical lines from 1, the first and the last. */
  firstLine: number;
  lastLine: number;
}>;

/** Above this a list is split by whoever makes it; 50,000 rows take about 10 MB. */
export const LIST_BYTES_MAX = 64 * 1024 * 1024;
/** Far above the largest list asked for (50,000 rows), and still a few seconds. */
export const RECORDS_MAX = 500_000;
/** A quote that is never closed swallows the rest of the file: no record is this long. */
const RECORD_LENGTH_MAX = 1024 * 1024;
const CHUNK_LENGTH = 64 * 1024;
/** Other work of the process waits no longer than this many records. */
const RECORDS_PER_TURN = 2_000;

/** One kind of line break, so that lines are counted the same inside and outside of quotes. */
export function withPlainLineBreaks(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** All records of a text with plain line breaks. Refuses unbalanced quotes by the line they begin on. */
export async function readRecords(
  text: string,
  separator: Separator,
): Promise<Result<readonly ListRecord[], FileRefusal>> {
  const records: ListRecord[] = [];
  let lastLine = 0;
  // The parser runs ahead of the loop, and an error drops what it has not handed out yet.
  let parsedLine = 0;
  const parser = Readable.from(chunksOf(text)).pipe(
    parse({
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: RECORD_LENGTH_MAX,
      info: true,
      on_record: (record: string[], { lines }) => {
        parsedLine = lines;
        return record;
      },
    }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      records.push({
        cells: record,
        firstLine: lastLine + 1,
        lastLine: info.lines,
      });
      lastLine = info.lines;
      if (records.length > RECORDS_MAX) {
        return refuse(fileRefusal('ROWS_TOO_MANY', `The file has more than ${RECORDS_MAX} rows.`));
      }
      if (records.length % RECORDS_PER_TURN === 0) await setImmediate();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = parsedLine + 1;
    const sentence = `A quotation mark of the row on line ${line} has no partner.`;
    return refuse(fileRefusal('QUOTES_UNBALANCED', sentence, { line }));
  }
  return ok(records);
}

type ParsedRecord = Readonly<{
  record: string[];
  info: Readonly<{ lines: number }>;
}>;

function* chunksOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += CHUNK_LENGTH) {
    yield text.slice(start, start + CHUNK_LENGTH);
  }
}
