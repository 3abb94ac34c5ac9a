/**
 * Goal: whoever starts the system twice, or twice at once, finds the same database.
 *
 * Method: the runner as production calls it, in a process of its own, on a database that has seen
 * all migrations and on one that has seen none.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { cloneDatabase } from '../support/postgres';

jest.setTimeout(120_000);

const run = promisify(execFile);
const CHECKOUT = join(__dirname, '../..');
const NAMES = readdirSync(join(CHECKOUT, 'prisma/migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

async function migrated(databaseUrl: string): Promise<string[]> {
  const { stdout } = await run(
    process.execPath,
    [join(CHECKOUT, 'node_modules/tsx/dist/cli.mjs'), join(CHECKOUT, 'prisma/migrate.ts')],
    { cwd: CHECKOUT, env: { ...process.env, DATABASE_URL: databaseUrl } },
  );
  return stdout.trim().split('\n');
}

async function query<Row>(databaseUrl: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return rows as Row[];
  } finally {
    await client.end();
  }
}

const recorded = (databaseUrl: string) =>
  query<Readonly<{ name: string; steps: number }>>(
    databaseUrl,
    `SELECT migration_name AS name, applied_steps_count AS steps FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );

it('a second run applies nothing and says so', async () => {
  const { databaseUrl } = await cloneDatabase();
  const before = await recorded(databaseUrl);
  expect(before.map(({ name }) => name)).toEqual(NAMES);
  expect(await migrated(databaseUrl)).toEqual(['the database is up to date']);
  expect(await recorded(databaseUrl)).toEqual(before);
});

it('two first runs at once apply each migration once', async () => {
  const { databaseUrl } = await cloneDatabase();
  await query(databaseUrl, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const lines = (await Promise.all([migrated(databaseUrl), migrated(databaseUrl)])).flat();
  const applied = lines.filter((line) => line.startsWith('applied ')).sort();
  expect(applied).toEqual(NAMES.map((name) => `applied ${name}`));
  expect((await recorded(databaseUrl)).map(({ name }) => name)).toEqual(NAMES);
});
