/**
 * Confirming, which is the durable yes: bursts with the workers stopped and the starts issued in the
 * background as the API does, then the same with workers running, and how long each takes to drain.
 */
import { pino } from 'pino';
import { createSoon } from '../api/starting/soon';
import { createTemporalStarter } from '../api/starting/temporal-starter';
import { createStarting } from '../prisma/stores/payments/starting';
import type { Books } from '../test/prisma/books';
import type { Stack } from '../test/scenarios/stack';
import { placeOn } from './clients';
import { drive, rounded } from './measure';

export const CONFIRMING_HEAD = [
  ...['workers', 'spread', 'clients', 'payments', 'confirmed/s', 'p50 ms', 'p99 ms', 'errors'],
  'drained in s',
] as const;

type Setting = Readonly<{ payments: number; clients: readonly number[]; random: () => number }>;

export async function confirming(
  stack: Stack,
  spread: readonly Books[],
  { payments, clients, random }: Setting,
): Promise<string[][]> {
  const rows: string[][] = [];
  for (const areRunning of [false, true]) {
    for (const [name, books] of [
      [`${spread.length} organizations`, spread],
      ['one hot invoice', spread.slice(0, 1)],
    ] as const) {
      for (const count of clients) {
        if (areRunning) await stack.startWorkers();
        const soon = soonOf(stack);
        const figures = await drive(count, payments, async () => {
          const one = books[Math.floor(random() * books.length)];
          if (one !== undefined) soon.startPayment(await placeOn(stack, one));
        });
        await soon.idle();
        const seconds = await drain(stack, areRunning);
        rows.push([
          ...[areRunning ? 'running' : 'stopped', name, `${count}`, `${figures.done}`],
          ...[rounded(figures.perSecond), rounded(figures.p50Ms, 1), rounded(figures.p99Ms, 1)],
          ...[`${figures.errors}`, seconds],
        ]);
        process.stderr.write(`${rows.at(-1)?.join('  ')}\n`);
      }
    }
  }
  return rows;
}

/** As the API's root wires it. */
function soonOf(stack: Stack) {
  return createSoon({
    log: pino({ level: 'error' }),
    readStart: createStarting({ pool: stack.pool }).readStart,
    starter: createTemporalStarter(stack.client),
  });
}

/** Longer than this is shown as what was left, and never waited for. */
const DRAIN_LIMIT_MS = 300_000;

/** Seconds from the last start until nothing is left to charge or to send. */
async function drain(stack: Stack, areRunning: boolean): Promise<string> {
  const begin = performance.now();
  if (!areRunning) await stack.startWorkers();
  let left = await leftOver(stack);
  while (left > 0 && performance.now() - begin < DRAIN_LIMIT_MS) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = await leftOver(stack);
  }
  const seconds = rounded((performance.now() - begin) / 1000, 1);
  await stack.stopWorkers();
  return left === 0 ? seconds : `${left} left after ${seconds}`;
}

/** Not `unknown`: what the gateway left unanswered is asked again minutes later. */
async function leftOver({ pool }: Stack): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM payment WHERE state IN ('reserved', 'submitting'))::int
          + (SELECT count(*) FROM message WHERE status = 'waiting')::int AS count`,
  );
  return rows[0]?.count ?? 0;
}
