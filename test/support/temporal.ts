/**
 * A real Temporal dev server for the suites: one per run, in memory, with namespaces and search
 * attributes as in production. A server of one's own on a file, for tests that kill it.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { lastLines } from '../../bin/child.mjs';
import { freePort } from '../../bin/ports.mjs';
import { isRunning, type ProcessIdentity } from '../../bin/process-identity.mjs';
import { findTemporal } from '../../bin/temporal-cli.mjs';
import { isServing, temporalLaunch } from '../../bin/temporal-server.mjs';
import { until } from '../../bin/waiting.mjs';
import { prepareNamespace, prepareTemporal } from '../../workers/temporal-setup';
import { checkout, killGroup, oncePerRun, runFolder, startOnLeash } from './run';

const names = { namespace: 'headroom', systemNamespace: 'headroom-system' };

export type TestTemporal = Readonly<{
  address: string;
  namespace: string;
  systemNamespace: string;
}>;

/** The dev server of this run. Shared: use task queues and ids of your own. */
export function useTemporal(): Promise<TestTemporal> {
  return oncePerRun('temporal', async () => {
    const port = await freePort();
    await startServer('temporal', port);
    return prepare(`127.0.0.1:${port}`);
  });
}

/** One more namespace on the shared server, for a suite that lists or counts workflows. */
export async function freshNamespace(): Promise<string> {
  const { address } = await useTemporal();
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  await withConnection(address, (connection) => prepareNamespace(connection, namespace, 1));
  return namespace;
}

async function prepare(address: string): Promise<TestTemporal> {
  await withConnection(address, (connection) => prepareTemporal(connection, names));
  return { address, ...names };
}

async function withConnection(
  address: string,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await work(connection);
  } finally {
    await connection.close();
  }
}

/** The ports of its own services, which it picks before it binds them, may be taken in between. */
const STARTS_MAX = 3;

async function startServer(
  name: string,
  port: number,
  databaseFile?: string,
): Promise<ProcessIdentity> {
  const cli = await findTemporal(process.env);
  if (cli === null) {
    throw new Error('There is no Temporal CLI yet. Run npm start or npm test once: they get it.');
  }
  const launch = temporalLaunch({
    binary: cli.binary,
    cwd: checkout,
    port,
    namespaces: Object.values(names),
    ...(databaseFile ? { databaseFile } : {}),
  });
  // Temporal asks who it runs as, and a user without a line in /etc/passwd has no other answer.
  const environment = { ...process.env, USER: 'headroom' };
  for (let starts = 1; ; starts += 1) {
    const identity = await startOnLeash(name, { ...launch, environment });
    const answer = await until(
      async () => !isRunning(identity) || (await isServing(cli.binary, `127.0.0.1:${port}`)),
      { limitMs: 30_000 },
    );
    if (answer !== null && isRunning(identity)) return identity;
    if (answer === null || starts === STARTS_MAX) {
      throw new Error(`Temporal did not start: ${lastLines(join(runFolder(), `${name}.log`), 20)}`);
    }
  }
}

export type OwnTemporal = TestTemporal & {
  readonly pid: number;
  /** SIGKILL; resolves once it is gone. Its file holds what was acknowledged. */
  kill(): Promise<void>;
  /** Starts it again on the same port and file; resolves once it serves. */
  start(): Promise<void>;
  /** An orderly end, up to three seconds; resolves once it is gone. */
  stop(): Promise<void>;
};

/** A dev server of one's own on a file. */
export async function ownTemporal(): Promise<OwnTemporal> {
  const name = `temporal-${randomBytes(6).toString('hex')}`;
  const port = await freePort();
  const databaseFile = join(runFolder(), `${name}.db`);
  let identity = await startServer(name, port, databaseFile);
  const prepared = await prepare(`127.0.0.1:${port}`);
  const gone = async () => {
    const ended = await until(() => !isRunning(identity), { limitMs: 30_000, everyMs: 20 });
    if (ended === null) throw new Error('Temporal is still running after 30 s');
  };
  return {
    ...prepared,
    get pid() {
      return identity.pid;
    },
    async kill() {
      killGroup(identity);
      await gone();
    },
    async start() {
      identity = await startServer(name, port, databaseFile);
    },
    async stop() {
      if (isRunning(identity)) process.kill(identity.pid, 'SIGTERM');
      await gone();
    },
  };
}
