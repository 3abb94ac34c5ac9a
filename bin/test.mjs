/**
 * `npm test`: installs when needed, then runs the suites; ends with `N passed, N failed`.
 * What is given after `--` goes to jest as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

if (!existsSync('node_modules/.package-lock.json')) {
  console.log('Installing the packages (about half a minute)');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit' });
  if (install.status !== 0) process.exit(1);
}
const report = join(mkdtempSync(join(tmpdir(), 'headroom-report-')), 'jest.json');
const jest = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, ...process.argv.slice(2)],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
const failed = result === null ? 1 : result.numFailedTests + result.numRuntimeErrorTestSuites;
console.log(`${result?.numPassedTests ?? 0} passed, ${failed} failed`);
process.exit(failed === 0 && jest.status === 0 ? 0 : 1);
