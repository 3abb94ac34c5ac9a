/**
 * Goal: the tables of a whole business go through the database as they are, with their faults: numbers
 * that repeat, clients without a name, due dates before the invoice.
 *
 * Method: `prisma/demo/receivables` (466 invoices of 2025, see its SOURCES.md), given together.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { usePostgres } from '../support/postgres';
import { csv, type GivenFile, importsOn } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(240_000);

let pool: Pool;

beforeAll(async () => {
  pool = new Pool({ connectionString: (await usePostgres()).databaseUrl, max: 4 });
  await theBusiness(pool);
}, 60_000);

afterAll(() => pool.end());

const FOLDER = join(__dirname, '..', '..', 'prisma', 'demo', 'receivables');
const theBooks = (): GivenFile[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));

const numbers = async (text: string): Promise<readonly number[]> =>
  Object.values((await pool.query<Record<string, number>>(text)).rows[0] ?? {}).map(Number);

test('books of 466 invoices are read whole, and nothing of their faults is guessed away', async () => {
  const given = await importsOn(pool).run(theBooks(), { asOf: '2026-01-01T06:00:00.000Z' });
  expect(given.files.map(({ name, kind, refusal }) => [name, kind, refusal])).toEqual(
    theBooks().map(({ name }) => [name, 'balanceList', null]),
  );
  expect(given).toMatchObject({
    state: 'done',
    rows: 466,
    counts: { created: 466, refused: 0, conflicting: 0, waiting: 0, left: 0 },
  });
  // 24 numbers stand on two invoices each, told apart by the ids of their source.
  expect(
    await numbers(
      `SELECT count(*) AS a, count(DISTINCT number) AS b, count(DISTINCT source_reference) AS c FROM invoice`,
    ),
  ).toEqual([466, 442, 466]);
  // SOURCES.md: 14 are open, with 186,400 USD of 3,127,990.
  expect(
    await numbers(
      `SELECT count(*) FILTER (WHERE open_minor > 0) AS a, sum(open_minor) AS b, sum(total_minor) AS c FROM invoice`,
    ),
  ).toEqual([14, 186_400_00, 3_127_990_00]);
  // 54 clients; the 15 that no table names are called by their ids.
  expect(
    await numbers(
      `SELECT count(*) AS a, count(*) FILTER (WHERE name ~ '^[0-9]+$') AS b FROM organization`,
    ),
  ).toEqual([54, 15]);
  // Due before it was issued is what the books say: kept, and past due.
  expect(await numbers(`SELECT count(*) FROM invoice WHERE due_on < issued_on`)).toEqual([22]);
  // Of 588 lines, 21 are of invoices that are not in the table.
  expect(await numbers(`SELECT count(*) FROM invoice_line`)).toEqual([567]);
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

test('the same tables of a day later change nothing', async () => {
  const again = await importsOn(pool).run(theBooks(), { asOf: '2026-01-02T06:00:00.000Z' });
  expect(again).toMatchObject({ state: 'done', counts: { unchanged: 466, refused: 0 } });
});

test('a table that cannot be read is refused with the invoices it belongs to, each in words', async () => {
  const [, invoices] = theBooks();
  const lines = csv(
    'lines.csv',
    'invoice_id,amount,detail_type,description',
    '101,150,SalesItemLineDetail,"a quote',
  );
  const given = await importsOn(pool).run([invoices as GivenFile, lines], {
    source: 'Other books',
    asOf: '2026-01-02T06:00:00.000Z',
  });
  const why = 'A quotation mark of the row on line 2 has no partner.';
  expect(given).toMatchObject({
    state: 'refused',
    files: [
      {
        name: 'invoice_data.csv',
        refusal: `It is read together with lines.csv, which cannot be read: ${why}`,
      },
      { name: 'lines.csv', refusal: why },
    ],
  });
});
