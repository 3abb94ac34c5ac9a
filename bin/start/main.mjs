/**
 * `npm start`: from a fresh clone to a page that takes payments, and to the very same place again
 * on the next start. This file tells the story; each step has a file of its own.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { firstTaken, nextFreeBase, portPlan } from '../ports.mjs';
import { addressTable } from './addresses.mjs';
import { parseStartArguments, USAGE } from './arguments.mjs';
import { signInsOfDemo } from './demo.mjs';
import { examine } from './doctor.mjs';
import { givenEnvironment, processEnvironment } from './environment.mjs';
import { deleteData, openFolders } from './folders.mjs';
import { portsWeListenOn } from './listening.mjs';
import { createPrinter, since } from './printing.mjs';
import {
  appointUndertaker,
  becomeStarter,
  endLeftovers,
  readRecord,
  resignAsStarter,
  writeRecord,
} from './record.mjs';
import { openSecrets } from './secrets.mjs';
import { bringUp } from './sequence.mjs';
import { createSupervisor } from './supervisor.mjs';

/** A second Ctrl-C this soon is the same one: npm and the terminal may both pass it on. */
const SAME_SIGNAL_MS = 1_000;

/** @param {readonly string[]} argv */
export async function main(argv) {
  const root = realpathSync(join(import.meta.dirname, '../..'));
  const parsed = parseStartArguments(argv);
  if (parsed.kind === 'wrong') {
    console.error(`${parsed.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (parsed.kind === 'help') {
    console.log(USAGE);
  } else if (parsed.kind === 'doctor') {
    process.exitCode = (await examine(root, parsed.port)) ? 0 : 1;
  } else {
    await start(root, parsed);
  }
}

/**
 * @param {string} root
 * @param {{ port: number, hasDemo: boolean, isReset: boolean }} options
 */
async function start(root, options) {
  const startedMs = performance.now();
  const print = createPrinter(process.stdout);
  let folders = openFolders(root);
  if (!(await becomeStarter(folders.data))) {
    explainRunning(root, folders, options, print);
    return;
  }
  if (options.isReset) {
    await endLeftovers(folders.data);
    deleteData(folders);
    folders = openFolders(root);
    if (!(await becomeStarter(folders.data))) throw new Error('Another start came in between.');
  }
  print.alsoTo(join(folders.logs, 'npm-start.log'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  print.plain(`Headroom ${version} in ${root}`);
  if (options.isReset) print.line('reset', 'all data of this checkout is deleted');

  const ports = portPlan(options.port);
  const given = givenEnvironment(root, process.env);
  const environment = processEnvironment({
    ports,
    folders,
    secrets: openSecrets(folders.data),
    given,
  });
  const running = {
    ...{ isReady: false, port: options.port, hasDemo: options.hasDemo },
    undertaker: /** @type {import('./record.mjs').Running['undertaker']} */ (null),
  };
  const supervisor = createSupervisor({
    print,
    onChange: (alive) => writeRecord(folders.data, { ...running, alive }),
  });
  const ending = endOnSignal(supervisor, folders.data, print);
  try {
    for (const name of await endLeftovers(folders.data)) {
      print.line(name, 'was left behind by a killed start; ended');
    }
    await refuseTakenPorts(ports, given);
    running.undertaker = appointUndertaker(folders.data);
    print.plain(`The staff page will be at ${environment['PUBLIC_URL']}\n`);
    await bringUp({ root, folders, ports, given, environment, options, print, supervisor });
  } catch (error) {
    if (ending.hasBegun()) return;
    print.plain(`\n${error instanceof Error ? error.message : String(error)}\n`);
    await ending.begin(1);
    return;
  }
  if (ending.hasBegun()) return;
  running.isReady = true;
  supervisor.record();
  const signIns = signInsOfDemo(folders.data);
  print.plain(`\nReady after ${since(startedMs)}.\n`);
  print.plain(
    `${addressTable({ environment, signIns, logs: folders.logs })}\n\nCtrl-C stops everything.`,
  );
}

/**
 * @param {string} root
 * @param {import('./folders.mjs').Folders} folders
 * @param {{ isReset: boolean }} options
 * @param {import('./printing.mjs').Printer} print
 */
function explainRunning(root, folders, options, print) {
  const running = readRecord(folders.data);
  if (options.isReset) {
    print.plain('Headroom is running in this folder. Stop it with Ctrl-C first, then reset.');
    process.exitCode = 1;
    return;
  }
  if (running === null || !running.isReady) {
    print.plain('Headroom is being started in this folder already; its window says how far it is.');
    if (running === null) return;
  } else {
    print.plain('Headroom is running in this folder already:\n');
  }
  const environment = processEnvironment({
    ports: portPlan(running.port),
    folders,
    secrets: openSecrets(folders.data),
    given: givenEnvironment(root, process.env),
  });
  print.plain(
    addressTable({ environment, signIns: signInsOfDemo(folders.data), logs: folders.logs }),
  );
}

/**
 * @param {import('../ports.mjs').PortPlan} ports
 * @param {import('./environment.mjs').Environment} given
 */
async function refuseTakenPorts(ports, given) {
  const taken = await firstTaken(ports, portsWeListenOn(given));
  if (taken === null) return;
  const base = await nextFreeBase(ports.page);
  throw new Error(
    `Port ${taken.port}, meant for ${taken.purpose}, is taken by another program. ` +
      `Stop that one, or start on other ports: npm start -- --port ${base ?? ports.page + 100}`,
  );
}

/**
 * Ends everything in order at the first signal, and at once when somebody insists.
 *
 * @param {ReturnType<typeof createSupervisor>} supervisor
 * @param {string} dataFolder
 * @param {import('./printing.mjs').Printer} print
 */
function endOnSignal(supervisor, dataFolder, print) {
  /** @type {number | null} */
  let firstMs = null;
  /** @param {number} exitCode */
  const begin = async (exitCode) => {
    firstMs ??= performance.now();
    await supervisor.stop();
    if (existsSync(dataFolder)) resignAsStarter(dataFolder);
    process.exit(exitCode);
  };
  const onSignal = () => {
    if (firstMs === null) {
      print.plain('\nStopping. (Ctrl-C again: at once.)');
      void begin(0);
    } else if (performance.now() - firstMs > SAME_SIGNAL_MS) {
      void supervisor.kill();
    }
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, onSignal);
  }
  return { begin, hasBegun: () => firstMs !== null };
}
