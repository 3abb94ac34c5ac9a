/**
 * Which process is meant. A process id alone is not enough: the system hands ids out again, so a
 * process is its id and the moment it started. Nothing is ended here or elsewhere on an id alone.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ pid: number, startedAt: string }} ProcessIdentity */

/**
 * The moment a process started, in words only this machine understands.
 *
 * @param {number} pid
 * @returns {string | null} null when there is no such process, or only its remains (a zombie)
 */
export function startOf(pid) {
  if (!Number.isSafeInteger(pid) || pid < 1) return null;
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** @param {number} pid */
function startOnLinux(pid) {
  try {
    return parseLinuxStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Reads the start (field 22, in ticks since boot) from a line of `/proc/<pid>/stat`. The second
 * field is the command in parentheses and may hold spaces and parentheses itself, so counting
 * begins after the last one.
 *
 * @param {string} line
 * @returns {string | null} null for a zombie
 */
export function parseLinuxStat(line) {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' ? null : (fields[19] ?? null);
}

/** @param {number} pid */
function startByPs(pid) {
  try {
    const output = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return output === '' || output.startsWith('Z') ? null : output.replace(/^\S+\s+/, '');
  } catch {
    return null;
  }
}

/**
 * @param {number} pid
 * @returns {ProcessIdentity | null}
 */
export function identityOf(pid) {
  const startedAt = startOf(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/**
 * @param {ProcessIdentity} identity
 * @returns {boolean}
 */
export function isRunning({ pid, startedAt }) {
  return startOf(pid) === startedAt;
}
