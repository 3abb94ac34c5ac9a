/** The suites, by jest: it shows them as they end, and leaves its counts in a file. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Suites wait for servers most of the time, so even two cores run two of them. */
const WORKERS = Math.max(2, availableParallelism() - 1);

/**
 * @param {string} root
 * @param {{ name?: string, arguments: readonly string[], environment: Record<string, string> }} suites
 * @param {import('./tally.mjs').Tally} tally
 */
export async function runSuites(root, { name = 'suites', arguments: given, environment }, tally) {
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'headroom-report-'));
  try {
    const report = join(folder, 'report.json');
    const code = await runJest(root, [...given, '--json', `--outputFile=${report}`], environment);
    const counts = countsOf(existsSync(report) ? readFileSync(report, 'utf8') : null, code);
    tally.suites(name, { ...counts, ms: performance.now() - startedMs });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 * @param {Record<string, string>} environment
 * @returns {Promise<number>}
 */
function runJest(root, args, environment) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  return new Promise((resolve) => {
    // Its report goes to a file, what a person reads goes to the standard error.
    const child = spawn(process.execPath, [jest, `--maxWorkers=${WORKERS}`, ...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * A suite that did not even load counts as one failure, and so does a jest that ended badly while
 * every test passed.
 *
 * @param {string | null} report what jest wrote; null when it wrote nothing
 * @param {number} code its exit code
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countsOf(report, code) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(report);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
