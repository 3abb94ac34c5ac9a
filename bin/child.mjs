/**
 * One child process in a process group of its own, so that Ctrl-C in a terminal reaches only the
 * starter and the order of stopping is ours. Its output goes straight into a log file: it keeps
 * writing there even when the starter has been killed.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { identityOf, isRunning } from './process-identity.mjs';
import { until } from './waiting.mjs';

/** A log longer than this is set aside at the next start; one old log is kept. */
const LOG_MAX_BYTES = 10_000_000;

/**
 * What to run. `user` only matters to root: the child then runs as that user.
 *
 * @typedef {{
 *   command: string,
 *   args: readonly string[],
 *   cwd: string,
 *   environment?: Readonly<Record<string, string | undefined>>,
 *   user?: { uid: number, gid: number } | null,
 *   stopSignal?: NodeJS.Signals,
 * }} Launch
 */

/**
 * @typedef {{
 *   pid: number,
 *   identity: import('./process-identity.mjs').ProcessIdentity,
 *   exited: Promise<{ code: number | null, signal: NodeJS.Signals | null }>,
 *   hasExited: () => boolean,
 *   stop: (graceMs: number) => Promise<void>,
 *   kill: () => Promise<void>,
 * }} Child
 */

/**
 * @param {Launch} launch
 * @param {string} logFile
 * @returns {Promise<Child>}
 * @throws when the program cannot be started at all (missing, not executable)
 */
export async function startChild(launch, logFile) {
  setAsideLongLog(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const spawned = spawn(launch.command, [...launch.args], {
    cwd: launch.cwd,
    env: launch.environment ?? process.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(launch.user ? { uid: launch.user.uid, gid: launch.user.gid } : {}),
  });
  closeSync(log);
  let ended = false;
  /** @type {Child['exited']} */
  const exited = new Promise((resolve) => {
    spawned.once('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  await new Promise((resolve, reject) => {
    spawned.once('spawn', resolve);
    spawned.once('error', reject);
  });
  const pid = /** @type {number} */ (spawned.pid);
  const stopSignal = launch.stopSignal ?? 'SIGTERM';
  return {
    pid,
    // A child that is gone already has no start any more; its id alone names nothing we would end.
    identity: identityOf(pid) ?? { pid, startedAt: 'gone' },
    exited,
    hasExited: () => ended,
    async stop(graceMs) {
      if (ended) return;
      signalGroupOrProcess(pid, stopSignal);
      const inTime = await Promise.race([exited, until(() => ended, { limitMs: graceMs })]);
      if (inTime === null) signalGroupOrProcess(-pid, 'SIGKILL');
      await exited;
    },
    async kill() {
      if (!ended) signalGroupOrProcess(-pid, 'SIGKILL');
      await exited;
    },
  };
}

/**
 * Ends a process that an earlier starter left behind, with everything in its group.
 *
 * @param {import('./process-identity.mjs').ProcessIdentity & { stopSignal: NodeJS.Signals }} left
 * @param {number} graceMs
 */
export async function endLeftBehind(left, graceMs) {
  if (!isRunning(left)) return;
  signalGroupOrProcess(left.pid, left.stopSignal);
  const gone = await until(() => !isRunning(left), { limitMs: graceMs });
  if (gone === null && isRunning(left)) {
    signalGroupOrProcess(-left.pid, 'SIGKILL');
    await until(() => !isRunning(left), { limitMs: 5_000 });
  }
}

/**
 * @param {number} target a process id, or the negative of a group's
 * @param {NodeJS.Signals} signal
 */
function signalGroupOrProcess(target, signal) {
  try {
    process.kill(target, signal);
  } catch (error) {
    // Ended between our look and our signal: what we wanted.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** @param {string} logFile */
function setAsideLongLog(logFile) {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_MAX_BYTES) renameSync(logFile, `${logFile}.old`);
}

/**
 * The last lines of a log, for a message about why something did not start.
 *
 * @param {string} logFile
 * @param {number} count
 * @returns {string}
 */
export function lastLines(logFile, count) {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
