/**
 * One at a time among the processes of this machine: a file that names its holder. A holder that is
 * gone holds nothing.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, isRunning } from './process-identity.mjs';
import { pause } from './waiting.mjs';

/**
 * @template Answer
 * @param {string} file
 * @param {(line: string) => void} report says once that it is waiting
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
export async function withLock(file, report, work) {
  let isWaiting = false;
  while (!take(file)) {
    if (!isWaiting) report('another start is at it; waiting for that one');
    isWaiting = true;
    await pause(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {boolean} whether it is ours now; false also when a dead holder was just cleared away
 */
export function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  try {
    // A link appears with its content or not at all, and never replaces another.
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const text = textOf(file);
  if (text !== null && !isRunning(JSON.parse(text))) clearAway(file, text);
  return false;
}

/**
 * Removes the file of a dead holder, unless somebody took the lock since we read it.
 *
 * @param {string} file
 * @param {string} dead
 */
function clearAway(file, dead) {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
    if (textOf(aside) !== dead) linkSync(aside, file);
  } catch {
    // Another one cleared it away first.
  }
  rmSync(aside, { force: true });
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
