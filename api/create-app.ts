/**
 * The HTTP application: health, documentation, every operation of the contracts, the page.
 *
 * Everything real is handed in, so the tests run the same application with a real database and a
 * double for Temporal only.
 */
import express, { type Express, type RequestHandler, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Logger } from 'pino';
import { isRawBody, type Operation } from '../contracts/operation';
import type { MailReports, PaymentGateway } from '../domain/ports';
import { docsPage } from './docs-page';
import { createMetrics } from './health/metrics';
import { healthRoutes } from './health/readiness';
import type { EventHub } from './live/event-hub';
import type { LiveEvents } from './live/ports';
import type { Mounting } from './mount';
import { createOpenApi } from './openapi';
import { servePage } from './page';
import { Problem, problemHandler } from './problem';
import { jsonBody, rawBody } from './raw-body';
import { requestLog } from './request-log';
import { autopayRuleRoutes } from './routes/autopay-rules';
import { autopayRunRoutes } from './routes/autopay-runs';
import { contactRoutes } from './routes/contacts';
import type { Deployment, ListPreviewer, RouteDependencies } from './routes/dependencies';
import { externalPaymentRoutes } from './routes/external-payments';
import { eventRoutes } from './routes/events';
import { importRoutes } from './routes/imports';
import { invoiceRoutes } from './routes/invoices';
import { mergeRoutes } from './routes/merges';
import { organizationRoutes } from './routes/organizations';
import { paymentMethodRoutes } from './routes/payment-methods';
import { paymentRoutes } from './routes/payments';
import { sandboxClockRoutes } from './routes/sandbox-clock';
import { sessionRoutes } from './routes/session';
import { settingsRoutes } from './routes/settings';
import { taskRoutes } from './routes/tasks';
import { unpostedLineRoutes } from './routes/unposted-lines';
import { webhookRoutes } from './routes/webhooks';
import { securityHeaders } from './security-headers';
import { createGuard } from './sign-in/guard';
import { createSessionCookie } from './sign-in/session-cookie';
import { createSessions } from './sign-in/sessions';
import { createSignInLimit } from './sign-in/sign-in-limit';
import { createSoon, type Soon } from './starting/soon';
import type { WorkflowStarter } from './starting/workflow-starter';
import type { ApiStores } from './stores/index';

/** More than any request of ours: 200 lines are a few tens of kilobytes. */
const JSON_BODY_MAX = 1024 * 1024;
/** A report of a gateway, or of a mail, is a few hundred bytes. */
const REPORT_BODY_MAX = 256 * 1024;

export type AppDependencies = Readonly<{
  stores: ApiStores;
  gateway: PaymentGateway;
  /** Null where the mail service reports nothing. */
  mailReports: MailReports | null;
  starter: WorkflowStarter;
  events: LiveEvents;
  hub: EventHub;
  businessNow(): Promise<Date>;
  realNow(): Date;
  pause(milliseconds: number): Promise<void>;
  /** A balance list to fill in, as CSV. */
  importTemplate(): string;
  /** How a list would be read. */
  previewList: ListPreviewer;
  log: Logger;
  options: AppOptions;
}>;

export type AppOptions = Readonly<{
  /** The address that browsers use; its origin is the only one that may change anything. */
  publicUrl: string;
  webRoot: string;
  /** Where the package `swagger-ui-dist` lies. */
  docsAssets: string;
  sessionSecret: string;
  importFileMaxBytes: number;
  /** Requests per minute and address, in this process: a brake for run-away scripts. */
  requestsPerMinute: number;
  /** Of live streams. */
  heartbeatMs: number;
  /** Answers are checked against their contracts. */
  checksAnswers: boolean;
  deployment: Deployment;
  version: string;
}>;

export type App = Readonly<{ express: Express; soon: Soon }>;

