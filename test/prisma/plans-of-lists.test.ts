/**
 * Goal: whatever list the page asks for, PostgreSQL goes by an index, and looks at no more rows than a
 * small multiple of those it answers, however many there are.
 *
 * Method: books large enough that reading all of them is never the cheapest plan; every statement that
 * the pages send is run and its plan read. `npm run bench` shows the full size.
 */
import { Pool } from 'pg';
import { InvoicesQuery, InvoicesSummaryQuery, InvoiceView } from '../../contracts/invoices';
import { OrganizationsQuery, OrganizationView } from '../../contracts/organizations';
import { PaymentsQuery, PaymentView } from '../../contracts/payments';
import { SESSION } from '../../prisma/stores/connect';
import { inconsistenciesOf } from '../../prisma/consistency';
import { type Figures, foldFigures } from '../../prisma/stores/figures/fold-figures';
import { ANSWERED_TODAY, WAITING } from '../../prisma/stores/autopay/approvals';
import { AUTOPAY, PLANNED } from '../../prisma/stores/autopay/read-calendar';
import {
  listInvoices,
  listStatement,
  searchReach as invoicesReach,
} from '../../prisma/stores/invoices/list-invoices';
import { keptStatement } from '../../prisma/stores/invoices/summarize-invoices';
import { ALL_FOUND, type Reach } from '../../prisma/stores/lists/search';
import { listStatement as clientsStatement } from '../../prisma/stores/organizations/list-organizations';
import {
  listPayments,
  listStatement as paymentsStatement,
  searchReach as paymentsReach,
} from '../../prisma/stores/payments/reading/list-payments';
import { usePostgres } from '../support/postgres';
import { LIMITS } from './books';
import { makeLargeAutopay } from './large-autopay';
import { LARGE_BOOKS_NOW as NOW, makeLargeBooks } from './large-books';
import { type Statement, type Work, workOf } from './plans';

jest.setTimeout(120_000);

const LIMIT = 50;
/** Each may be paid at once. */
const PAYABLE_MAX = 200;
/** Payments and lines of a row are ten; the rest is what a filter may throw away on the way. */
const PER_ROW = 40;

let pool: Pool;
let clientId: string;
let figures: Figures;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: SESSION });
  await makeLargeBooks(pool, { invoices: 20_000, organizations: 1_000, payments: 60_000 });
  await makeLargeAutopay(pool);
  figures = await foldFigures(pool, NOW, LIMITS);
  await pool.query('VACUUM ANALYZE');
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM organization LIMIT 1');
  clientId = rows[0]?.id ?? '';
}, 120_000);

afterAll(() => pool.end());

