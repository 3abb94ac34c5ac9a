/**
 * Goal: a balance list sets what is open and nothing else; what falls makes planned payments give way,
 * what rises waits, what is missing is asked, and our own money is never counted twice or lost.
 *
 * Method: real CSV files through the real reader into a real PostgreSQL. After each test every
 * counter is recomputed.
 */
import { Pool } from 'pg';
import type { PaymentChangedFacts as MailFacts } from '../../domain/message-facts';
import { inconsistenciesOf } from '../../prisma/consistency';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, csv, HEAD, type Imports, importsOn } from './an-import';
import { aMethod, aPayment, theBusiness } from './reading-books';

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

async function invoice(number: string) {
  const { rows } = await pool.query<{
    id: string;
    organization_id: string;
    total: number;
    open: number;
    firm: number;
    planned: number;
    disputed: number;
    is_missing: boolean;
    is_drifted: boolean;
    is_void: boolean;
  }>(
    `SELECT id, organization_id, total_minor::float8 AS total, open_minor::float8 AS open, firm_minor::float8 AS firm,
            planned_minor::float8 AS planned, disputed_minor::float8 AS disputed,
            missing_since IS NOT NULL AS is_missing, drift_since IS NOT NULL AS is_drifted, is_void
       FROM invoice WHERE number = $1 ORDER BY is_void LIMIT 1`,
    [number],
  );
  if (rows[0] === undefined) throw new Error(`no invoice ${number}`);
  return rows[0];
}

/** One payment on one invoice, in the state and with the date named. */
async function pay(number: string, amountMinor: number, fields: Record<string, unknown>) {
  const { id: invoiceId, organization_id: id } = await invoice(number);
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM payment_method WHERE organization_id = $1`,
    [id],
  );
  const methodId = rows[0]?.id ?? (await aMethod(pool, id));
  return aPayment(pool, { id, methodId, sourceId: '' }, [{ invoiceId, amountMinor }], fields);
}

const SETTLED = { state: 'settled', settled_at: '2026-11-10T15:00:00Z' };
const SCHEDULED = { state: 'scheduled', run_on: '2026-12-10' };

const amountOf = async (paymentId: string) => {
  const { rows } = await pool.query<{ state: string; amount: number }>(
    `SELECT state, amount_minor::float8 AS amount FROM payment WHERE id = $1`,
    [paymentId],
  );
  return rows[0];
};

const onlyRow = async (importId: string) => {
  const rows = await imports.rows(importId);
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows`);
  return row;
};

test('a list makes clients and invoices with their lines, and a second list of the same changes nothing', async () => {
  const list = csv(
    'open.csv',
    `${HEAD},Agreement,Item,Item amount`,
    `${CLIENT},INV-1,2026-10-15,2026-11-14,150.00,40.00,USD,Open,Managed,Desk,100.00`,
    `${CLIENT},INV-1,2026-10-15,2026-11-14,150.00,40.00,USD,Open,Managed,Chair,50.00`,
    `Birchwood Dental,007,2026-10-16,,80.00,0.00,USD,Paid,,,`,
  );
  const given = await imports.run([list], FIRST);
  expect(given).toMatchObject({ state: 'done', rows: 2, counts: { created: 2, left: 0 } });
  expect(await invoice('INV-1')).toMatchObject({ open: 4_000 });
  const { rows } = await pool.query(
    `SELECT number, agreement, due_on::text, (SELECT array_agg(description ORDER BY position) FROM invoice_line
             WHERE invoice_id = invoice.id) AS lines FROM invoice ORDER BY number`,
  );
  expect(rows).toEqual([
    { number: '007', agreement: null, due_on: null, lines: null },
    { number: 'INV-1', agreement: 'Managed', due_on: '2026-11-14', lines: ['Desk', 'Chair'] },
  ]);
  const again = await imports.run([list], LATER);
  expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
});

