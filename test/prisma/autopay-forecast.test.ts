/**
 * Goal: lists and figures show what autopay is to take as the one judge decides it, the same in a row,
 * its quick filter, its coverage and every sum, and with as many statements for many as for one.
 *
 * Method: real PostgreSQL, two clients with rules and one without; every figure is held against the
 * rows, and the rows against what is decided of one invoice.
 */
import { Pool } from 'pg';
import { InvoicesQuery, InvoicesSummaryQuery } from '../../contracts/invoices';
import { OrganizationsQuery } from '../../contracts/organizations';
import { createAutopayStore } from '../../prisma/stores/autopay/autopay-store';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { usePostgres } from '../support/postgres';
import { aRule } from './autopay-rules';
import { LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client } from './reading-books';

jest.setTimeout(60_000);

const NOW = new Date('2026-12-04T18:00:00Z');
const DUE = { due_on: '2026-12-18', first_seen_on: '2026-11-01' };
let pool: Pool;
let acme: Client;
let birch: Client;
let ruleId: string;
const asked: string[] = [];
let invoices: ReturnType<typeof createInvoiceStore>;
let organizations: ReturnType<typeof createOrganizationStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  const counting = {
    connect: () => pool.connect(),
    query: (text: unknown, ...rest: never[]) => {
      asked.push(String(text));
      return (pool.query as (...all: unknown[]) => unknown)(text, ...rest);
    },
  } as unknown as Pool;
  const dependencies = { pool: counting, now: () => NOW, limits: LIMITS };
  invoices = createInvoiceStore(dependencies);
  organizations = createOrganizationStore(dependencies);
  acme = await aClient(pool, 'Acme Dental');
  birch = await aClient(pool, 'Birch & Sons');
  const cedar = await aClient(pool, 'Cedar');
  ruleId = await aRule(
    pool,
    { organizationId: acme.id },
    { name: 'All but large ones', capMinor: 90_000, capMode: 'payUpTo', withScheduled: 'residual' },
  );
  await aRule(pool, { organizationId: birch.id }, { name: 'Everything' });
  await anInvoice(pool, acme, { number: 'WHOLE', ...DUE, total_minor: 60_000, open_minor: 60_000 });
  await anInvoice(pool, acme, { number: 'CAPPED', ...DUE, total_minor: 100_000 });
  const part = await anInvoice(pool, acme, { number: 'PART', ...DUE, total_minor: 100_000 });
  await aPayment(pool, acme, [{ invoiceId: part, amountMinor: 70_000 }], {
    state: 'scheduled',
    run_on: '2026-12-10',
  });
  await anInvoice(pool, acme, { number: 'HELD', ...DUE, autopay_hold: true });
  await anInvoice(pool, acme, { number: 'PAID', ...DUE, open_minor: 0 });
  await anInvoice(pool, birch, {
    number: 'BIRCH',
    ...DUE,
    total_minor: 40_000,
    open_minor: 40_000,
  });
  await anInvoice(pool, cedar, { number: 'CEDAR', ...DUE });
}, 60_000);

afterAll(() => pool.end());

const list = async (fields: Record<string, string> = {}) => {
  const { items } = await invoices.list(InvoicesQuery.parse({ sort: 'number', ...fields }));
  return items;
};
const summaryOf = (fields: Record<string, string> = {}) => {
  const { limit: _, cursor: __, format: ___, sort: ____, ...filter } = InvoicesQuery.parse(fields);
  return invoices.summarize(filter);
};
const numbers = (rows: readonly { number: string }[]) => rows.map(({ number }) => number);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

it('what a process of the version before keeps has the date of issue all the same', async () => {
  await list({ view: 'autopay' });
  const kept = 'SELECT invoice_id, issued_on::text FROM autopay_forecast ORDER BY 1';
  const { rows } = await pool.query(kept);
  expect(rows.length).toBeGreaterThan(0);
  await pool.query(`
    CREATE TEMPORARY TABLE before AS
    SELECT invoice_id, organization_id, amount_minor, uncovered_minor, due_on FROM autopay_forecast;
    DELETE FROM autopay_forecast;
    INSERT INTO autopay_forecast (invoice_id, organization_id, amount_minor, uncovered_minor, due_on)
    SELECT * FROM before;
    DROP TABLE before`);
  expect((await pool.query(kept)).rows).toEqual(rows);
});

it('a row names the rule, the day and the amount that the judge decides', async () => {
  const judge = createAutopayStore({ pool, limits: LIMITS });
  const rows = await list();
  for (const { id, autopay, residual, uncovered } of rows) {
    const decided = await judge.explain(id);
    expect(autopay?.amount ?? null).toEqual(decided?.amount);
    if (autopay !== null) {
      expect([autopay.rule, autopay.runOn]).toEqual([decided?.winner, decided?.runOn]);
    }
    expect(residual.amountMinor - uncovered.amountMinor).toBe(autopay?.amount.amountMinor ?? 0);
  }
  const taken = rows.map(({ number, autopay }) => [number, autopay?.amount.amountMinor ?? null]);
  expect(taken).toEqual([
    ['BIRCH', 40_000],
    ['CAPPED', 90_000],
    ['CEDAR', null],
    ['HELD', null],
    ['PART', 30_000],
    ['WHOLE', 60_000],
  ]);
  expect(rows.at(-1)?.autopay).toEqual({
    rule: { id: ruleId, name: 'All but large ones' },
    runOn: '2026-12-18',
    amount: usd(60_000),
  });
});