it('the books that the plans are read on are right', async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const both = (keys: readonly string[]) => keys.flatMap((key) => [key, `-${key}`]);
const SEARCHES = ['inv-1234', '1234', 'Acme Dental', '$1,310.15', '1310.15 usd', 'nothing like it'];

const INVOICE_SORTS = both([
  'dueOn',
  'issuedOn',
  'number',
  'organization',
  'total',
  'balance',
  'headroom',
  'uncovered',
]);
/** The latest issued are not due yet: a filter by one passes over what lies between in the order of the other. */
const ACROSS_DATES = { sort: '-issuedOn', view: 'pastDue' } as const;
const isAcrossDates = ({ sort, view }: Record<string, string>) =>
  sort === ACROSS_DATES.sort && view === ACROSS_DATES.view;
const INVOICES: Record<string, string>[] = [
  ...INVOICE_SORTS.flatMap((sort): Record<string, string>[] => [
    { sort },
    { sort, status: 'any' },
    { sort, view: 'pastDue' },
    { sort, view: 'uncovered' },
  ]).filter((fields) => !isAcrossDates(fields)),
  ...InvoiceView.options.flatMap((view) => [{ view }, { view, sort: '-balance' }]),
  ...INVOICE_SORTS.map((sort) => ({ view: 'dueIn7Days', sort })),
  ...SEARCHES.flatMap((search) => [{ search }, { search, status: 'any', limit: '5' }]),
];

async function invoicesWork(fields: Record<string, string>, cursor?: string) {
  const query = { ...InvoicesQuery.parse({ limit: String(LIMIT), ...fields }), cursor };
  return workOf(pool, listStatement(query, NOW).statement);
}

describe('a page of invoices', () => {
  it.each(INVOICES.map((fields) => [JSON.stringify(fields), fields] as const))(
    'goes by an index: %s',
    async (_, fields) => {
      const work = await invoicesWork(fields);
      expect(work.scanned).toEqual([]);
      expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
    },
  );

  it('looks nothing up that it passes over, where it passes over much', async () => {
    const work = await invoicesWork(ACROSS_DATES);
    expect(work.scanned).toEqual([]);
    expect(work.rowsRead).toBeGreaterThan(PER_ROW * LIMIT);
    expect(work.rowsLookedUp).toBeLessThan(PER_ROW * LIMIT);
  });

  it.each(INVOICE_SORTS)('after another one begins where that ended: %s', async (sort) => {
    const first = await listInvoices(
      pool,
      NOW,
      LIMITS,
      InvoicesQuery.parse({ sort, limit: '200' }),
    );
    const work = await invoicesWork({ sort }, first.nextCursor ?? '');
    expect(work.scanned).toEqual([]);
    expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
  });

  it('of one client is found by the client', async () => {
    for (const sort of INVOICE_SORTS) {
      const work = await invoicesWork({ sort, organizationId: clientId });
      expect([sort, work.scanned]).toEqual([sort, []]);
      expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
    }
  });
});

/** Of so few invoices to each client it is as cheap to read them all and put them in its order. */
const isOfMany = ({ sort }: Readonly<{ sort: string }>) => !sort.endsWith('organization');

const BY_FORECAST = [
  ...INVOICE_SORTS.flatMap((sort) =>
    ['autopay', 'uncovered'].map((view) => ({ sort, view })),
  ).filter(isOfMany),
  ...both(['uncovered']).map((sort) => ({ sort, view: 'all' })),
];

it.each(BY_FORECAST)(
  'a page of invoices by what autopay is to take goes by what is kept of it: %j',
  async (fields) => {
    const query = InvoicesQuery.parse({ limit: String(LIMIT), ...fields });
    const work = await workOf(pool, listStatement(query, NOW, figures.forecasts).statement);
    expect(work.scanned).toEqual([]);
    expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
  },
);

const CLIENT_SORTS = both([
  'name',
  'balance',
  'pastDue',
  'uncovered',
  'oldestDueOn',
  'nextPlannedOn',
]);

describe('a page of clients', () => {
  it.each([
    ...CLIENT_SORTS.flatMap((sort) => OrganizationView.options.map((view) => ({ sort, view }))),
    { search: 'Acme Dental 1' },
    { search: 'C-12' },
  ])('goes by an index, with its counts and sums: %j', async (fields: object) => {
    const query = OrganizationsQuery.parse({ limit: String(LIMIT), ...fields });
    const work = await workOf(pool, clientsStatement(query).statement);
    expect(work.scanned).toEqual([]);
    expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
  });
});

it.each(InvoiceView.options)(
  'counts and sums of open invoices read none but those that can be paid: %s',
  async (view) => {
    const work = await workOf(pool, keptStatement(InvoicesSummaryQuery.parse({ view }), figures));
    expect(work.scanned).toEqual([]);
    expect(work.rowsRead).toBeLessThan(20 * PAYABLE_MAX);
  },
);

const PAYMENT_SORTS = both(['placedAt', 'runOn', 'amount', 'number', 'organization']);

describe('a page of payments', () => {
  it.each(PAYMENT_SORTS.flatMap((sort) => PaymentView.options.map((view) => ({ sort, view }))))(
    'goes by an index: %j',
    async (fields) => {
      const query = PaymentsQuery.parse({ limit: String(LIMIT), ...fields });
      const work = await workOf(pool, paymentsStatement(query).statement);
      expect(work.scanned).toEqual([]);
      expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
    },
  );
});

/** What a month or a queue shows at most, of either kind. */
const SHOWN_MAX = 1_000;
/** The row itself, its invoice, and of a payment its line with its own. */
const PER_RUN = 4;

describe('what is to run', () => {
  const ofMonth = (organizationId: string | null) => ['2026-12-01', '2026-12-31', organizationId];

  it.each([
    ['planned by people', PLANNED],
    ['planned by rules', AUTOPAY],
  ])('in a month, %s, is found by the day, of all clients and of one', async (_, text) => {
    for (const organizationId of [null, clientId]) {
      const statement = { text, values: ofMonth(organizationId) };
      const { rowCount } = await pool.query(text, statement.values);
      const work = await workOf(pool, statement);
      expect(work.scanned).toEqual([]);
      expect(work.rowsRead).toBeLessThanOrEqual(PER_RUN * (rowCount ?? 0));
    }
  });

  it('and waits for a yes, or was answered today, is read without what was answered before', async () => {
    const waiting = await workOf(pool, { text: WAITING, values: [null] });
    expect(waiting.scanned.filter((table) => table === 'autopay_approval')).toEqual([]);
    expect(waiting.rowsRead).toBeLessThan(PER_RUN * SHOWN_MAX);
    const answered = await workOf(pool, { text: ANSWERED_TODAY, values: [null] });
    expect(answered.scanned).toEqual([]);
    expect(answered.rowsRead).toBeLessThan(PER_RUN * SHOWN_MAX);
  });
});

const BROAD = ['inv-1', 'Acme', 'Dental'];

/** Of what is found in one place of the order, the first page may be far. */
const isSpread = ({ search, sort }: Readonly<{ search: string; sort: string }>) =>
  !(search === 'inv-1' && sort === '-number');

const searchesIn = (sorts: readonly string[], searches: readonly string[]) =>
  searches.flatMap((search) => sorts.map((sort) => ({ search, sort }))).filter(isSpread);

describe('a page of a search that finds much', () => {
  it.each(searchesIn(INVOICE_SORTS, BROAD))(
    'is walked until it is full, of invoices: %j',
    async (fields) => {
      const query = InvoicesQuery.parse({ limit: String(LIMIT), ...fields });
      const reach = await invoicesReach(pool, query);
      expect(reach).toContain('walked');
      const work = await workOf(pool, listStatement(query, NOW, undefined, reach).statement);
      expect(work.scanned).toEqual([]);
      expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
    },
  );

  it.each(searchesIn(PAYMENT_SORTS, ['Order', 'Acme', 'inv-1']))(
    'is walked until it is full, of payments: %j',
    async (fields) => {
      const query = PaymentsQuery.parse({ limit: String(LIMIT), ...fields });
      const reach = await paymentsReach(pool, query);
      expect(reach).toContain('walked');
      const work = await workOf(pool, paymentsStatement(query, reach).statement);
      expect(work.scanned).toEqual([]);
      expect(work.rowsRead).toBeLessThan(PER_ROW * LIMIT);
    },
  );

  it('looks at no more than it takes to know that it finds much', async () => {
    const looked: Work[] = [];
    const watched = {
      async query(text: string, values: unknown[]) {
        looked.push(await workOf(pool, { text, values }));
        return pool.query(text, values);
      },
    } as unknown as Pool;
    await invoicesReach(watched, InvoicesQuery.parse({ search: 'Dental' }));
    await paymentsReach(watched, PaymentsQuery.parse({ search: 'inv' }));
    const [ofInvoices, ofPayments] = looked;
    expect(ofInvoices?.rowsRead).toBeLessThan(2 * 2_001);
    expect(ofPayments?.rowsRead).toBeLessThan(2 * 5_001);
  });

  it('finds the same, walked or not, and what is found in two ways once', async () => {
    const walked = Array.from({ length: 6 }, (): Reach[number] => 'walked');
    const reaches: Reach[] = [ALL_FOUND, walked, ['walked'], ['found', ...walked]];
    const ids = async (statement: Statement) =>
      JSON.stringify((await pool.query(statement)).rows).match(/"id" ?: ?"[^"]+"/g);
    const isSame = async (statementOf: (reach: Reach) => Statement) => {
      const [found, ...others] = await Promise.all(reaches.map((reach) => ids(statementOf(reach))));
      for (const other of others) expect(other).toEqual(found);
      expect(found).not.toBeNull();
    };
    for (const search of [...BROAD, '$279.19']) {
      for (const sort of ['dueOn', '-organization']) {
        const query = InvoicesQuery.parse({ search, sort, status: 'any' });
        await isSame((reach) => listStatement(query, NOW, undefined, reach).statement);
      }
    }
    for (const search of ['Order', 'inv-1']) {
      const query = PaymentsQuery.parse({ search, format: 'csv' });
      await isSame((reach) => paymentsStatement(query, reach).statement);
    }
  });

  it('finds what is rare by its index', async () => {
    const few = InvoicesQuery.parse({ search: 'inv-1234' });
    expect(await invoicesReach(pool, few)).toEqual(['found', 'found']);
  });

  it('of payments counts none of it, nor more than ten thousand that a filter leaves', async () => {
    const countsOf = async (fields: object) =>
      (await listPayments(pool, PaymentsQuery.parse({ limit: '1', ...fields }))).counts;
    expect(await countsOf({ search: 'Order' })).toBeNull();
    expect(await countsOf({ placedFrom: '2026-01-01' })).toBeNull();
    expect(await countsOf({ placedFrom: '2026-12-04' })).toMatchObject({ all: expect.any(Number) });
    expect(await countsOf({ search: 'Order 1234' })).toMatchObject({ all: expect.any(Number) });
  });
});
