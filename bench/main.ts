/** `npm run bench [-- --short]`: figures as ratios and counts, in one run on one machine. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { cloneDatabase } from '../test/support/postgres';
import { closeRun, openRun } from '../test/support/run';
import { clientsOf } from './clients';
import { CONFIRMING_HEAD, confirming } from './confirming';
import { CPU_HEAD, END_TO_END_HEAD, endToEnd } from './end-to-end';
import { STEPS_HEAD, steps } from './history';
import { LISTS_HEAD, lists } from './lists';
import { progress, seeded, table } from './measure';
import { startServers } from './servers';
import { STATEMENTS_HEAD, statements } from './statements';

const SEED = 20_261_125;
const CLIENTS = [1, 10, 50];
const isShort = process.argv.includes('--short');
const SIZE = isShort
  ? {
      listsTimes: 10,
      organizations: 10,
      burst: 60,
      smallBurst: 40,
      slices: 2,
      sliceMs: 2_000,
      budgetMs: 150_000,
    }
  : {
      listsTimes: 100,
      organizations: 200,
      burst: 2_000,
      smallBurst: 300,
      slices: 4,
      sliceMs: 3_000,
      budgetMs: 480_000,
    };
/** No new burst begins when less than this of the budget is left. */
const BURST_MS = isShort ? 15_000 : 60_000;
/** Whatever waits for ever then, the run ends. */
const HARD_END_MS = SIZE.budgetMs + 300_000;

async function main(): Promise<void> {
  setTimeout(() => {
    console.error('the run did not end, and was ended');
    void closeRun().finally(() => process.exit(1));
  }, HARD_END_MS).unref();
  openRun();
  try {
    print(header());
    const servers = await startServers();
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
      burstLimitMs: BURST_MS / 2,
      drainLimitMs: BURST_MS,
      random: seeded(SEED),
      mayGoOn: () => performance.now() + BURST_MS < SIZE.budgetMs,
    });
    print(table(CONFIRMING_HEAD, confirmed));
    await servers.stop();
    const [small, large] = [await cloneDatabase(), await cloneDatabase()];
    print(table(LISTS_HEAD, await lists(small.databaseUrl, large.databaseUrl, SIZE.listsTimes)));
    print(`Load of the machine at the end: ${loadOf()}.`);
  } finally {
    await closeRun();
  }
}

function header(): string {
  const git = (...all: string[]) => execFileSync('git', all, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  const commit = `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' and changes' : ''}`;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  return `Machine: ${machine}. Commit: ${commit}. Seed: ${SEED}. Load: ${loadOf()}.${isShort ? ' Short form.' : ''}`;
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
