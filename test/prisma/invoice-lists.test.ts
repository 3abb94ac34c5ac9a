/**
 * Goal: a list of invoices shows each invoice that matches once, in its order, whatever the filter,
 * the sort and the size of the pages; and its summary counts the same invoices.
 *
 * Method: real PostgreSQL, books with ties and missing due dates, every quick filter and every sort
 * walked in pages of two and held against the rows themselves.
 */
import { Pool } from 'pg';
import { InvoicesQuery, InvoicesSummary, InvoiceView } from '../../contracts/invoices';
import { InvoiceRow } from '../../contracts/invoice-row';
import { listStatement } from '../../prisma/stores/invoices/list-invoices';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { countingStatement } from '../../prisma/stores/invoices/summarize-invoices';
import { cloneDatabase, usePostgres } from '../support/postgres';
import { aRule } from './autopay-rules';
import { LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client, planOf, walk } from './reading-books';

jest.setTimeout(120_000);

/** Noon in Chicago on Friday, 4 December 2026. */
const NOON = new Date('2026-12-04T18:00:00Z');
let pool: Pool;
let acme: Client;
let birch: Client;
const storeAt = (now: Date) => createInvoiceStore({ pool, now: () => now, limits: LIMITS });
const query = (fields: Record<string, string> = {}) => InvoicesQuery.parse(fields);
const summaryQuery = (fields: Record<string, string> = {}) => {
  const { limit: _, cursor: __, format: ___, sort: ____, ...filter } = query(fields);
  return filter;
};

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  acme = await aClient(pool, 'Acme Dental');
  birch = await aClient(pool, 'Birch & Sons');
  const dues = [
    '2026-11-20',
    '2026-12-03',
    '2026-12-04',
    '2026-12-04',
    '2026-12-11',
    '2026-12-12',
    null,
  ];
  for (const [index, client] of [acme, birch, acme].entries()) {
    for (const [at, due_on] of dues.entries()) {
      await anInvoice(pool, client, {
        number: `INV-${index}${at}`,
        due_on,
        issued_on: `2026-11-0${1 + (at % 3)}`,
        total_minor: 100_000 + (at % 3) * 1_015,
      });
    }
  }
  await pool.query("UPDATE invoice SET purchase_order = 'PO-7' WHERE number = 'INV-14'");
  const criteria = [{ field: 'poNumber', operator: 'equals', value: 'PO-7' }];
  await aRule(pool, { organizationId: birch.id }, { criteria });
  await anInvoice(pool, acme, { number: 'YEN-1', currency: 'JPY', total_minor: 131_015 });
  await anInvoice(pool, acme, { number: 'PAID-1', open_minor: 0, total_minor: 5_000 });
  await anInvoice(pool, acme, { number: 'VOID-1', is_void: true, open_minor: 0 });
  const held = { is_on_hold: true, hold_reason: 'Asked about it', held_by: 'Dana', held_at: NOON };
  await anInvoice(pool, birch, { number: 'HELD-1', ...held });
  const planned = await anInvoice(pool, birch, { number: 'PLAN-1', due_on: '2026-12-30' });
  await aPayment(pool, birch, [{ invoiceId: planned, amountMinor: 40_000 }], {
    state: 'scheduled',
    run_on: '2026-12-18',
  });
  const covered = await anInvoice(pool, birch, { number: 'FULL-1', due_on: null });
  await aPayment(pool, birch, [{ invoiceId: covered, amountMinor: 60_000 }], { state: 'pending' });
  await aPayment(pool, birch, [{ invoiceId: covered, amountMinor: 40_000 }], {
    state: 'inReview',
    run_on: '2026-12-20',
  });
  const settled = await anInvoice(pool, birch, { number: 'DONE-1' });
  await aPayment(pool, birch, [{ invoiceId: settled, amountMinor: 100_000 }], { state: 'settled' });
}, 60_000);

