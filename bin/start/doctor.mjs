/** `npm start -- --doctor`: looks at the machine, changes nothing, and says what to do. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../chromium.mjs';
import { areInstalled } from '../packages.mjs';
import { firstTaken, nextFreeBase, portPlan } from '../ports.mjs';
import { postgresUser, SYSTEM_FOLDER } from '../postgres.mjs';
import { isRunning } from '../process-identity.mjs';
import { cacheFolder, findTemporal, whereIs } from '../temporal-cli.mjs';
import { givenEnvironment } from './environment.mjs';
import { portsWeListenOn } from './listening.mjs';
import { readRecord } from './record.mjs';

/** One gigabyte of packages, half a one of data and logs to begin with. */
const FREE_DISK_BYTES = 2_000_000_000;
const FREE_MEMORY_BYTES = 1_500_000_000;

/**
 * `hint`: works, but worth knowing. `blocked`: start will fail.
 *
 * @typedef {{ subject: string, verdict: 'ok' | 'hint' | 'blocked', text: string }} Finding
 */

/**
 * @param {string} root
 * @param {number} port
 * @returns {Promise<boolean>} whether nothing is in the way of a start
 */
export async function examine(root, port) {
  const given = givenEnvironment(root, process.env);
  const findings = [
    { subject: 'Node', verdict: /** @type {const} */ ('ok'), text: process.versions.node },
    packages(root),
    await temporal(given),
    database(given),
    await ports(root, port, given),
    disk(root),
    memory(),
    chromium(given),
    ...forgotten(),
  ];
  for (const { subject, verdict, text } of findings) {
    console.log(`  ${verdict.padEnd(8)} ${subject.padEnd(12)} ${text}`);
  }
  return findings.every(({ verdict }) => verdict !== 'blocked');
}

/**
 * @param {string} root
 * @returns {Finding}
 */
function packages(root) {
  return areInstalled(root)
    ? { subject: 'packages', verdict: 'ok', text: 'as the lockfile says' }
    : { subject: 'packages', verdict: 'hint', text: 'the next start runs npm ci (half a minute)' };
}

/**
 * @param {import('./environment.mjs').Environment} given
 * @returns {Promise<Finding>}
 */
async function temporal(given) {
  const subject = 'Temporal';
  if (given['TEMPORAL_ADDRESS']) {
    return { subject, verdict: 'ok', text: `the server at ${given['TEMPORAL_ADDRESS']}` };
  }
  const found = await findTemporal(given);
  if (found) {
    return {
      subject,
      verdict: 'ok',
      text: `CLI ${found.version} from the ${found.from}: ${found.binary}`,
    };
  }
  const go = whereIs('go', given['PATH'] ?? '');
  const into = cacheFolder(given);
  return go
    ? {
        subject,
        verdict: 'hint',
        text: `the next start fetches or builds the CLI into ${into} (minutes)`,
      }
    : {
        subject,
        verdict: 'hint',
        text: 'the next start downloads the CLI; where that is not possible, install it, or Go to build it',
      };
}

/**
 * @param {import('./environment.mjs').Environment} given
 * @returns {Finding}
 */
function database(given) {
  const subject = 'PostgreSQL';
  if (given['DATABASE_URL']) return { subject, verdict: 'ok', text: 'the server of DATABASE_URL' };
  try {
    const user = postgresUser();
    const text = user ? `runs as ${user.name}, its files in ${SYSTEM_FOLDER}` : 'runs as you';
    return { subject, verdict: 'ok', text };
  } catch (error) {
    return { subject, verdict: 'blocked', text: /** @type {Error} */ (error).message };
  }
}

/**
 * @param {string} root
 * @param {number} port
 * @param {import('./environment.mjs').Environment} given
 * @returns {Promise<Finding>}
 */
async function ports(root, port, given) {
  const subject = 'ports';
  const running = readRecord(join(root, '.data'));
  if (running?.alive.some(isRunning)) {
    return {
      subject,
      verdict: 'ok',
      text: `Headroom runs in this folder, from port ${running.port} on`,
    };
  }
  const taken = await firstTaken(portPlan(port), portsWeListenOn(given));
  if (taken === null)
    return { subject, verdict: 'ok', text: `${port} and the six after it are free` };
  const base = await nextFreeBase(port);
  return {
    subject,
    verdict: 'blocked',
    text: `${taken.port} (${taken.purpose}) is taken; free: npm start -- --port ${base ?? port + 100}`,
  };
}

/**
 * @param {string} root
 * @returns {Finding}
 */
function disk(root) {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free in the checkout`;
  return free >= FREE_DISK_BYTES
    ? { subject: 'disk', verdict: 'ok', text }
    : { subject: 'disk', verdict: 'hint', text: `${text}; packages and data want about 2 GB` };
}

/** @returns {Finding} */
function memory() {
  const available = availableMemory();
  const text = `${(available / 1e9).toFixed(1)} of ${(totalmem() / 1e9).toFixed(1)} GB available`;
  return available >= FREE_MEMORY_BYTES
    ? { subject: 'memory', verdict: 'ok', text }
    : { subject: 'memory', verdict: 'hint', text: `${text}; Headroom wants about 1.5 GB` };
}

/** What Linux would give back from its caches counts as available. */
function availableMemory() {
  try {
    const kilobytes = /MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return freemem();
  }
}

/**
 * @param {import('./environment.mjs').Environment} given
 * @returns {Finding}
 */
function chromium(given) {
  const found = findChromium(given);
  return found
    ? { subject: 'Chromium', verdict: 'ok', text: `${found}, for the browser tests` }
    : {
        subject: 'Chromium',
        verdict: 'hint',
        text: 'none, so npm test skips the browser tests; apt-get install chromium, or set CHROMIUM',
      };
}

/**
 * Databases that root keeps for checkouts that are gone. Deleting is for the person to decide: a
 * disk may only be unmounted.
 *
 * @returns {Finding[]}
 */
function forgotten() {
  if (process.getuid?.() !== 0 || !existsSync(SYSTEM_FOLDER)) return [];
  return readdirSync(SYSTEM_FOLDER)
    .filter((name) => /^[0-9a-f]{12}$/.test(name))
    .map((name) => join(SYSTEM_FOLDER, name))
    .flatMap((folder) => {
      const checkout = readFileSync(join(folder, 'checkout'), 'utf8').trim();
      if (existsSync(checkout)) return [];
      const size = execFileSync('du', ['-sh', folder], { encoding: 'utf8' }).split('\t')[0];
      const text = `${checkout} is gone, its database (${size}) is not: rm -r ${folder}`;
      return [{ subject: 'left data', verdict: /** @type {const} */ ('hint'), text }];
    });
}
