/**
 * Goal: the list of clients shows each client once in any order, with sums that are those of its
 * invoices; and the header of one says the same as its row.
 *
 * Method: real PostgreSQL; every view and sort walked in pages of two and held against sums made
 * here from the rows of the invoices.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { InvoicesQuery } from '../../contracts/invoices';
import {
  OrganizationDetails,
  OrganizationsPage,
  OrganizationsQuery,
  type OrganizationRow,
  OrganizationView,
} from '../../contracts/organizations';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { usePostgres } from '../support/postgres';
import { LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client, walk } from './reading-books';

jest.setTimeout(60_000);

const NOW = new Date('2026-12-04T18:00:00Z');
let pool: Pool;
let acme: Client;
let store: ReturnType<typeof createOrganizationStore>;
const query = (fields: Record<string, string> = {}) => OrganizationsQuery.parse(fields);

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  store = createOrganizationStore({ pool, now: () => NOW, limits: LIMITS });

  acme = await aClient(pool, 'Acme Dental', { customer_number: 'C-100', city: 'Chicago' });
  await anInvoice(pool, acme, { due_on: '2026-11-01', total_minor: 50_000 });
  const planned = await anInvoice(pool, acme, { due_on: '2026-12-20' });
  await aPayment(pool, acme, [{ invoiceId: planned, amountMinor: 100_000 }], {
    state: 'scheduled',
    run_on: '2026-12-18',
  });
  await anInvoice(pool, acme, { currency: 'EUR', total_minor: 7_000, due_on: '2026-10-01' });

  const birch = await aClient(pool, 'birch & sons', { city: 'Boston' });
  await anInvoice(pool, birch, { due_on: null });
  const twin = await aClient(pool, 'Twin');
  await anInvoice(pool, twin, { due_on: null });
  await aClient(pool, 'Quiet');
  const covered = await aClient(pool, 'Covered');
  const inFlight = await anInvoice(pool, covered, { due_on: '2026-11-30' });
  await aPayment(pool, covered, [{ invoiceId: inFlight, amountMinor: 100_000 }], {
    state: 'pending',
  });
  await aClient(pool, 'Merged away', { merged_into_id: acme.id });
  await pool.query(
    `INSERT INTO organization_alias (organization_id, kind, alias, alias_key)
     VALUES ($1, 'name', 'ACME Dentistry LLC', 'acme dentistry llc')`,
    [acme.id],
  );
}, 60_000);

afterAll(() => pool.end());

const names = (rows: readonly OrganizationRow[]) => rows.map(({ name }) => name);
const first = (row: OrganizationRow) => row.totals[0];

const KEYS: Record<string, (row: OrganizationRow) => string | number | null> = {
  name: (row) => row.name.toLowerCase(),
  balance: (row) => first(row)?.balance.amountMinor ?? 0,
  pastDue: (row) => first(row)?.pastDue.amountMinor ?? 0,
  uncovered: (row) => first(row)?.uncovered.amountMinor ?? 0,
  oldestDueOn: (row) => row.oldestDueOn,
  nextPlannedOn: (row) => row.nextPlanned?.runOn ?? null,
};

const VIEWS: Record<string, string[]> = {
  all: ['Acme Dental', 'birch & sons', 'Covered', 'Quiet', 'Twin'],
  pastDue: ['Acme Dental', 'Covered'],
  uncovered: ['Acme Dental', 'birch & sons', 'Twin'],
  nothingPlanned: ['birch & sons', 'Covered', 'Twin'],
};

describe('pages of two', () => {
  it.each(Object.keys(KEYS).flatMap((key) => [key, `-${key}`]))(
    'sorted by %s find each client once, without a value last',
    async (sort) => {
      const rows = await walk((cursor) => store.list({ ...query({ sort, limit: '2' }), cursor }));
      const sign = sort.startsWith('-') ? -1 : 1;
      const key = KEYS[sort.replace('-', '')] ?? (() => null);
      const rank = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0);
      const expected = [...rows].sort((a, b) => {
        const [left, right] = [key(a), key(b)];
        if (left === null || right === null) {
          return left === right ? rank(a.id, b.id) : left === null ? 1 : -1;
        }
        return rank(left, right) || rank(a.id, b.id);
      });
      expect(names(rows)).toEqual(names(expected));
      expect(names(rows).sort()).toEqual([...(VIEWS['all'] ?? [])].sort());
    },
  );

  it.each(OrganizationView.options)(
    'of the quick filter %s show what its count says',
    async (view) => {
      const rows = await walk((cursor) => store.list({ ...query({ view, limit: '2' }), cursor }));
      expect(names(rows)).toEqual(VIEWS[view]);
      const page = await store.list(query({ view }));
      expect(page.counts[view]).toBe(rows.length);
      expect(OrganizationsPage.parse(page)).toEqual(page);
    },
  );

  it('refuse a cursor of another sort', async () => {
    const { nextCursor } = await store.list(query({ sort: 'balance', limit: '2' }));
    await expect(store.list(query({ cursor: nextCursor ?? '' }))).rejects.toMatchObject({
      name: 'CursorError',
    });
  });
});

describe('a client', () => {
  it('shows what its invoices add up to, per currency, the one with most open invoices first', async () => {
    const { items } = await store.list(query({ search: 'acme' }));
    const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      customerNumber: 'C-100',
      oldestDueOn: '2026-10-01',
      nextPlanned: { kind: 'scheduled', runOn: '2026-12-18', amount: usd(100_000) },
      totals: [
        {
          currency: 'USD',
          openInvoices: 2,
          balance: usd(150_000),
          headroom: usd(150_000),
          pastDue: usd(50_000),
          pastDueInvoices: 1,
          uncovered: usd(50_000),
        },
        { currency: 'EUR', openInvoices: 1, pastDueInvoices: 1 },
      ],
    });
  });

  it('is found by name, customer number, city or another spelling of its name', async () => {
    for (const search of ['DENTAL', 'c-100', 'chicago', 'dentistry']) {
      expect(names((await store.list(query({ search }))).items)).toEqual(['Acme Dental']);
    }
  });

  it('adds up with the others to the sums of all their open invoices', async () => {
    const { totals } = await store.list(query({ limit: '1' }));
    const invoices = createInvoiceStore({ pool, now: () => NOW, limits: LIMITS });
    const { limit: _, cursor: __, format: ___, sort: ____, ...all } = InvoicesQuery.parse({});
    expect(totals).toEqual((await invoices.summarize(all)).totals);
    const { totals: uncovered } = await store.list(query({ view: 'uncovered' }));
    expect(uncovered).toMatchObject([{ currency: 'USD', openInvoices: 4 }, { currency: 'EUR' }]);
    const { totals: pastDue } = await store.list(query({ view: 'pastDue', search: 'covered' }));
    expect(pastDue).toMatchObject([{ currency: 'USD', openInvoices: 1 }]);
  });

  it('says in full what its row says, and its credit, default method, source and counts', async () => {
    await pool.query(
      `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
       VALUES ($1, $3, 'USD', 5000, 4000, 'creditNote'), ($2, $3, 'USD', 300, 300, 'creditNote')`,
      [randomUUID(), randomUUID(), acme.id],
    );
    await pool.query(
      `UPDATE invoice SET read_at = '2026-12-01T06:00:00Z' WHERE organization_id = $1 AND currency = 'EUR'`,
      [acme.id],
    );
    const details = await store.read(acme.id);
    expect(OrganizationDetails.parse(details)).toEqual(details);
    const { items } = await store.list(query({ search: 'acme' }));
    expect(details).toMatchObject({
      name: 'Acme Dental',
      aliases: ['ACME Dentistry LLC'],
      totals: items[0]?.totals,
      oldest: { dueOn: '2026-10-01' },
      source: { name: 'Books of Acme Dental', readAt: '2026-12-01T06:00:00.000Z' },
      unapplied: [{ amountMinor: 4_300, currency: 'USD' }],
      defaultMethod: { id: acme.methodId, brand: 'Visa', lastFour: '4242' },
      counts: { openInvoices: 3, payments: 1, autopayRules: 0, methods: 1, contacts: 0 },
    });
  });

  it('tells what happened to it newest first, page by page, and nothing of another client', async () => {
    const tell = (kind: string, of: Client) =>
      pool.query(
        `INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id)
         VALUES (now(), 'user', 'Dana Whitfield', $1, $2)`,
        [kind, of.id],
      );
    const other = await aClient(pool, 'Other');
    for (const kind of ['contact.added', 'message.waiting', 'method.added']) await tell(kind, acme);
    await tell('contact.removed', other);
    // Written by triggers, so that open pages read again: a person is told in other words.
    for (const kind of ['task.opened', 'task.closed', 'approval.asked', 'approval.closed']) {
      await tell(kind, acme);
    }
    await tell('message.sent', acme);
    const kinds: string[] = [];
    let cursor: string | null = null;
    do {
      const asked = { limit: 2, ...(cursor !== null && { cursor }) };
      const page = await store.activity(acme.id, asked);
      kinds.push(...(page?.items ?? []).map(({ kind }) => kind));
      cursor = page?.nextCursor ?? null;
    } while (cursor !== null);
    expect(kinds).toEqual(['message.sent', 'method.added', 'contact.added']);
    expect(await store.activity(randomUUID(), { limit: 2 })).toBeNull();
    await expect(store.activity(acme.id, { limit: 2, cursor: 'x' })).rejects.toMatchObject({
      name: 'CursorError',
    });
  });

  it('that was merged answers with the one it went into, and one that never was is null', async () => {
    const { rows } = await pool.query(`SELECT id FROM organization WHERE name = 'Merged away'`);
    expect(await store.read(rows[0].id)).toMatchObject({ id: acme.id, name: 'Acme Dental' });
    expect(await store.read(randomUUID())).toBeNull();
  });
});
