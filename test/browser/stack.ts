/**
 * Everything `npm start` starts, for a person with a browser: the built programs as processes of
 * their own, on ports and stores of this suite. Nothing is stood in for.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lastLines } from '../../bin/child.mjs';
import { freePort } from '../../bin/ports.mjs';
import { isRunning } from '../../bin/process-identity.mjs';
import { processEnvironment } from '../../bin/start/environment.mjs';
import { until } from '../../bin/waiting.mjs';
import { built } from '../support/built';
import { usePostgres } from '../support/postgres';
import { checkout, killGroup, runFolder, startOnLeash } from '../support/run';
import { freshNamespace, useTemporal } from '../support/temporal';

const run = promisify(execFile);

const READY_LIMIT_MS = 60_000;

export type Stack = Readonly<{
  page: string;
  sandbox: string;
  /** Runs a program of `dist` to its end and answers what it printed. */
  runOnce(program: string, ...args: readonly string[]): Promise<string>;
  stop(): void;
}>;

/** @throws Error with the last lines of the log of a program that does not come up. */
export async function startStack(): Promise<Stack> {
  const dist = await built();
  const [{ databaseUrl }, temporal, namespace, systemNamespace] = await Promise.all([
    usePostgres(),
    useTemporal(),
    freshNamespace(),
    freshNamespace(),
  ]);
  const ports = { page: await freePort(), sandbox: await freePort(), workers: await freePort() };
  const environment = environmentOf(ports, {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_SYSTEM_NAMESPACE: systemNamespace,
  });
  const runOnce = async (program: string, ...args: readonly string[]) => {
    const script = join(dist, `${program}.js`);
    const { stdout } = await run(process.execPath, [script, ...args], {
      cwd: checkout,
      env: environment,
    });
    return stdout;
  };
  await runOnce('seed', '--no-demo');
  const identities = await Promise.all([
    start('sandbox', `http://127.0.0.1:${ports.sandbox}/healthz`, environment),
    start('workers', `http://127.0.0.1:${ports.workers}/readyz`, environment),
    start('api', `http://127.0.0.1:${ports.page}/readyz`, environment),
  ]);
  return {
    page: `http://127.0.0.1:${ports.page}`,
    sandbox: `http://127.0.0.1:${ports.sandbox}`,
    runOnce,
    stop: () => identities.forEach(killGroup),
  };
}

type Ports = Readonly<{ page: number; sandbox: number; workers: number }>;

function environmentOf(
  ports: Ports,
  stores: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const secret = () => randomBytes(24).toString('base64url');
  const sandboxData = join(runFolder(), 'browser-sandbox');
  mkdirSync(sandboxData, { recursive: true });
  const folders = { root: checkout, sandbox: sandboxData };
  return processEnvironment({
    // Of the folders and ports only these are read when the stores are given.
    ports: { ...ports, postgres: 0, temporal: 0, temporalUi: 0, temporalMetrics: 0 },
    folders: { ...folders, data: '', logs: '', database: '', temporal: '' },
    secrets: {
      databasePassword: '',
      sessionSecret: secret(),
      gatewayApiKey: secret(),
      gatewayWebhookSecret: secret(),
      mailApiKey: secret(),
      mailWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    },
    given: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...stores },
  });
}

async function start(
  name: string,
  health: string,
  environment: Record<string, string | undefined>,
) {
  const identity = await startOnLeash(`browser-${name}`, {
    command: process.execPath,
    args: ['--enable-source-maps', join(await built(), `${name}.js`)],
    cwd: checkout,
    environment,
  });
  const answer = await until(async () => !isRunning(identity) || (await answersWell(health)), {
    limitMs: READY_LIMIT_MS,
    everyMs: 50,
  });
  if (answer === null || !isRunning(identity)) {
    const log = lastLines(join(runFolder(), `browser-${name}.log`), 12);
    throw new Error(`${name} did not come up: ${log}`);
  }
  return identity;
}

async function answersWell(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