it('the quick filters and their counts go by it', async () => {
  expect(numbers(await list({ view: 'autopay' }))).toEqual(['BIRCH', 'CAPPED', 'PART', 'WHOLE']);
  expect(numbers(await list({ view: 'uncovered' }))).toEqual(['CAPPED', 'CEDAR', 'HELD']);
  const uncovered = await list({ sort: '-uncovered', limit: '3' });
  expect(numbers(uncovered).toSorted()).toEqual(['CAPPED', 'CEDAR', 'HELD']);
  expect((await list({ sort: 'uncovered' })).at(-3)?.number).toBe('CAPPED');
  const { counts } = await summaryOf();
  expect(counts).toMatchObject({ all: 6, autopay: 4, uncovered: 3 });
  const ofAcme = await summaryOf({ organizationId: acme.id, view: 'autopay' });
  expect([ofAcme.invoices, ofAcme.counts.autopay]).toEqual([3, 3]);
});

it('sums of a list, a selection, a client and all clients say the same', async () => {
  const rows = await list({ organizationId: acme.id });
  const sum = (minor: (row: (typeof rows)[number]) => number) =>
    usd(rows.reduce((total, row) => total + minor(row), 0));
  const expected = [
    {
      autopayForecast: usd(180_000),
      uncovered: sum(({ uncovered }) => uncovered.amountMinor),
    },
  ];
  const selected = await invoices.readSeveral(rows.map(({ id }) => id));
  const { items } = await organizations.list(OrganizationsQuery.parse({ sort: 'name' }));
  const client = await organizations.read(acme.id);
  expect((await summaryOf({ organizationId: acme.id })).totals).toMatchObject(expected);
  expect(selected?.totals).toMatchObject(expected);
  expect(client?.totals).toMatchObject(expected);
  expect(items[0]?.totals).toMatchObject(expected);
  const covered = await organizations.list(OrganizationsQuery.parse({ view: 'uncovered' }));
  expect(covered.items.map(({ name }) => name)).toEqual(['Acme Dental', 'Cedar']);
});

it('it is a part of the coverage bar', async () => {
  const [part] = await list({ search: 'PART' });
  const details = await invoices.read(part?.id ?? '');
  expect(details?.coverage).toMatchObject({
    planned: usd(70_000),
    autopayForecast: usd(30_000),
    uncovered: usd(0),
  });
});

it('an invoice whose slot was decided has no forecast', async () => {
  const [row] = await list({ search: 'BIRCH' });
  const { rows } = await pool.query(
    'SELECT id, version FROM autopay_rule WHERE organization_id = $1',
    [birch.id],
  );
  await pool.query(
    `INSERT INTO autopay_slot (invoice_id, opening, organization_id, rule_id, rule_version, outcome, run_on, run_at, decided_at)
     VALUES ($1, 1, $2, $3, $4, 'superseded', '2026-12-04', now(), now())`,
    [row?.id, birch.id, rows[0].id, rows[0].version],
  );
  const [decided] = await list({ search: 'BIRCH' });
  expect([decided?.autopay, decided?.uncovered]).toEqual([null, usd(40_000)]);
});

it('the old id of a merged client answers with what the rules of the other take', async () => {
  const old = await aClient(pool, 'Acme (old)', { merged_into_id: acme.id });
  const client = await organizations.read(old.id);
  expect(client?.totals[0]?.autopayForecast).toEqual(usd(180_000));
  expect((await summaryOf({ organizationId: old.id })).counts.autopay).toBe(3);
});

it('asks as many statements for many invoices as for one', async () => {
  const counted = async (ask: () => Promise<unknown>) => {
    asked.length = 0;
    await ask();
    return asked.length;
  };
  const one = (await list({ search: 'WHOLE' })).map(({ id }) => id);
  const many = (await list()).map(({ id }) => id);
  expect(await counted(() => list())).toBe(3);
  // One more, which asks how much the search finds, or whether what is kept is of now.
  expect(await counted(() => list({ search: 'WHOLE' }))).toBe(4);
  expect(await counted(() => list({ view: 'autopay' }))).toBe(4);
  expect(await counted(() => summaryOf())).toBe(2);
  expect(await counted(() => invoices.readSeveral(one))).toBe(3);
  expect(await counted(() => invoices.readSeveral(many))).toBe(3);
  expect(await counted(() => organizations.list(OrganizationsQuery.parse({})))).toBe(2);
});

