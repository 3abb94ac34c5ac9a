/**
 * A Temporal server on PostgreSQL, as it is deployed: built from source through the Go module proxy
 * once per machine, its two schemas set up, and how it is started. Everything on loopback.
 *
 * `npm start` and the suites use the CLI's dev server instead, which is one program and one file.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './lock.mjs';
import { isFree } from './ports.mjs';
import { until } from './waiting.mjs';
import { buildTemporal } from './temporal-build.mjs';
import { cacheFolder, removeUnfinished, whereIs } from './temporal-cli.mjs';

const run = promisify(execFile);

/** The version of the Compose file's images. */
export const TEMPORAL_SERVER_VERSION = '1.31.2';

/** One process with few workflows: more shards only cost polling. Never changed in a database that has them. */
const HISTORY_SHARDS = 4;

/**
 * Both databases are made in the server that `databaseUrl` names, by its user, who may do so.
 *
 * @typedef {{ host: string, port: string, user: string, password: string }} DatabaseServer
 */

/** @typedef {{ server: string, sqlTool: string }} TemporalPrograms */

/** Its table of members keeps ports as `smallint`, and what the system hands out lies above that. */
const MEMBER_PORTS = { first: 20_000, last: 32_767 };

/** @returns {Promise<number>} a port that nobody holds now and that a member can be known by */
async function memberPort() {
  const count = MEMBER_PORTS.last - MEMBER_PORTS.first + 1;
  for (;;) {
    const port = MEMBER_PORTS.first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
}

const SCHEMAS = /** @type {const} */ ([
  { database: 'temporal', schema: 'postgresql/v12/temporal' },
  { database: 'temporal_visibility', schema: 'postgresql/v12/visibility' },
]);

/**
 * Finds the programs in the user's cache, or builds them. Two at once do it once: the second waits.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} moduleFolder the small Go module that pins the source
 * @param {(line: string) => void} report
 * @returns {Promise<TemporalPrograms>}
 * @throws when Go is missing or refuses, with the remedy
 */
export async function provideTemporalServer(environment, moduleFolder, report) {
  const folder = join(cacheFolder(environment), `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  const programs = {
    server: join(folder, 'temporal-server'),
    sqlTool: join(folder, 'temporal-sql-tool'),
  };
  if (existsSync(programs.server)) return programs;
  mkdirSync(folder, { recursive: true });
  await withLock(join(folder, 'build.lock'), report, async () => {
    // The one before us in the queue may have done it.
    if (existsSync(programs.server)) return;
    removeUnfinished(folder);
    const go = whereIs('go', environment['PATH'] ?? '');
    if (go === null) throw new Error('Go 1.26 or newer builds the Temporal server; install it.');
    await buildTemporal({
      go,
      title: 'the Temporal server',
      version: TEMPORAL_SERVER_VERSION,
      moduleFolder,
      folder,
      programs: [
        { package: 'go.temporal.io/server/cmd/server', name: 'temporal-server' },
        { package: 'go.temporal.io/server/cmd/tools/sql', name: 'temporal-sql-tool' },
      ],
      environment,
      report,
    });
  });
  return programs;
}

/**
 * @param {string} databaseUrl
 * @returns {DatabaseServer}
 */
export function serverOfUrl(databaseUrl) {
  const { hostname, port, username, password } = new URL(databaseUrl);
  return {
    host: hostname,
    port: port || '5432',
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

/**
 * Makes both databases and brings their schemas up to the server's version. Safe to run at every start.
 *
 * @param {TemporalPrograms} programs
 * @param {DatabaseServer} where
 */
export async function setUpSchemas({ sqlTool }, where) {
  for (const { database, schema } of SCHEMAS) {
    const ask = (/** @type {string[]} */ ...args) =>
      run(sqlTool, ['--plugin', 'postgres12', '--db', database, ...args], {
        env: {
          SQL_HOST: where.host,
          SQL_PORT: where.port,
          SQL_USER: where.user,
          SQL_PASSWORD: where.password,
        },
      });
    await ask('create-database');
    // Its first version is the table of versions: a database that has it is not set up again.
    await ask('update-schema', '--schema-name', schema).catch(async () => {
      await ask('setup-schema', '--version', '0.0');
      await ask('update-schema', '--schema-name', schema);
    });
  }
}

/**
 * Writes the server's configuration into `folder`, and answers how it is started.
 *
 * @param {{
 *   programs: TemporalPrograms, where: DatabaseServer, port: number, folder: string,
 *   dynamicConfig: string,
 * }} options
 * @returns {Promise<import('./child.mjs').Launch>}
 */
export async function serverLaunch({ programs, where, port, folder, dynamicConfig }) {
  const store = (/** @type {string} */ databaseName, /** @type {number} */ connections) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${where.host}:${where.port}`,
      connectProtocol: 'tcp',
      user: where.user,
      password: where.password,
      maxConns: connections,
      maxIdleConns: connections,
      maxConnLifetime: '1h',
    },
  });
  const service = async (/** @type {number} */ grpcPort) => ({
    rpc: { grpcPort, membershipPort: await memberPort(), bindOnLocalHost: true },
  });
  const configuration = {
    log: { stdout: true, level: 'error' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: HISTORY_SHARDS,
      datastores: { main: store('temporal', 20), visibility: store('temporal_visibility', 10) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: await service(port),
      matching: await service(await memberPort()),
      history: await service(await memberPort()),
      worker: await service(await memberPort()),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${port}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '60s' },
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'temporal-server.yaml');
  // JSON is YAML too. The password of the database is in it.
  writeFileSync(file, JSON.stringify(configuration, null, 2), { mode: 0o600 });
  return {
    command: programs.server,
    // Nobody but this machine reaches it: no authorizer, and said so.
    args: ['--config-file', file, '--allow-no-auth', 'start'],
    cwd: folder,
    stopSignal: 'SIGTERM',
  };
}

/**
 * @param {number} port
 * @param {import('./child.mjs').Child} child
 * @param {number} limitMs
 * @returns {Promise<boolean>} false when it ended, or the limit passed
 */
export async function waitUntilListening(port, child, limitMs) {
  const answer = await until(
    async () => (child.hasExited() ? 'ended' : !(await isFree(port)) && 'ready'),
    { limitMs },
  );
  return answer === 'ready';
}
