/**
 * Goal: what a person says of a row does what it says and no more: a document taken is no reading of
 * the books, what replaces an invoice is found again, and nothing that was said of one state of the
 * books is applied to another (rules.md 13-15).
 *
 * Method: documents and lists through the real steps into a real PostgreSQL. After each test every
 * counter is recomputed.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { anInvoiceXml } from '../accounting/an-invoice';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, csv, type GivenFile, HEAD, type Imports, importsOn } from './an-import';
import { aMethod, aPayment, theBusiness } from './reading-books';

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
const LAST = { asOf: '2026-11-07T06:00:00.000Z' };

type Given = NonNullable<Parameters<typeof anInvoiceXml>[0]>;

const xml = (given: Given): GivenFile => ({
  name: `${given.number ?? 'invoice'}.xml`,
  bytes: Buffer.from(anInvoiceXml(given)),
});

const invoices = async () =>
  (
    await pool.query(
      `SELECT number, total_minor::int AS total, open_minor::int AS open, firm_minor::int AS firm,
              is_void, is_on_hold, missing_since IS NOT NULL AS is_missing,
              drift_since IS NOT NULL AS is_drifted
         FROM invoice ORDER BY number, created_at, id`,
    )
  ).rows;

/** A payment of ours that settled, on the only invoice of the number. */
async function settle(number: string, amountMinor: number, isInside = false): Promise<string> {
  const { rows } = await pool.query<{ id: string; organization_id: string }>(
    `SELECT id, organization_id FROM invoice WHERE number = $1`,
    [number],
  );
  const { id: invoiceId = '', organization_id: id = '' } = rows[0] ?? {};
  const client = { id, methodId: await aMethod(pool, id), sourceId: '' };
  const settled = { state: 'settled', settled_at: '2026-11-05T15:00:00Z' };
  return aPayment(pool, client, [{ invoiceId, amountMinor, isInside }], settled);
}

describe('an e-invoice that a person takes', () => {
  const other = () => xml({ number: 'INV-1', total: '100.00', issued: '20261016' });
  const take = { kind: 'conflict', position: 0, choice: 'take' } as const;

  test('holds no line of ours, also one that was entered in the books: it stays in firm', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '100.00']])], FIRST);
    const paymentId = await settle('INV-1', 4_000);
    await pool.query(
      `UPDATE payment_line SET entered_at = '2026-11-06T00:00:00Z', entered_by = 'Dana' WHERE payment_id = $1`,
      [paymentId],
    );
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    expect(await invoices()).toMatchObject([{ open: 10_000, firm: 4_000 }]);
  });

  test('is compared with no list: the next one of the books is read', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '100.00']])], FIRST);
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    const list = aList('Buyer', [['INV-1', '100.00', '25.00']], 'next.csv');
    const next = await imports.run([issuedOn(list, '2026-10-16')], LATER);
    expect(await imports.rows(next.id)).toMatchObject([{ outcome: 'updated' }]);
    expect(await invoices()).toMatchObject([{ open: 2_500 }]);
  });

  test('and that asks for more than our payment left is drift: autopay must not pay it again', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '60.00']])], FIRST);
    await settle('INV-1', 4_000, true);
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    expect(await invoices()).toMatchObject([{ open: 10_000, firm: 0, is_drifted: true }]);
  });
});

