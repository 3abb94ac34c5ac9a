/**
 * `npm run bench [-- LEG] [--short]`: figures as ratios and counts, in one run on one machine. Without
 * a name every leg but the rules, which alone take longer than all others.
 *
 * `npm run bench -- rules [--rules 10000] [--window 15] [--rate 8]`: so many autopay rules due at one
 * minute, spread over so many minutes, and so many charges a second.
 */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { cloneDatabase } from '../test/support/postgres';
import { closeRun, killGroup, openRun } from '../test/support/run';
import { BY_HAND_HEAD } from './by-hand';
import { clientsOf } from './clients';
import { CONFIRMING_HEAD, confirming } from './confirming';
import { CPU_HEAD, END_TO_END_HEAD, endToEnd } from './end-to-end';
import { files, filesHead, filesRows } from './files';
import { STEPS_HEAD, steps } from './history';
import { booksTimes, LISTS_HEAD, lists } from './lists';
import { progress, seeded, table } from './measure';
import { RULES_CPU_HEAD, RULES_HEAD, rulesAtOnce } from './rules-at-once';
import { startFloor, startServers } from './servers';
import { STATEMENTS_HEAD, statements } from './statements';
import { provideServer, temporalOnPostgres } from './temporal-on-postgres';
import {
  WORKER_PROCESSES_CPU_HEAD,
  WORKER_PROCESSES_HEAD,
  workerProcesses,
} from './worker-processes';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    rules: { type: 'string', default: '10000' },
    window: { type: 'string', default: '15' },
    rate: { type: 'string', default: '8' },
  },
});

const SEED = 20_261_125;
const CLIENTS = [1, 10, 50];
const SIZE = options.short
  ? {
      listsTimes: 10,
      importRows: 200,
      organizations: 10,
      burst: 100,
      smallBurst: 40,
      warmUp: 40,
      slices: 2,
      sliceMs: 2_000,
      drainMs: 30_000,
      budgetMs: 420_000,
    }
  : {
      listsTimes: 100,
      importRows: 2_000,
      organizations: 200,
      burst: 2_000,
      smallBurst: 200,
      warmUp: 600,
      slices: 4,
      sliceMs: 3_000,
      drainMs: 240_000,
      budgetMs: 960_000,
    };
/** No new burst begins when less than this of the budget is left. */
const BURST_MS = options.short ? 15_000 : 60_000;
/** As many in flight as one worker process takes steps of a queue. */
const WORKER_PROCESSES = {
  inFlight: 20,
  rounds: options.short ? 1 : 4,
  sliceMs: options.short ? 3_000 : 6_000,
};

type Leg = Readonly<{
  run: () => Promise<void> /** Whatever waits for ever then, it ends. */;
  limitMs: number;
}>;

const LEGS: Readonly<Record<string, Leg>> = {
  payments: { run: paymentsLeg, limitMs: SIZE.budgetMs + SIZE.drainMs + 120_000 },
  lists: { run: listsLeg, limitMs: 180_000 },
  files: { run: filesLeg, limitMs: 600_000 },
  workers: { run: workersLeg, limitMs: 300_000 },
  rules: { run: rulesLeg, limitMs: 2 * 60 * 60 * 1_000 },
};
const USUAL = ['payments', 'lists', 'files', 'workers'];

async function main(): Promise<void> {
  const names = positionals.length > 0 ? positionals : USUAL;
  const unknown = names.find((name) => !(name in LEGS));
  if (unknown !== undefined) {
    throw new Error(`there is no leg ${unknown}: ${Object.keys(LEGS).join(', ')}`);
  }
  // Built once per machine, and no part of any leg's time.
  if (names.includes('workers')) await provideServer();
  openRun();
  try {
    print(header());
    for (const name of names) await limited(LEGS[name] as Leg);
    print(`Load of the machine at the end: ${loadOf()}.`);
  } finally {
    await closeRun();
  }
}

