/**
 * Goal: what the migrations make is what the schema says, in every column, key and plain index.
 * Method: the catalogues of two databases, one migrated and one made from the schema; and, so that
 * the comparison itself is believed, schemas and databases that differ in one thing each.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/postgres';
import { checkout } from '../support/run';

let migrated: TestDatabase;
let empty: TestDatabase;
let schema: string;

beforeEach(async () => {
  [migrated, empty] = await Promise.all([cloneDatabase(), cloneDatabase()]);
  await query(empty, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  schema = mkdtempSync(join(tmpdir(), 'headroom-schema-'));
  cpSync(join(checkout, 'prisma/schema'), schema, { recursive: true });
}, 60_000);

afterEach(async () => {
  rmSync(schema, { recursive: true });
  await Promise.all([migrated.drop(), empty.drop()]);
});

async function query({ databaseUrl }: TestDatabase, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** As `npm test` runs it: the engine is WebAssembly that jest's own loader cannot read. */
function drift(): Promise<Readonly<{ code: number; said: readonly string[] }>> {
  const tsx = join(checkout, 'node_modules/tsx/dist/cli.mjs');
  const args = [tsx, 'prisma/drift.ts', migrated.databaseUrl, empty.databaseUrl, schema];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: checkout }, (_, stdout, stderr) => {
      const said = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
      resolve({ code: child.exitCode ?? -1, said });
    });
  });
}

it('finds the migrations and the schema the same', async () => {
  expect(await drift()).toEqual({ code: 0, said: [] });
}, 30_000);

it('names a column of the schema that no migration makes', async () => {
  const file = join(schema, 'clients.prisma');
  const text = readFileSync(file, 'utf8');
  const withOneMore = text.replace(/^model Organization \{$/m, '$&\n  motto String?\n');
  expect(withOneMore).not.toBe(text);
  writeFileSync(file, withOneMore);
  expect(await drift()).toEqual({
    code: 1,
    said: ['column organization.motto: missing from the migrations (text)'],
  });
}, 30_000);

it.each([
  [
    'a column that only migrations make',
    'ALTER TABLE organization ADD COLUMN motto text',
    ['column organization.motto: missing from the schema (text)'],
  ],
  [
    'a column that may be empty in the database only',
    'ALTER TABLE organization ALTER COLUMN name DROP NOT NULL',
    ['column organization.name: migrations text; schema text not null'],
  ],
  [
    'a key that no migration makes',
    'ALTER TABLE contact DROP CONSTRAINT contact_organization_id_fkey',
    [
      expect.stringMatching(
        /^key contact\.contact_organization_id_fkey: missing from the migrations/,
      ),
    ],
  ],
  [
    'an index that only migrations make',
    'CREATE INDEX organization_by_city ON organization (city)',
    [expect.stringMatching(/^index organization_by_city: missing from the schema/)],
  ],
])(
  'names %s',
  async (_, change, said) => {
    await query(migrated, change);
    expect(await drift()).toEqual({ code: 1, said });
  },
  30_000,
);

it('does not call it the same when the schema cannot be read', async () => {
  writeFileSync(join(schema, 'clients.prisma'), 'model {');
  expect((await drift()).code).toBe(2);
}, 30_000);
