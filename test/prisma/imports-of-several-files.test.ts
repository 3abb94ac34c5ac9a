/**
 * Goal: an import of several files speaks for all of them or says that it does not: each file is read
 * once what it asks is answered, and complete is only what was read whole.
 *
 * Method: files together through the real steps into a real PostgreSQL.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { anInvoiceXml } from '../accounting/an-invoice';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, csv, HEAD, type Imports, importsOn } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(60_000);

const CLIENT = 'Garrison Pediatrics';
const FIRST = { asOf: '2026-11-01T05:00:00.000Z' };
const LATER = { asOf: '2026-11-20T05:00:00.000Z' };

let pool: Pool;
let databaseUrl: string;
let imports: Imports;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  imports = importsOn(pool);
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const onlyInvoice = async () =>
  (await pool.query(`SELECT open_minor::float8 AS open, is_void FROM invoice`)).rows;

async function invoice(number: string) {
  const { rows } = await pool.query(
    `SELECT open_minor::float8 AS open, missing_since IS NOT NULL AS is_missing FROM invoice WHERE number = $1`,
    [number],
  );
  return rows[0];
}

describe('of two files, one that asks for the instant and one for its numbers,', () => {
  const files = () => [
    aList(CLIENT, [['INV-1', '10.00', '10.00']], 'a.csv'),
    csv('b.csv', HEAD, `${CLIENT},INV-2,2026-10-15,,"1,000","1,000",USD,`),
  ];
  const instant = { kind: 'asOf', asOf: LATER.asOf } as const;
  const form = { kind: 'reading', file: 'b.csv', reading: { numberForm: 'point' } } as const;
  const questions = (given: Awaited<ReturnType<Imports['run']>>) =>
    given.files.map((file) => file.questions.map(({ about }) => about));

  test.each([
    ['together', [[instant, form]]],
    ['together, the other way round', [[form, instant]]],
    ['one by one', [[instant], [form]]],
    ['one by one, the other way round', [[form], [instant]]],
  ])('both are read once both are answered: %s', async (_how, requests) => {
    const given = await imports.run(files(), { isComplete: true });
    expect(questions(given)).toEqual([['asOf'], ['numberForm']]);
    let decided = given;
    for (const request of requests) {
      expect(decided.state).toBe('question');
      decided = await imports.decide(given.id, ...request);
    }
    expect(decided).toMatchObject({ state: 'done', asOf: LATER.asOf, counts: { created: 2 } });
    expect(await invoice('INV-2')).toMatchObject({ open: 100_000, is_missing: false });
  });
});

describe('an import that is said to be complete', () => {
  const two = () =>
    aList(CLIENT, [
      ['INV-1', '10.00', '10.00'],
      ['INV-2', '10.00', '10.00'],
    ]);
  const complete = { ...LATER, isComplete: true, scope: 'all' } as const;
  const first = () => aList(CLIENT, [['INV-1', '10.00', '10.00']], 'a.csv');

  test('calls nothing missing while one of its files was not read, and says so', async () => {
    await imports.run([two()], FIRST);
    const broken = csv('b.csv', HEAD, `"${CLIENT},INV-2,2026-10-15,,10.00,10.00,USD,`);
    const given = await imports.run([first(), broken], complete);
    expect(given).toMatchObject({ state: 'done', isComplete: false, counts: { waiting: 0 } });
    expect(given.files[1]?.refusal).toMatch(
      /^A quotation mark .* no partner\. Because of it the import counts as not complete: nothing is called missing\.$/,
    );
    expect(await invoice('INV-2')).toMatchObject({ is_missing: false });
    const { rows } = await pool.query(
      `SELECT after FROM event WHERE kind = 'import.read' AND after IS NOT NULL`,
    );
    expect(rows).toEqual([{ after: { isComplete: false } }]);
  });

  test('calls nothing missing where no list is in it', async () => {
    await imports.run([two()], FIRST);
    const document = { name: 'd.xml', bytes: Buffer.from(anInvoiceXml({ number: 'D-1' })) };
    const given = await imports.run([document], complete);
    expect(given).toMatchObject({ state: 'done', isComplete: false, counts: { created: 1 } });
    expect(await invoice('INV-2')).toMatchObject({ is_missing: false });
  });

  test('stays complete with documents beside its list', async () => {
    await imports.run([two()], FIRST);
    const document = { name: 'd.xml', bytes: Buffer.from(anInvoiceXml({ number: 'D-1' })) };
    const given = await imports.run([first(), document], complete);
    expect(given).toMatchObject({ state: 'waiting', isComplete: true, counts: { waiting: 1 } });
    expect(await invoice('INV-2')).toMatchObject({ is_missing: true });
  });
});

describe('two files that give one invoice two balances', () => {
  const list = (balance: string, name: string, status = '') =>
    aList(CLIENT, [['INV-1', '100.00', balance, status]], name);
  const contradicts = {
    outcome: 'conflict',
    code: 'rowsContradict',
    reason: 'Another row of this import says that 80.00 USD of INV-1 is unpaid.',
    choices: ['keep', 'take'],
  };

  test.each([
    ['a lower one', () => list('30.00', 'b.csv'), [{ open: 3_000, is_void: false }]],
    ['a void', () => list('0.00', 'b.csv', 'Void'), [{ open: 0, is_void: true }]],
  ])(
    'wait for a person with the later one, %s, who says which holds',
    async (_what, second, then) => {
      await imports.run([list('100.00', 'first.csv')], FIRST);
      const given = await imports.run([list('80.00', 'a.csv'), second()], LATER);
      expect(await imports.rows(given.id)).toMatchObject([{ code: 'balanceLower' }, contradicts]);
      expect(await onlyInvoice()).toEqual([{ open: 8_000, is_void: false }]);
      await imports.decide(given.id, { kind: 'conflict', position: 1, choice: 'take' });
      expect(await onlyInvoice()).toEqual(then);
    },
  );

  test('do so also where the first of them has made the invoice, or waits as a rise', async () => {
    const made = await imports.run([list('80.00', 'a.csv'), list('30.00', 'b.csv')], FIRST);
    expect(await imports.rows(made.id)).toMatchObject([{ outcome: 'created' }, contradicts]);
    await imports.decide(made.id, { kind: 'conflict', position: 1, choice: 'keep' });
    const risen = await imports.run([list('90.00', 'c.csv'), list('30.00', 'd.csv')], LATER);
    expect(await imports.rows(risen.id)).toMatchObject([
      { code: 'rise' },
      { code: 'rowsContradict' },
    ]);
    expect(await onlyInvoice()).toEqual([{ open: 8_000, is_void: false }]);
  });

  test('are one where both say the same', async () => {
    const given = await imports.run([list('80.00', 'a.csv'), list('80.0', 'b.csv')], FIRST);
    expect(given).toMatchObject({ state: 'done', counts: { created: 1, unchanged: 1 } });
  });
});