test('a fall lowers what is planned, nearest first, and says whose workflow is to be told', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], FIRST);
  const near = await pay('INV-1', 30_000, { ...SCHEDULED, run_on: '2026-12-01' });
  const far = await pay('INV-1', 60_000, SCHEDULED);
  const { id } = await imports.open([aList(CLIENT, [['INV-1', '1000.00', '500.00']])], LATER);
  expect(await imports.goOn(id)).toEqual([near, far]);
  expect(await amountOf(near)).toEqual({ state: 'superseded', amount: 0 });
  expect(await amountOf(far)).toEqual({ state: 'scheduled', amount: 50_000 });
  expect(await onlyRow(id)).toMatchObject({
    outcome: 'updated',
    code: 'balanceLower',
    before: { amountMinor: 100_000 },
    after: { amountMinor: 50_000 },
  });
});

test('the client is told once per import of what was lowered, by whom it was shown; history tells nobody', async () => {
  const list = (balance: string) => [aList(CLIENT, [['INV-1', '1000.00', balance]])];
  await imports.run(list('1000.00'), FIRST);
  const shown = [
    { reason: 'typedForThisPayment', address: 'ann@client.example' },
    { reason: 'typedForThisPayment', address: 'bob@client.example' },
  ];
  const near = await pay('INV-1', 30_000, {
    ...SCHEDULED,
    run_on: '2026-12-01',
    recipients: JSON.stringify(shown),
  });
  await pay('INV-1', 60_000, { ...SCHEDULED, recipients: JSON.stringify(shown.slice(0, 1)) });
  const mails = async () => {
    const { rows } = await pool.query<{ to: string; payment_id: string; facts: MailFacts }>(
      `SELECT recipient_address AS to, payment_id, facts FROM message ORDER BY created_at, 1`,
    );
    return rows;
  };
  await imports.run(list('800.00'), { ...LATER, source: 'Another system' });
  expect(await mails()).toEqual([]);
  const { id } = await imports.open(list('500.00'), LATER);
  await imports.goOn(id);
  await imports.goOn(id);
  const written = await mails();
  expect(
    written.map(({ to, payment_id, facts }) => [
      to,
      payment_id,
      facts.cause,
      facts.payments.map(({ lines, next }) => [lines[0]?.beforeMinor, lines[0]?.afterMinor, next]),
    ]),
  ).toEqual([
    [
      'ann@client.example',
      near,
      { kind: 'balance', invoiceNumbers: ['INV-1'] },
      [
        [20_000, 0, 'ended'],
        [60_000, 50_000, 'runs'],
      ],
    ],
    [
      'bob@client.example',
      near,
      { kind: 'balance', invoiceNumbers: ['INV-1'] },
      [[20_000, 0, 'ended']],
    ],
  ]);
});

test('an older list of the same source changes nothing', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '600.00']])], LATER);
  const older = await imports.run([aList(CLIENT, [['INV-1', '1000.00', '100.00']])], FIRST);
  expect(await onlyRow(older.id)).toMatchObject({ outcome: 'unchanged', code: 'older' });
  expect(await invoice('INV-1')).toMatchObject({ open: 60_000 });
});

test('a rise waits for a person, who confirms it or leaves it out', async () => {
  await imports.run(
    [
      aList(CLIENT, [
        ['INV-1', '1000.00', '600.00'],
        ['INV-2', '1000.00', '600.00'],
        ['INV-3', '1000.00', '600.00'],
      ]),
    ],
    FIRST,
  );
  const given = await imports.run(
    [
      aList(CLIENT, [
        ['INV-1', '1000.00', '900.00'],
        ['INV-2', '1000.00', '900.00'],
        ['INV-3', '1000.00', '900.00'],
      ]),
    ],
    LATER,
  );
  expect(given).toMatchObject({ state: 'waiting', counts: { waiting: 3 } });
  expect(await invoice('INV-1')).toMatchObject({ open: 60_000 });
  const decided = await imports.decide(
    given.id,
    { kind: 'rise', position: 0, cause: 'other' },
    { kind: 'rise', position: 1, cause: null },
    { kind: 'rise', position: 2, cause: 'disputed' },
  );
  expect(decided).toMatchObject({ state: 'done', counts: { updated: 2, unchanged: 1 } });
  expect(await invoice('INV-1')).toMatchObject({ open: 90_000, disputed: 0 });
  expect(await invoice('INV-2')).toMatchObject({ open: 60_000 });
  expect(await invoice('INV-3')).toMatchObject({ open: 90_000, disputed: 30_000 });
});

