/**
 * `npm test`: everything that is promised about this checkout, judged by machines. Ends with
 * `N passed, N failed`, where a check counts as one and a suite by its tests.
 *
 * `--checks` leaves the suites out. Anything else after `--` goes to jest as it is, and then the
 * suites alone are run.
 */
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../chromium.mjs';
import { areInstalled, installLaunch } from '../packages.mjs';
import { duration } from '../start/printing.mjs';
import { provideTemporal } from '../temporal-cli.mjs';
import { changedBetween, treeOf } from './clean-tree.mjs';
import { CHECKS, DRIFT } from './checks.mjs';
import { runProgram } from './program.mjs';
import { runSuites } from './suites.mjs';
import { createTally } from './tally.mjs';

/** The checks alone: what one wants to know before a commit. */
const CHECKS_ONLY = '--checks';

/**
 * @param {readonly string[]} given
 * @returns {Promise<number>} the exit code
 */
export async function main(given) {
  const startedMs = performance.now();
  const root = realpathSync(join(import.meta.dirname, '../..'));
  const tally = createTally((line) => console.log(line));
  const before = treeOf(root);
  if (await prepare(root, tally)) {
    if (given.length === 0 || given[0] === CHECKS_ONLY) await checkAll(root, tally);
    if (given[0] !== CHECKS_ONLY) await testAll(root, given, tally);
    tally.check('clean tree', ...changedBetween(before, treeOf(root)));
  }
  console.log(`\nafter ${duration(performance.now() - startedMs)}`);
  const { passed, failed } = tally.counts();
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * @param {string} root
 * @param {readonly string[]} given to jest; nothing means everything
 * @param {import('./tally.mjs').Tally} tally
 */
async function testAll(root, given, tally) {
  const environment = browserEnvironment(tally);
  if (given.length > 0) {
    await runSuites(root, { arguments: given, environment }, tally);
    return;
  }
  await fetchTemporal(root, tally);
  // Suites that run the built programs find them up to date, and do not build them side by side.
  const built = await runProgram(process.execPath, ['bin/build.mjs'], root);
  tally.check('build', built, 'npm run build shows it again');
  await runSuites(root, { name: DRIFT.name, arguments: [DRIFT.file], environment }, tally);
  const rest = [`--testPathIgnorePatterns=/node_modules/|${DRIFT.file}`];
  await runSuites(root, { arguments: rest, environment }, tally);
}

/**
 * What every check and suite stands on: without one of these nothing else has a meaning.
 *
 * @param {string} root
 * @param {import('./tally.mjs').Tally} tally
 * @returns {Promise<boolean>} whether all of it is there
 */
async function prepare(root, tally) {
  if (!areInstalled(root)) {
    console.log('  packages: installing with npm ci, about half a minute');
    const { command, args } = installLaunch(root);
    const installed = await runProgram(command, args, root);
    tally.check('packages', installed, 'npm ci says what it could not install');
    if (installed.failure !== null) return false;
  }
  const client = await runProgram(process.execPath, ['bin/build.mjs', 'client'], root);
  tally.check('database client', client, 'npx prisma validate names the mistake in prisma/schema');
  return client.failure === null;
}

/**
 * As many at a time as the machine has cores.
 *
 * @param {string} root
 * @param {import('./tally.mjs').Tally} tally
 */
async function checkAll(root, tally) {
  const waiting = [...CHECKS];
  const next = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [script, ...args] = check.program;
      const outcome = await runProgram(
        process.execPath,
        [join('node_modules', script), ...args],
        root,
      );
      tally.check(check.name, outcome, check.hint);
    }
  };
  const lanes = Array.from({ length: Math.min(availableParallelism(), CHECKS.length) }, next);
  await Promise.all(lanes);
}

/**
 * Found, fetched or built, as at a start.
 *
 * @param {string} root
 * @param {import('./tally.mjs').Tally} tally
 */
async function fetchTemporal(root, tally) {
  const startedMs = performance.now();
  const report = (/** @type {string} */ line) => console.log(`  Temporal CLI: ${line}`);
  const failure = await provideTemporal(process.env, join(root, 'bin/temporal-cli'), report).then(
    () => null,
    (/** @type {Error} */ error) => error.message,
  );
  const ms = performance.now() - startedMs;
  tally.check('Temporal CLI', { failure, ms }, 'the suites with workflows need it');
}

/**
 * The suites on a screen skip themselves without a browser, but never silently, and never in CI.
 *
 * @param {import('./tally.mjs').Tally} tally
 */
function browserEnvironment(tally) {
  const found = findChromium(process.env);
  if (found !== null) return { CHROMIUM: found };
  const remedy = 'Remedy: apt-get install chromium, or set CHROMIUM to the path of one.';
  if (process.env['CI']) {
    const failure = 'there is no Chromium, and in CI the suites of the page are not skipped';
    tally.check('Chromium', { failure, ms: 0 }, remedy);
  } else {
    tally.warn(`NO CHROMIUM: the suites of the page in a browser are SKIPPED. ${remedy}`);
  }
  return {};
}