export function createApp(dependencies: AppDependencies): App {
  const { stores, starter, hub, log, options } = dependencies;
  const app = express();
  app.disable('x-powered-by');
  // Nobody stands before us on loopback: an address in a header would be anyone's claim.
  app.set('trust proxy', false);

  const soon = createSoon({
    starter,
    readStart: (paymentId) => stores.payments.readStart(paymentId),
    readRuleStart: (ruleId) => stores.autopayRuns.readStart(ruleId),
    readRuleNews: (of) => stores.autopayRuns.readNews(of),
    log,
  });
  const metrics = createMetrics({
    health: stores.health,
    waitingStarts: soon.waiting,
    openStreams: () => hub.count,
  });
  const { sandboxUrl, tokenizationUrl } = options.deployment;
  const frameOrigins = [sandboxUrl, tokenizationUrl]
    .filter((url) => url !== null)
    .map((url) => new URL(url).origin);

  app.use(requestLog(log));
  app.use(
    securityHeaders({ publicUrl: options.publicUrl, frameOrigins: [...new Set(frameOrigins)] }),
  );
  app.use(
    healthRoutes({
      health: stores.health,
      webRoot: options.webRoot,
      isTemporalReachable: () => starter.isReachable(),
    }),
  );
  app.get('/metrics', metrics.expose);
  app.use('/api', metrics.observe, apiRouter(dependencies, soon));
  app.use(servePage(options.webRoot));
  app.use(problemHandler(log));
  return { express: app, soon };
}

function apiRouter(dependencies: AppDependencies, soon: Soon): Router {
  const { stores, realNow, options } = dependencies;
  const cookie = createSessionCookie(options.publicUrl);
  const secret = options.sessionSecret;
  const sessions = createSessions({ store: stores.sessions, cookie, secret, realNow });
  const guard = createGuard({ sessions, publicUrl: options.publicUrl });

  const router = Router();
  router.use(brake(options.requestsPerMinute));
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  const document = createOpenApi({ cookieName: cookie.name, version: options.version });
  router.use(docsPage(options.docsAssets, document));
  const mounting: Mounting = {
    router,
    checksAnswers: options.checksAnswers,
    // Who may is decided before a byte of the body is read.
    guard: (operation) => [
      named(operation),
      ...guard(operation),
      ...bodyParser(operation, options),
    ],
  };
  addRoutes(mounting, {
    ...dependencies,
    soon,
    sessions,
    signInLimit: createSignInLimit(stores.signInAttempts),
    deployment: options.deployment,
    heartbeatMs: options.heartbeatMs,
  });
  router.use(() => {
    throw new Problem('NOT_FOUND');
  });
  return router;
}

function addRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  sessionRoutes(mounting, dependencies);
  settingsRoutes(mounting, dependencies);
  organizationRoutes(mounting, dependencies);
  mergeRoutes(mounting, dependencies);
  invoiceRoutes(mounting, dependencies);
  externalPaymentRoutes(mounting, dependencies);
  unpostedLineRoutes(mounting, dependencies);
  importRoutes(mounting, dependencies);
  paymentMethodRoutes(mounting, dependencies);
  autopayRuleRoutes(mounting, dependencies);
  contactRoutes(mounting, dependencies);
  paymentRoutes(mounting, dependencies);
  autopayRunRoutes(mounting, dependencies);
  taskRoutes(mounting, dependencies);
  eventRoutes(mounting, dependencies);
  webhookRoutes(mounting, dependencies);
  sandboxClockRoutes(mounting, dependencies);
}

function named(operation: Operation): RequestHandler {
  return (_request, response, next) => {
    response.locals['operationId'] = operation.id;
    next();
  };
}

function bodyParser(operation: Operation, options: AppOptions): RequestHandler[] {
  if (operation.body === undefined) return [];
  if (!isRawBody(operation.body)) return [rawBody(JSON_BODY_MAX), jsonBody];
  const isReport = operation.permission === 'public';
  const limit = isReport ? REPORT_BODY_MAX : options.importFileMaxBytes;
  return [rawBody(limit)];
}

function brake(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    // Such a header is anyone's claim here, and is not looked at.
    validate: { xForwardedForHeader: false },
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new Problem('TOO_MANY_REQUESTS', { retryAfterSeconds: 60 }, { 'Retry-After': '60' });
    },
  });
}