test('our settled line stays outside until a person says that the balance holds it', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], FIRST);
  const paymentId = await pay('INV-1', 40_000, SETTLED);
  const given = await imports.run([aList(CLIENT, [['INV-1', '1000.00', '600.00']])], LATER);
  // The smaller sum stands: the 400.00 less may be ours, or a check of somebody else.
  expect(await invoice('INV-1')).toMatchObject({ open: 60_000, firm: 40_000 });
  const row = await onlyRow(given.id);
  expect(row).toMatchObject({
    code: 'balanceLower',
    decisions: ['inside'],
    notInYet: [
      { payment: { id: paymentId }, settledOn: '2026-11-10', isProposed: true, isInside: null },
    ],
  });
  const { position } = row;
  await imports.decide(given.id, { kind: 'inside', position, paymentId, isInside: true });
  expect(await invoice('INV-1')).toMatchObject({ open: 60_000, firm: 0 });
  expect((await onlyRow(given.id)).decisions).toEqual([]);
});

test('a rise over a line that was inside is drift: the books lost our payment', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], FIRST);
  const paymentId = await pay('INV-1', 40_000, SETTLED);
  const fell = await imports.run([aList(CLIENT, [['INV-1', '1000.00', '600.00']])], LATER);
  await imports.decide(fell.id, { kind: 'inside', position: 0, paymentId, isInside: true });
  const rose = await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], {
    asOf: '2026-11-21T05:00:00.000Z',
  });
  await imports.decide(rose.id, { kind: 'rise', position: 0, cause: 'other' });
  expect(await invoice('INV-1')).toMatchObject({ open: 100_000, firm: 0, is_drifted: true });
  const { rows } = await pool.query(`SELECT kind FROM task`);
  expect(rows).toEqual([{ kind: 'invoiceDrifted' }]);
});

test('what a complete list does not name is asked in one task, and the task goes with the answers', async () => {
  const rows = (['INV-1', 'INV-2', 'INV-3', 'INV-4'] as const).map(
    (number) => [number, '1000.00', '1000.00'] as const,
  );
  await imports.run(
    [aList(CLIENT, rows), aList('Another client', [['A-1', '5.00', '5.00']], 'b.csv')],
    FIRST,
  );
  const planned = await pay('INV-2', 30_000, SCHEDULED);
  const given = await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], {
    ...LATER,
    isComplete: true,
  });
  expect(given).toMatchObject({ state: 'waiting', counts: { unchanged: 1, waiting: 3 } });
  expect(await invoice('INV-2')).toMatchObject({ is_missing: true, open: 100_000 });
  // Only the clients that it names are spoken for.
  expect(await invoice('A-1')).toMatchObject({ is_missing: false });
  const task = () => pool.query(`SELECT kind, facts, resolved_at IS NOT NULL AS done FROM task`);
  expect((await task()).rows).toEqual([
    {
      kind: 'importMissing',
      facts: { count: 3, sums: [{ currency: 'USD', amountMinor: 300_000 }] },
      done: false,
    },
  ]);
  const positionOf = new Map(
    (await imports.rows(given.id)).map(({ number, position }) => [number, position]),
  );
  const position = (number: string) => positionOf.get(number) ?? -1;
  const decided = await imports.decide(
    given.id,
    { kind: 'missing', position: position('INV-2'), choice: 'paidElsewhere' },
    { kind: 'missing', position: position('INV-3'), choice: 'void' },
    { kind: 'missing', position: position('INV-4'), choice: 'stillOpen' },
  );
  expect(decided.state).toBe('done');
  expect(await invoice('INV-2')).toMatchObject({ open: 0, is_missing: false, planned: 0 });
  expect(await amountOf(planned)).toMatchObject({ state: 'superseded' });
  expect(await invoice('INV-3')).toMatchObject({ is_void: true, open: 0 });
  expect(await invoice('INV-4')).toMatchObject({ open: 100_000, is_missing: false });
  expect((await task()).rows).toMatchObject([{ done: true }]);
});

