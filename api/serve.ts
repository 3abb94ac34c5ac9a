/**
 * Puts the application together around an open database and a Temporal connection, and serves it.
 * Everything is closed in reverse order; an answer that is under way is finished first.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { balanceListTemplate, previewBalanceList } from '../accounting';
import type { Config } from '../config';
import type { MailReports, PaymentGateway } from '../domain/ports';
import { startEventListener } from '../prisma/stores/events/event-listener';
import { createClosing } from './closing';
import { type App, type AppOptions, createApp } from './create-app';
import { EventHub } from './live/event-hub';
import type { WorkflowStarter } from './starting/workflow-starter';
import type { ApiDatabase } from './stores/index';

/** One clerk's page asks a few times a minute, a whole office behind one address some hundred. */
const REQUESTS_PER_MINUTE = 3_000;
/** Well under the minute after which proxies end a silent connection. */
const HEARTBEAT_MS = 15_000;
/** A request that has not arrived whole by then is no request: large files over slow lines have it. */
const REQUEST_LIMIT_MS = 120_000;
/** Starts that wait may still leave; the sweep has the rest. */
const STARTS_LIMIT_MS = 3_000;

export type Served = Readonly<{ close(): Promise<void> }>;

export async function serveApi(
  dependencies: Readonly<{
    config: Config;
    database: ApiDatabase;
    gateway: PaymentGateway;
    mailReports: MailReports | null;
    starter: WorkflowStarter;
    log: Logger;
  }>,
): Promise<Served> {
  const { config, database, gateway, mailReports, starter, log } = dependencies;
  const { stores, events } = database;
  const repaired = await events.repairAfterRestore();
  if (repaired > 0) log.warn({ repaired }, 'events of another cluster were put before all others');

  const hub = new EventHub({ events, log });
  await hub.start();
  const app = createApp({
    stores,
    gateway,
    mailReports,
    starter,
    events,
    hub,
    realNow: () => new Date(),
    businessNow: async () => new Date(Date.now() + (await stores.clock.offsetMs())),
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
    importTemplate: balanceListTemplate,
    previewList: previewBalanceList,
    log,
    options: optionsOf(config),
  });
  const listener = startEventListener({
    databaseUrl: config.database.url,
    pool: database.pool,
    onWake: () => hub.wake(),
    onState: (isLive) => hub.setLive(isLive),
    onError: (error) => log.warn({ err: error }, 'the connection for live events was lost'),
  });
  const stopListening = await listen(app, config);
  log.info({ host: config.api.host, port: config.api.port }, 'serving');

  return {
    async close() {
      hub.stop();
      await stopListening();
      await listener.stop();
      await Promise.race([app.soon.idle(), pause(STARTS_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}

function optionsOf(config: Config): AppOptions {
  const { sandbox, temporal } = config;
  return {
    publicUrl: config.api.publicUrl,
    webRoot: path.resolve(config.api.webRoot),
    docsAssets: path.dirname(require.resolve('swagger-ui-dist/package.json')),
    sessionSecret: config.api.sessionSecret,
    importFileMaxBytes: config.documents.maxBytes,
    requestsPerMinute: REQUESTS_PER_MINUTE,
    heartbeatMs: HEARTBEAT_MS,
    checksAnswers: sandbox.isOn,
    deployment: {
      isSandbox: sandbox.isOn,
      sandboxUrl: sandbox.url,
      tokenizationUrl: sandbox.url === null ? null : `${sandbox.url}/tokenize`,
      gatewayProfile: config.gateway.profile,
      temporalUiUrl: temporal.uiUrl,
      temporalNamespace: temporal.namespace,
    },
    version: versionOf(),
  };
}

/** The checkout is the working directory of every program. */
function versionOf(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  return version;
}

/** Answers what stops it. */
function listen(app: App, { api }: Config): Promise<() => Promise<void>> {
  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS });
  const stopListening = createClosing(server);
  server.on('request', app.express);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(api.port, api.host, () => resolve(stopListening));
  });
}
