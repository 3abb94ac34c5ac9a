/**
 * Goal: the right client, found by what it is known by and never changed; one number is one document,
 * and a document that follows a known one is decided by a person before anything is paid twice.
 *
 * Method: small e-invoices and lists through the real readers into a real PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { anInvoiceXml } from '../accounting/an-invoice';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, csv, type GivenFile, type Imports, importsOn } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(60_000);

const FIRST = { asOf: '2026-11-05T06:00:00.000Z' };

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

type Given = NonNullable<Parameters<typeof anInvoiceXml>[0]>;

const xml = (given: Given): GivenFile => ({
  name: `${given.number ?? 'invoice'}.xml`,
  bytes: Buffer.from(anInvoiceXml(given)),
});

const follows = (number: string) =>
  `<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>${number}</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>`;

const taxed = (name: string, vat: string) =>
  `<ram:Name>${name}</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${vat}</ram:ID></ram:SpecifiedTaxRegistration>`;

const clients = async () =>
  (
    await pool.query<{ name: string; invoices: number }>(
      `SELECT name, (SELECT count(*)::int FROM invoice WHERE organization_id = organization.id) AS invoices
         FROM organization ORDER BY created_at, name`,
    )
  ).rows;

async function aKnownClient(name: string): Promise<string> {
  const id = randomUUID();
  await pool.query(`INSERT INTO organization (id, name, name_key) VALUES ($1, $2, lower($2))`, [
    id,
    name,
  ]);
  return id;
}

const unapplied = async () =>
  (
    await pool.query(
      `SELECT document_number, amount_minor::float8 AS amount, remaining_minor::float8 AS remaining
         FROM unapplied_money ORDER BY document_number`,
    )
  ).rows;

const invoices = async () =>
  (
    await pool.query(
      `SELECT number, open_minor::float8 AS open, is_void, is_on_hold FROM invoice ORDER BY number, is_void`,
    )
  ).rows;

test('a name with other spaces and another case is the same client', async () => {
  await imports.run([aList('Garrison  Pediatrics', [['INV-1', '10.00', '10.00']])], FIRST);
  await imports.run([aList('GARRISON Pediatrics ', [['INV-2', '10.00', '10.00']], 'b.csv')], FIRST);
  expect(await clients()).toEqual([{ name: 'Garrison  Pediatrics', invoices: 2 }]);
});

test('a name that two clients bear waits for a person, and their word is remembered', async () => {
  await aKnownClient('Acme');
  const second = await aKnownClient('ACME');
  const given = await imports.run([aList('Acme', [['INV-1', '10.00', '10.00']])], FIRST);
  const [row] = await imports.rows(given.id);
  expect(row).toMatchObject({
    outcome: 'waiting',
    code: 'clientDoubtful',
    decisions: ['client'],
    candidates: [{ name: 'ACME' }, { name: 'Acme' }],
  });
  await imports.decide(given.id, { kind: 'client', position: 0, organizationId: second });
  expect(await clients()).toEqual([
    { name: 'Acme', invoices: 0 },
    { name: 'ACME', invoices: 1 },
  ]);
});

test('a person may say that a doubtful buyer is a new client', async () => {
  await aKnownClient('Acme');
  await aKnownClient('ACME');
  const given = await imports.run([aList('Acme', [['INV-1', '10.00', '10.00']])], FIRST);
  await imports.decide(given.id, { kind: 'client', position: 0, organizationId: null });
  expect((await clients()).map(({ invoices: count }) => count).sort()).toEqual([0, 0, 1]);
});

test('a client is known by its tax number, and another spelling is an alias once a person confirms it', async () => {
  await imports.run([xml({ number: 'A-1', buyer: taxed('Müller GmbH', 'DE1') })]);
  const given = await imports.run([xml({ number: 'A-2', buyer: taxed('Mueller', 'de1') })]);
  const [row] = await imports.rows(given.id);
  expect(row).toMatchObject({ outcome: 'created', decisions: ['client'] });
  expect(await clients()).toEqual([{ name: 'Müller GmbH', invoices: 2 }]);
  const decided = await imports.decide(given.id, {
    kind: 'client',
    position: 0,
    organizationId: row?.organization?.id ?? null,
  });
  expect(decided.state).toBe('done');
  const { rows: names } = await pool.query(
    `SELECT alias, confirmed_by_id IS NOT NULL AS confirmed FROM organization_alias WHERE kind = 'name'`,
  );
  expect(names).toEqual([{ alias: 'Mueller', confirmed: true }]);
  // By the alias alone, as a list writes it.
  await imports.run([aList('MUELLER', [['A-3', '10.00', '10.00']])], FIRST);
  expect(await clients()).toEqual([{ name: 'Müller GmbH', invoices: 3 }]);
});

describe('a customer id with a name that its client does not bear', () => {
  const list = (client: string, number: string) =>
    csv(
      'ids.csv',
      'Client,Client ID,Invoice number,Issued,Due,Total,Balance,Currency',
      `${client},54,${number},2026-10-15,2026-11-14,10.00,10.00,USD`,
    );
  const other = { ...FIRST, source: 'Other books' };

  test('waits where it comes from other books: their 54 may be somebody else', async () => {
    await imports.run([list('Acme', 'A-1')], FIRST);
    const given = await imports.run([list('Zed', 'Z-1')], other);
    expect(await imports.rows(given.id)).toMatchObject([
      { outcome: 'waiting', code: 'clientDoubtful', candidates: [{ name: 'Acme' }] },
    ]);
    await imports.decide(given.id, { kind: 'client', position: 0, organizationId: null });
    const counts = [
      { name: 'Acme', invoices: 1 },
      { name: 'Zed', invoices: 1 },
    ];
    expect(await clients()).toEqual(counts);
    // From then on it is known whose name that is in those books.
    const later = await imports.run([list('ZED', 'Z-2')], other);
    expect(later).toMatchObject({ state: 'done', counts: { created: 1 } });
    expect(await clients()).toEqual([counts[0], { name: 'Zed', invoices: 2 }]);
  });

  test('waits with both where other books have a client of that name', async () => {
    await imports.run([list('Acme', 'A-1')], FIRST);
    await aKnownClient('Zed');
    const given = await imports.run([list('Zed', 'Z-1')], other);
    expect(await imports.rows(given.id)).toMatchObject([
      { code: 'clientDoubtful', candidates: [{ name: 'Acme' }, { name: 'Zed' }] },
    ]);
  });

  test('is its client in its own books, and in others under the same name', async () => {
    await imports.run([list('Acme', 'A-1')], FIRST);
    await imports.run([list('Acme Ltd.', 'A-2')], FIRST);
    await imports.run([list('ACME', 'A-3')], other);
    expect(await clients()).toEqual([{ name: 'Acme', invoices: 3 }]);
  });

  test('is an alias in its own books once a person confirms it', async () => {
    await imports.run([list('Acme', 'A-1')], FIRST);
    const spelled = async (number: string, outcome: string) => {
      const given = await imports.run([list('Acme Ltd.', number)], FIRST);
      const [row] = await imports.rows(given.id);
      expect([given.state, row?.outcome]).toEqual(['done', outcome]);
      return { id: given.id, row };
    };
    const { row: known } = await spelled('A-1', 'unchanged');
    expect(known).toMatchObject({ decisions: ['client'], candidates: [{ name: 'Acme' }] });
    const { id, row } = await spelled('A-2', 'created');
    expect(row).toMatchObject({ reason: 'The list spells the client “Acme Ltd.”.' });
    const organizationId = row?.organization?.id ?? null;
    await imports.decide(id, { kind: 'client', position: 0, organizationId });
    expect((await spelled('A-3', 'created')).row).toMatchObject({ decisions: [], reason: null });
    expect(await clients()).toEqual([{ name: 'Acme', invoices: 3 }]);
  });
});

test('one name with another tax number is for a person', async () => {
  await imports.run([xml({ number: 'A-1', buyer: taxed('Acme', 'DE1') })]);
  const given = await imports.run([xml({ number: 'A-2', buyer: taxed('Acme', 'DE2') })]);
  expect(await imports.rows(given.id)).toMatchObject([{ code: 'clientDoubtful' }]);
});

/** The pool where everybody who has looked for a client waits for the others to have looked too. */
function meeting(of: number): Pool {
  let looked = 0;
  const allHaveLooked = async () => {
    looked += 1;
    // With rows one by one nobody else can look meanwhile, so the wait must end by itself.
    const until = Date.now() + 300;
    while (looked < of && Date.now() < until) await new Promise((go) => setTimeout(go, 5));
    looked = of;
  };
  return {
    query: (...given: Parameters<Pool['query']>) => pool.query(...given),
    async connect() {
      const client = await pool.connect();
      return {
        async query(statement: string | { name?: string }, values?: unknown[]) {
          const answer = await client.query(statement as string, values);
          const isLook = typeof statement !== 'string' && statement.name === 'import-find-clients';
          if (isLook) await allHaveLooked();
          return answer;
        },
        release: (error?: Error) => client.release(error),
      };
    },
  } as unknown as Pool;
}