describe('an e-invoice that replaces the known one', () => {
  const replaces = { kind: 'conflict', position: 0, choice: 'replaces' } as const;
  const withId = (total: string, balance: string, name: string) =>
    csv(
      name,
      'Client,Invoice ID,Invoice number,Issued,Due,Total,Balance,Currency',
      `Buyer,id-1,7,2026-11-01,,${total},${balance},USD`,
    );
  const replacement = [
    { total: 10_000, open: 0, is_void: true },
    { total: 12_000, open: 5_000, is_void: false },
  ];

  test.each(['The books', 'The mailbox'])(
    'is what the id of the books means from then on, also where it came in from %s',
    async (source) => {
      await imports.run([withId('100.00', '100.00', 'a.csv')], FIRST);
      const given = await imports.run([xml({ number: '7', total: '120.00' })], { source });
      await imports.decide(given.id, replaces);
      const next = await imports.run([withId('120.00', '50.00', 'b.csv')], LATER);
      expect(await imports.rows(next.id)).toMatchObject([{ code: 'balanceLower' }]);
      expect(await invoices()).toMatchObject(replacement);
    },
  );

  test('is given the id by the first list that names one', async () => {
    await imports.run([withoutId('100.00', '100.00', 'a.csv')], FIRST);
    const given = await imports.run([xml({ number: '7', total: '120.00' })]);
    await imports.decide(given.id, replaces);
    const next = await imports.run([withId('120.00', '50.00', 'b.csv')], LATER);
    expect(await imports.rows(next.id)).toMatchObject([{ code: 'balanceLower' }]);
    expect(await invoices()).toMatchObject(replacement);
    expect(
      (await pool.query('SELECT source_reference FROM invoice ORDER BY is_void')).rows[0],
    ).toEqual({ source_reference: 'id-1' });
  });

  test('is given it also where a list without ids replaced the known one', async () => {
    await imports.run([withoutId('100.00', '100.00', 'a.csv')], FIRST);
    const given = await imports.run([withoutId('120.00', '120.00', 'b.csv')], LATER);
    await imports.decide(given.id, replaces);
    const next = await imports.run([withId('120.00', '50.00', 'c.csv')], LAST);
    expect(await imports.rows(next.id)).toMatchObject([{ code: 'balanceLower' }]);
    expect(await invoices()).toMatchObject(replacement);
  });

  const withoutId = (total: string, balance: string, name: string) =>
    csv(name, HEAD, `Buyer,7,2026-11-01,,${total},${balance},USD,`);
});

test('two e-invoices of one number are told apart by what they say when a list gives them ids', async () => {
  const ofOther = xml({ number: '7', total: '200.00' });
  const otherSeller = Buffer.from(ofOther.bytes).toString('utf8').replace('>Seller<', '>Other<');
  await imports.run([
    xml({ number: '7', total: '100.00' }),
    { name: 'other.xml', bytes: Buffer.from(otherSeller) },
  ]);
  const list = csv(
    'a.csv',
    'Client,Invoice ID,Invoice number,Issued,Due,Total,Balance,Currency',
    'Buyer,id-1,7,2026-11-01,,100.00,40.00,USD',
    'Buyer,id-2,7,2026-11-01,,200.00,50.00,USD',
  );
  await imports.run([list], FIRST);
  expect(await invoices()).toMatchObject([
    { total: 10_000, open: 4_000 },
    { total: 20_000, open: 5_000 },
  ]);
});

describe('a question for an invoice that a complete list did not name', () => {
  const both = (name: string) =>
    aList(
      'Buyer',
      [
        ['INV-1', '10.00', '10.00'],
        ['INV-2', '10.00', '10.00'],
      ],
      name,
    );
  const one = () => aList('Buyer', [['INV-1', '10.00', '10.00']], 'one.csv');
  const isOpen = { number: 'INV-2', open: 1_000, is_void: false, is_missing: false };

  test('ends with its row, its import and its task once a later list names it again', async () => {
    await imports.run([both('a.csv')], FIRST);
    const asked = await imports.run([one()], { ...LATER, isComplete: true });
    await imports.run([both('b.csv')], LAST);
    expect(await imports.store.read(asked.id)).toMatchObject({ state: 'done' });
    expect((await imports.rows(asked.id))[1]).toMatchObject({
      outcome: 'unchanged',
      code: 'notMissing',
      decisions: [],
    });
    const { rows: tasks } = await pool.query(`SELECT kind FROM task WHERE resolved_at IS NULL`);
    expect(tasks).toEqual([]);
    expect((await invoices())[1]).toMatchObject(isOpen);
  });

  test('stays while another invoice of it is missing, and an invoice missing again is asked for again', async () => {
    await imports.run(
      [both('a.csv'), aList('Buyer', [['INV-3', '10.00', '10.00']], 'c.csv')],
      FIRST,
    );
    const asked = await imports.run([one()], { ...LATER, isComplete: true });
    const again = await imports.run([both('b.csv')], { ...LAST, isComplete: true });
    expect((await imports.rows(asked.id)).map(({ code }) => code)).toEqual([
      'known',
      'notMissing',
      'missing',
    ]);
    expect(again).toMatchObject({ state: 'waiting', counts: { waiting: 1 } });
    const { rows: tasks } = await pool.query(
      `SELECT import_id FROM task WHERE resolved_at IS NULL`,
    );
    expect(tasks).toHaveLength(2);
  });

  test('answered while that list is being applied, changes nothing', async () => {
    await imports.run([both('a.csv')], FIRST);
    const asked = await imports.run([one()], { ...LATER, isComplete: true });
    await pool.query(`UPDATE invoice SET missing_since = NULL`);
    await imports.decide(asked.id, { kind: 'missing', position: 1, choice: 'paidElsewhere' });
    expect((await imports.rows(asked.id))[1]).toMatchObject({
      outcome: 'unchanged',
      code: 'notMissing',
    });
    expect((await invoices())[1]).toMatchObject(isOpen);
  });
});

