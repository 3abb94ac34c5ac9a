/** Secrets of a development machine: made once, kept where only their owner reads them. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{
 *   databasePassword: string,
 *   sessionSecret: string,
 *   gatewayApiKey: string,
 *   gatewayWebhookSecret: string,
 *   mailApiKey: string,
 *   mailWebhookSecret: string,
 * }} Secrets
 */

/**
 * @param {string} dataFolder
 * @returns {Secrets}
 */
export function openSecrets(dataFolder) {
  const file = join(dataFolder, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = {
    databasePassword: newSecret(),
    sessionSecret: newSecret(),
    gatewayApiKey: newSecret(),
    gatewayWebhookSecret: newSecret(),
    mailApiKey: newSecret(),
    // In the mail service's own form.
    mailWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    // A folder of before one of them was needed has the others.
    ...kept,
  };
  if (Object.keys(secrets).every((name) => name in kept)) return secrets;
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function newSecret() {
  return randomBytes(24).toString('base64url');
}
