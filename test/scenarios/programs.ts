/**
 * Headroom's programs as processes on servers of one's own, for tests that kill them: sandbox, API
 * and workers, built, and started with the environment they have in production.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from '../../bin/process-identity.mjs';
import { until } from '../../bin/waiting.mjs';
import { built, builtWorkflows } from '../support/built';
import { freePort } from '../support/ports';
import { checkout, killGroup, runFolder, startOnLeash } from '../support/run';

const READY_WITHIN_MS = 60_000;
/** As long as `npm start` and more than Compose give a program to end in order; a busy machine's. */
const ENDED_WITHIN_MS = 60_000;

const BUILT = {
  sandbox: 'sandbox.js',
  api: 'api.js',
  workers: 'workers.js',
  /** One queue alone; it answers where `workers` would. */
  documents: 'worker-documents.js',
} as const;
export type Program = keyof typeof BUILT;
type Environment = Record<string, string | undefined>;

/** Which port a program listens on, and how it says there that it is ready. */
const LISTENS = {
  sandbox: { variable: 'SANDBOX_PORT', health: '/healthz' },
  api: { variable: 'API_PORT', health: '/healthz' },
  workers: { variable: 'WORKER_HEALTH_PORT', health: '/readyz' },
  documents: { variable: 'WORKER_HEALTH_PORT', health: '/readyz' },
} as const satisfies Record<Program, Readonly<{ variable: string; health: string }>>;

/**
 * Several copies of one program run side by side, as they are scaled: the first has the ports of
 * the environment, each other one a port of its own that it keeps over its restarts.
 */
export class Programs {
  private readonly running = new Map<string, ProcessIdentity>();
  private readonly ports = new Map<string, string>();

  private constructor(
    private readonly name: string,
    readonly environment: Environment,
  ) {}

  /** `name` is the test's: its folder and its logs. Nothing is started yet. */
  static async prepare(
    name: string,
    servers: Readonly<{
      databaseUrl: string;
      temporal: Readonly<{ address: string; namespace: string; systemNamespace: string }>;
    }>,
  ): Promise<Programs> {
    const [api, sandbox, workers] = [await freePort(), await freePort(), await freePort()];
    const folder = join(runFolder(), name);
    mkdirSync(folder, { recursive: true });
    const { codePath } = await builtWorkflows();
    const [apiUrl, sandboxUrl] = [`http://127.0.0.1:${api}`, `http://127.0.0.1:${sandbox}`];
    const environment = {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: servers.databaseUrl,
      TEMPORAL_ADDRESS: servers.temporal.address,
      TEMPORAL_NAMESPACE: servers.temporal.namespace,
      TEMPORAL_SYSTEM_NAMESPACE: servers.temporal.systemNamespace,
      API_PORT: String(api),
      PUBLIC_URL: apiUrl,
      SESSION_SECRET: 'a secret of the scenario',
      SANDBOX_MODE: 'true',
      SANDBOX_URL: sandboxUrl,
      SANDBOX_PORT: String(sandbox),
      SANDBOX_DATA_DIR: join(folder, 'sandbox'),
      GATEWAY_API_KEY: 'the key of the scenario',
      GATEWAY_WEBHOOK_SECRET: 'the secret of the scenario',
      GATEWAY_WEBHOOK_URL: `${apiUrl}/api/webhooks/sandbox`,
      RESEND_API_KEY: 're_scenario',
      RESEND_BASE_URL: sandboxUrl,
      MAIL_FROM: 'Billing <billing@headroom.example>',
      WORKER_HEALTH_PORT: String(workers),
      WORKFLOW_BUNDLE_PATH: codePath,
      LOG_LEVEL: 'warn',
    };
    return new Programs(name, environment);
  }

  get apiUrl(): string {
    return this.environment['PUBLIC_URL'] ?? '';
  }

  get sandboxUrl(): string {
    return this.environment['SANDBOX_URL'] ?? '';
  }

  /** Resolves once it is ready. */
  async start(program: Program, copy = 1): Promise<void> {
    const { variable, health } = LISTENS[program];
    const key = keyOf(program, copy);
    const port = await this.portOf(program, copy);
    const identity = await startOnLeash(`${this.name}-${key}`, {
      command: process.execPath,
      // In one process, so that a signal reaches the program itself.
      args: ['--enable-source-maps', join(await built(), BUILT[program])],
      cwd: checkout,
      environment: { ...this.environment, [variable]: port },
    });
    this.running.set(key, identity);
    const answers = () =>
      fetch(`http://127.0.0.1:${port}${health}`).then(
        (response) => response.ok,
        () => false,
      );
    const ready = await until(answers, { limitMs: READY_WITHIN_MS, everyMs: 100 });
    if (ready === null) throw new Error(`${this.name}: ${key} did not get ready`);
  }

  /** Where a copy of the API listens, which is known before it is started. */
  async apiUrlOf(copy: number): Promise<string> {
    return `http://127.0.0.1:${await this.portOf('api', copy)}`;
  }

  private async portOf(program: Program, copy: number): Promise<string> {
    const key = keyOf(program, copy);
    const ofFirst = copy === 1 ? this.environment[LISTENS[program].variable] : undefined;
    const port = this.ports.get(key) ?? ofFirst ?? String(await freePort());
    this.ports.set(key, port);
    return port;
  }

  /** Tells it to end, and resolves once it has. */
  async stop(program: Program, copy = 1): Promise<void> {
    const key = keyOf(program, copy);
    const identity = this.running.get(key);
    if (identity === undefined) return;
    process.kill(identity.pid, 'SIGTERM');
    const ended = await until(() => !isRunning(identity), { limitMs: ENDED_WITHIN_MS });
    if (ended === null) throw new Error(`${this.name}: ${key} did not end when told to`);
    this.running.delete(key);
  }

  /** Of a program that runs. */
  pidOf(program: Program): number {
    return this.running.get(keyOf(program, 1))?.pid ?? Number.NaN;
  }

  /** SIGKILL for the process and what it started. One that does not run is left alone. */
  kill(program: Program, copy = 1): void {
    const key = keyOf(program, copy);
    const identity = this.running.get(key);
    if (identity !== undefined) killGroup(identity);
    this.running.delete(key);
  }

  killAll(): void {
    for (const identity of this.running.values()) killGroup(identity);
    this.running.clear();
  }
}

const keyOf = (program: Program, copy: number) => (copy === 1 ? program : `${program}-${copy}`);
