/**
 * The record of a running Headroom, one per checkout: who started it, where it answers, and which
 * processes belong to it. A second start reads it and prints the addresses; the start after a killed
 * one reads it and ends what was left.
 */
import { spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftBehind } from '../child.mjs';
import { take } from '../lock.mjs';
import { identityOf, isRunning } from '../process-identity.mjs';
import { pause, until } from '../waiting.mjs';

/** @typedef {import('./supervisor.mjs').Left} Left */
/** @typedef {import('../process-identity.mjs').ProcessIdentity} ProcessIdentity */
/**
 * `undertaker` ends those `alive` when the starter is killed.
 *
 * @typedef {{
 *   isReady: boolean,
 *   port: number,
 *   hasDemo: boolean,
 *   undertaker: ProcessIdentity | null,
 *   alive: Left[],
 * }} Running
 */

/** As long as the slowest of them takes to end in order. */
const GRACE_MS = 10_000;
/** Five services, one after the other. */
const UNDERTAKER_LIMIT_MS = 60_000;

/**
 * @param {string} dataFolder
 * @returns {Promise<boolean>} whether this process is the starter now; false: another one is
 */
export async function becomeStarter(dataFolder) {
  const lockFile = lockFileOf(dataFolder);
  // The first try may only clear away the lock of a starter that was killed.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (take(lockFile)) return true;
    const holder = readJson(lockFile);
    if (holder !== null && isRunning(holder)) return false;
    await pause(50);
  }
  return false;
}

/** @param {string} dataFolder */
export function resignAsStarter(dataFolder) {
  rmSync(recordFileOf(dataFolder), { force: true });
  rmSync(lockFileOf(dataFolder), { force: true });
}

/**
 * @param {string} dataFolder
 * @returns {Running | null}
 */
export function readRecord(dataFolder) {
  return readJson(recordFileOf(dataFolder));
}

/**
 * @param {string} dataFolder
 * @param {Running} running
 */
export function writeRecord(dataFolder, running) {
  const file = recordFileOf(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(running, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Starts the process that tidies up should this one be killed. It ends with us.
 *
 * @param {string} dataFolder
 * @returns {ProcessIdentity | null}
 */
export function appointUndertaker(dataFolder) {
  const starter = identityOf(process.pid);
  const script = join(import.meta.dirname, 'undertaker.mjs');
  const args = [script, dataFolder, String(process.pid), starter?.startedAt ?? ''];
  const child = spawn(process.execPath, args, {
    cwd: dataFolder,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  // It never reads a word: that this end closes is the message.
  child.stdin.on('error', () => undefined);
  return child.pid === undefined ? null : identityOf(child.pid);
}

/**
 * Ends what a starter that was killed left behind, unless another starter is at it by now.
 *
 * @param {string} dataFolder
 * @param {ProcessIdentity} starter
 */
export async function endThoseOf(dataFolder, starter) {
  const holder = readJson(lockFileOf(dataFolder));
  if (holder?.pid !== starter.pid || holder?.startedAt !== starter.startedAt) return;
  await endAlive(readRecord(dataFolder));
}

/**
 * Ends what is left of a killed start, or waits until its undertaker has done so.
 *
 * @param {string} dataFolder
 * @returns {Promise<string[]>} the names of those that were still there
 */
export async function endLeftovers(dataFolder) {
  const running = readRecord(dataFolder);
  const undertaker = running?.undertaker;
  if (undertaker) await until(() => !isRunning(undertaker), { limitMs: UNDERTAKER_LIMIT_MS });
  return endAlive(running);
}

/**
 * The last started first.
 *
 * @param {Running | null} running
 */
async function endAlive(running) {
  const left = (running?.alive ?? []).filter(isRunning).reverse();
  for (const each of left) await endLeftBehind(each, GRACE_MS);
  return left.map(({ name }) => name);
}

/** @param {string} dataFolder */
function lockFileOf(dataFolder) {
  return join(dataFolder, 'starter.lock');
}

/** @param {string} dataFolder */
function recordFileOf(dataFolder) {
  return join(dataFolder, 'running.json');
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
