/**
 * Files that come in and go out, through HTTP and the workers: lists that are imported, and lists
 * written as CSV, beside how large the books are that they meet.
 */
import { anAdmin, type Admin } from '../test/scenarios/signed-in';
import { HEAD } from '../test/prisma/an-import';
import { type BooksSize, makeLargeBooks } from '../test/prisma/large-books';
import { peakMemoryOf } from '../test/support/peak-memory';
import { progress, rounded } from './measure';
import type { Servers } from './servers';

export type FilesSize = Readonly<{ books: BooksSize; importRows: number }>;

/** Rows and the seconds they took; of a process: the MB it held at most. */
type Measured = Readonly<
  { what: string; rows: number; seconds: number } | { what: string; peak: number }
>;

/** A client has so many of the rows of an import. */
const ROWS_OF_CLIENT = 10;
/** A row of an import takes hundredths of a second. */
const ROW_LIMIT_MS = 200;
const ASK_EVERY_MS = 100;

export const filesHead = (sizes: readonly FilesSize[]): string[] => [
  'file',
  ...sizes.map(({ books }) => `${books.invoices} invoices, ${books.payments} payments`),
  'large : small',
];

/** Fills the database, which is empty and migrated; the API runs. */
export async function files(servers: Servers, size: FilesSize): Promise<readonly Measured[]> {
  const { pool, programs } = servers;
  await makeLargeBooks(pool, size.books);
  progress(`books of ${size.books.invoices} invoices`);
  await programs.start('workers');
  const admin = await anAdmin(pool, programs.apiUrl, fetch);
  const measured = [
    await written(admin, 'open invoices, written', '/api/invoices?format=csv'),
    await written(admin, 'failed payments, written', '/api/payments?format=csv&view=failed'),
    await imported(admin, 'a list of new invoices, read', listOf(size.importRows, '90.00'), 1),
    await imported(admin, 'a later list with other balances', listOf(size.importRows, '80.00'), 2),
    await imported(admin, 'a later list with the same', listOf(size.importRows, '80.00'), 3),
  ];
  return [
    ...measured,
    { what: 'memory of the API at most', peak: peakMemoryOf(programs.pidOf('api')) },
    { what: 'memory of the workers at most', peak: peakMemoryOf(programs.pidOf('workers')) },
  ];
}

/** A row for each thing measured, a column for each size. */
export function filesRows(small: readonly Measured[], large: readonly Measured[]): string[][] {
  return small.flatMap((one, index) => {
    const other = large[index];
    if (other === undefined) return [];
    return [[one.what, said(one), said(other), rounded(costOf(other) / costOf(one), 2)]];
  });
}

const costOf = (one: Measured): number => ('peak' in one ? one.peak : one.seconds / one.rows);

const said = (one: Measured): string =>
  'peak' in one
    ? `${one.peak} MB`
    : `${one.rows} rows, ${rounded(one.seconds, 1)} s, ${rounded(one.rows / one.seconds)}/s`;

async function written({ origin, cookie }: Admin, what: string, path: string): Promise<Measured> {
  const begin = performance.now();
  const response = await fetch(`${origin}${path}`, { headers: { cookie: cookie() } });
  if (response.status !== 200 || response.body === null)
    throw new Error(`${path}: ${response.status}`);
  let rows = -1;
  for await (const part of response.body) rows += lineEndsOf(part as Uint8Array);
  return told({ what, rows, seconds: (performance.now() - begin) / 1000 });
}

function lineEndsOf(part: Uint8Array): number {
  let ends = 0;
  for (let at = part.indexOf(0x0a); at >= 0; at = part.indexOf(0x0a, at + 1)) ends += 1;
  return ends;
}

function listOf(rows: number, balance: string) {
  const lines = Array.from({ length: rows }, (_, row) => {
    const client = `Garrison Pediatrics ${Math.floor(row / ROWS_OF_CLIENT)}`;
    return `${client},GP-${row},2026-10-15,2026-11-14,100.00,${balance},USD,`;
  });
  return { rows, file: new Blob([[HEAD, ...lines, ''].join('\n')]) };
}

async function imported(
  { client }: Admin,
  what: string,
  { rows, file }: Readonly<{ rows: number; file: Blob }>,
  day: number,
): Promise<Measured> {
  const begin = performance.now();
  const { id } = await client.openImport({
    body: { source: 'Benchmark', asOf: `2026-11-0${day}T05:00:00.000Z` },
  });
  await client.putImportFile({ params: { id, name: 'open.csv' }, body: file });
  await client.startImport({ params: { id } });
  for (;;) {
    const { state, counts } = await client.readImport({ params: { id } });
    if (state === 'done') break;
    const isLate = performance.now() - begin > 60_000 + rows * ROW_LIMIT_MS;
    if (isLate || state === 'waiting' || state === 'question' || state === 'refused') {
      throw new Error(`the import is ${state}: ${JSON.stringify(counts)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return told({ what, rows, seconds: (performance.now() - begin) / 1000 });
}

function told(measured: Measured): Measured {
  progress(`${measured.what}: ${said(measured)}`);
  return measured;
}
