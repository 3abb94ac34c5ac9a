/**
 * The environment of the processes of a development machine. What somebody has set, in the shell or
 * in a file `.env`, wins; the rest follows from the ports and the folders.
 *
 * Invariant: our programs listen where the supervisor probes them. The ports are those of the plan,
 * whatever a variable says; `--port` moves them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { databaseUrl } from '../postgres.mjs';

/** @typedef {Record<string, string | undefined>} Environment */

/**
 * A file, often a copy of an example, knows the ports of no particular start: where browsers find the
 * page, and the pages of a Temporal that is started here, only the shell may say.
 *
 * @param {string} root
 * @param {Environment} shell
 * @returns {Environment} the shell's values, and those of `.env` the shell does not have
 */
export function givenEnvironment(root, shell) {
  const file = join(root, '.env');
  const read = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const { PUBLIC_URL: _page, TEMPORAL_UI_URL: uiOfFile, ...ofFile } = withoutBlanks(read);
  const given = { ...ofFile, ...withoutBlanks(shell) };
  const hasOwnTemporal = given['TEMPORAL_ADDRESS'] !== undefined;
  return hasOwnTemporal && uiOfFile ? { TEMPORAL_UI_URL: uiOfFile, ...given } : given;
}

/**
 * @param {Environment} environment
 * @returns {Environment}
 */
function withoutBlanks(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/**
 * @param {{
 *   ports: import('../ports.mjs').PortPlan,
 *   folders: import('./folders.mjs').Folders,
 *   secrets: import('./secrets.mjs').Secrets,
 *   given: Environment,
 * }} from
 * @returns {Environment}
 */
export function processEnvironment({ ports, folders, secrets, given }) {
  const page = `http://127.0.0.1:${ports.page}`;
  const sandbox = `http://127.0.0.1:${ports.sandbox}`;
  return {
    NODE_ENV: 'production',
    // Temporal asks who it runs as, and a user without a line in /etc/passwd has no other answer.
    USER: 'headroom',
    DATABASE_URL: databaseUrl({ port: ports.postgres, password: secrets.databasePassword }),
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    // With a cluster of somebody else's we do not know where its pages are.
    ...(given['TEMPORAL_ADDRESS']
      ? {}
      : { TEMPORAL_UI_URL: `http://127.0.0.1:${ports.temporalUi}` }),
    PUBLIC_URL: page,
    WEB_ROOT: join(folders.root, 'dist/web'),
    SESSION_SECRET: secrets.sessionSecret,
    SANDBOX_MODE: 'true',
    SANDBOX_URL: sandbox,
    SANDBOX_DATA_DIR: folders.sandbox,
    GATEWAY_API_KEY: secrets.gatewayApiKey,
    GATEWAY_WEBHOOK_SECRET: secrets.gatewayWebhookSecret,
    GATEWAY_WEBHOOK_URL: `${page}/api/webhooks/sandbox`,
    RESEND_API_KEY: secrets.mailApiKey,
    RESEND_BASE_URL: sandbox,
    MAIL_WEBHOOK_SECRET: secrets.mailWebhookSecret,
    MAIL_WEBHOOK_URL: `${page}/api/webhooks/mail`,
    MAIL_FROM: 'Headroom Billing <billing@headroom.example>',
    WORKFLOW_BUNDLE_PATH: join(folders.root, 'dist/workflow-bundle.js'),
    ...given,
    API_PORT: String(ports.page),
    SANDBOX_PORT: String(ports.sandbox),
    WORKER_HEALTH_PORT: String(ports.workers),
  };
}
