/**
 * Real PostgreSQL for the suites: one server per run, a migrated template, and a clone of it for
 * each test file. A server of one's own, durable as in production, for tests that kill it.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { lastLines } from '../../bin/child.mjs';
import { freePort } from '../../bin/ports.mjs';
import {
  databaseUrl as urlOf,
  initializeData,
  isReady,
  postgresLaunch,
  postgresUser,
  prepareBinaries,
} from '../../bin/postgres.mjs';
import { isRunning, type ProcessIdentity } from '../../bin/process-identity.mjs';
import { until } from '../../bin/waiting.mjs';
import { checkout, killGroup, oncePerRun, runFolder, startOnLeash } from './run';

const run = promisify(execFile);

type Server = Readonly<{ port: number; password: string }>;
export type TestDatabase = Readonly<{ databaseUrl: string; drop(): Promise<void> }>;

/** Nothing here outlives the run, so the disk is never waited for; order of commits is kept. */
const UNSAFE_BUT_ORDERLY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on' };

const TEMPLATE = 'migrated';

let ofThisFile: Promise<TestDatabase> | undefined;

/** The migrated database of this test file; the same one when asked again. */
export async function usePostgres(): Promise<{ databaseUrl: string }> {
  ofThisFile ??= cloneDatabase();
  const { databaseUrl } = await ofThisFile;
  return { databaseUrl };
}

/** One more migrated database, empty, of your own. It goes with the run if nobody drops it. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const server = await sharedServer();
  await oncePerRun('template', () => makeTemplate(server));
  const name = `clone_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return {
    databaseUrl: urlOf({ ...server, database: name }),
    drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Puts every table back to what the migrations leave in it, and starts its own sequences again. */
export async function emptyDatabase(databaseUrl: string): Promise<void> {
  const { rows: kept } = await oncePerRun('template', async () =>
    makeTemplate(await sharedServer()),
  );
  await withClient(databaseUrl, async (client) => {
    const tables = await tablesOf(client);
    if (tables.length === 0) return;
    await client.query('BEGIN');
    // The triggers that guard what must never happen are not asked: emptying is no business event.
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(`TRUNCATE ${tables.join(', ')} RESTART IDENTITY CASCADE`);
    for (const { table, json } of kept) {
      await client.query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
         SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [json],
      );
    }
    await client.query('COMMIT');
  });
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
       AND tablename <> '_prisma_migrations'
     ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

function sharedServer(): Promise<Server> {
  return oncePerRun('postgres', async () => {
    const { server } = await startServer('postgres', UNSAFE_BUT_ORDERLY);
    return server;
  });
}

/** What the migrations themselves put into a table, as JSON. */
type Kept = Readonly<{ table: string; json: string }>;

async function makeTemplate(server: Server): Promise<{ rows: Kept[] }> {
  await administer(server, `CREATE DATABASE ${TEMPLATE}`);
  const url = urlOf({ ...server, database: TEMPLATE });
  await migrate(url);
  const rows = await withClient(url, async (client) => {
    const kept: Kept[] = [];
    for (const table of await tablesOf(client)) {
      const { rows: found } = await client.query<{ json: string | null }>(
        `SELECT json_agg(row)::text AS json FROM ${table} AS row`,
      );
      const json = found[0]?.json;
      if (json) kept.push({ table, json });
    }
    return kept;
  });
  return { rows };
}

/** Applies the migrations as production does, through the same entry. */
async function migrate(databaseUrl: string): Promise<void> {
  const entry = join(checkout, 'prisma/migrate.ts');
  if (!existsSync(entry)) return;
  await run(process.execPath, [join(checkout, 'node_modules/tsx/dist/cli.mjs'), entry], {
    cwd: checkout,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
}

async function administer(server: Server, statement: string): Promise<void> {
  await withClient(urlOf({ ...server, database: 'postgres' }), (client) => client.query(statement));
}

async function withClient<Answer>(
  url: string,
  work: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Running = Readonly<{ server: Server; data: string; identity: ProcessIdentity }>;

async function startServer(
  name: string,
  settings: Readonly<Record<string, string>>,
  earlier?: Readonly<{ server: Server; data: string }>,
): Promise<Running> {
  const user = postgresUser();
  const binaries = prepareBinaries(checkout);
  const data = earlier?.data ?? join(runFolder(), `${name}-data`);
  const server = earlier?.server ?? {
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
  };
  await initializeData({ binaries, data, password: server.password, user });
  const launch = postgresLaunch({ binaries, data, port: server.port, user, settings });
  const identity = await startOnLeash(name, launch);
  const answer = await until(() => !isRunning(identity) || isReady(data, identity.pid), {
    limitMs: 30_000,
    everyMs: 10,
  });
  if (answer === null || !isRunning(identity)) {
    throw new Error(`PostgreSQL did not start: ${lastLines(join(runFolder(), `${name}.log`), 5)}`);
  }
  return { server, data, identity };
}

export type OwnPostgres = {
  readonly databaseUrl: string;
  readonly pid: number;
  /** SIGKILL for the server and all its backends; resolves once they are gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and files; resolves once it accepts connections. */
  start(): Promise<void>;
  /** An orderly end; resolves once it is gone. */
  stop(): Promise<void>;
};

/** A server of one's own on files, migrated, durable as in production. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const name = `postgres-${randomBytes(6).toString('hex')}`;
  let running = await startServer(name, {});
  const databaseUrl = urlOf(running.server);
  await migrate(databaseUrl);
  const gone = async () => {
    const ended = await until(() => !isRunning(running.identity), { limitMs: 30_000, everyMs: 10 });
    if (ended === null) throw new Error('PostgreSQL is still running after 30 s');
  };
  return {
    databaseUrl,
    get pid() {
      return running.identity.pid;
    },
    async kill() {
      killGroup(running.identity);
      await gone();
    },
    async start() {
      running = await startServer(name, {}, running);
    },
    async stop() {
      if (isRunning(running.identity)) process.kill(running.identity.pid, 'SIGINT');
      await gone();
    },
  };
}