test('a later list that names a missing invoice again ends it', async () => {
  await imports.run(
    [
      aList(CLIENT, [
        ['INV-1', '10.00', '10.00'],
        ['INV-2', '10.00', '10.00'],
      ]),
    ],
    FIRST,
  );
  await imports.run([aList(CLIENT, [['INV-1', '10.00', '10.00']])], { ...LATER, isComplete: true });
  expect(await invoice('INV-2')).toMatchObject({ is_missing: true });
  await imports.run([aList(CLIENT, [['INV-2', '10.00', '10.00']])], {
    asOf: '2026-11-21T05:00:00.000Z',
  });
  expect(await invoice('INV-2')).toMatchObject({ is_missing: false });
});

test('a known number with another total is a conflict and never a new balance', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], FIRST);
  const given = await imports.run([aList(CLIENT, [['inv-1 ', '900.00', '500.00']])], LATER);
  expect(await onlyRow(given.id)).toMatchObject({
    outcome: 'conflict',
    code: 'sameNumberOtherTotal',
    differences: [{ field: 'Total', known: '1000.00 USD', incoming: '900.00 USD' }],
  });
  expect(await invoice('INV-1')).toMatchObject({ open: 100_000 });
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
  expect(await invoice('INV-1')).toMatchObject({ open: 50_000 });
});

test('a word on one conflict of a row holds for no other', async () => {
  await imports.run([aList(CLIENT, [['INV-1', '1000.00', '1000.00']])], FIRST);
  const given = await imports.run([aList(CLIENT, [['INV-1', '900.00', '0.00', 'Open']])], LATER);
  expect(await onlyRow(given.id)).toMatchObject({ code: 'zeroButOpen' });
  await imports.decide(given.id, { kind: 'conflict', position: 0, choice: 'take' });
  expect(await onlyRow(given.id)).toMatchObject({
    outcome: 'conflict',
    code: 'sameNumberOtherTotal',
  });
  expect(await invoice('INV-1')).toMatchObject({ open: 100_000 });
});

test('a row that cannot be read refuses itself, with its line; nothing becomes 0 or today', async () => {
  const list = csv(
    'open.csv',
    HEAD,
    `${CLIENT},INV-1,2026-10-15,,100.00,,USD,`,
    `${CLIENT},INV-2,,,100.00,50.00,USD,`,
    `${CLIENT},INV-3,2026-10-15,,100.00,50.00,USD,`,
  );
  const given = await imports.run([list], FIRST);
  expect(given.counts).toMatchObject({ created: 1, refused: 2 });
  const rows = await imports.rows(given.id);
  expect(rows.map(({ line, outcome, code }) => [line, outcome, code])).toEqual([
    [2, 'refused', 'BALANCE_EMPTY'],
    [3, 'refused', 'DATE_MISSING'],
    [4, 'created', null],
  ]);
});

test('what the file does not prove is asked, remembered for its source, and then read', async () => {
  const list = csv('open.csv', HEAD, `${CLIENT},INV-1,03/04/2026,,"1,000","1,000",USD,`);
  const given = await imports.run([list], FIRST);
  expect(given.state).toBe('question');
  expect(given.files[0]?.questions.map(({ about }) => about)).toEqual(['numberForm', 'dateOrder']);
  const reading = { numberForm: 'point', dateOrder: 'dayFirst' } as const;
  const read = await imports.decide(given.id, { kind: 'reading', file: 'open.csv', reading });
  expect(read).toMatchObject({ state: 'done', counts: { created: 1 } });
  expect(await invoice('INV-1')).toMatchObject({ open: 100_000 });
  const again = await imports.run([list], LATER);
  expect(again).toMatchObject({ state: 'done', counts: { unchanged: 1 } });
});

