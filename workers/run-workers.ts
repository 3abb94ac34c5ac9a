/**
 * A worker process: reads the configuration, makes everything real once, runs the queues it is
 * named, and ends in order when told to.
 *
 * Ready means that every queue is polled; a worker that fails ends the process, which is started
 * again by whoever watches it.
 */
import { createServer, type Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { type Config, loadConfig, type QueueName } from '../config';
import { createSandboxGateway } from '../gateways/sandbox/sandbox-gateway';
import { SandboxProfile } from '../gateways/sandbox/profiles';
import { createResendMail } from '../mail/resend-mail';
import { connect } from '../prisma/stores/connect';
import {
  createDocumentsWorker,
  createGatewayWorker,
  createPaymentsWorker,
  createSystemWorker,
  type WorkerDependencies,
} from './create-workers';
import { ensureSchedules } from './schedules';
import { missingAttributesMessage, missingSearchAttributes } from './temporal-setup';
import { createWorkerMetrics } from './worker-metrics';

const CREATE = {
  payments: createPaymentsWorker,
  gateway: createGatewayWorker,
  documents: createDocumentsWorker,
  system: createSystemWorker,
} as const satisfies Record<QueueName, (dependencies: WorkerDependencies) => Promise<Worker>>;

/** A mail service that says nothing for this long will not say anything. */
const MAIL_TIMEOUT_MS = 30_000;

/** Runs the queues named, or those of the configuration, until SIGINT or SIGTERM. */
export async function runWorkers(named: readonly QueueName[] | null): Promise<void> {
  const config = loadConfig(process.env);
  const queues = named ?? config.workers.queues;
  // The worker's own runtime would answer these signals before the health check knows of it.
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const database = await connect(config.database);
  const native = await NativeConnection.connect({ address: config.temporal.address });
  const connection = await Connection.connect({ address: config.temporal.address });
  await assertAttributes(connection, config);

  const dependencies = dependenciesOf(config, database.pool, native, connection);
  const workers = await Promise.all(queues.map((queue) => CREATE[queue](dependencies)));
  if (queues.includes('system')) {
    await ensureSchedules(
      new Client({ connection, namespace: config.temporal.systemNamespace }).schedule,
    );
  }
  const health = await serveHealth(config.workers, workers, queues);
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await Promise.all(workers.map((worker) => worker.run().finally(stop)));

  health.close();
  await connection.close();
  await native.close();
  await database.close();
}

function dependenciesOf(
  config: Config,
  pool: WorkerDependencies['pool'],
  native: NativeConnection,
  connection: Connection,
): WorkerDependencies {
  const { temporal, gateway, sandbox, mail, workers } = config;
  return {
    connection: native,
    client: new Client({ connection, namespace: temporal.namespace }),
    namespace: temporal.namespace,
    systemNamespace: temporal.systemNamespace,
    pool,
    gateway: createSandboxGateway({
      baseUrl: sandbox.url ?? '',
      apiKey: gateway.apiKey,
      webhookSecret: gateway.webhookSecret,
      profile: profileOf(gateway.profile),
      timeoutMs: gateway.timeoutMs,
      now: () => new Date(),
    }),
    gatewayRatePerSecond: gateway.ratePerSecond,
    mail: createResendMail({
      apiKey: mail.apiKey,
      baseUrl: mail.baseUrl,
      timeoutMs: MAIL_TIMEOUT_MS,
    }),
    workflowBundle: { codePath: workers.workflowBundlePath },
  };
}

function profileOf(name: string): SandboxProfile {
  const known = Object.values(SandboxProfile).find((profile) => profile === name);
  if (known === undefined) throw new Error('GATEWAY_PROFILE names no profile of the sandbox');
  return known;
}

/** @throws Error with the command that adds what is missing: a start that lacks one would be refused. */
async function assertAttributes(connection: Connection, { temporal }: Config): Promise<void> {
  const missing = await missingSearchAttributes(connection, temporal.namespace);
  const message = missingAttributesMessage(temporal.namespace, missing);
  if (message !== null) throw new Error(message);
}

function serveHealth(
  { healthHost, healthPort }: Config['workers'],
  workers: readonly Worker[],
  queues: readonly QueueName[],
): Promise<Server> {
  const metrics = createWorkerMetrics(workers, queues);
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      metrics.read().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
      return;
    }
    const isReady = workers.every((worker) => worker.getState() === 'RUNNING');
    const isKnown = request.url === '/healthz' || request.url === '/readyz';
    const status = !isKnown ? 404 : isReady || request.url === '/healthz' ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ isReady, queues }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(healthPort, healthHost, () => resolve(server));
  });
}

/** The end of every root: a failure is said in one line, and the process ends with it. */
export function runAndSay(queues: readonly QueueName[] | null): void {
  runWorkers(queues).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
