/** Lists as CSV: every row that matches, page after page, as they are read. */
import type { Request, Response } from 'express';
import type { Page } from '../../contracts/paging';
import { type Column, csvRow } from '../csv';

/** The page asks by `format`, a program may ask by `Accept`. */
export function wantsCsv(request: Request, query: Readonly<{ format: 'json' | 'csv' }>): boolean {
  if (query.format === 'csv') return true;
  return request.accepts(['application/json', 'text/csv']) === 'text/csv';
}

/** Pages of a file are as large as pages may be. */
const CSV_PAGE = 200;

/**
 * Writes a file of all rows. The first page is read before the first byte is sent, so that an error
 * is still an answer.
 */
export async function sendCsv<
  Row,
  Query extends Readonly<{ limit: number; cursor?: string | undefined; format: 'json' | 'csv' }>,
>(
  response: Response,
  file: Readonly<{
    name: string;
    columns: readonly Column<Row>[];
    query: Query;
    read(query: Query): Promise<Page<Row>>;
  }>,
): Promise<void> {
  const query = { ...file.query, limit: CSV_PAGE, format: 'csv' };
  let page = await file.read(query);
  response.status(200).type('text/csv').attachment(`${file.name}.csv`);
  // A spreadsheet takes UTF-8 for it only with the mark.
  response.write(`\uFEFF${csvRow(file.columns.map((column) => column.title))}`);
  for (;;) {
    const text = page.items.map((row) => csvRow(file.columns.map((column) => column.cell(row))));
    await written(response, text.join(''));
    if (page.nextCursor === null || response.destroyed) break;
    page = await file.read({ ...query, cursor: page.nextCursor });
  }
  response.end();
}

function written(response: Response, text: string): Promise<void> {
  if (text === '' || response.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
