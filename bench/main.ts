/** `npm run bench [-- --short]`: first figures as ratios and counts, in one run on one machine. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { Runtime } from '@temporalio/worker';
import { Pool } from 'pg';
import { FakeGateway } from '../test/gateways/fake-gateway';
import { Stack } from '../test/scenarios/stack';
import { ownPostgres } from '../test/support/postgres';
import { closeRun, openRun } from '../test/support/run';
import { ownTemporal } from '../test/support/temporal';
import { clientsOf } from './clients';
import { CONFIRMING_HEAD, confirming } from './confirming';
import { END_TO_END_HEAD, endToEnd } from './end-to-end';
import { quiet, seeded, table } from './measure';
import { STATEMENTS_HEAD, statements } from './statements';

const SEED = 20_261_125;
const isShort = process.argv.includes('--short');
const SIZE = isShort
  ? { organizations: 10, burst: 40, settled: 30, clients: [1, 10, 50] }
  : { organizations: 200, burst: 2_000, settled: 500, clients: [1, 10, 50] };

async function main(): Promise<void> {
  Runtime.install({ logger: quiet });
  openRun();
  try {
    const postgres = await ownPostgres();
    const temporal = await ownTemporal();
    const where = { address: temporal.address, namespace: temporal.namespace };
    const { databaseUrl } = postgres;
    const stack = await Stack.start({
      databaseUrl,
      temporalAddress: where.address,
      namespace: where.namespace,
    });
    const books = await clientsOf(stack, SIZE.organizations);
    const [first] = books;
    if (first === undefined) throw new Error('no organizations');
    print(header());
    const counting = new Pool({ connectionString: databaseUrl, max: 4 });
    const { capabilities } = new FakeGateway({ now: () => new Date() });
    print(table(STATEMENTS_HEAD, await statements(counting, capabilities, first)));
    await counting.end();
    const settling = { payments: SIZE.settled, inFlight: SIZE.clients };
    const { rows, counts } = await endToEnd(stack, books, where, settling);
    print(table(END_TO_END_HEAD, rows));
    const { locals, regulars } = counts;
    print(`The floor: ${locals} local and ${regulars} regular activities that do nothing.`);
    const burst = { payments: SIZE.burst, clients: SIZE.clients, random: seeded(SEED) };
    print(table(CONFIRMING_HEAD, await confirming(stack, books, burst)));
    await stack.stop();
  } finally {
    await closeRun();
  }
}

function header(): string {
  const git = (...all: string[]) => execFileSync('git', all, { encoding: 'utf8' }).trim();
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  const commit = `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' and changes' : ''}`;
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  return `Machine: ${machine}. Commit: ${commit}. Seed: ${SEED}.${isShort ? ' Short form.' : ''}`;
}

const print = (part: string) => process.stdout.write(`${part}\n\n`);

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
