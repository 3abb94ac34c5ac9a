/**
 * Goal: money of ours stays out of what a list holds until a person says that it was entered, line by
 * line or by whole exports, and is then counted once (rules.md 14, import.md 2.2).
 *
 * Method: the real stores on a real PostgreSQL, settled payments put there, lists imported.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createUnpostedLineStore } from '../../prisma/stores/unposted-lines/unposted-line-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, clerk, type Imports, importsOn } from './an-import';
import {
  aClient,
  anInvoice,
  aPayment,
  type Client,
  planOf,
  theBusiness,
  walk,
} from './reading-books';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let store: ReturnType<typeof createUnpostedLineStore>;
let imports: Imports;
let client: Client;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 16 });
  store = createUnpostedLineStore({ pool });
  imports = importsOn(pool);
}, 60_000);

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
  client = await aClient(pool, 'Acme');
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

afterAll(() => pool.end());

const LIST = { limit: 50, format: 'json', view: 'toEnter' } as const;
const HOUR_MS = 60 * 60 * 1000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

const settled = (invoiceId: string, amountMinor: number, settledHoursAgo = 48) =>
  aPayment(pool, client, [{ invoiceId, amountMinor }], {
    state: 'settled',
    settled_at: hoursAgo(settledHoursAgo),
  });

async function theExport() {
  const result = await store.export(clerk);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const countersOf = async (invoiceId: string) => {
  const { rows } = await pool.query(
    `SELECT open_minor::int AS open, firm_minor::int AS firm, unposted_minor::int AS unposted
       FROM invoice WHERE id = $1`,
    [invoiceId],
  );
  return rows[0];
};

test('what settled is listed, oldest first, and nothing that came back, was trimmed away or is inside', async () => {
  const invoiceId = await anInvoice(pool, client, { number: 'INV-1' });
  const late = await settled(invoiceId, 10_000, 24);
  const early = await settled(invoiceId, 20_000, 72);
  await aPayment(pool, client, [{ invoiceId, amountMinor: 5_000 }], { state: 'pending' });
  await aPayment(pool, client, [{ invoiceId, amountMinor: 5_000 }], { state: 'returned' });
  await aPayment(pool, client, [{ invoiceId, amountMinor: 7_000, isInside: true }], {
    state: 'settled',
  });
  await aPayment(pool, client, [{ invoiceId, amountMinor: 0 }], { state: 'settled' });

  const page = await store.list(LIST);
  expect(page.items.map(({ payment }) => payment.id)).toEqual([early, late]);
  expect(page).toMatchObject({
    counts: { toEnter: 2, notExported: 2, entered: 0 },
    sums: [{ amountMinor: 30_000, currency: 'USD' }],
    exports: [],
    items: [
      { invoice: { number: 'INV-1' }, organization: { name: 'Acme' }, export: null, entered: null },
      {},
    ],
  });
  expect((await store.list({ ...LIST, search: 'inv-1' })).items).toHaveLength(2);
  expect((await store.list({ ...LIST, search: 'other' })).items).toEqual([]);
});

test('pages miss none, also where payments settled at the same instant', async () => {
  const at = hoursAgo(30);
  for (let index = 0; index < 7; index += 1) {
    const invoiceId = await anInvoice(pool, client, { number: `INV-${index}` });
    await aPayment(pool, client, [{ invoiceId, amountMinor: 1_000 }], {
      state: 'settled',
      settled_at: at,
    });
  }
  const rows = await walk((cursor) => store.list({ ...LIST, limit: 2, cursor }));
  expect(new Set(rows.map(({ invoice }) => invoice.number)).size).toBe(7);
});

test('an export takes each line once, also for two who export at once', async () => {
  const invoiceId = await anInvoice(pool, client);
  await settled(invoiceId, 10_000);
  await settled(invoiceId, 20_000);
  const results = await Promise.all([store.export(clerk), store.export(clerk)]);
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(results.find(({ ok }) => ok)).toMatchObject({
    value: {
      lines: 2,
      exportedBy: 'Dana Whitfield',
      sums: [{ amountMinor: 30_000, currency: 'USD' }],
    },
  });
  expect(results.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'NOTHING_TO_EXPORT' } });
  const page = await store.list(LIST);
  expect(page.counts).toEqual({ toEnter: 2, notExported: 0, entered: 0 });
  expect(page.exports).toMatchObject([{ lines: 2 }]);
  const of = await store.list({ ...LIST, view: 'all', exportId: page.exports[0]?.id });
  expect(of.items).toHaveLength(2);
});

test('an export proves nothing: a list after it leaves our line outside until a person says it was entered', async () => {
  const first = await imports.run([aList('Acme', [['INV-1', '1000.00', '1000.00']])], {
    asOf: hoursAgo(60),
  });
  expect(first.state).toBe('done');
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM invoice`);
  const invoiceId = rows[0]?.id ?? '';
  await settled(invoiceId, 40_000, 48);
  await theExport();
  // A check of 400.00 is in this list, our 400.00 is not (import.md 2.2).
  const list = await imports.run([aList('Acme', [['INV-1', '1000.00', '600.00']])], {
    asOf: hoursAgo(0.1),
  });
  expect(await countersOf(invoiceId)).toEqual({ open: 60_000, firm: 40_000, unposted: 40_000 });
  expect((await imports.rows(list.id))[0]).toMatchObject({
    notInYet: [{ isProposed: true, isInside: null, amount: { amountMinor: 40_000 } }],
    decisions: ['inside'],
  });
});

test('marked as entered before the list, a line is inside with that list and counts once', async () => {
  await imports.run([aList('Acme', [['INV-1', '1000.00', '1000.00']])], { asOf: hoursAgo(60) });
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM invoice`);
  const invoiceId = rows[0]?.id ?? '';
  await settled(invoiceId, 40_000, 48);
  const { id: exportId } = await theExport();
  const enteredAt = hoursAgo(24);
  expect(await store.markEntered({ exportId, enteredAt }, clerk)).toEqual({
    ok: true,
    value: { lines: 1 },
  });
  expect(await store.markEntered({ exportId, enteredAt }, clerk)).toEqual({
    ok: true,
    value: { lines: 0 },
  });
  expect((await store.list({ ...LIST, view: 'entered' })).items).toMatchObject([
    { entered: { at: enteredAt, by: 'Dana Whitfield' } },
  ]);
  // A list from before that moment does not hold it; the one after does.
  await imports.run([aList('Acme', [['INV-1', '1000.00', '1000.00']], 'a.csv')], {
    asOf: hoursAgo(30),
  });
  expect(await countersOf(invoiceId)).toEqual({ open: 100_000, firm: 40_000, unposted: 40_000 });
  await imports.run([aList('Acme', [['INV-1', '1000.00', '600.00']], 'b.csv')], {
    asOf: hoursAgo(1),
  });
  expect(await countersOf(invoiceId)).toEqual({ open: 60_000, firm: 0, unposted: 0 });
  expect((await store.list({ ...LIST, view: 'all' })).items).toEqual([]);
  // What is inside stays so, whatever is said of the export now.
  expect(await store.markEntered({ exportId, enteredAt: null }, clerk)).toEqual({
    ok: true,
    value: { lines: 0 },
  });
});

test('the mark goes line by line too, can be taken back, and never lies ahead', async () => {
  const invoiceId = await anInvoice(pool, client);
  const paymentId = await settled(invoiceId, 10_000);
  await settled(invoiceId, 20_000);
  const lines = [{ paymentId, invoiceId }];
  expect(await store.markEntered({ lines, enteredAt: hoursAgo(1) }, clerk)).toMatchObject({
    value: { lines: 1 },
  });
  expect((await store.list(LIST)).counts).toEqual({ toEnter: 1, notExported: 1, entered: 1 });
  expect(await store.markEntered({ lines, enteredAt: null }, clerk)).toMatchObject({
    value: { lines: 1 },
  });
  expect((await store.list(LIST)).counts).toEqual({ toEnter: 2, notExported: 2, entered: 0 });
  expect(await store.markEntered({ lines, enteredAt: hoursAgo(-1) }, clerk)).toEqual({
    ok: false,
    refusal: { code: 'ENTERED_AT_NOT_ALLOWED' },
  });
  expect(await store.markEntered({ exportId: randomUUID(), enteredAt: null }, clerk)).toEqual({
    ok: false,
    refusal: { code: 'NOT_FOUND' },
  });
  const { rows } = await pool.query(`SELECT kind FROM event WHERE payment_id = $1 ORDER BY id`, [
    paymentId,
  ]);
  expect(rows.map(({ kind }) => kind)).toEqual(['payment.entered', 'payment.notEntered']);
});

test('an import asks for a whole export at once: what its rows hold is inside with one word', async () => {
  const list = (one: string, two: string, name: string) =>
    aList(
      'Acme',
      [
        ['INV-1', '1000.00', one],
        ['INV-2', '500.00', two],
      ],
      name,
    );
  await imports.run([list('1000.00', '500.00', 'a.csv')], { asOf: hoursAgo(60) });
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM invoice ORDER BY number`);
  const [first = '', second = ''] = rows.map(({ id }) => id);
  await settled(first, 40_000);
  await settled(second, 50_000);
  const { id: exportId } = await theExport();
  await pool.query(`UPDATE entry_export SET exported_at = $1`, [hoursAgo(20)]);
  const later = await imports.run([list('600.00', '500.00', 'b.csv')], { asOf: hoursAgo(1) });
  expect(await countersOf(first)).toMatchObject({ open: 60_000, firm: 40_000 });

  const decided = await imports.decide(later.id, { kind: 'entered', exportId });
  expect(await countersOf(first)).toEqual({ open: 60_000, firm: 0, unposted: 0 });
  // The other balance did not fall: with our line in it more could be taken, and that waits.
  expect(await countersOf(second)).toEqual({ open: 50_000, firm: 50_000, unposted: 50_000 });
  expect(decided.state).toBe('waiting');
  expect((await imports.rows(later.id))[1]).toMatchObject({
    code: 'rise',
    decisions: ['rise', 'inside'],
  });
  await imports.decide(later.id, { kind: 'rise', position: 1, cause: 'other' });
  expect(await countersOf(second)).toEqual({ open: 50_000, firm: 0, unposted: 0 });
  expect((await store.list({ ...LIST, view: 'all' })).items).toEqual([]);

  const tooEarly = await imports.run([list('600.00', '500.00', 'c.csv')], {
    asOf: hoursAgo(30),
    source: 'Other',
  });
  expect(
    await imports.store.decide(tooEarly.id, [{ kind: 'entered', exportId }], clerk),
  ).toMatchObject({
    refusal: { code: 'DECISION_NOT_POSSIBLE' },
  });
});

test('the list starts from the few invoices with unposted money, by their index', async () => {
  await pool.query(
    `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor, open_minor,
                          issued_on, first_seen_on)
     SELECT gen_random_uuid(), $1, $2, 'N-' || n, 'n-' || n, 'USD', 1000, 1000, '2026-11-01', '2026-11-01'
       FROM generate_series(1, 5000) AS n`,
    [client.id, client.sourceId],
  );
  await pool.query('ANALYZE invoice');
  const plan = await planOf(pool, {
    text: `SELECT 1 FROM invoice WHERE unposted_minor > 0`,
    values: [],
  });
  expect(plan).toContain('invoice_unposted');
});