test('two imports at once make a new client and its invoice once', async () => {
  const file = aList('Acme', [
    ['INV-1', '10.00', '10.00'],
    ['INV-2', '20.00', '20.00'],
  ]);
  const { id: one } = await imports.open([file], { ...FIRST, source: 'One' });
  const { id: two } = await imports.open([file], { ...FIRST, source: 'Two' });
  const together = importsOn(pool, meeting(2));
  await Promise.all([together.goOn(one), together.goOn(two)]);
  expect(await clients()).toEqual([{ name: 'Acme', invoices: 2 }]);
});

test('the same files started twice at once are one import', async () => {
  const file = aList('Acme', [['INV-1', '10.00', '10.00']]);
  const [a, b] = await Promise.all([imports.open([file], FIRST), imports.open([file], FIRST)]);
  expect(a.id).toBe(b.id);
});

test('a credit note is money of the client, and the same one again is known', async () => {
  const note = xml({ number: 'CN-1', typeCode: '381', total: '30.00' });
  expect(await imports.run([note])).toMatchObject({ counts: { created: 1 } });
  expect(await unapplied()).toEqual([{ document_number: 'CN-1', amount: 3_000, remaining: 3_000 }]);
  const again = await imports.run([note], { source: 'A second look' });
  expect(again.counts).toMatchObject({ created: 0, unchanged: 1 });
  expect(await unapplied()).toHaveLength(1);
});