async function limited({ run, limitMs }: Leg): Promise<void> {
  const timer = setTimeout(() => {
    console.error('the run did not end, and was ended');
    void closeRun().finally(() => process.exit(1));
  }, limitMs);
  await run();
  clearTimeout(timer);
}

async function paymentsLeg(): Promise<void> {
  const began = performance.now();
  const servers = await startServers();
  const floor = await startFloor(servers);
  progress('servers and programs are ready');
  const books = await clientsOf(servers, SIZE.organizations);
  progress(`${books.length} organizations`);
  print(table(STATEMENTS_HEAD, await statements(servers.databaseUrl)));
  const { slices, sliceMs } = SIZE;
  const ends = await endToEnd(servers, books, { slices, sliceMs, inFlight: CLIENTS });
  print(table(END_TO_END_HEAD, ends.rows));
  const { locals, regulars } = ends.counts;
  print(`The floor: ${locals} local and ${regulars} regular activities that do nothing.`);
  print(table(CPU_HEAD, ends.cpu));
  print(table(STEPS_HEAD, steps(ends.histories)));
  const confirmed = await confirming(servers, books, {
    clients: CLIENTS,
    burst: SIZE.burst,
    smallBurst: SIZE.smallBurst,
    warmUp: SIZE.warmUp,
    burstLimitMs: BURST_MS / 2,
    drainLimitMs: SIZE.drainMs,
    random: seeded(SEED),
    mayGoOn: () => performance.now() - began + BURST_MS < SIZE.budgetMs,
  });
  print(table(CONFIRMING_HEAD, confirmed));
  killGroup(floor);
  await servers.stop();
}

async function listsLeg(): Promise<void> {
  const [small, large] = [await cloneDatabase(), await cloneDatabase()];
  print(table(LISTS_HEAD, await lists(small.databaseUrl, large.databaseUrl, SIZE.listsTimes)));
}

/** The same files meet small books and large ones, on servers of their own. */
async function filesLeg(): Promise<void> {
  const sizes = [1, SIZE.listsTimes].map((times) => ({
    books: booksTimes(times),
    importRows: SIZE.importRows,
  }));
  const measured = [];
  for (const size of sizes) {
    const servers = await startServers();
    measured.push(await files(servers, size));
    await servers.stop();
  }
  print(table(filesHead(sizes), filesRows(measured[0] ?? [], measured[1] ?? [])));
}

async function workersLeg(): Promise<void> {
  const servers = await startServers({ temporal: temporalOnPostgres });
  const books = await clientsOf(servers, SIZE.organizations);
  const measured = await workerProcesses(servers, books, WORKER_PROCESSES);
  print(table(WORKER_PROCESSES_HEAD, measured.rows));
  print(table(WORKER_PROCESSES_CPU_HEAD, measured.cpu));
  await servers.stop();
}

async function rulesLeg(): Promise<void> {
  const [rules, windowMinutes, gatewayRatePerSecond] = [
    Number(options.rules),
    Number(options.window),
    Number(options.rate),
  ];
  const servers = await startServers({ gatewayRatePerSecond });
  const setting = { rules, windowMinutes, gatewayRatePerSecond };
  const measured = await rulesAtOnce(servers, setting);
  print(table(RULES_HEAD, measured.rows));
  print(table(BY_HAND_HEAD, measured.byHand));
  print(table(RULES_CPU_HEAD, measured.cpu));
  await servers.stop();
}

function header(): string {
  const git = (...all: string[]) => execFileSync('git', all, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  const commit = `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' and changes' : ''}`;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  return `Machine: ${machine}. Commit: ${commit}. Seed: ${SEED}. Load: ${loadOf()}.${options.short ? ' Short form.' : ''}`;
}

const loadOf = () =>
  loadavg()
    .map((load) => load.toFixed(1))
    .join(', ');

const print = (part: string) => process.stdout.write(`${part}\n\n`);

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
