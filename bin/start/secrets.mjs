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
 * }} Secrets
 */

/**
 * @param {string} dataFolder
 * @returns {Secrets}
 */
export function openSecrets(dataFolder) {
  const file = join(dataFolder, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = {
    databasePassword: newSecret(),
    sessionSecret: newSecret(),
    gatewayApiKey: newSecret(),
    gatewayWebhookSecret: newSecret(),
    mailApiKey: newSecret(),
  };
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function newSecret() {
  return randomBytes(24).toString('base64url');
}