test('columns and a currency that a person named are remembered for their source', async () => {
  const ledger = (left: string) =>
    csv('ledger.csv', 'Debtor,Voucher,Of,Sum,Left', `${CLIENT},INV-1,2026-10-13,90.00,${left}`);
  const given = await imports.run([ledger('41.50')], FIRST);
  expect(given.files[0]?.questions).toMatchObject([
    { about: 'columns', table: { line: 1, titles: ['Debtor', 'Voucher', 'Of', 'Sum', 'Left'] } },
  ]);
  const columns = {
    client: 'Debtor',
    number: 'Voucher',
    issued: 'Of',
    total: 'Sum',
    balance: 'Left',
  };
  const decision = { kind: 'reading', file: 'ledger.csv' } as const;
  const asked = await imports.decide(given.id, { ...decision, reading: { columns } });
  expect(asked.files[0]?.questions).toMatchObject([{ about: 'currency' }]);
  const read = await imports.decide(given.id, { ...decision, reading: { currency: 'USD' } });
  expect(read).toMatchObject({ state: 'done', counts: { created: 1 } });
  const later = await imports.run([ledger('40.00')], LATER);
  expect(later).toMatchObject({ state: 'done', counts: { updated: 1 } });
  expect(await invoice('INV-1')).toMatchObject({ open: 40_00 });
});

test('a list without totals asks once, and then a new invoice was for what is unpaid of it', async () => {
  const report = (...rows: string[]) =>
    csv('report.csv', 'Date,Num,Customer,Due date,Open balance,Currency', ...rows);
  const row = (number: string, left: string) =>
    `2026-10-13,${number},${CLIENT},2026-11-13,${left},USD`;
  const given = await imports.run([report(row('INV-1', '41.50'))], FIRST);
  expect(given.files[0]?.questions).toMatchObject([{ about: 'total', because: 'missing' }]);
  const reading = { total: 'balance' } as const;
  await imports.decide(given.id, { kind: 'reading', file: 'report.csv', reading });
  expect(await invoice('INV-1')).toMatchObject({ total: 41_50, open: 41_50 });
  // What is paid meanwhile was no part of a smaller total.
  const later = await imports.run([report(row('INV-1', '40.00'), row('INV-2', '7.25'))], LATER);
  expect(later).toMatchObject({ state: 'done', counts: { updated: 1, created: 1 } });
  expect(await invoice('INV-1')).toMatchObject({ total: 41_50, open: 40_00 });
  expect(await invoice('INV-2')).toMatchObject({ total: 7_25, open: 7_25 });
});

test('how a list would be read is shown before anything is, with what was said before', async () => {
  const list = csv('ledger.csv', 'Debtor,Voucher,Of,Left', `${CLIENT},INV-1,03/04/2026,"1,000"`);
  const given = await imports.run([list], FIRST);
  const shown = (await imports.store.fileToPreview(given.id, 'ledger.csv', 1_000)) ?? null;
  expect(shown).toMatchObject({ isWhole: true, said: { chosen: {}, remembered: {} } });
  expect(Buffer.from(shown?.bytes ?? []).toString()).toContain('Debtor');
  const head = await imports.store.fileToPreview(given.id, 'ledger.csv', 6);
  expect([head?.isWhole, Buffer.from(head?.bytes ?? []).toString()]).toEqual([false, 'Debtor']);
  expect(await imports.store.fileToPreview(given.id, 'none.csv', 6)).toBeNull();
});

test('tables of QuickBooks that are given together are one import', async () => {
  const tables = [
    csv('customer.csv', 'id,display_name,fully_qualified_name', `119,${CLIENT},${CLIENT}`),
    csv(
      'invoice.csv',
      'id,balance,currency_id,customer_id,doc_number,due_date,total_amount,transaction_date',
      '101,40.5,USD,119,1001,2026-11-14,150,2026-10-15',
    ),
    csv(
      'invoice_line.csv',
      'invoice_id,amount,description,sales_item_quantity,sales_item_unit_price,detail_type',
      '101,150,Backup,3,50,SalesItemLineDetail',
    ),
    csv('payment_line.csv', 'index,payment_id,amount,invoice_id', '1,301,109.5,101'),
  ];
  const given = await imports.run(tables, FIRST);
  expect(given).toMatchObject({ state: 'done', rows: 1, counts: { created: 1, refused: 0 } });
  expect(await imports.rows(given.id)).toMatchObject([{ number: '1001', client: CLIENT }]);
  const { rows } = await pool.query(`SELECT staged -> 'items' AS items FROM import_row`);
  expect(rows).toMatchObject([{ items: [{ description: 'Backup', amountMinor: 150_00 }] }]);
  const alone = await imports.run(tables.slice(0, 1), LATER);
  expect(alone.files[0]?.refusal).toBe('It belongs to a table of invoices. Import them together.');
});

