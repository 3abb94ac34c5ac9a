/**
 * Whether the migrations make what the schema says: compares the catalogue of a migrated database
 * with that of one made from the schema alone. Prisma's own comparison wants a native engine, which
 * a machine without internet does not have.
 *
 * Run from the checkout: `tsx prisma/drift.ts MIGRATED_URL EMPTY_URL [SCHEMA_FOLDER]`. The empty
 * database is filled. Ends with 1, and a line for each difference, when there is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createSchemaEngine } from './schema-engine';

type Row = Readonly<{ thing: string; facts: string }>;

/**
 * What the schema can say: columns, keys, and indexes over whole tables and plain columns. Checks,
 * triggers, partial indexes and columns that PostgreSQL works out exist in migrations only.
 */
const CATALOGUE = `
  SELECT format('column %s.%s', c.relname, a.attname) AS thing,
         concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                   CASE WHEN a.attnotnull THEN 'not null' END,
                   'default ' || pg_get_expr(d.adbin, d.adrelid),
                   'identity ' || nullif(a.attidentity::text, '')) AS facts
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
    AND c.relname <> '_prisma_migrations'
  UNION ALL
  SELECT format('key %s.%s', k.conrelid::regclass, k.conname), pg_get_constraintdef(k.oid)
  FROM pg_constraint k
  WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'f', 'u')
    AND k.conrelid <> coalesce(to_regclass('public._prisma_migrations'), 0)
  UNION ALL
  SELECT format('index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations'
    AND NOT i.indisprimary AND i.indpred IS NULL AND i.indexprs IS NULL`;

/** A sequence that a default of the schema names: only a migration can make it. */
const NAMED_SEQUENCE = /nextval\('(\w+)'/g;

/**
 * @returns one sentence for each difference, none when there is no drift.
 * @throws when one of the databases cannot be read, or the schema is not valid.
 */
export async function drift(
  migratedUrl: string,
  emptyUrl: string,
  schemaFolder: string,
): Promise<readonly string[]> {
  const sql = await sqlOfSchema(emptyUrl, schemaFolder);
  const sequences = [...sql.matchAll(NAMED_SEQUENCE)].map(([, name]) => `CREATE SEQUENCE ${name};`);
  await run(emptyUrl, [...sequences, sql].join('\n'));
  const [migrated, wanted] = await Promise.all([catalogue(migratedUrl), catalogue(emptyUrl)]);
  if (wanted.size === 0) throw new Error('the schema makes no table: nothing was compared');
  const missing = [...wanted].flatMap(([thing, facts]) => {
    const found = migrated.get(thing);
    if (found === undefined) return [`${thing}: missing from the migrations (${facts})`];
    return found === facts ? [] : [`${thing}: migrations ${found}; schema ${facts}`];
  });
  const added = [...migrated].filter(([thing]) => !wanted.has(thing));
  return [
    ...missing,
    ...added.map(([thing, facts]) => `${thing}: missing from the schema (${facts})`),
  ].sort();
}

/** What would make the schema's tables in an empty database. */
async function sqlOfSchema(databaseUrl: string, folder: string): Promise<string> {
  const files = readdirSync(folder).map((name) => ({
    path: join(folder, name),
    content: readFileSync(join(folder, name), 'utf8'),
  }));
  const engine = await createSchemaEngine(databaseUrl);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? '';
  } finally {
    engine.free();
  }
}

async function catalogue(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const rows = (await run(databaseUrl, CATALOGUE)) as readonly Row[];
  return new Map(rows.map(({ thing, facts }) => [thing, facts]));
}

async function run(databaseUrl: string, text: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function main([migratedUrl, emptyUrl, folder = 'prisma/schema']: readonly string[]) {
  if (migratedUrl === undefined || emptyUrl === undefined) {
    throw new Error('Usage: tsx prisma/drift.ts MIGRATED_URL EMPTY_URL [SCHEMA_FOLDER]');
  }
  const differences = await drift(migratedUrl, emptyUrl, folder);
  for (const difference of differences) console.log(difference);
  return differences.length === 0 ? 0 : 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    // The pool of the adapter would keep the process for a while.
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    },
  );
}