describe('a word on a rise', () => {
  const list = (balance: string, name: string) =>
    aList('Buyer', [['INV-1', '100.00', balance]], name);
  const confirm = { kind: 'rise', position: 0, cause: 'other' } as const;
  const risen = async () => {
    await imports.run([list('60.00', 'a.csv')], FIRST);
    const paymentId = await settle('INV-1', 1_000);
    const { id } = await imports.run([list('90.00', 'b.csv')], LATER);
    return { id, paymentId };
  };

  test('holds for no rise after it, from what other books have said since', async () => {
    const { id, paymentId } = await risen();
    await imports.decide(id, confirm);
    expect(await invoices()).toMatchObject([{ open: 9_000 }]);
    await imports.run([list('20.00', 'c.csv')], { ...LAST, source: 'The bank' });
    await imports.decide(id, { kind: 'inside', position: 0, paymentId, isInside: false });
    expect(await invoices()).toMatchObject([{ open: 2_000 }]);
    expect(await imports.rows(id)).toMatchObject([
      { code: 'rise', before: { amountMinor: 2_000 }, after: { amountMinor: 9_000 } },
    ]);
    await imports.decide(id, confirm);
    expect(await invoices()).toMatchObject([{ open: 9_000 }]);
  });

  test('holds for the balance that was shown with it, and for no other', async () => {
    const { id } = await risen();
    await imports.run([list('20.00', 'c.csv')], { ...LAST, source: 'The bank' });
    await imports.decide(id, confirm);
    expect(await invoices()).toMatchObject([{ open: 2_000 }]);
    await imports.decide(id, confirm);
    expect(await invoices()).toMatchObject([{ open: 9_000 }]);
  });

  test('does not say that a line leaves firm, which is entered later', async () => {
    const { id, paymentId } = await risen();
    await imports.decide(id, confirm);
    await pool.query(
      `UPDATE payment_line SET entered_at = '2026-11-05T20:00:00Z', entered_by = 'Dana' WHERE payment_id = $1`,
      [paymentId],
    );
    await pool.query(`UPDATE import_row SET outcome = 'staged' WHERE import_id = $1`, [id]);
    await pool.query(`UPDATE import SET status = 'applying' WHERE id = $1`, [id]);
    await imports.goOn(id);
    expect(await imports.rows(id)).toMatchObject([{ outcome: 'waiting', code: 'rise' }]);
    expect(await invoices()).toMatchObject([{ open: 9_000, firm: 1_000 }]);
  });
});

describe('a list from before the last one of its source', () => {
  const newer = () => aList('Buyer', [['INV-1', '100.00', '40.00']], 'newer.csv');
  const older = { outcome: 'unchanged', code: 'older', choices: [] };
  const asTheNewerSays = [{ total: 10_000, open: 4_000, is_void: false }];

  test('makes nothing void', async () => {
    await imports.run([newer()], LATER);
    const given = await imports.run([aList('Buyer', [['INV-1', '100.00', '0.00', 'Void']])], FIRST);
    expect(await imports.rows(given.id)).toMatchObject([older]);
    expect(await invoices()).toMatchObject(asTheNewerSays);
  });

  test('asks nobody whether another total of it holds', async () => {
    await imports.run([newer()], LATER);
    const given = await imports.run([aList('Buyer', [['INV-1', '50.00', '50.00']])], FIRST);
    expect(await imports.rows(given.id)).toMatchObject([older]);
    expect(await invoices()).toMatchObject(asTheNewerSays);
  });

  test('is not taken either where it was in question before the newer one came', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '90.00']], 'first.csv')], FIRST);
    const given = await imports.run([aList('Buyer', [['INV-1', '50.00', '50.00']])], LATER);
    await imports.run([newer()], LAST);
    await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
    expect(await imports.rows(given.id)).toMatchObject([older]);
    expect(await invoices()).toMatchObject(asTheNewerSays);
  });
});