/** What is kept, in sums, counts and orders, beside what is decided of each row of a page. */
async function expectKeptAsDecided(store = invoices) {
  const read = async (fields: Record<string, string>) =>
    (await store.list(InvoicesQuery.parse({ limit: '200', ...fields }))).items;
  const rows = await read({ sort: 'number' });
  const taken = rows.filter(({ autopay }) => autopay !== null);
  const uncovered = rows.filter((row) => row.uncovered.amountMinor > 0);
  const sums = await store.summarize(InvoicesSummaryQuery.parse({}));
  const sumOf = (minors: readonly number[]) => minors.reduce((sum, minor) => sum + minor, 0);
  expect(sums.counts).toMatchObject({ autopay: taken.length, uncovered: uncovered.length });
  expect(sums.totals[0]).toMatchObject({
    autopayForecast: usd(sumOf(taken.map(({ autopay }) => autopay?.amount.amountMinor ?? 0))),
    uncovered: usd(sumOf(uncovered.map((row) => row.uncovered.amountMinor))),
  });
  expect(numbers(await read({ sort: 'number', view: 'autopay' }))).toEqual(numbers(taken));
  expect(numbers(await read({ sort: 'number', view: 'uncovered' }))).toEqual(numbers(uncovered));
  const inOrder = await read({ sort: '-uncovered' });
  const minors = inOrder.map((row) => row.uncovered.amountMinor);
  expect(minors).toEqual(minors.toSorted((a, b) => b - a));
  expect(inOrder).toHaveLength(rows.length);
  const byClient = await organizations.list(OrganizationsQuery.parse({}));
  expect(byClient.totals[0]?.autopayForecast).toEqual(sums.totals[0]?.autopayForecast);
  const ofAcme = taken.filter(({ organization }) => organization.id === acme.id);
  return ofAcme.map(({ number, autopay }) => `${number} ${autopay?.amount.amountMinor}`);
}

it('what is kept of it is decided again by whatever decides it', async () => {
  const set = (text: string, values: unknown[] = []) => pool.query(text, values);
  const whole = (await list({ search: 'WHOLE' }))[0]?.id ?? '';
  const all = ['CAPPED 90000', 'PART 30000', 'WHOLE 60000'];
  expect(await expectKeptAsDecided()).toEqual(all);

  await set(`UPDATE invoice SET autopay_hold = true WHERE number = 'CAPPED'`);
  expect(await expectKeptAsDecided()).toEqual(['PART 30000', 'WHOLE 60000']);
  await set(`UPDATE invoice SET autopay_hold = false WHERE number = 'CAPPED'`);
  await set('UPDATE autopay_rule SET is_enabled = false WHERE id = $1', [ruleId]);
  expect(await expectKeptAsDecided()).toEqual([]);
  await set('UPDATE autopay_rule SET is_enabled = true WHERE id = $1', [ruleId]);
  await set(`UPDATE payment_method SET status = 'expired' WHERE id = $1`, [acme.methodId]);
  expect(await expectKeptAsDecided()).toEqual([]);
  await set(`UPDATE payment_method SET status = 'usable' WHERE id = $1`, [acme.methodId]);
  expect(await expectKeptAsDecided()).toEqual(all);

  // Its day had passed when the rule came: it is taken once a person agrees.
  await set(`UPDATE invoice SET due_on = '2026-10-02', issued_on = '2026-09-01' WHERE id = $1`, [
    whole,
  ]);
  await set(`UPDATE autopay_rule SET backlog = 'take', activated_on = '2026-12-01' WHERE id = $1`, [
    ruleId,
  ]);
  expect(await expectKeptAsDecided()).toEqual(['CAPPED 90000', 'PART 30000']);
  await set('INSERT INTO autopay_backlog_invoice VALUES ($1, $2, $3)', [ruleId, whole, acme.id]);
  expect(await expectKeptAsDecided()).toEqual(all);
  await set('DELETE FROM autopay_backlog_invoice');
  expect(await expectKeptAsDecided()).toEqual(['CAPPED 90000', 'PART 30000']);

  const limits = { ...LIMITS, minimumMinor: 50_000 };
  const limited = createInvoiceStore({ pool, now: () => NOW, limits });
  const { counts } = await limited.summarize(InvoicesSummaryQuery.parse({}));
  expect(counts.autopay).toBe(1);
  expect(await expectKeptAsDecided()).toEqual(['CAPPED 90000', 'PART 30000']);

  await set(
    `UPDATE autopay_rule SET criteria = '[{"field": "source", "operator": "equals", "value": "Other books"}]'
      WHERE id = $1`,
    [ruleId],
  );
  expect(await expectKeptAsDecided()).toEqual([]);
  await set(`UPDATE source SET name = 'Other books' WHERE id = $1`, [acme.sourceId]);
  expect(await expectKeptAsDecided()).toEqual(['CAPPED 90000', 'PART 30000']);
});
