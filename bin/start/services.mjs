/** The five things that keep running: how each is started, and when it is ready. */
import { join } from 'node:path';
import { postgresLaunch, waitUntilReady } from '../postgres.mjs';
import { temporalLaunch, waitUntilServing } from '../temporal-server.mjs';
import { until } from '../waiting.mjs';

/** @typedef {import('./supervisor.mjs').Service} Service */
/** @typedef {import('./folders.mjs').Folders} Folders */
/** @typedef {import('../ports.mjs').PortPlan} PortPlan */
/** @typedef {import('./environment.mjs').Environment} Environment */

/** What to start first, and stop last. */
const RANK = { postgres: 1, temporal: 2, sandbox: 3, workers: 4, api: 5 };
/** A machine that is busy with other things may need this long. */
const READY_LIMIT_MS = 60_000;

/**
 * @param {{ folders: Folders, ports: PortPlan, binaries: string, user: import('../postgres.mjs').SystemUser | null }} options
 * @returns {Service}
 */
export function postgresService({ folders, ports, binaries, user }) {
  const data = folders.database;
  return {
    name: 'postgres',
    title: 'PostgreSQL',
    rank: RANK.postgres,
    launch: postgresLaunch({ binaries, data, port: ports.postgres, user }),
    logFile: join(folders.logs, 'postgres.log'),
    isReady: (child) => waitUntilReady(data, child, READY_LIMIT_MS),
    readyText: `ready on port ${ports.postgres}`,
    graceMs: 15_000,
  };
}

/**
 * The schema is written into a new file only, so each version of the server has a file of its own.
 *
 * @param {{ folders: Folders, ports: PortPlan, cli: import('../temporal-cli.mjs').FoundTemporal, environment: Environment }} options
 * @returns {Service}
 */
export function temporalService({ folders, ports, cli, environment }) {
  return {
    name: 'temporal',
    title: 'Temporal',
    rank: RANK.temporal,
    launch: {
      ...temporalLaunch({
        binary: cli.binary,
        cwd: folders.temporal,
        port: ports.temporal,
        uiPort: ports.temporalUi,
        metricsPort: ports.temporalMetrics,
        databaseFile: join(folders.temporal, `temporal-${cli.version}.db`),
        namespaces: [
          environment['TEMPORAL_NAMESPACE'] ?? 'headroom',
          environment['TEMPORAL_SYSTEM_NAMESPACE'] ?? 'headroom-system',
        ],
      }),
      environment,
    },
    logFile: join(folders.logs, 'temporal.log'),
    isReady: (child) => waitUntilServing(cli.binary, ports.temporal, child, READY_LIMIT_MS),
    readyText: `ready on port ${ports.temporal}`,
    // Measured: up to 2.8 s, more on a busy machine.
    graceMs: 10_000,
  };
}

/** What tells the three programs of ours apart. */
const PROGRAMS = /** @type {const} */ ({
  sandbox: { title: 'sandbox', port: 'sandbox', health: '/healthz' },
  workers: { title: 'workers', port: 'workers', health: '/readyz' },
  api: { title: 'API', port: 'page', health: '/readyz' },
});

/**
 * @param {keyof typeof PROGRAMS} name
 * @param {{ folders: Folders, ports: PortPlan, environment: Environment }} options
 * @returns {Service}
 */
export function programService(name, { folders, ports, environment }) {
  const program = PROGRAMS[name];
  const port = ports[program.port];
  return {
    name,
    title: program.title,
    rank: RANK[name],
    launch: {
      command: process.execPath,
      args: ['--enable-source-maps', join(folders.root, `dist/${name}.js`)],
      cwd: folders.root,
      environment,
    },
    logFile: join(folders.logs, `${name}.log`),
    isReady: (child) => waitUntilAnswering(`http://127.0.0.1:${port}${program.health}`, child),
    readyText: `ready on port ${port}`,
    // An activity in flight at the gateway gets the time to hear its answer.
    graceMs: 10_000,
  };
}

/**
 * @param {string} address
 * @param {import('../child.mjs').Child} child
 */
async function waitUntilAnswering(address, child) {
  const answer = await until(
    async () => (child.hasExited() ? 'ended' : (await answersWell(address)) && 'ready'),
    { limitMs: READY_LIMIT_MS, everyMs: 40 },
  );
  return answer === 'ready';
}

/** @param {string} address */
async function answersWell(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
