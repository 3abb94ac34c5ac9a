/**
 * The record of a running Headroom, one per checkout: who started it, where it answers, and which
 * processes belong to it. A second start reads it and prints the addresses; the start after a killed
 * one reads it and ends what was left.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftBehind } from '../child.mjs';
import { take } from '../lock.mjs';
import { isRunning } from '../process-identity.mjs';
import { pause } from '../waiting.mjs';

/** @typedef {import('./supervisor.mjs').Left} Left */
/** @typedef {{ isReady: boolean, port: number, hasDemo: boolean, alive: Left[] }} Running */

/** As long as the slowest of them takes to end in order. */
const GRACE_MS = 10_000;

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
 * Ends what a killed starter left behind, the last started first.
 *
 * @param {string} dataFolder
 * @returns {Promise<string[]>} the names of those that were still there
 */
export async function endLeftovers(dataFolder) {
  const left = (readRecord(dataFolder)?.alive ?? []).filter(isRunning).reverse();
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
