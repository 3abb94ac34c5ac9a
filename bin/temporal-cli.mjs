/**
 * The Temporal CLI, by the first way that works: the one on the PATH when its version fits, the one
 * in the cache, the vendor's download, and at last a build from source through the Go module proxy.
 * What was fetched or built is kept in the user's cache under its version, once per machine.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildTemporal } from './temporal-build.mjs';
import { downloadTemporal } from './temporal-download.mjs';
import { withLock } from './lock.mjs';

const run = promisify(execFile);

/** The version the tests run against. */
export const TEMPORAL_CLI_VERSION = '1.8.2';
/** Older ones lack flags we start it with; a next major may mean other things by them. */
const OLDEST_FITTING = '1.8.0';

/** @typedef {{ binary: string, version: string, from: 'PATH' | 'cache' }} FoundTemporal */
/** @typedef {(line: string) => void} Report */

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string} the folder that outlives checkouts
 */
export function cacheFolder(environment) {
  const base = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'headroom');
}

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string} where the fetched or built binary lies
 */
export function cachedBinary(environment) {
  return join(cacheFolder(environment), `temporal-cli-${TEMPORAL_CLI_VERSION}`, 'temporal');
}

/**
 * @param {string} output of `temporal --version`
 * @returns {string | null} such as `1.8.2`
 */
export function parseTemporalVersion(output) {
  return /temporal version (\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null;
}

/**
 * @param {string} version
 * @returns {boolean} same major version, and no older than the oldest that knows our flags
 */
export function isFitting(version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = OLDEST_FITTING.split('.').map(Number);
  if (major !== wantedMajor) return false;
  return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch);
}

/**
 * @param {{ onPath: { binary: string, version: string } | null, cached: { binary: string, version: string } | null }} seen
 * @returns {FoundTemporal | null} null when it must be fetched or built
 */
export function chooseTemporal({ onPath, cached }) {
  if (onPath && isFitting(onPath.version)) return { ...onPath, from: 'PATH' };
  if (cached && isFitting(cached.version)) return { ...cached, from: 'cache' };
  return null;
}

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Promise<FoundTemporal | null>}
 */
export async function findTemporal(environment) {
  const onPath = whereIs('temporal', environment['PATH'] ?? '');
  const cached = cachedBinary(environment);
  return chooseTemporal({
    onPath: onPath ? await withVersion(onPath) : null,
    cached: existsSync(cached) ? await withVersion(cached) : null,
  });
}

/**
 * Finds the CLI, or fetches or builds it. Two starts at once do it once: the second waits.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} moduleFolder the small Go module that pins the source
 * @param {Report} report
 * @returns {Promise<FoundTemporal>}
 * @throws with every way that was tried, and the remedy
 */
export async function provideTemporal(environment, moduleFolder, report) {
  const found = await findTemporal(environment);
  if (found) return found;

  const target = cachedBinary(environment);
  mkdirSync(dirname(target), { recursive: true });
  await withLock(`${target}.lock`, report, async () => {
    // The one before us in the queue may have done it.
    if (existsSync(target)) return;
    removeUnfinished(dirname(target));
    const refusal = await downloadTemporal(TEMPORAL_CLI_VERSION, target, report);
    if (refusal === null) return;
    report(`the vendor's download does not answer (${refusal}); building it from source instead`);
    const go = whereIs('go', environment['PATH'] ?? '');
    if (go === null) throw new Error(missingGo(refusal));
    await buildTemporal({
      go,
      title: 'the Temporal CLI',
      version: TEMPORAL_CLI_VERSION,
      moduleFolder,
      folder: dirname(target),
      programs: [{ package: 'github.com/temporalio/cli/cmd/temporal', name: 'temporal' }],
      linkerFlags: `-X github.com/temporalio/cli/internal/temporalcli.Version=${TEMPORAL_CLI_VERSION}`,
      environment,
      report,
    });
  });
  const provided = await withVersion(target);
  if (!provided) throw new Error(`${target} does not run. Delete it and start again.`);
  return { ...provided, from: 'cache' };
}

/**
 * Gigabytes that a killed download or build left. We hold the lock, so nobody is using them.
 *
 * @param {string} folder
 */
export function removeUnfinished(folder) {
  for (const name of readdirSync(folder).filter((entry) => /^(build|download)-/.test(entry))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {string} refusal */
function missingGo(refusal) {
  return (
    `The Temporal CLI is needed, and there is no way to get it: it is not on the PATH, its download ` +
    `does not answer (${refusal}), and Go, which would build it, is not installed. ` +
    `Install the Temporal CLI ${OLDEST_FITTING} or newer, or Go 1.24 or newer, or set TEMPORAL_ADDRESS ` +
    `to a Temporal server that is running.`
  );
}

/**
 * @param {string} binary
 * @returns {Promise<{ binary: string, version: string } | null>} null when it does not run
 */
async function withVersion(binary) {
  try {
    const { stdout } = await run(binary, ['--version'], { timeout: 10_000 });
    const version = parseTemporalVersion(stdout);
    return version === null ? null : { binary, version };
  } catch {
    return null;
  }
}

/**
 * @param {string} program
 * @param {string} path value of PATH
 * @returns {string | null}
 */
export function whereIs(program, path) {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, program);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
