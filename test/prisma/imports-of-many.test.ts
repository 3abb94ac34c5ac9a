/**
 * Goal: an import that is killed anywhere goes on where it was, with nothing doubled and nothing
 * half-written, and its cost grows with its rows and not with what is known already.
 *
 * Method: a pool that breaks at a random statement, before it or after it was executed, again and
 * again, until the import is through; the books must equal those of a run that never broke.
 */
import fc from 'fast-check';
import { Pool, type PoolClient } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { TAKE_BALANCE } from '../../prisma/stores/imports/take-row';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, importsOn, samplePdf } from './an-import';
import { aMethod, aPayment, theBusiness } from './reading-books';

jest.setTimeout(600_000);

let pool: Pool;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
}, 60_000);

afterAll(() => pool.end());

/** What is done with each statement: `break` is thrown before or after it. */
type Watch = (text: string) => 'break-before' | 'break-after' | 'go';

/** The pool with every statement watched, those of transactions included. */
function watched(watch: Watch): Pool {
  const query =
    (of: Pool | PoolClient) =>
    async (...given: unknown[]) => {
      const [statement] = given as [string | { text: string }];
      const then = watch(typeof statement === 'string' ? statement : statement.text);
      if (then === 'break-before') throw new Error('killed before');
      const answer = await (of.query as (...all: unknown[]) => Promise<unknown>).apply(of, given);
      if (then === 'break-after') throw new Error('killed after');
      return answer;
    };
  return {
    query: query(pool),
    async connect() {
      const client = await pool.connect();
      return { query: query(client), release: (error?: Error) => client.release(error) };
    },
  } as unknown as Pool;
}

const CLIENT = 'Garrison Pediatrics';
const FIRST = { asOf: '2026-11-01T05:00:00.000Z' };
const LATER = { asOf: '2026-11-20T05:00:00.000Z' };

/** Two invoices with a planned payment each; the list of later lowers one, and brings four more. */
async function theBooksBefore(): Promise<void> {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
  const before = aList(CLIENT, [
    ['INV-1', '1000.00', '1000.00'],
    ['INV-2', '1000.00', '1000.00'],
    ['INV-3', '1000.00', '1000.00'],
  ]);
  await importsOn(pool).run([before], FIRST);
  const { rows } = await pool.query<{ id: string; organization_id: string }>(
    `SELECT id, organization_id FROM invoice ORDER BY number`,
  );
  const id = rows[0]?.organization_id ?? '';
  const client = { id, methodId: await aMethod(pool, id), sourceId: '' };
  const plan = { state: 'scheduled', run_on: '2026-12-10' };
  await aPayment(pool, client, [{ invoiceId: rows[0]?.id ?? '', amountMinor: 80_000 }], plan);
  await aPayment(pool, client, [{ invoiceId: rows[1]?.id ?? '', amountMinor: 50_000 }], plan);
}

const files = () => [
  aList(CLIENT, [
    ['INV-1', '1000.00', '300.00'],
    ['INV-2', '1000.00', '0.00'],
    ['INV-4', '70.00', '70.00'],
    ['INV-5', '80.00', '0.00'],
  ]),
  aList('Birchwood Dental', [['B-1', '10.00', '10.00']], 'second.csv'),
  samplePdf('EN16931_OEPNV.pdf'),
];

/** Everything that an import writes, without ids and instants. */
async function theBooks() {
  const tables = {
    organizations: `SELECT name FROM organization ORDER BY name`,
    invoices: `SELECT number, open_minor::text, firm_minor::text, planned_minor::text, overage_minor::text,
                      missing_since IS NOT NULL AS missing, document_status FROM invoice ORDER BY number`,
    lines: `SELECT count(*)::int FROM invoice_line`,
    documents: `SELECT count(*)::int AS documents, (SELECT count(*)::int FROM document_bytes) AS bytes FROM document`,
    readings: `SELECT balance_minor::text, outcome FROM reading ORDER BY as_of, balance_minor, outcome`,
    payments: `SELECT state, amount_minor::text FROM payment ORDER BY amount_minor, state`,
    adjustments: `SELECT before_minor::text, after_minor::text, status FROM adjustment ORDER BY 1, 2`,
    rows: `SELECT position, outcome, reason_code FROM import_row ORDER BY import_id = (SELECT id FROM import ORDER BY created_at LIMIT 1), position`,
    tasks: `SELECT kind, facts FROM task ORDER BY kind`,
    events: `SELECT kind, count(*)::int FROM event WHERE kind NOT LIKE 'import.%' GROUP BY kind ORDER BY kind`,
    imports: `SELECT status, rows_total, rows_done FROM import ORDER BY created_at`,
  };
  const read = Object.entries(tables).map(
    async ([name, text]) => [name, (await pool.query(text)).rows] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

test('killed at any statement and gone on with, the books are those of a run that never broke', async () => {
  await theBooksBefore();
  await importsOn(pool).run(files(), { ...LATER, isComplete: true });
  const expected = await theBooks();
  expect(expected['invoices']).toHaveLength(7);

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.boolean()), {
        minLength: 1,
        maxLength: 8,
      }),
      async (breaks) => {
        await theBooksBefore();
        const { id } = await importsOn(pool).open(files(), { ...LATER, isComplete: true });
        for (const [after, isExecuted] of breaks) {
          let left = after;
          const broken = watched(() => {
            left -= 1;
            if (left !== 0) return 'go';
            return isExecuted ? 'break-after' : 'break-before';
          });
          await importsOn(pool, broken)
            .goOn(id)
            .catch((error: Error) =>
              expect(error.message + String(error.cause)).toMatch(/killed|lost/),
            );
          // At every instant between two transactions.
          expect(await inconsistenciesOf(pool)).toEqual([]);
        }
        await importsOn(pool).goOn(id);
        expect(await theBooks()).toEqual(expected);
      },
    ),
    { numRuns: 8 },
  );
});

test('two runs of one import at once write what one does', async () => {
  await theBooksBefore();
  await importsOn(pool).run(files(), { ...LATER, isComplete: true });
  const expected = await theBooks();
  await theBooksBefore();
  const imports = importsOn(pool);
  const { id } = await imports.open(files(), { ...LATER, isComplete: true });
  await Promise.all([imports.goOn(id), importsOn(pool).goOn(id)]);
  expect(await theBooks()).toEqual(expected);
});

test('1,000 rows cost a bounded number of statements each, the same when all are known', async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
  const rows = Array.from({ length: 1_000 }, (_, index) => {
    return [`INV-${1000 + index}`, '100.00', '100.00'] as const;
  });
  const cost = async (asOf: string) => {
    let statements = 0;
    const counting = watched(() => {
      statements += 1;
      return 'go';
    });
    const done = await importsOn(pool, counting).run([aList(CLIENT, rows)], { asOf });
    expect(done).toMatchObject({ state: 'done', rows: 1_000, counts: { left: 0, refused: 0 } });
    return statements / rows.length;
  };
  const asNew = await cost(FIRST.asOf);
  const asKnown = await cost(LATER.asOf);
  expect(asNew).toBeLessThan(4.1);
  expect(asKnown).toBeLessThan(11.1);
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

test('a row is looked up by indexes also under a plan that was made while there was nothing', async () => {
  await emptyDatabase(databaseUrl);
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (GENERIC_PLAN) ${TAKE_BALANCE.text}`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toContain('Seq Scan');
});
