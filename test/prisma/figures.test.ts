/**
 * Goal: the kept figures are what adding up says, whatever changed and whoever folds meanwhile.
 *
 * Method: after each kind of change, the kept answer beside the one counted from the invoices, for
 * every quick filter; and many writers and readers at once.
 */
import { Pool } from 'pg';
import { InvoicesSummaryQuery, InvoiceView } from '../../contracts/invoices';
import { OrganizationsQuery } from '../../contracts/organizations';
import { foldFigures } from '../../prisma/stores/figures/fold-figures';
import { countingStatement, keptStatement } from '../../prisma/stores/invoices/summarize-invoices';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { usePostgres } from '../support/postgres';
import { LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client } from './reading-books';

jest.setTimeout(60_000);

/** Noon in Chicago on Friday, 4 December 2026. */
const NOON = new Date('2026-12-04T18:00:00Z');
const later = (days: number) => new Date(NOON.getTime() + days * 86_400_000);

let pool: Pool;
let acme: Client;
let birch: Client;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  acme = await aClient(pool, 'Acme Dental');
  birch = await aClient(pool, 'Birch Legal');
  for (const client of [acme, birch]) {
    for (const due_on of ['2026-11-01', '2026-12-03', '2026-12-06', '2026-12-13', null]) {
      await anInvoice(pool, client, { due_on });
    }
    await anInvoice(pool, client, { currency: 'EUR', due_on: '2026-12-04' });
  }
  // Each moves with one day alone.
  for (const due_on of ['2026-12-13', '2026-12-05', '2026-12-11']) {
    await anInvoice(pool, await aClient(pool, `Due on ${due_on}`), { due_on });
  }
});

afterAll(() => pool.end());

async function bothAnswers(now: Date) {
  const figures = await foldFigures(pool, now, LIMITS);
  const answers = { kept: [] as unknown[], counted: [] as unknown[] };
  for (const view of InvoiceView.options) {
    const query = InvoicesSummaryQuery.parse({ view });
    const ask = async (statement: Readonly<{ text: string; values: unknown[] }>) =>
      (await pool.query<{ summary: unknown }>(statement)).rows[0]?.summary;
    answers.kept.push([view, await ask(keptStatement(query, figures))]);
    answers.counted.push([view, await ask(countingStatement(query, now))]);
  }
  return answers;
}

async function expectTheSame(now = NOON) {
  const { kept, counted } = await bothAnswers(now);
  expect(kept).toEqual(counted);
}

const rowOf = async (name: string) => {
  const store = createOrganizationStore({ pool, now: () => NOON, limits: LIMITS });
  const { items } = await store.list(OrganizationsQuery.parse({}));
  return items.find((row) => row.name === name);
};

it('are those of invoices that came, were paid in part, in full, or void', async () => {
  await expectTheSame();
  const planned = await anInvoice(pool, acme, { due_on: '2026-12-05' });
  const lines = [{ invoiceId: planned, amountMinor: 40_000 }];
  await aPayment(pool, acme, lines, { state: 'scheduled', run_on: '2026-12-18' });
  await expectTheSame();
  await aPayment(pool, acme, [{ invoiceId: planned, amountMinor: 60_000 }], { state: 'pending' });
  await expectTheSame();
  await pool.query('UPDATE invoice SET is_void = true WHERE id <> $1 AND due_on < $2', [
    planned,
    '2026-11-30',
  ]);
  await expectTheSame();
});

it('go with the day, forward and back', async () => {
  for (const days of [0, 1, 2, 9, 8, 40, 3, 2, 1, 0]) await expectTheSame(later(days));
});

it('say at once when the next payment of a client was moved or cancelled', async () => {
  expect((await rowOf('Acme Dental'))?.nextPlanned?.runOn).toBe('2026-12-18');
  await pool.query(`UPDATE payment SET run_on = '2027-01-04' WHERE state = 'scheduled'`);
  const store = createOrganizationStore({ pool, now: () => NOON, limits: LIMITS });
  const byRun = OrganizationsQuery.parse({ sort: 'nextPlannedOn', limit: '1' });
  expect((await store.list(byRun)).items[0]?.nextPlanned?.runOn).toBe('2027-01-04');
  await pool.query(`UPDATE payment SET state = 'cancelled' WHERE state = 'scheduled'`);
  expect((await store.list(byRun)).counts.nothingPlanned).toBe(5);
});

it('follow an invoice to the client that it was given to', async () => {
  const gone = await aClient(pool, 'Gone');
  const id = await anInvoice(pool, gone, { due_on: '2026-12-01' });
  await expectTheSame();
  await pool.query('UPDATE invoice SET organization_id = $1 WHERE id = $2', [birch.id, id]);
  await pool.query('UPDATE organization SET merged_into_id = $1 WHERE id = $2', [
    birch.id,
    gone.id,
  ]);
  await expectTheSame();
  expect(await rowOf('Gone')).toBeUndefined();
});

it('stay right while many write and many fold at once', async () => {
  const ids = (await pool.query<{ id: string }>('SELECT id FROM invoice ORDER BY id')).rows;
  const write = async (turn: number) => {
    for (const [index, { id }] of ids.entries()) {
      const open = (index * 7 + turn * 13) % 5 === 0 ? 0 : 1_000 * (index + turn);
      await pool.query(
        'UPDATE invoice SET open_minor = greatest($2, firm_minor + planned_minor) WHERE id = $1',
        [id, open],
      );
    }
  };
  const read = async () => {
    for (let turn = 0; turn < 15; turn += 1) await foldFigures(pool, later(turn % 3), LIMITS);
  };
  await Promise.all([1, 1, 2, 2, 1].map((days) => foldFigures(pool, later(days), LIMITS)));
  await expectTheSame(later(1));
  await Promise.all([write(1), read(), write(2), read(), read(), write(3)]);
  await expectTheSame();
  const { rows } = await pool.query('SELECT count(*)::int AS left FROM stale_figures');
  expect(rows).toEqual([{ left: 0 }]);
});