test('a credit note that a complete list of a later instant holds already changes nothing', async () => {
  await imports.run([aList('Buyer', [['INV-9', '10.00', '10.00']])], {
    ...FIRST,
    isComplete: true,
  });
  const before = await imports.run([xml({ number: 'CN-1', typeCode: '381', issued: '20261104' })]);
  expect(await imports.rows(before.id)).toMatchObject([{ code: 'creditNoteInBalances' }]);
  await imports.run([xml({ number: 'CN-2', typeCode: '381', issued: '20261106' })]);
  expect(await unapplied()).toMatchObject([{ document_number: 'CN-2' }]);
});

test('a complete list holds the credit notes of its own clients, and of no others', async () => {
  const list = (client: string) => aList(client, [['INV-9', '10.00', '10.00']]);
  const complete = { ...FIRST, isComplete: true, scope: 'all' } as const;
  const note = (number: string, issued: string) =>
    xml({ number, typeCode: '381', issued, total: '30.00' });
  await imports.run([list('Buyer')], { ...FIRST, asOf: '2026-11-02T06:00:00.000Z' });
  await imports.run([list('Somebody else')], { ...complete, source: 'Other books' });
  await imports.run([note('CN-1', '20261104')], { source: 'Documents' });
  expect(await unapplied()).toMatchObject([{ document_number: 'CN-1' }]);
  await imports.run([list('Buyer')], complete);
  await imports.run([note('CN-2', '20261104')], { source: 'Documents' });
  expect(await unapplied()).toMatchObject([{ document_number: 'CN-1' }]);
});

test('a document that follows a known invoice holds it until a person says what it is', async () => {
  await imports.run([xml({ number: 'A-1', total: '100.00' })]);
  const given = await imports.run([
    xml({ number: 'A-2', typeCode: '384', total: '80.00', settlement: follows('A-1') }),
  ]);
  expect(await imports.rows(given.id)).toMatchObject([
    { outcome: 'conflict', code: 'followsKnown', invoice: { number: 'A-1' } },
  ]);
  expect(await invoices()).toEqual([
    { number: 'A-1', open: 10_000, is_void: false, is_on_hold: true },
  ]);
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'replaces' });
  expect(await invoices()).toEqual([
    { number: 'A-1', open: 0, is_void: true, is_on_hold: false },
    { number: 'A-2', open: 8_000, is_void: false, is_on_hold: false },
  ]);
});

test('what stands beside the known one lifts only the hold that the import set', async () => {
  await imports.run([xml({ number: 'A-1', total: '100.00' })]);
  await pool.query(
    `UPDATE invoice SET is_on_hold = true, hold_reason = 'asked by phone', held_by = 'Dana'`,
  );
  const given = await imports.run([
    xml({ number: 'A-2', total: '80.00', settlement: follows('A-1') }),
  ]);
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
  expect(await invoices()).toMatchObject([
    { number: 'A-1', is_on_hold: true },
    { number: 'A-2', is_on_hold: false, open: 8_000 },
  ]);
});

test('rows are read page by page, and only those of a view', async () => {
  const rows = Array.from({ length: 7 }, (_, index) => [`INV-${index}`, '10.00', '10.00'] as const);
  const bad = aList('Acme', [['INV-8', '10.00', '0.00', 'Open']], 'z.csv');
  const given = await imports.run([aList('Acme', rows), bad], FIRST);
  const query = { limit: 3, format: 'json' } as const;
  const first = await imports.store.rows(given.id, { ...query, view: 'changed' });
  expect(first?.counts).toEqual({ needsYou: 1, changed: 7, all: 8 });
  const cursor = first?.nextCursor ?? '';
  const second = await imports.store.rows(given.id, { ...query, view: 'changed', cursor });
  expect(second?.items.map(({ position }) => position)).toEqual([3, 4, 5]);
  const other = imports.store.rows(given.id, { ...query, view: 'all', cursor });
  await expect(other).rejects.toThrow();
  const needing = await imports.store.rows(given.id, { ...query, view: 'needsYou' });
  expect(needing).toMatchObject({ items: [{ code: 'zeroButOpen' }], nextCursor: null });
});
