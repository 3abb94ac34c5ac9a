/**
 * A user without a line in `/etc/passwd`, as in many containers. Making a PostgreSQL data folder
 * wants a name (running the server does not), so that one step is done in a user namespace of its
 * own, in which our id is shown as somebody's who has one. The files stay ours.
 */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** @typedef {{ uid: number, gid: number }} Named */

/** @returns {boolean} */
export function isNameless() {
  try {
    userInfo();
    return false;
  } catch {
    return true;
  }
}

/**
 * @param {string} passwd the text of `/etc/passwd`
 * @returns {Named | null} an ordinary user to be shown as
 */
export function someoneNamed(passwd) {
  const users = passwd.split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([, , candidate]) => Number(candidate) > 0) ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Named | null} [shownAs] null when we have a name
 * @returns {[string, string[]]} what to run instead; the same when we have a name
 */
export function withName(command, args, shownAs = whoToBeShownAs()) {
  if (shownAs === null) return [command, [...args]];
  const mapping = [`--map-user=${shownAs.uid}`, `--map-group=${shownAs.gid}`];
  return ['unshare', ['--user', ...mapping, '--', command, ...args]];
}

function whoToBeShownAs() {
  return isNameless() ? someoneNamed(readFileSync('/etc/passwd', 'utf8')) : null;
}

/**
 * @param {number} uid
 * @returns {string} for who cannot be shown under another name either
 */
export function namelessRemedy(uid) {
  return (
    `This user (id ${uid}) has no name on this machine, and PostgreSQL makes no database for a ` +
    `nameless one. Give it one as root (useradd --uid ${uid} headroom), or set DATABASE_URL to a ` +
    'PostgreSQL server of your own.'
  );
}
