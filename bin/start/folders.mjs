/**
 * Where a checkout keeps its data. As a user everything is below `.data`. As root the database lies
 * below `/var/lib/headroom`, because PostgreSQL runs as another user, who may not be able to enter
 * the checkout. Its folder is named by the checkout's path and by a token in `.data`, so a fresh
 * clone in an old place never meets the data of its predecessor, nor their password.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_FOLDER } from '../postgres.mjs';

/**
 * @typedef {{
 *   root: string,
 *   data: string,
 *   logs: string,
 *   database: string,
 *   temporal: string,
 *   sandbox: string,
 * }} Folders
 */

/**
 * @param {string} root the checkout's real path
 * @param {{ isRoot: boolean }} [as]
 * @returns {Folders} all of them exist, but `database`, which PostgreSQL makes
 */
export function openFolders(root, { isRoot } = { isRoot: process.getuid?.() === 0 }) {
  const data = join(root, '.data');
  /** @type {Folders} */
  const folders = {
    root,
    data,
    logs: join(data, 'logs'),
    temporal: join(data, 'temporal'),
    sandbox: join(data, 'sandbox'),
    database: isRoot ? join(systemFolderOf(root, data), 'postgres') : join(data, 'postgres'),
  };
  for (const folder of [data, folders.logs, folders.temporal, folders.sandbox]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return folders;
}

/**
 * @param {string} root
 * @param {string} data
 */
function systemFolderOf(root, data) {
  const tokenFile = join(data, 'token');
  if (!existsSync(tokenFile)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    writeFileSync(tokenFile, randomBytes(8).toString('hex'), { mode: 0o600 });
  }
  const folder = join(SYSTEM_FOLDER, systemFolderName(root, readFileSync(tokenFile, 'utf8')));
  if (!existsSync(folder)) {
    mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    // Passable for PostgreSQL's user, readable for root alone.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    writeFileSync(join(folder, 'checkout'), `${root}\n`, { mode: 0o600 });
  }
  return folder;
}

/**
 * @param {string} root
 * @param {string} token
 * @returns {string} twelve letters and digits, told apart from the folders of binaries by their look
 */
export function systemFolderName(root, token) {
  return createHash('sha256').update(`${root}\n${token}`).digest('hex').slice(0, 12);
}

/**
 * Deletes everything a checkout has stored.
 *
 * @param {Folders} folders
 */
export function deleteData(folders) {
  rmSync(folders.database, { recursive: true, force: true });
  if (!folders.database.startsWith(folders.data)) {
    rmSync(join(folders.database, '..'), { recursive: true, force: true });
  }
  rmSync(folders.data, { recursive: true, force: true });
}
