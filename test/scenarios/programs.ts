/**
 * Headroom's programs as processes on servers of one's own, for tests that kill them: sandbox, API
 * and workers, each started from its source with the environment it has in production.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { ProcessIdentity } from '../../bin/process-identity.mjs';
import { until } from '../../bin/waiting.mjs';
import { freePort } from '../support/ports';
import { checkout, killGroup, runFolder, startOnLeash } from '../support/run';

const TSX = join(checkout, 'node_modules/tsx/dist/cli.mjs');
const SILENT = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const READY_WITHIN_MS = 60_000;

export type Program = 'sandbox' | 'api' | 'workers';
type Environment = Record<string, string | undefined>;

export class Programs {
  private readonly running = new Map<Program, ProcessIdentity>();

  private constructor(
    private readonly name: string,
    readonly environment: Environment,
    private readonly readyAt: Readonly<Record<Program, string>>,
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
    const workflowsPath = require.resolve('../../workflows');
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: SILENT });
    const bundle = join(folder, 'workflow-bundle.js');
    writeFileSync(bundle, code);
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
      WORKFLOW_BUNDLE_PATH: bundle,
      LOG_LEVEL: 'warn',
    };
    return new Programs(name, environment, {
      sandbox: `${sandboxUrl}/healthz`,
      api: `${apiUrl}/healthz`,
      workers: `http://127.0.0.1:${workers}/readyz`,
    });
  }

  get apiUrl(): string {
    return this.environment['PUBLIC_URL'] ?? '';
  }

  get sandboxUrl(): string {
    return this.environment['SANDBOX_URL'] ?? '';
  }

  /** Resolves once it is ready. */
  async start(program: Program): Promise<void> {
    const identity = await startOnLeash(`${this.name}-${program}`, {
      command: process.execPath,
      args: [TSX, join(checkout, program, 'main.ts')],
      cwd: checkout,
      environment: this.environment,
    });
    this.running.set(program, identity);
    const answers = () =>
      fetch(this.readyAt[program]).then(
        (response) => response.ok,
        () => false,
      );
    const ready = await until(answers, { limitMs: READY_WITHIN_MS, everyMs: 100 });
    if (ready === null) throw new Error(`${this.name}: ${program} did not get ready`);
  }

  /** SIGKILL for the process and what it started. One that does not run is left alone. */
  kill(program: Program): void {
    const identity = this.running.get(program);
    if (identity !== undefined) killGroup(identity);
    this.running.delete(program);
  }

  killAll(): void {
    for (const program of [...this.running.keys()]) this.kill(program);
  }
}
