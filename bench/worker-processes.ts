/**
 * Payments with one, two and four worker processes, on Temporal's server on PostgreSQL: how many a
 * second, and what each costs of the CPU.
 *
 * The counts take turns, upwards and then downwards, so that a load of others weighs on all alike.
 */
import type { Books } from '../test/prisma/books';
import { Cpu, cpuRows } from './cpu';
import { drive, figuresOf, progress, type Run, rounded } from './measure';
import type { Servers } from './servers';
import { settling } from './settling';

const COUNTS = [1, 2, 4] as const;

export const WORKER_PROCESSES_HEAD = [
  ...['worker processes', 'in flight', 'payments', 'payments/s', 'p50 ms', 'p99 ms', 'errors'],
  'payments/s : of one process',
] as const;

export const WORKER_PROCESSES_CPU_HEAD = [
  'CPU ms of a payment, by worker processes',
  ...COUNTS.map(String),
];

type Setting = Readonly<{ rounds: number; sliceMs: number; inFlight: number }>;

export async function workerProcesses(
  servers: Servers,
  books: readonly Books[],
  { rounds, sliceMs, inFlight }: Setting,
): Promise<Readonly<{ rows: string[][]; cpu: string[][] }>> {
  const settle = settling(servers, []);
  const scaleTo = scaling(servers);
  const measured = new Map(COUNTS.map((count) => [count, { runs: [] as Run[], cpu: new Cpu() }]));
  let turn = 0;
  const pay = async () => {
    await settle(books[turn++ % books.length] as Books);
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const count of round % 2 === 0 ? COUNTS : COUNTS.toReversed()) {
      await scaleTo(count);
      // A process that has just begun compiles what it runs, and holds no workflow in memory.
      await drive({ clients: inFlight, total: count * inFlight, limitMs: sliceMs }, pay);
      const load = { clients: inFlight, total: Number.POSITIVE_INFINITY, limitMs: sliceMs };
      const { runs, cpu } = measured.get(count) ?? { runs: [], cpu: new Cpu() };
      runs.push(await cpu.over(true, () => drive(load, pay)));
      progress(`worker processes: ${count}, ${rounded(figuresOf(runs).perSecond, 1)} payments/s`);
    }
  }
  const all = [...measured];
  const ofOne = figuresOf(measured.get(1)?.runs ?? []).perSecond;
  return {
    rows: all.map(([count, { runs }]) => {
      const { done, perSecond, p50Ms, p99Ms, errors } = figuresOf(runs);
      return [
        ...[`${count}`, `${inFlight}`, `${done}`, rounded(perSecond, 1), rounded(p50Ms)],
        ...[rounded(p99Ms), `${errors}`, rounded(perSecond / ofOne, 2)],
      ];
    }),
    cpu: cpuRows(all.map(([, { cpu }]) => cpu)),
  };
}

/** Starts what is missing and ends, in order, what is too many; none runs at first. */
function scaling({ programs }: Servers): (count: number) => Promise<void> {
  let running = 0;
  return async (count) => {
    for (; running < count; running += 1) await programs.start('workers', running + 1);
    for (; running > count; running -= 1) await programs.stop('workers', running);
  };
}