afterAll(() => pool.end());

const everything = async () => {
  const { items } = await storeAt(NOON).list(query({ status: 'any', limit: '200' }));
  return items;
};
const isOpen = (row: InvoiceRow) => row.balance.amountMinor > 0 && !row.isVoid;
const onOrBefore = (row: InvoiceRow, day: string) => row.dueOn !== null && row.dueOn <= day;

/** The quick filters in words of the rows. */
const VIEWS: Record<InvoiceView, (row: InvoiceRow) => boolean> = {
  all: () => true,
  pastDue: (row) => onOrBefore(row, '2026-12-03'),
  dueIn7Days: (row) => onOrBefore(row, '2026-12-11') && !onOrBefore(row, '2026-12-03'),
  scheduled: (row) => row.planned.amountMinor > 0,
  autopay: (row) => row.autopay !== null,
  pending: (row) => row.pending !== null,
  uncovered: (row) => row.uncovered.amountMinor > 0,
};

const KEYS: Record<string, (row: InvoiceRow) => string | number | null> = {
  dueOn: (row) => row.dueOn,
  issuedOn: (row) => row.issuedOn,
  number: (row) => row.number.toLowerCase(),
  organization: (row) => row.organization.name.toLowerCase(),
  total: (row) => row.total.amountMinor,
  balance: (row) => row.balance.amountMinor,
  headroom: (row) => row.headroom.amountMinor,
  uncovered: (row) => row.uncovered.amountMinor,
};

function inOrder(rows: readonly InvoiceRow[], sort: string): InvoiceRow[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const key = KEYS[sort.replace('-', '')] ?? (() => null);
  const compare = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0);
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === null || right === null) {
      return left === right ? compare(a.id, b.id) : left === null ? 1 : -1;
    }
    return compare(left, right) || compare(a.id, b.id);
  });
}