describe('what follows known invoices', () => {
  const follows = (...numbers: string[]) =>
    numbers
      .map(
        (number) =>
          `<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>${number}</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>`,
      )
      .join('');

  test.each(['384', '381'])(
    'holds and replaces all that it names, as type %s',
    async (typeCode) => {
      await imports.run([
        xml({ number: 'A-1', total: '100.00' }),
        xml({ number: 'A-2', total: '50.00' }),
      ]);
      const given = await imports.run([
        xml({ number: 'B-1', typeCode, total: '150.00', settlement: follows('A-1', 'A-2') }),
      ]);
      expect(await imports.rows(given.id)).toMatchObject([
        { reason: expect.stringContaining('A-1 and A-2'), before: { amountMinor: 15_000 } },
      ]);
      expect(await invoices()).toMatchObject([{ is_on_hold: true }, { is_on_hold: true }]);
      await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'replaces' });
      expect((await invoices()).slice(0, 2)).toMatchObject(
        [0, 1].map(() => ({ open: 0, is_void: true, is_on_hold: false })),
      );
    },
  );

  test('keeps its hold while another document that follows it is not decided', async () => {
    await imports.run([xml({ number: 'A-1', total: '100.00' })]);
    const given = await imports.run([
      xml({ number: 'CN-1', typeCode: '381', total: '80.00', settlement: follows('A-1') }),
      xml({ number: 'CN-2', typeCode: '381', total: '20.00', settlement: follows('A-1') }),
    ]);
    await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
    expect(await invoices()).toMatchObject([{ is_on_hold: true }]);
    await imports.decide(given.id, { kind: 'conflict', position: 1, choice: 'keep' });
    expect(await invoices()).toMatchObject([{ is_on_hold: false }]);
  });

  test('lets go of it when all that follow it are decided together', async () => {
    await imports.run([xml({ number: 'A-1', total: '100.00' })]);
    const given = await imports.run([
      xml({ number: 'CN-1', typeCode: '381', total: '80.00', settlement: follows('A-1') }),
      xml({ number: 'CN-2', typeCode: '381', total: '20.00', settlement: follows('A-1') }),
    ]);
    await imports.decide(
      given.id,
      { kind: 'conflict', position: 0, choice: 'take' },
      { kind: 'conflict', position: 1, choice: 'take' },
    );
    expect(await invoices()).toMatchObject([{ is_on_hold: false }]);
  });
});

describe('a credit note', () => {
  const note = (issued: string, name = 'CN-1') => ({
    ...xml({ number: 'CN-1', typeCode: '381', total: '80.00', issued }),
    name: `${name}.xml`,
  });
  const money = async () =>
    (await pool.query(`SELECT remaining_minor::int AS remaining FROM unapplied_money`)).rows;

  test.each(['a', 'z'])(
    'that comes in as %s.xml with a complete list is in its balances',
    async (name) => {
      const list = aList('Buyer', [['INV-1', '100.00', '20.00']], 'list.csv');
      const given = await imports.run([note('20261104', name), list], {
        ...FIRST,
        isComplete: true,
      });
      expect((await imports.rows(given.id)).map(({ code }) => code).sort()).toEqual(
        ['creditNoteInBalances', null].sort(),
      );
      expect(await money()).toEqual([]);
    },
  );

  test('that is dated after the list beside it is money of the client', async () => {
    const list = aList('Buyer', [['INV-1', '100.00', '20.00']], 'list.csv');
    await imports.run([note('20261106'), list], { ...FIRST, isComplete: true });
    expect(await money()).toEqual([{ remaining: 8_000 }]);
  });

  test('of a known number with another date is a conflict', async () => {
    await imports.run([note('20261101')]);
    const given = await imports.run([note('20261103')]);
    expect(await imports.rows(given.id)).toMatchObject([
      {
        outcome: 'conflict',
        code: 'sameNumberOtherDate',
        differences: [{ field: 'Date of issue', known: '2026-11-01', incoming: '2026-11-03' }],
        choices: ['keep'],
      },
    ]);
    await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'keep' });
    expect(await money()).toEqual([{ remaining: 8_000 }]);
  });
});

/** The rows of a list, with another date of issue. */
const issuedOn = ({ name, bytes }: GivenFile, day: string): GivenFile => ({
  name,
  bytes: Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('2026-10-15', day)),
});
