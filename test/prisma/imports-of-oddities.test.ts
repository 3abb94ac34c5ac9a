/**
 * Goal: what real books hold beside the plain case becomes exactly what it says, or a row for a person
 * with both values: rounding cents, prepaid and negative amounts, several due dates and none, repeated
 * numbers, other currencies (import.md 1, 2, 4 and rules.md 15).
 *
 * Method: documents and lists through the real steps into a real PostgreSQL.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { anInvoiceXml } from '../accounting/an-invoice';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, csv, type GivenFile, HEAD, type Imports, importsOn } from './an-import';
import { LIMITS } from './books';
import { theBusiness } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;
let imports: Imports;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  imports = importsOn(pool);
}, 60_000);

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

afterAll(() => pool.end());

const FIRST = { asOf: '2026-11-05T06:00:00.000Z' };
const LATER = { asOf: '2026-11-06T06:00:00.000Z' };

type Given = NonNullable<Parameters<typeof anInvoiceXml>[0]>;

const xml = (given: Given): GivenFile => ({
  name: `${given.number ?? 'invoice'}.xml`,
  bytes: Buffer.from(anInvoiceXml(given)),
});

const invoices = async () =>
  (
    await pool.query(
      `SELECT number, currency, total_minor::int AS total, open_minor::int AS open, due_on::text AS due, is_void
         FROM invoice ORDER BY number, currency, created_at, id`,
    )
  ).rows;

/** Everything that an import writes into the books, to the last version. */
const books = async () =>
  (
    await pool.query(
      `SELECT (SELECT json_agg(invoice ORDER BY id) FROM invoice) AS invoices,
              (SELECT json_agg(organization ORDER BY id) FROM organization) AS clients,
              (SELECT json_agg(document ORDER BY id) FROM document) AS documents,
              (SELECT json_agg(unapplied_money ORDER BY id) FROM unapplied_money) AS credit,
              (SELECT count(*) FROM message) AS mails`,
    )
  ).rows[0];

test('a rounding cent and a prepaid amount belong to what is open, as the document says', async () => {
  await imports.run([
    xml({ number: 'A', total: '100.02', rounding: '-0.02', payable: '100.00' }),
    xml({ number: 'B', total: '100.00', prepaid: '40.00', payable: '60.00' }),
    xml({ number: 'C', total: '100.00', prepaid: '100.00', payable: '0.00' }),
  ]);
  expect(await invoices()).toMatchObject([
    { number: 'A', total: 10_002, open: 10_000 },
    { number: 'B', total: 10_000, open: 6_000 },
    { number: 'C', total: 10_000, open: 0 },
  ]);
  const store = createInvoiceStore({ pool, now: () => new Date(), limits: LIMITS });
  const list = { limit: 50, format: 'json', view: 'all', status: 'open', sort: 'dueOn' } as const;
  expect((await store.list(list)).items.map(({ number }) => number).sort()).toEqual(['A', 'B']);
});

test('amounts that do not add up are shown side by side, and taken only by a person', async () => {
  const odd = (number: string) =>
    xml({ number, total: '100.00', prepaid: '40.00', payable: '70.00' });
  const given = await imports.run([odd('A'), odd('B')]);
  expect(await imports.rows(given.id)).toMatchObject(
    [0, 1].map(() => ({
      outcome: 'conflict',
      code: 'amountsDisagree',
      reason: expect.stringMatching(/100\.00.*40\.00.*60\.00.*70\.00/),
      choices: ['keep', 'take'],
    })),
  );
  expect(await invoices()).toEqual([]);
  await imports.decide(
    given.id,
    { kind: 'conflict', position: 0, choice: 'take' },
    { kind: 'conflict', position: 1, choice: 'keep' },
  );
  expect(await invoices()).toMatchObject([{ number: 'A', open: 7_000 }]);
});

test('a negative balance is a conflict that can only be left out, in a document and in a list', async () => {
  const document = await imports.run([
    xml({ number: 'A', total: '100.00', prepaid: '120.00', payable: '-20.00' }),
  ]);
  const list = await imports.run([aList('Buyer', [['B', '100.00', '-20.00']])], FIRST);
  for (const { id } of [document, list]) {
    expect(await imports.rows(id)).toMatchObject([
      { outcome: 'conflict', code: 'invoiceBelowZero', choices: ['keep'] },
    ]);
  }
  expect(await invoices()).toEqual([]);
});

