/**
 * The order of coming up. What does not wait for each other runs side by side: the Temporal CLI is
 * fetched while packages install, and the servers start while the programs are built.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { areInstalled, installLaunch } from '../packages.mjs';
import { initializeData, postgresUser, prepareBinaries } from '../postgres.mjs';
import { provideTemporal } from '../temporal-cli.mjs';
import { isDemoLoaded, loadDemo, setUpBusiness } from './demo.mjs';
import { since } from './printing.mjs';
import { postgresService, programService, temporalService } from './services.mjs';

/**
 * @typedef {{
 *   root: string,
 *   folders: import('./folders.mjs').Folders,
 *   ports: import('../ports.mjs').PortPlan,
 *   given: import('./environment.mjs').Environment,
 *   environment: import('./environment.mjs').Environment,
 *   options: { hasDemo: boolean },
 *   print: import('./printing.mjs').Printer,
 *   supervisor: ReturnType<typeof import('./supervisor.mjs').createSupervisor>,
 * }} Start
 */

/** @param {Start} start */
export async function bringUp(start) {
  const installed = install(start);
  const postgres = installed.then(() => startPostgres(start));
  const temporal = startTemporal(start);
  const built = installed.then(() => build(start));
  const sandbox = built.then(() => startProgram(start, 'sandbox'));
  const migrated = Promise.all([postgres, built]).then(() => migrate(start));
  const prepared = Promise.all([temporal, built]).then(() => prepareTemporal(start));
  await Promise.all([migrated, prepared, sandbox]);
  if (!start.options.hasDemo || isDemoLoaded(start.folders.data)) {
    await setUpBusiness(start, (launch) => runStep(start, 'business', launch));
  }
  await Promise.all([startProgram(start, 'workers'), startProgram(start, 'api')]);
  if (start.options.hasDemo) await loadDemo(start, (launch) => runStep(start, 'demo data', launch));
}

/** @param {Start} start */
async function install({ root, folders, print, supervisor }) {
  if (areInstalled(root)) return;
  const startedMs = performance.now();
  print.line('packages', 'installing with npm ci, about half a minute');
  await supervisor.runTool('npm ci', installLaunch(root), {
    logFile: join(folders.logs, 'install.log'),
    still: 'still installing',
    report: (line) => print.line('packages', line),
  });
  print.line('packages', `installed (${since(startedMs)})`);
}

/** @param {Start} start */
async function startPostgres({ root, folders, ports, given, environment, print, supervisor }) {
  if (given['DATABASE_URL']) {
    print.line('PostgreSQL', 'the one that DATABASE_URL names');
    return;
  }
  const user = postgresUser();
  const binaries = prepareBinaries(root);
  const password = new URL(environment['DATABASE_URL'] ?? '').password;
  const data = folders.database;
  const isNew = await initializeData({
    binaries,
    data,
    password: decodeURIComponent(password),
    user,
  });
  if (isNew) print.line('PostgreSQL', `a new database in ${data}`);
  await supervisor.start(postgresService({ folders, ports, binaries, user }));
}

/** @param {Start} start */
async function startTemporal({ root, folders, ports, given, environment, print, supervisor }) {
  if (given['TEMPORAL_ADDRESS']) {
    print.line('Temporal', `the one at ${given['TEMPORAL_ADDRESS']}`);
    return;
  }
  const report = (/** @type {string} */ line) => print.line('Temporal CLI', line);
  const cli = await provideTemporal(given, join(root, 'bin/temporal-cli'), report);
  report(`${cli.version} from the ${cli.from}`);
  await supervisor.start(temporalService({ folders, ports, cli, environment }));
}

/** @param {Start} start */
async function build(start) {
  const launch = nodeLaunch(start, 'bin/build.mjs');
  await runStep(start, 'build', launch);
}

/** @param {Start} start */
async function migrate(start) {
  await runStep(start, 'migrations', nodeLaunch(start, 'dist/migrate.js'));
}

/** @param {Start} start */
async function prepareTemporal(start) {
  await runStep(start, 'namespaces', nodeLaunch(start, 'dist/temporal-setup.js'));
}

/**
 * @param {Start} start
 * @param {'sandbox' | 'workers' | 'api'} name
 */
async function startProgram({ folders, ports, environment, print, supervisor }, name) {
  if (!existsSync(join(folders.root, `dist/${name}.js`))) {
    print.line(name, 'not there yet');
    return;
  }
  await supervisor.start(programService(name, { folders, ports, environment }));
}

/**
 * @param {Start} start
 * @param {string} script
 */
function nodeLaunch({ root, environment }, script) {
  return { command: process.execPath, args: [join(root, script)], cwd: root, environment };
}

/**
 * @param {Start} start
 * @param {string} name
 * @param {import('../child.mjs').Launch} launch
 */
async function runStep({ folders, print, supervisor }, name, launch) {
  const startedMs = performance.now();
  if (!existsSync(launch.args[0] ?? '')) {
    print.line(name, 'not there yet');
    return;
  }
  await supervisor.runTool(name, launch, {
    logFile: join(folders.logs, `${name.replace(' ', '-')}.log`),
    still: 'still at it',
    report: (line) => print.line(name, line),
  });
  print.line(name, `done (${since(startedMs)})`);
}
