/** Whether `node_modules` is what the lockfile says, and the installation when it is not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages */

/**
 * npm itself leaves a list of what it installed; it is missing after an interrupted installation.
 *
 * @param {string} root
 * @returns {boolean}
 */
export function areInstalled(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return agree(packagesOf(join(root, 'package-lock.json')), packagesOf(installed));
}

/** @param {string} file */
function packagesOf(file) {
  return /** @type {Packages} */ (JSON.parse(readFileSync(file, 'utf8')).packages ?? {});
}

/**
 * @param {Packages} locked
 * @param {Packages} installed
 * @returns {boolean} same versions everywhere; only optional packages (other platforms') may be absent
 */
export function agree(locked, installed) {
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === '') continue;
    const present = installed[path];
    if (present ? present.version !== wanted.version : !(wanted.optional || wanted.devOptional)) {
      return false;
    }
  }
  return Object.keys(installed).every((path) => path in locked);
}

/**
 * @param {string} root
 * @returns {import('./child.mjs').Launch} `npm ci`, by the npm that called us where there is one
 */
export function installLaunch(root) {
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  return npm?.endsWith('.js')
    ? { command: process.execPath, args: [npm, ...args], cwd: root }
    : { command: 'npm', args, cwd: root };
}