test('of several due dates the last one holds; without one an invoice is never past due', async () => {
  const term = (day: string) =>
    `<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${day}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`;
  await imports.run([
    xml({ number: 'A', issued: '20200101', settlement: term('20261201') + term('20270115') }),
    xml({ number: 'B', issued: '20200101' }),
  ]);
  expect(await invoices()).toMatchObject([
    { number: 'A', due: '2027-01-15' },
    { number: 'B', due: null },
  ]);
  const store = createInvoiceStore({ pool, now: () => new Date(), limits: LIMITS });
  const list = {
    limit: 50,
    format: 'json',
    view: 'pastDue',
    status: 'open',
    sort: 'dueOn',
  } as const;
  expect((await store.list(list)).items).toEqual([]);
  // What a list knows of it later fills the gap and is no conflict.
  await imports.run(
    [
      csv(
        'd.csv',
        'Client,Invoice number,Issued,Due,Total,Balance,Currency',
        'Buyer,B,2020-01-01,2020-01-31,100.00,100.00,USD',
      ),
    ],
    FIRST,
  );
  expect((await store.list(list)).items.map(({ number }) => number)).toEqual(['B']);
});

test('one number of two clients is two invoices; of one client with another date it is a conflict', async () => {
  const list = (client: string, issued: string, name: string) =>
    csv(
      name,
      'Client,Invoice number,Issued,Due,Total,Balance,Currency',
      `${client},7,${issued},,10.00,10.00,USD`,
    );
  await imports.run([list('Acme', '2026-10-15', 'a.csv')], FIRST);
  await imports.run([list('Bolt', '2026-10-15', 'b.csv')], FIRST);
  expect(await invoices()).toHaveLength(2);
  const given = await imports.run([list('Acme', '2026-10-16', 'c.csv')], LATER);
  expect(await imports.rows(given.id)).toMatchObject([
    {
      outcome: 'conflict',
      code: 'sameNumberOtherDate',
      differences: [{ field: 'Date of issue', known: '2026-10-15', incoming: '2026-10-16' }],
      choices: ['keep', 'take', 'replaces'],
    },
  ]);
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'replaces' });
  expect((await invoices()).map(({ is_void }) => is_void)).toEqual(
    expect.arrayContaining([true, false, false]),
  );
});

test('a void invoice stays void: what comes in under its number replaces it or is left out', async () => {
  await imports.run([xml({ number: 'A', total: '100.00' })]);
  await imports.run([csv('v.csv', HEAD, 'Buyer,A,2026-11-01,,100.00,0.00,USD,Void')], FIRST);
  expect(await invoices()).toMatchObject([{ number: 'A', open: 0, is_void: true }]);
  const given = await imports.run([xml({ number: 'A', total: '120.00' })]);
  expect(await imports.rows(given.id)).toMatchObject([
    { outcome: 'conflict', code: 'sameNumberOtherTotal', choices: ['keep', 'replaces'] },
  ]);
  const taken = imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
  await expect(taken).rejects.toThrow('DECISION_NOT_POSSIBLE');
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'replaces' });
  expect(await invoices()).toMatchObject([
    { number: 'A', open: 0, is_void: true },
    { number: 'A', open: 12_000, is_void: false },
  ]);
});

test('with ids of its own a source has two invoices of one number, and each is read by its id', async () => {
  const list = (one: string, two: string, name: string) =>
    csv(
      name,
      'Client,Invoice ID,Invoice number,Issued,Due,Total,Balance,Currency',
      `Acme,id-1,7,2026-10-15,,10.00,${one},USD`,
      `Acme,id-2,7,2026-10-16,,20.00,${two},USD`,
    );
  await imports.run([list('10.00', '20.00', 'a.csv')], FIRST);
  const given = await imports.run([list('4.00', '20.00', 'b.csv')], LATER);
  expect(given.counts).toMatchObject({ updated: 1, unchanged: 1, conflicting: 0 });
  expect(await invoices()).toMatchObject([
    { total: 1_000, open: 400 },
    { total: 2_000, open: 2_000 },
  ]);
});

test('with an id of its own a row replaces the invoice that bore it, and is read by it from then on', async () => {
  const list = (issued: string, balance: string, name: string) =>
    csv(
      name,
      'Client,Invoice ID,Invoice number,Issued,Due,Total,Balance,Currency',
      `Acme,id-1,7,${issued},,10.00,${balance},USD`,
    );
  await imports.run([list('2026-10-15', '10.00', 'a.csv')], FIRST);
  const given = await imports.run([list('2026-10-16', '10.00', 'b.csv')], FIRST);
  expect(await imports.rows(given.id)).toMatchObject([{ code: 'sameNumberOtherDate' }]);
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'replaces' });
  expect(await imports.rows(given.id)).toMatchObject([{ outcome: 'created' }]);
  const later = await imports.run([list('2026-10-16', '4.00', 'c.csv')], LATER);
  expect(later.counts).toMatchObject({ updated: 1, conflicting: 0 });
  expect(await invoices()).toMatchObject([
    { number: '7', open: 0, is_void: true },
    { number: '7', open: 400, is_void: false },
  ]);
});

