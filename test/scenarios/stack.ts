/**
 * The server side as it runs, for whole stories: real PostgreSQL, a real Temporal server, the
 * sandbox's gateway over HTTP, and the workers. What a story wants to break, it can.
 */
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, type Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { createSandboxGateway } from '../../gateways/sandbox/sandbox-gateway';
import { createResendMail } from '../../mail/resend-mail';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { createStarting } from '../../prisma/stores/payments/starting';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import {
  createDocumentsWorker,
  createGatewayWorker,
  createPaymentsWorker,
  systemActivities,
  type WorkerDependencies,
} from '../../workers/create-workers';
import {
  clockMovedSignal,
  invoicePaymentStart,
  invoicePaymentWorkflowId,
} from '../../workflows/messages';

const API_KEY = 'the key of the scenario';
const WEBHOOK_SECRET = 'the secret of the scenario';
const SILENT = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

type Ledger = Readonly<{ charges: readonly Readonly<{ amount: number; state: string }>[] }>;

export class Stack {
  readonly pool: Pool;
  readonly place: ReturnType<typeof createPlacePayment>;
  readonly sweep: ReturnType<typeof systemActivities>['startOverdue'];
  private workers: Worker[] = [];
  private running: Promise<void>[] = [];

  private constructor(
    readonly client: Client,
    readonly sandbox: Sandbox,
    private readonly dependencies: WorkerDependencies,
    private readonly connection: Connection,
  ) {
    this.pool = dependencies.pool;
    const { gateway, pool } = dependencies;
    this.place = createPlacePayment({ pool, limits: gateway.capabilities });
    this.sweep = systemActivities({ pool, client }).startOverdue;
  }

  static async start(
    where: Readonly<{ databaseUrl: string; temporalAddress: string; namespace: string }>,
  ): Promise<Stack> {
    const sandbox = await startSandbox({
      dataFolder: null,
      apiKey: API_KEY,
      webhookSecret: WEBHOOK_SECRET,
      webhookUrl: null,
      clock: () => new Date(),
    });
    const connection = await Connection.connect({ address: where.temporalAddress });
    const native = await NativeConnection.connect({ address: where.temporalAddress });
    const client = new Client({ connection, namespace: where.namespace });
    const gateway = createSandboxGateway({
      baseUrl: sandbox.url,
      apiKey: API_KEY,
      webhookSecret: WEBHOOK_SECRET,
      profile: 'handle',
      timeoutMs: 5_000,
      now: () => new Date(),
    });
    const dependencies: WorkerDependencies = {
      connection: native,
      client,
      namespace: where.namespace,
      systemNamespace: where.namespace,
      pool: new Pool({ connectionString: where.databaseUrl, max: 20 }),
      gateway,
      gatewayRatePerSecond: 1_000,
      mail: createResendMail({ apiKey: 're_scenario', baseUrl: sandbox.url, timeoutMs: 5_000 }),
      workflowBundle: await bundleWorkflowCode({
        workflowsPath: require.resolve('../../workflows'),
        logger: SILENT,
      }),
    };
    return new Stack(client, sandbox, dependencies, connection);
  }

  async startWorkers(): Promise<void> {
    this.workers = await Promise.all([
      createPaymentsWorker(this.dependencies),
      createGatewayWorker(this.dependencies),
      createDocumentsWorker(this.dependencies),
    ]);
    this.running = this.workers.map((worker) => worker.run());
  }

  async stopWorkers(): Promise<void> {
    for (const worker of this.workers) worker.shutdown();
    await Promise.all(this.running);
    this.workers = [];
  }

  /** As the API does after its commit. */
  async startWorkflow(paymentId: string): Promise<void> {
    const start = await createStarting({ pool: this.pool }).readStart(paymentId);
    if (start === null) throw new Error(`no payment ${paymentId}`);
    await this.client.workflow.start('invoicePayment', invoicePaymentStart(start));
  }

  workflow(paymentId: string) {
    return this.client.workflow.getHandle(invoicePaymentWorkflowId(paymentId));
  }

  /** Moves the business's clock, and tells those that wait for it. */
  async moveClockTo(instant: string): Promise<void> {
    await this.pool.query(
      `UPDATE business SET clock_offset_ms = greatest(clock_offset_ms,
         (extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)::bigint)`,
      [instant],
    );
    const { rows } = await this.pool.query<{ id: string }>(
      `SELECT id FROM payment WHERE next_step_clock = 'business'`,
    );
    for (const { id } of rows) {
      await this.workflow(id)
        .signal(clockMovedSignal)
        .catch(() => undefined);
    }
  }

  async state(paymentId: string): Promise<string> {
    const { rows } = await this.pool.query<{ state: string }>(
      'SELECT state FROM payment WHERE id = $1',
      [paymentId],
    );
    return rows[0]?.state ?? 'absent';
  }

  async until(paymentId: string, ...states: string[]): Promise<string> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const state = await this.state(paymentId);
      if (states.includes(state)) return state;
      if (Date.now() > deadline) throw new Error(`${paymentId} is ${state}, not ${states}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Makes what is due look as if it had waited for this long. */
  async ageNextSteps(minutes: number): Promise<void> {
    await this.pool.query(
      `UPDATE payment SET next_step_at = next_step_at - $1 * interval '1 minute',
                          swept_at = swept_at - $1 * interval '1 minute' WHERE next_step_at IS NOT NULL`,
      [minutes],
    );
  }

  /** What the gateway itself says it took for this payment, in minor units, one entry a charge. */
  async taken(paymentId: string): Promise<number[]> {
    const query = new URLSearchParams({ reference: `${paymentId}:charge` });
    const response = await fetch(`${this.sandbox.url}/ledger.json?${query.toString()}`);
    const ledger = (await response.json()) as Ledger;
    return ledger.charges.filter(({ state }) => state === 'settled').map(({ amount }) => amount);
  }

  async stop(): Promise<void> {
    await this.stopWorkers();
    await this.connection.close();
    await this.dependencies.connection.close();
    await this.pool.end();
    await this.sandbox.stop();
  }
}