describe('pages of two', () => {
  const sorts = Object.keys(KEYS).flatMap((key) => [key, `-${key}`]);

  it.each(sorts)(
    'sorted by %s find each open invoice once, those without a date last',
    async (sort) => {
      const rows = await walk((cursor) =>
        storeAt(NOON).list({ ...query({ sort, limit: '2' }), cursor }),
      );
      const expected = inOrder((await everything()).filter(isOpen), sort);
      expect(rows.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
      expect(rows).toHaveLength(25);
    },
  );

  it.each(InvoiceView.options)('of the quick filter %s find each invoice once', async (view) => {
    const rows = await walk((cursor) =>
      storeAt(NOON).list({ ...query({ view, limit: '2' }), cursor }),
    );
    const expected = (await everything()).filter((row) => isOpen(row) && VIEWS[view](row));
    expect(rows).toEqual(inOrder(expected, 'dueOn'));
    expect(expected.length).toBeGreaterThan(0);
  });

  it('fit the contract to the last field', async () => {
    for (const row of await everything()) expect(InvoiceRow.parse(row)).toEqual(row);
  });

  it('go on where they were when a row before them goes and another comes', async () => {
    const client = await aClient(pool, 'Changing');
    const ids: string[] = [];
    for (const day of ['01', '02', '03', '04']) {
      ids.push(await anInvoice(pool, client, { due_on: `2027-01-${day}` }));
    }
    const of = { organizationId: client.id, limit: '2' };
    const first = await storeAt(NOON).list(query(of));
    await pool.query('UPDATE invoice SET open_minor = 0 WHERE id = $1', [ids[1]]);
    await anInvoice(pool, client, { due_on: '2027-01-01' });
    const second = await storeAt(NOON).list(query({ ...of, cursor: first.nextCursor ?? '' }));
    expect(second.items.map(({ id }) => id)).toEqual([ids[2], ids[3]]);
    expect(second.nextCursor).toBeNull();
    await pool.query('UPDATE invoice SET open_minor = 0 WHERE organization_id = $1', [client.id]);
  });
});

it('numbers are in the order in which people count, in pages too', async () => {
  const client = await aClient(pool, 'Counting');
  const numbers = [
    'A-9',
    'A-10',
    'A-100',
    'A-2',
    'a-10b',
    '7',
    'A-9-10',
    'A-9-9',
    `B-${'9'.repeat(30)}`,
  ];
  for (const number of numbers) await anInvoice(pool, client, { number });
  const rows = await walk((cursor) =>
    storeAt(NOON).list({
      ...query({ organizationId: client.id, sort: 'number', limit: '2' }),
      cursor,
    }),
  );
  expect(rows.map(({ number }) => number)).toEqual([
    '7',
    'A-2',
    'A-9',
    'A-9-9',
    'A-9-10',
    'A-10',
    'a-10b',
    'A-100',
    `B-${'9'.repeat(30)}`,
  ]);
  await pool.query('UPDATE invoice SET open_minor = 0 WHERE organization_id = $1', [client.id]);
});

describe('a cursor', () => {
  const cursorOf = async (sort: string) =>
    (await storeAt(NOON).list(query({ sort, limit: '2' }))).nextCursor ?? '';
  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  it('of another sort, of another direction or of nobody is refused', async () => {
    const id = acme.id;
    const cursors = [
      await cursorOf('number'),
      await cursorOf('-dueOn'),
      'garbage',
      forged('invoices:dueOn', '2026-02-30', id),
      forged('invoices:dueOn', '2026-12-03', 'x'),
      forged('payments:dueOn', '2026-12-03', id),
      forged('invoices:dueOn', 7, id),
    ];
    for (const cursor of cursors) {
      await expect(storeAt(NOON).list(query({ cursor }))).rejects.toMatchObject({
        name: 'CursorError',
      });
    }
    const rightful = await storeAt(NOON).list(query({ cursor: await cursorOf('dueOn') }));
    expect(rightful.items).not.toHaveLength(0);
  });
});

describe('past due', () => {
  it('begins at midnight of the business, the day after the due date', async () => {
    const numbers = async (now: string) =>
      (await storeAt(new Date(now)).list(query({ view: 'pastDue', limit: '200' }))).items
        .filter(({ dueOn }) => dueOn === '2026-12-04')
        .map(({ isPastDue }) => isPastDue);
    expect(await numbers('2026-12-05T05:59:59.999Z')).toEqual([]);
    expect(await numbers('2026-12-05T06:00:00.000Z')).toEqual(Array(6).fill(true));
  });

  it('goes by the clock of the business when that is moved ahead', async () => {
    const count = async () => (await storeAt(NOON).summarize(summaryQuery())).counts.pastDue;
    const before = await count();
    await pool.query('UPDATE business SET clock_offset_ms = 86400000');
    expect(await count()).toBe(before + 6);
    await pool.query('UPDATE business SET clock_offset_ms = 0');
  });
});

describe('filters', () => {
  const numbersOf = async (fields: Record<string, string>) =>
    (await storeAt(NOON).list(query({ limit: '200', sort: 'number', ...fields }))).items.map(
      ({ number }) => number,
    );

  it('take the client, the currency, balances and dates from and to, both ends included', async () => {
    expect(await numbersOf({ currency: 'JPY' })).toEqual(['YEN-1']);
    expect(
      await numbersOf({ organizationId: birch.id, dueFrom: '2026-12-12', dueTo: '2026-12-15' }),
    ).toEqual(['HELD-1', 'INV-15']);
    expect(await numbersOf({ issuedFrom: '2026-11-03', issuedTo: '2026-11-03' })).toEqual([
      'INV-02',
      'INV-05',
      'INV-12',
      'INV-15',
      'INV-22',
      'INV-25',
    ]);
    expect(await numbersOf({ balanceFromMinor: '102030', balanceToMinor: '102030' })).toEqual([
      'INV-02',
      'INV-05',
      'INV-12',
      'INV-15',
      'INV-22',
      'INV-25',
    ]);
    expect(await numbersOf({ balanceFromMinor: '102031', currency: 'USD' })).toEqual([]);
  });

  it('show what is paid or void only when asked', async () => {
    const all = await numbersOf({ status: 'any' });
    expect(all).toEqual(expect.arrayContaining(['PAID-1', 'VOID-1', 'DONE-1']));
    const open = await numbersOf({});
    for (const number of ['PAID-1', 'VOID-1', 'DONE-1']) expect(open).not.toContain(number);
  });

  it('take a selection of ids and nothing else', async () => {
    const { items } = await storeAt(NOON).list(query({ limit: '3' }));
    const ids = items.map(({ id }) => id);
    const { items: selected } = await storeAt(NOON).list(query({ ids: ids.join(',') }));
    expect(selected).toEqual(items);
  });
});

describe('a search', () => {
  const found = async (search: string, more: Record<string, string> = {}) =>
    (await storeAt(NOON).list(query({ search, limit: '200', sort: 'number', ...more }))).items.map(
      ({ number }) => number,
    );

  it('finds part of a number and part of a client without regard to case', async () => {
    expect(await found('inv-1')).toHaveLength(7);
    expect(await found('BIRCH &')).toHaveLength(10);
    expect(await found('INV_1')).toEqual([]);
    expect(await found('I%1')).toEqual([]);
  });

  it('of one or two letters finds where a word begins with them', async () => {
    expect(await found('ac')).toHaveLength(15);
    expect(await found('so')).toHaveLength(10);
    expect(await found('16')).toEqual(['INV-16']);
    expect(await found('nv')).toEqual([]);
  });

  it.each(['1020.30', '1,020.30', '$1,020.30', '1020.30 USD', 'usd 1,020.30', '1020.3'])(
    'finds an amount written %s',
    async (spelling) => {
      expect(await found(spelling)).toEqual([
        'INV-02',
        'INV-05',
        'INV-12',
        'INV-15',
        'INV-22',
        'INV-25',
      ]);
    },
  );

  it('reads an amount in the digits of each currency', async () => {
    expect(await found('131015')).toEqual(['YEN-1']);
    expect(await found('1310.15')).toEqual([]);
    expect(await found('1000.00 EUR')).toEqual([]);
  });

  it('compares an amount with total, balance and headroom', async () => {
    expect(await found('400.00')).toEqual(['FULL-1']);
    expect(await found('50.00', { status: 'any' })).toEqual(['PAID-1']);
  });
});

describe('the summary', () => {
  it('counts what each quick filter shows, and sums what is open, also in more than one currency', async () => {
    const store = storeAt(NOON);
    const summary = await store.summarize(summaryQuery());
    expect(InvoicesSummary.parse(summary)).toEqual(summary);
    for (const view of InvoiceView.options) {
      const { items } = await store.list(query({ view, limit: '200' }));
      expect([view, summary.counts[view]]).toEqual([view, items.length]);
    }
    const { items } = await store.list(query({ limit: '200' }));
    const dollars = items.filter(({ currency }) => currency === 'USD');
    const sum = (minor: (row: InvoiceRow) => number) =>
      dollars.reduce((total, row) => total + minor(row), 0);
    expect(summary.totals.map(({ currency }) => currency)).toEqual(['USD', 'JPY']);
    expect(summary.totals[0]).toEqual({
      currency: 'USD',
      openInvoices: 24,
      total: { amountMinor: sum((row) => row.total.amountMinor), currency: 'USD' },
      balance: { amountMinor: sum((row) => row.balance.amountMinor), currency: 'USD' },
      headroom: { amountMinor: sum((row) => row.headroom.amountMinor), currency: 'USD' },
      pastDue: {
        amountMinor: sum((row) => (row.isPastDue ? row.balance.amountMinor : 0)),
        currency: 'USD',
      },
      pastDueInvoices: 6,
      autopayForecast: {
        amountMinor: sum((row) => row.autopay?.amount.amountMinor ?? 0),
        currency: 'USD',
      },
      uncovered: { amountMinor: sum((row) => row.uncovered.amountMinor), currency: 'USD' },
    });
    expect([summary.invoices, summary.organizations]).toEqual([25, 2]);
  });

  it('names what can be paid, by due date: exactly the rows without a reason against it', async () => {
    const store = storeAt(NOON);
    const { payableIds } = await store.summarize(summaryQuery());
    const { items } = await store.list(query({ limit: '200' }));
    const payable = items.filter(({ cannotPay }) => cannotPay === null);
    expect(payableIds).toEqual(payable.map(({ id }) => id));
    expect(payable.length).toBeLessThan(items.length);
  });

  it('names at most 200, as many as one payment takes', async () => {
    const many = await aClient(pool, 'Many');
    for (let index = 0; index < 201; index += 1) await anInvoice(pool, many);
    const summary = await storeAt(NOON).summarize(summaryQuery({ organizationId: many.id }));
    expect([summary.invoices, summary.payableIds.length]).toEqual([201, 200]);
    await pool.query('UPDATE invoice SET open_minor = 0 WHERE organization_id = $1', [many.id]);
  });
});

it('reads every answer with one statement, and one or two that say what autopay takes', async () => {
  // Folds what has changed, so that what is kept is of now.
  await storeAt(NOON).summarize(summaryQuery());
  const seen: string[] = [];
  const counting = {
    query: (text: unknown, ...rest: never[]) => {
      seen.push(String(text));
      return (pool.query as (...all: unknown[]) => unknown)(text, ...rest);
    },
  } as unknown as Pool;
  const counted = createInvoiceStore({ pool: counting, now: () => NOON, limits: LIMITS });
  const { items } = await counted.list(query({ limit: '200' }));
  await counted.summarize(summaryQuery());
  await counted.readSeveral(items.map(({ id }) => id));
  expect(seen).toHaveLength(8);
});

describe('with 20,000 invoices, a tenth of them open', () => {
  it('every list goes by an index', async () => {
    const { databaseUrl, drop } = await cloneDatabase();
    const large = new Pool({ connectionString: databaseUrl });
    const client = await aClient(large, 'Acme Dental');
    await large.query(
      `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor,
                            open_minor, issued_on, due_on, first_seen_on)
       SELECT gen_random_uuid(), $1, $2, 'INV-' || n, 'inv-' || n, 'USD', 100000 + n,
              CASE WHEN n % 10 = 0 THEN 100000 ELSE 0 END, date '2020-01-01' + n % 2000,
              CASE WHEN n % 7 > 0 THEN date '2020-02-01' + n % 2000 END, date '2020-01-01'
         FROM generate_series(1, 20000) AS n`,
      [client.id, client.sourceId],
    );
    await large.query('ANALYZE');
    const sorts = Object.keys(KEYS).flatMap((key) => [key, `-${key}`]);
    const lists = sorts.map((sort) => listStatement(query({ sort }), NOON).statement);
    const summaries = InvoiceView.options.map((view) =>
      countingStatement(summaryQuery({ view }), NOON),
    );
    for (const statement of [...lists, ...summaries]) {
      const plan = await planOf(large, statement);
      expect(plan).not.toMatch(/Seq Scan on invoice/);
      expect(plan).toMatch(/(using|on) invoice_\w+/);
    }
    // The default order needs no sort at all, in either direction.
    for (const sort of ['dueOn', '-dueOn', 'issuedOn', '-total']) {
      const plan = await planOf(large, listStatement(query({ sort }), NOON).statement);
      expect(plan.split('SubPlan')[0]).not.toMatch(/Sort Key: .*(due_on|issued_on|total_minor)/);
    }
    await large.end();
    await drop();
  });
});