describe('a document that asks for another amount of the same total', () => {
  const asks = (prepaid: string, payable: string) =>
    xml({ number: 'A', total: '100.00', prepaid, payable });

  test.each([
    ['replaces', [{ open: 0, is_void: true }, { open: 6_000 }]],
    ['take', [{ open: 6_000, is_void: false }]],
  ] as const)('is the known one once a person says so: %s', async (choice, expected) => {
    await imports.run([asks('10.00', '90.00')]);
    const given = await imports.run([asks('40.00', '60.00')]);
    expect(await imports.rows(given.id)).toMatchObject([{ code: 'sameNumberOtherPrepaid' }]);
    const decided = await imports.decide(given.id, { kind: 'conflict', position: 0, choice });
    expect(decided).toMatchObject({ state: 'done', counts: { refused: 0 } });
    expect(await invoices()).toMatchObject(expected);
    const again = await imports.run([asks('40.00', '60.00')], { source: 'A second look' });
    expect(await imports.rows(again.id)).toMatchObject([{ outcome: 'unchanged', code: 'known' }]);
    expect(await invoices()).toMatchObject(expected);
  });
});

const NOTE_HEAD = 'Client,Invoice number,Kind,Issued,Due,Total,Balance,Currency';

const money = async () =>
  (
    await pool.query(
      `SELECT document_number AS number, remaining_minor::int AS remaining FROM unapplied_money`,
    )
  ).rows;

describe('an invoice under the number of a known credit note', () => {
  test.each([
    ['as a document', () => xml({ number: ' a', total: '100.00' })],
    ['in a list', () => csv('i.csv', NOTE_HEAD, 'Buyer, a,Invoice,2026-11-01,,100.00,100.00,USD')],
  ])(
    '%s is for a person: it is left out, or stands beside the credit note',
    async (_how, invoice) => {
      await imports.run([xml({ number: 'A', typeCode: '381', total: '30.00' })]);
      const given = await imports.run([invoice()], FIRST);
      expect(await imports.rows(given.id)).toMatchObject([
        {
          outcome: 'conflict',
          code: 'sameNumberOtherKind',
          before: { amountMinor: 3_000 },
          after: { amountMinor: 10_000 },
          differences: [{ field: 'Kind', known: 'Credit note', incoming: 'Invoice' }],
          choices: ['keep', 'take'],
        },
      ]);
      await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'keep' });
      expect(await invoices()).toEqual([]);
      const again = await imports.run([invoice()], LATER);
      await imports.decide(again.id, { kind: 'conflict', position: 0, choice: 'take' });
      expect(await invoices()).toMatchObject([{ open: 10_000, is_void: false }]);
      expect(await money()).toEqual([{ number: 'A', remaining: 3_000 }]);
      const third = await imports.run([invoice()], { ...LATER, source: 'A second look' });
      expect(await imports.rows(third.id)).toMatchObject([{ outcome: 'unchanged' }]);
    },
  );

  test('with an id of its source, or of another client, is another document', async () => {
    await imports.run([xml({ number: 'A', typeCode: '381', total: '30.00' })]);
    const list = csv(
      'b.csv',
      `Invoice ID,${NOTE_HEAD}`,
      'id-1,Buyer,A,Invoice,2026-11-01,,100.00,100.00,USD',
      ',Somebody else,A,Invoice,2026-11-01,,200.00,200.00,USD',
    );
    expect(await imports.run([list], FIRST)).toMatchObject({ counts: { created: 2 } });
  });
});

