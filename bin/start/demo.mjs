/** The business set up, the demo data loaded once, and what they say about signing in. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The seed prints one such line per demo user; they are shown at the end of each start. */
const SIGN_IN = /^sign-in: (.+)$/;

/** Without demo data too there must be a business; one that is there only gets today's sender. */
const WITHOUT_DEMO = '--no-demo';

/**
 * @param {import('./sequence.mjs').Start} start
 * @param {(launch: import('../child.mjs').Launch) => Promise<void>} run
 */
export async function loadDemo({ root, folders, environment, print, supervisor }, run) {
  const file = signInsFile(folders.data);
  if (isDemoLoaded(folders.data)) return;
  print.line('demo data', 'loading sample invoices, once');
  try {
    await run(seedLaunch(root, environment, []));
  } catch (error) {
    if (supervisor.isStopping()) throw error;
    // Headroom itself is well: a person can work with it, and sees what is missing.
    print.line('demo data', error instanceof Error ? error.message : String(error));
    print.line('demo data', 'not loaded whole; the next start goes on with it');
    return;
  }
  const output = readFileSync(join(folders.logs, 'demo-data.log'), 'utf8');
  writeFileSync(file, JSON.stringify(signInsIn(output)), { mode: 0o600 });
}

/** @param {string} dataFolder */
export function isDemoLoaded(dataFolder) {
  return existsSync(signInsFile(dataFolder));
}

/**
 * @param {import('./sequence.mjs').Start} start
 * @param {(launch: import('../child.mjs').Launch) => Promise<void>} run
 */
export async function setUpBusiness({ root, environment }, run) {
  await run(seedLaunch(root, environment, [WITHOUT_DEMO]));
}

/**
 * @param {string} root
 * @param {import('./environment.mjs').Environment} environment
 * @param {string[]} flags
 * @returns {import('../child.mjs').Launch}
 */
function seedLaunch(root, environment, flags) {
  const args = [join(root, 'dist/seed.js'), ...flags];
  return { command: process.execPath, args, cwd: root, environment };
}

/**
 * @param {string} output of the seed
 * @returns {string[]}
 */
export function signInsIn(output) {
  return output.split('\n').flatMap((line) => SIGN_IN.exec(line)?.[1] ?? []);
}

/**
 * @param {string} dataFolder
 * @returns {string[]} one line per demo user; none where there is no demo
 */
export function signInsOfDemo(dataFolder) {
  const file = signInsFile(dataFolder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** @param {string} dataFolder */
function signInsFile(dataFolder) {
  return join(dataFolder, 'demo-sign-ins.json');
}
