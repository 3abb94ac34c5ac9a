/**
 * The environment, read once. Composition roots call `loadConfig` before anything else, so a wrong
 * variable stops the process with its name instead of surfacing hours later.
 *
 * Invariant: nothing below a composition root sees the whole value: each part is handed what it
 * needs. `.env.example` describes every variable, and a test holds the two together.
 */
import { z } from 'zod';
import { isSender } from '../domain/mail-address';

const port = z.coerce.number().int().min(1).max(65_535);
/** A step at the gateway makes up to three requests, and Temporal gives it 90 seconds. */
const gatewayTimeoutMs = z.coerce.number().int().min(1).max(30_000);
const flag = z.stringbool();
const secret = z.string().min(16, 'must have at least 16 characters');
/** As the mail service shows it: `whsec_` and the key in base64. */
const signingSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{24,}={0,2}$/, 'must be as the mail service shows it: whsec_…');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** The task queues there are, each called after the work it does. */
const queueName = z.enum(['payments', 'gateway', 'documents', 'system']);
export type QueueName = z.infer<typeof queueName>;

/** `a,b` as a list; blank entries are dropped, so a trailing comma is harmless. */
const queueNames = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .transform((names) => names.filter((name) => name !== ''))
  .pipe(z.array(queueName).min(1));

/** Every variable there is. A variable without a default and without `optional` must be set. */
const Environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(10),
  ALLOW_UNSAFE_DURABILITY: flag.default(false),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .default('127.0.0.1:4602'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('headroom'),
  TEMPORAL_SYSTEM_NAMESPACE: z.string().min(1).default('headroom-system'),
  TEMPORAL_UI_URL: httpUrl.optional(),

  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port.default(4600),
  PUBLIC_URL: httpUrl.default('http://127.0.0.1:4600'),
  WEB_ROOT: z.string().min(1).default('dist/web'),
  SESSION_SECRET: secret,
  DOCUMENTS_MAX_BYTES: z.coerce.number().int().min(1024).max(1_073_741_824).default(33_554_432),

  SANDBOX_MODE: flag.default(false),
  SANDBOX_URL: httpUrl.optional(),
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_PORT: port.default(4601),
  SANDBOX_DATA_DIR: z.string().min(1).default('.data/sandbox'),

  GATEWAY: z.enum(['sandbox']).default('sandbox'),
  GATEWAY_PROFILE: z.string().min(1).default('handle'),
  GATEWAY_API_KEY: secret,
  GATEWAY_WEBHOOK_SECRET: secret,
  GATEWAY_WEBHOOK_URL: httpUrl.optional(),
  GATEWAY_TIMEOUT_MS: gatewayTimeoutMs.default(30_000),
  GATEWAY_RATE_PER_SECOND: z.coerce.number().min(0.1).max(10_000).default(50),

  RESEND_API_KEY: z.string().min(1),
  RESEND_BASE_URL: httpUrl.default('https://api.resend.com'),
  MAIL_WEBHOOK_SECRET: signingSecret.optional(),
  MAIL_WEBHOOK_URL: httpUrl.optional(),
  MAIL_FROM: z.string().refine(isSender, 'must be `Name <address>` or one e-mail address'),

  WORKER_QUEUES: queueNames.default(['payments', 'gateway', 'documents', 'system']),
  WORKER_HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_HEALTH_PORT: port.default(4606),
  WORKFLOW_BUNDLE_PATH: z.string().min(1).default('dist/workflow-bundle.js'),

  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The names of all variables, for the test that holds `.env.example` and this file together. */
export const variableNames: readonly string[] = Object.keys(Environment.shape);

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads and checks the environment. An empty value counts as not set, as shells and compose files
 * write it.
 *
 * @throws ConfigurationError naming every variable that is missing or wrong; never its value, which
 * may be a secret.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const complaints = parsed.error.issues.map((issue) =>
      describe(String(issue.path[0]), given[String(issue.path[0])] === undefined, issue.message),
    );
    throw new ConfigurationError(`The environment is not complete:\n${complaints.join('\n')}`);
  }
  const config = nest(parsed.data);
  if (config.sandbox.isOn && config.sandbox.url === null) {
    throw new ConfigurationError('The environment is not complete:\n  SANDBOX_URL is missing');
  }
  return config;
}

function describe(name: string, isMissing: boolean, message: string): string {
  return isMissing ? `  ${name} is missing` : `  ${name} is wrong: ${message}`;
}

export type Config = ReturnType<typeof nest>;

function nest(environment: z.infer<typeof Environment>) {
  return {
    database: {
      url: environment.DATABASE_URL,
      poolMax: environment.DATABASE_POOL_MAX,
      /** Set under jest only: there a lost commit costs nothing. */
      allowsUnsafeDurability: environment.ALLOW_UNSAFE_DURABILITY,
    },
    temporal: {
      address: environment.TEMPORAL_ADDRESS,
      namespace: environment.TEMPORAL_NAMESPACE,
      systemNamespace: environment.TEMPORAL_SYSTEM_NAMESPACE,
      /** Where an operator opens a workflow; null when nobody said. */
      uiUrl: environment.TEMPORAL_UI_URL ?? null,
    },
    api: {
      host: environment.API_HOST,
      port: environment.API_PORT,
      /** The address the browser uses; its origin is the only one that may change anything. */
      publicUrl: environment.PUBLIC_URL,
      webRoot: environment.WEB_ROOT,
      sessionSecret: environment.SESSION_SECRET,
    },
    documents: { maxBytes: environment.DOCUMENTS_MAX_BYTES },
    sandbox: {
      /** Ribbon on the page, test clock in the API, and the sandbox's own forms and links. */
      isOn: environment.SANDBOX_MODE,
      url: environment.SANDBOX_URL ?? null,
      host: environment.SANDBOX_HOST,
      port: environment.SANDBOX_PORT,
      dataFolder: environment.SANDBOX_DATA_DIR,
    },
    gateway: {
      kind: environment.GATEWAY,
      profile: environment.GATEWAY_PROFILE,
      apiKey: environment.GATEWAY_API_KEY,
      webhookSecret: environment.GATEWAY_WEBHOOK_SECRET,
      webhookUrl: environment.GATEWAY_WEBHOOK_URL ?? null,
      timeoutMs: environment.GATEWAY_TIMEOUT_MS,
      ratePerSecond: environment.GATEWAY_RATE_PER_SECOND,
    },
    mail: {
      apiKey: environment.RESEND_API_KEY,
      baseUrl: environment.RESEND_BASE_URL,
      /** What reports of mails are signed with; null where there are none. */
      webhookSecret: environment.MAIL_WEBHOOK_SECRET ?? null,
      webhookUrl: environment.MAIL_WEBHOOK_URL ?? null,
      from: environment.MAIL_FROM,
    },
    workers: {
      queues: environment.WORKER_QUEUES as readonly QueueName[],
      healthHost: environment.WORKER_HEALTH_HOST,
      healthPort: environment.WORKER_HEALTH_PORT,
      workflowBundlePath: environment.WORKFLOW_BUNDLE_PATH,
    },
    log: { level: environment.LOG_LEVEL },
  } as const;
}
