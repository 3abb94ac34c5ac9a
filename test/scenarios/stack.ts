/**
 * The server side as it runs, for whole stories: real PostgreSQL, a real Temporal server, the
 * sandbox's gateway over HTTP, and the workers. What a story wants to break, it can.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
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
import { builtWorkflows } from '../support/built';
import { type Delay, slowedGateway, slowedPool } from './delays';
import {
  autopayRuleStart,
  autopayRuleWorkflowId,
  clockMovedSignal,
  invoicePaymentStart,
  invoicePaymentWorkflowId,
} from '../../workflows/messages';

const API_KEY = 'the key of the scenario';
const WEBHOOK_SECRET = 'the secret of the scenario';
type Ledger = Readonly<{ charges: readonly Readonly<{ amount: number; state: string }>[] }>;

export class Stack {
  readonly pool: Pool;
  /** As the workers have it: slow where the test wants it so. */
  readonly slowPool: Pool;
  readonly place: ReturnType<typeof createPlacePayment>;
  readonly sweep: ReturnType<typeof systemActivities>['startOverdue'];
  private workers: Worker[] = [];
  private running: Promise<void>[] = [];

  private constructor(
    readonly client: Client,
    readonly sandbox: Sandbox,
    private readonly dependencies: WorkerDependencies,
    private readonly connection: Connection,
    pool: Pool,
  ) {
    this.pool = pool;
    this.slowPool = dependencies.pool;
    const { gateway } = dependencies;
    this.place = createPlacePayment({ pool, limits: gateway.capabilities });
    this.sweep = systemActivities({ pool, client, gateway }).startOverdue;
  }

  static async start(
    where: Readonly<{
      databaseUrl: string;
      temporalAddress: string;
      namespace: string;
      /** Waited for before each statement and each request of the workers. */
      delay?: Delay;
    }>,
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
    const pool = new Pool({ connectionString: where.databaseUrl, max: 30 });
    const { delay } = where;
    const dependencies: WorkerDependencies = {
      connection: native,
      client,
      namespace: where.namespace,
      systemNamespace: where.namespace,
      pool: delay === undefined ? pool : slowedPool(pool, delay),
      gateway: delay === undefined ? gateway : slowedGateway(gateway, delay),
      gatewayRatePerSecond: 1_000,
      mail: createResendMail({ apiKey: 're_scenario', baseUrl: sandbox.url, timeoutMs: 5_000 }),
      workflowBundle: await builtWorkflows(),
    };
    return new Stack(client, sandbox, dependencies, connection, pool);
  }

  async startWorkers({ gateway = true }: { gateway?: boolean } = {}): Promise<void> {
    this.workers = await Promise.all([
      createPaymentsWorker(this.dependencies),
      createDocumentsWorker(this.dependencies),
    ]);
    this.running = this.workers.map((worker) => worker.run());
    if (gateway) await this.startGateway();
  }

  async startGateway(): Promise<void> {
    const worker = await createGatewayWorker(this.dependencies);
    this.workers.push(worker);
    this.running.push(worker.run());
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

  /** The workflows of all rules of a client. */
  async startRulesOf(organizationId: string): Promise<void> {
    const { rows } = await this.pool.query<{ ruleId: string }>(
      'SELECT rule_id AS "ruleId" FROM autopay_watch WHERE organization_id = $1',
      [organizationId],
    );
    for (const { ruleId } of rows) {
      await this.client.workflow.start('autopayRule', autopayRuleStart({ ruleId, organizationId }));
    }
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
    const rules = await this.pool.query<{ id: string }>(
      'SELECT rule_id AS id FROM autopay_watch WHERE look_at IS NOT NULL',
    );
    for (const { id } of rules.rows) {
      await this.client.workflow
        .getHandle(autopayRuleWorkflowId(id))
        .signal(clockMovedSignal)
        .catch(() => undefined);
    }
  }

  async eventually(isTrue: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error('it did not come to that');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A card of its own at the sandbox, which is charged without any trouble. */
  async giveCard(methodId: string): Promise<void> {
    const response = await fetch(`${this.sandbox.url}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'card',
        number: '4539000000000010',
        expiresIn: '2031-12',
        securityCode: '123',
      }),
    });
    const { token } = (await response.json()) as Readonly<{ token: string }>;
    await this.pool.query('UPDATE payment_method SET token = $2 WHERE id = $1', [methodId, token]);
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