describe('a credit note under the number of a known invoice', () => {
  const document = () => xml({ number: 'A', typeCode: '381', total: '30.00' });
  const row = () => csv('n.csv', NOTE_HEAD, 'Buyer,A,Credit note,2026-11-01,,-30.00,-30.00,USD');

  test.each([
    ['as a document', document],
    ['in a list', row],
  ])(
    '%s is for a person: it is left out, stands beside the invoice, or replaces it',
    async (_how, note) => {
      await imports.run([xml({ number: 'A', total: '100.00' })]);
      const given = await imports.run([note()], FIRST);
      expect(await imports.rows(given.id)).toMatchObject([
        {
          outcome: 'conflict',
          code: 'sameNumberOtherKind',
          before: { amountMinor: 10_000 },
          after: { amountMinor: 3_000 },
          differences: expect.arrayContaining([
            { field: 'Kind', known: 'Invoice', incoming: 'Credit note' },
          ]),
          choices: ['keep', 'take', 'replaces'],
        },
      ]);
      expect(await money()).toEqual([]);
      await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'keep' });
      expect(await money()).toEqual([]);
      const again = await imports.run([note()], LATER);
      await imports.decide(again.id, { kind: 'conflict', position: 0, choice: 'replaces' });
      expect(await invoices()).toMatchObject([{ number: 'A', open: 0, is_void: true }]);
      expect(await money()).toEqual([{ number: 'A', remaining: 3_000 }]);
      const third = await imports.run([note()], { ...LATER, source: 'A second look' });
      expect(await imports.rows(third.id)).toMatchObject([{ outcome: 'unchanged', code: 'known' }]);
    },
  );

  test.each([
    ['as a document', document],
    ['in a list', row],
  ])('%s may stand beside it, and both hold', async (_how, note) => {
    await imports.run([xml({ number: 'A', total: '100.00' })]);
    const given = await imports.run([note()], FIRST);
    await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
    expect(await invoices()).toMatchObject([{ number: 'A', open: 10_000, is_void: false }]);
    expect(await money()).toEqual([{ number: 'A', remaining: 3_000 }]);
    const again = await imports.run([note()], LATER);
    expect(await imports.rows(again.id)).toMatchObject([{ outcome: 'unchanged', code: 'known' }]);
  });

  test('with another id of its source is another document', async () => {
    const list = csv(
      'b.csv',
      `Invoice ID,${NOTE_HEAD}`,
      'id-1,Buyer,A,Invoice,2026-11-01,,100.00,100.00,USD',
      'id-2,Buyer,A,Credit note,2026-11-01,,-30.00,-30.00,USD',
    );
    expect(await imports.run([list], FIRST)).toMatchObject({ state: 'done' });
    expect(await invoices()).toMatchObject([{ number: 'A', open: 10_000 }]);
    expect(await money()).toEqual([{ number: 'A', remaining: 3_000 }]);
  });
});

test('what could not be added voids nothing in whose place it would stand', async () => {
  await imports.run([xml({ number: 'A', total: '100.00' })]);
  const dateless = csv(
    'd.csv',
    'Client,Invoice number,Issued,Due,Total,Balance,Currency',
    'Buyer,A,,,90.00,90.00,USD',
  );
  const given = await imports.run([dateless], FIRST);
  expect(await imports.rows(given.id)).toMatchObject([
    { outcome: 'conflict', choices: ['keep', 'take'] },
  ]);
  expect(await invoices()).toMatchObject([{ number: 'A', open: 10_000, is_void: false }]);
});

test('another currency under a known number is never a new balance, and sums stay apart', async () => {
  const list = (currency: string, number: string, name: string) =>
    csv(
      name,
      'Client,Invoice number,Issued,Due,Total,Balance,Currency',
      `Acme,${number},2026-10-15,,10.00,10.00,${currency}`,
    );
  await imports.run([list('USD', '7', 'a.csv')], FIRST);
  await imports.run([list('EUR', '8', 'b.csv')], FIRST);
  const given = await imports.run([list('EUR', '7', 'c.csv')], LATER);
  expect(await imports.rows(given.id)).toMatchObject([
    {
      outcome: 'conflict',
      code: 'sameNumberOtherCurrency',
      before: null,
      choices: ['keep', 'replaces'],
    },
  ]);
  expect(
    await imports.store.decide(given.id, [{ kind: 'conflict', position: 0, choice: 'take' }], {
      kind: 'user',
      id: '00000000-0000-4000-8000-000000000001',
      name: 'Dana',
    }),
  ).toMatchObject({ refusal: { code: 'DECISION_NOT_POSSIBLE' } });
  expect(await invoices()).toMatchObject([
    { number: '7', currency: 'USD', open: 1_000 },
    { number: '8', currency: 'EUR', open: 1_000 },
  ]);
});

test('the same documents and the same list again change nothing, to the last version', async () => {
  const files = () => [
    xml({ number: 'A', total: '100.00' }),
    xml({ number: 'CN-1', typeCode: '381', total: '30.00' }),
    aList('Buyer', [['B', '50.00', '40.00']]),
  ];
  await imports.run(files(), FIRST);
  const before = await books();
  const answered = await imports.run(files(), FIRST);
  expect(answered.counts).toMatchObject({ created: 3 });
  expect(await books()).toEqual(before);
  // Another instant makes it another import: its rows say that nothing is new.
  const later = await imports.run(files(), LATER);
  expect(later.counts).toMatchObject({ created: 0, updated: 0, unchanged: 3, conflicting: 0 });
  const { invoices: now, ...rest } = await books();
  const { invoices: then, ...was } = before;
  expect(rest).toEqual(was);
  const money = (rows: Record<string, unknown>[]) =>
    rows.map(({ open_minor, firm_minor, planned_minor }) => [
      open_minor,
      firm_minor,
      planned_minor,
    ]);
  expect(money(now)).toEqual(money(then));
});
