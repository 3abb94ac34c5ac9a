/**
 * Goal: the demonstration loads into an empty database by the programs as they run, and loading it
 * again changes nothing. Method: sandbox, workers and API as processes on real servers, the seed
 * run twice, every row of every table compared between the two.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { until } from '../../bin/waiting.mjs';
import { inconsistenciesOf } from '../../prisma/consistency';
import { built } from '../support/built';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { checkout } from '../support/run';
import { useTemporal } from '../support/temporal';
import { Programs } from './programs';

const run = promisify(execFile);
jest.setTimeout(240_000);

let programs: Programs;
let pool: Pool;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  programs = await Programs.prepare('demo', { databaseUrl, temporal: await useTemporal() });
  await programs.start('sandbox');
  await programs.start('api');
  await programs.start('workers');
}, 180_000);

afterAll(async () => {
  programs.killAll();
  await pool.end();
});

async function seed(...flags: string[]): Promise<string[]> {
  const options = { cwd: checkout, env: programs.environment };
  const { stdout } = await run(
    process.execPath,
    [join(await built(), 'seed.js'), ...flags],
    options,
  );
  return stdout.split('\n').filter((line) => line !== '');
}

/** What changes by itself: sessions come and go with every sign-in, figures are added up by who reads. */
const OF_ITSELF: ReadonlySet<string> = new Set([
  'session',
  'sign_in_attempt',
  'stale_figures',
  'figures_day',
  'client_figures',
  'client_owed',
  'figures_total',
  '_prisma_migrations',
]);

async function everyRow(): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const contents: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !OF_ITSELF.has(table.name))) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(content)::text AS row FROM "${name}" AS content ORDER BY 1`,
    );
    contents[name] = rows.map(({ row }) => row).join('\n');
  }
  return contents;
}

const count = async (sql: string) => {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`);
  return rows[0]?.count ?? 0;
};

/** Until the payments made at once have come to rest and every mail has left. */
async function untilQuiet(): Promise<void> {
  const isQuiet = async () =>
    (await count(`payment WHERE state IN ('reserved', 'submitting')`)) === 0 &&
    (await count(`message WHERE status = 'waiting'`)) === 0;
  expect(await until(isQuiet, { limitMs: 60_000, everyMs: 200 })).not.toBeNull();
}

test('without demo data there is a business and nobody in it', async () => {
  expect(await seed('--no-demo')).toEqual(['set up My business']);
  expect(await seed('--no-demo')).toEqual(['the business is set up']);
  expect(await count('app_user')).toBe(0);
  expect(await count('invoice')).toBe(0);
  await emptyDatabase(programs.environment['DATABASE_URL'] ?? '');
});

test('the demonstration fills every page, and a second run changes nothing', async () => {
  const printed = await seed();
  expect(printed.filter((line) => line.startsWith('sign-in: '))).toEqual([
    expect.stringMatching(/^sign-in: admin +admin@lakefront\.example +\S{12,}$/),
    expect.stringMatching(/^sign-in: biller +biller@lakefront\.example +\S{12,}$/),
    expect.stringMatching(/^sign-in: viewer +viewer@lakefront\.example +\S{12,}$/),
  ]);
  await untilQuiet();
  expect(await count('organization')).toBeGreaterThanOrEqual(38);
  expect(await count(`invoice WHERE open_minor > 0 AND currency = 'USD'`)).toBe(154);
  expect(await count(`document`)).toBeGreaterThan(0);
  expect(await count(`payment WHERE state = 'scheduled'`)).toBeGreaterThanOrEqual(8);
  expect(
    await count(
      'payment JOIN payment_line ON payment_line.payment_id = payment.id JOIN invoice ON invoice.id = payment_line.invoice_id WHERE document_id IS NOT NULL',
    ),
  ).toBe(3);
  for (const state of ['settled', 'pending', 'failed']) {
    expect([state, await count(`payment WHERE state = '${state}'`)]).toEqual([state, 1]);
  }
  expect(await count('payment_method WHERE is_default')).toBe(10);
  expect(await count(`task WHERE resolved_at IS NULL AND kind = 'paymentInReview'`)).toBe(1);
  expect(await count(`message WHERE status = 'sent' AND kind = 'receipt'`)).toBeGreaterThan(0);
  expect(await inconsistenciesOf(pool)).toEqual([]);

  const before = await everyRow();
  expect((await seed()).slice(-3)).toEqual(printed.slice(-3));
  await untilQuiet();
  const after = await everyRow();
  for (const table of Object.keys(before)) {
    expect([table, after[table]]).toEqual([table, before[table]]);
  }
});
