/** What a run measures: durable servers and Headroom's programs, each a process of its own as in production. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import type { ProcessIdentity } from '../bin/process-identity.mjs';
import { poolByKey } from '../prisma/stores/connect';
import { Programs } from '../test/scenarios/programs';
import { ownPostgres } from '../test/support/postgres';
import { checkout, startOnLeash } from '../test/support/run';
import { type OwnTemporal, ownTemporal } from '../test/support/temporal';

/** As many as a worker has steps in flight, so that the pool is never what is waited for. */
const CONNECTIONS_MAX = 20;

export type Temporal = Pick<OwnTemporal, 'address' | 'namespace' | 'systemNamespace' | 'stop'>;

export type Servers = Readonly<{
  databaseUrl: string;
  pool: Pool;
  /** As the API has it for its placements. */
  byKey: Pool;
  client: Client;
  programs: Programs;
  stop(): Promise<void>;
}>;

type Setting = Readonly<{
  /** Started beside the database; the CLI's dev server on a file unless another is named. */
  temporal?: (databaseUrl: string) => Promise<Temporal>;
  /** Far above what is reached, where no gateway's limit is measured. */
  gatewayRatePerSecond?: number;
}>;

/** Sandbox and API run; workers are started by whoever measures them. */
export async function startServers({
  temporal: startTemporal = ownTemporal,
  gatewayRatePerSecond = 1_000,
}: Setting = {}): Promise<Servers> {
  const postgres = await ownPostgres();
  const { databaseUrl } = postgres;
  const temporal = await startTemporal(databaseUrl);
  const programs = await Programs.prepare('bench', { databaseUrl, temporal });
  Object.assign(programs.environment, {
    GATEWAY_RATE_PER_SECOND: String(gatewayRatePerSecond),
    DATABASE_POOL_MAX: String(CONNECTIONS_MAX),
    // No log is measured here.
    LOG_LEVEL: 'error',
  });
  await programs.start('sandbox');
  await programs.start('api');
  const connection = await Connection.connect({ address: temporal.address });
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS_MAX });
  // A run that fails ends its servers first, and what it failed of is to be read.
  pool.on('error', () => undefined);
  const byKey = poolByKey({ url: databaseUrl, poolMax: CONNECTIONS_MAX });
  return {
    databaseUrl,
    pool,
    byKey,
    client: new Client({ connection, namespace: temporal.namespace }),
    programs,
    async stop() {
      programs.killAll();
      await connection.close();
      await pool.end();
      await byKey.end();
      await temporal.stop();
      await postgres.stop();
    },
  };
}

/** The floor's workers, which end with the run at the latest. */
export function startFloor({ programs }: Servers): Promise<ProcessIdentity> {
  return startOnLeash('bench-floor', {
    command: process.execPath,
    args: [join(checkout, 'node_modules/tsx/dist/cli.mjs'), join(__dirname, 'floor-workers.ts')],
    cwd: checkout,
    environment: programs.environment,
  });
}