test('a list without an instant takes the one it names, and asks where it names none', async () => {
  const named = csv(
    'named.csv',
    'As of November 2 2026',
    HEAD,
    `${CLIENT},INV-1,2026-10-15,,10.00,10.00,USD,`,
  );
  expect(await imports.run([named])).toMatchObject({
    state: 'done',
    asOf: '2026-11-02T06:00:00.000Z',
  });
  const silent = await imports.run([aList(CLIENT, [['INV-2', '10.00', '10.00']])]);
  expect(silent).toMatchObject({ state: 'question', files: [{ questions: [{ about: 'asOf' }] }] });
  const future = imports.decide(silent.id, { kind: 'asOf', asOf: '2126-01-01T00:00:00.000Z' });
  await expect(future).rejects.toThrow('DECISION_NOT_POSSIBLE');
  const asked = await imports.decide(silent.id, { kind: 'asOf', asOf: '2026-11-03T00:00:00.000Z' });
  expect(asked).toMatchObject({ state: 'done', asOf: '2026-11-03T00:00:00.000Z' });
});

test('an instant that has not come is refused', async () => {
  const opened = await imports.store.open(
    {
      source: 'The books',
      asOf: '2126-01-01T00:00:00.000Z',
      isComplete: false,
      scope: 'named',
      reading: {},
    },
    { kind: 'user', id: '00000000-0000-4000-8000-000000000000', name: 'Dana' },
  );
  expect(opened).toEqual({ ok: false, refusal: { code: 'AS_OF_NOT_ALLOWED' } });
});

test('a total that differs from what was read refuses the whole file', async () => {
  const list = csv(
    'open.csv',
    HEAD,
    `${CLIENT},INV-1,2026-10-15,,100.00,40.00,USD,`,
    'Total,,,,100.00,41.00,,',
  );
  const given = await imports.run([list], FIRST);
  expect(given).toMatchObject({ state: 'refused', counts: { created: 0, refused: 1 } });
  // Refused whole, the same files may be tried again.
  expect((await imports.open([list], FIRST)).id).not.toBe(given.id);
});

test('files are given while an import is open, each name once', async () => {
  const first = aList(CLIENT, [['INV-1', '10.00', '10.00']]);
  const { id } = await imports.open([first], FIRST);
  expect(await imports.store.putFile(id, first)).toMatchObject({ ok: true });
  const other = { name: first.name, bytes: Buffer.from('other') };
  expect(await imports.store.putFile(id, other)).toMatchObject({
    ok: false,
    refusal: { code: 'IMPORT_FILE_DIFFERENT' },
  });
  expect(await imports.store.putFile(id, { ...first, name: 'late.csv' })).toMatchObject({
    ok: false,
    refusal: { code: 'IMPORT_NOT_OPEN' },
  });
});

test('imports are listed newest first, page by page, with their sources', async () => {
  for (const source of ['One', 'Two', 'Three']) {
    await imports.run([aList(CLIENT, [['INV-1', '10.00', '10.00']])], { ...FIRST, source });
  }
  const first = await imports.store.list({ limit: 2, format: 'json' });
  const second = await imports.store.list({
    limit: 2,
    format: 'json',
    cursor: first.nextCursor ?? '',
  });
  expect([...first.items, ...second.items].map(({ source }) => source)).toEqual([
    'Three',
    'Two',
    'One',
  ]);
  expect(second.nextCursor).toBeNull();
  expect(first.sources.map(({ name }) => name)).toEqual(['One', 'Three', 'Two']);
});
