/** A Temporal server as it is deployed, on the PostgreSQL that Headroom has its own database in. */
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { lastLines } from '../bin/child.mjs';
import { freePort } from '../bin/ports.mjs';
import { isRunning } from '../bin/process-identity.mjs';
import {
  provideTemporalServer,
  serverLaunch,
  serverOfUrl,
  setUpSchemas,
} from '../bin/temporal-on-postgres.mjs';
import { until } from '../bin/waiting.mjs';
import { checkout, runFolder, startOnLeash } from '../test/support/run';
import { prepareTemporal } from '../workers/temporal-setup';
import { progress } from './measure';
import type { Temporal } from './servers';

const NAME = 'temporal';
const NAMES = { namespace: 'headroom', systemNamespace: 'headroom-system' };
const READY_WITHIN_MS = 60_000;

/** The programs in the user's cache, built there if they are not: minutes, once per machine. */
export const provideServer = () =>
  provideTemporalServer(process.env, join(checkout, 'bin/temporal-on-postgres'), progress);

/** With namespaces and search attributes. It ends with the run. */
export async function temporalOnPostgres(databaseUrl: string): Promise<Temporal> {
  const programs = await provideServer();
  const where = serverOfUrl(databaseUrl);
  await setUpSchemas(programs, where);
  const port = await freePort();
  const launch = await serverLaunch({
    programs,
    where,
    port,
    folder: join(runFolder(), 'temporal-on-postgres'),
    dynamicConfig: join(checkout, 'deployment/temporal-dynamic-config.yaml'),
  });
  const identity = await startOnLeash(NAME, launch);
  const address = `127.0.0.1:${port}`;
  const connection = await until(
    async () => !isRunning(identity) || (await Connection.connect({ address }).catch(() => null)),
    { limitMs: READY_WITHIN_MS },
  );
  if (connection === null || connection === true) {
    const log = lastLines(join(runFolder(), `${NAME}.log`), 5);
    throw new Error(`Temporal on PostgreSQL did not start: ${log}`);
  }
  try {
    await prepareTemporal(connection, NAMES);
  } finally {
    await connection.close();
  }
  return {
    address,
    ...NAMES,
    async stop() {
      if (isRunning(identity)) process.kill(identity.pid, 'SIGTERM');
      await until(() => !isRunning(identity), { limitMs: READY_WITHIN_MS });
    },
  };
}
