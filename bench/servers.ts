/** What a run measures: durable servers and Headroom's programs, each a process of its own as in production. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { Programs } from '../test/scenarios/programs';
import { ownPostgres } from '../test/support/postgres';
import { checkout, startOnLeash } from '../test/support/run';
import { ownTemporal } from '../test/support/temporal';

/** As many as a worker has steps in flight, so that the pool is never what is waited for. */
const CONNECTIONS_MAX = 20;

export type Servers = Readonly<{
  databaseUrl: string;
  pool: Pool;
  client: Client;
  programs: Programs;
  stop(): Promise<void>;
}>;

/** The workers of Headroom are started by whoever measures them; those of the floor run all the time. */
export async function startServers(): Promise<Servers> {
  const { databaseUrl } = await ownPostgres();
  const temporal = await ownTemporal();
  const programs = await Programs.prepare('bench', { databaseUrl, temporal });
  Object.assign(programs.environment, {
    // No gateway's limit is measured here, and no log.
    GATEWAY_RATE_PER_SECOND: '1000',
    DATABASE_POOL_MAX: String(CONNECTIONS_MAX),
    LOG_LEVEL: 'error',
  });
  await programs.start('sandbox');
  await programs.start('api');
  await startOnLeash('bench-floor', {
    command: process.execPath,
    args: [join(checkout, 'node_modules/tsx/dist/cli.mjs'), join(__dirname, 'floor-workers.ts')],
    cwd: checkout,
    environment: programs.environment,
  });
  const connection = await Connection.connect({ address: temporal.address });
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS_MAX });
  return {
    databaseUrl,
    pool,
    client: new Client({ connection, namespace: temporal.namespace }),
    programs,
    async stop() {
      programs.killAll();
      await connection.close();
      await pool.end();
    },
  };
}
