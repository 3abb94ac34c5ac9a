/**
 * Immediate payments from placed to receipts handed over, beside Temporal's floor. Both take turns in
 * short slices, so that a load of others which comes and goes weighs on both alike.
 */
import { randomUUID } from 'node:crypto';
import { createPlacePayment } from '../prisma/stores/payments/place';
import { createStarting } from '../prisma/stores/payments/starting';
import { type Books, dana, LIMITS } from '../test/prisma/books';
import { invoicePaymentStart, invoicePaymentWorkflowId } from '../workflows/messages';
import { requestOn } from './clients';
import { cpuMs, usedBetween } from './cpu';
import { countsOf, type Event, eventsOf, lateStory } from './history';
import { drive, type Figures, figuresOf, progress, type Run, rounded, within } from './measure';
import type { Servers } from './servers';

export const END_TO_END_HEAD = [
  ...['in flight', 'payments', 'payments/s', 'p50 ms', 'p99 ms', 'errors', 'floor/s'],
  ...['floor p50 ms', 'floor errors', 'payments : floor'],
] as const;

export const CPU_HEAD = ['CPU ms each, at 10 in flight', 'payment', 'floor'] as const;

type Setting = Readonly<{ slices: number; sliceMs: number; inFlight: readonly number[] }>;
export type EndToEnd = Readonly<{
  rows: string[][];
  cpu: string[][];
  counts: Readonly<{ locals: number; regulars: number }>;
  /** Of payments that were alone. */
  histories: readonly (readonly Event[])[];
}>;

/** Later than this is an error, and its history is told: a lost answer is asked for minutes later. */
const LATE_MS = 20_000;
const CPU_AT_IN_FLIGHT = 10;
const HISTORIES = 15;

export async function endToEnd(
  servers: Servers,
  books: readonly Books[],
  { slices, sliceMs, inFlight }: Setting,
): Promise<EndToEnd> {
  const { client, programs } = servers;
  const late: string[] = [];
  const alone: string[] = [];
  const settle = settling(servers, late);
  await programs.start('workers');
  const first = await settle(books[0] as Books);
  const counts = countsOf(await eventsOf(client, invoicePaymentWorkflowId(first)));
  const floor = () =>
    client.workflow.execute('floor', {
      workflowId: `floor:${randomUUID()}`,
      taskQueue: 'floor',
      args: [counts.locals, counts.regulars],
    });
  await within(60_000, floor());

  const rows: string[][] = [];
  const cpu = { payment: new Cpu(), floor: new Cpu() };
  let turn = 0;
  for (const clients of inFlight) {
    const load = { clients, total: Number.POSITIVE_INFINITY, limitMs: sliceMs };
    const payments: Run[] = [];
    const bare: Run[] = [];
    for (let slice = 0; slice < slices; slice += 1) {
      const isCounted = clients === CPU_AT_IN_FLIGHT;
      payments.push(
        await cpu.payment.over(isCounted, () =>
          drive(load, async () => {
            const id = await settle(books[turn++ % books.length] as Books);
            if (clients === 1 && alone.length < HISTORIES) alone.push(id);
          }),
        ),
      );
      bare.push(
        await cpu.floor.over(isCounted, () =>
          drive(load, async () => {
            await within(LATE_MS, floor());
          }),
        ),
      );
    }
    rows.push(rowOf(clients, figuresOf(payments), figuresOf(bare)));
    progress(`end to end: ${rows.at(-1)?.join('  ')}`);
  }
  for (const id of late.slice(0, 3)) progress(await lateStory(client, servers.pool, id));
  const histories = await Promise.all(
    alone.map((id) => eventsOf(client, invoicePaymentWorkflowId(id))),
  );
  return { rows, cpu: cpuRows(cpu.payment, cpu.floor), counts, histories };
}

/** Answers the id of a payment that has settled and whose receipt was handed over. */
function settling({ pool, client }: Servers, late: string[]) {
  const place = createPlacePayment({ pool, limits: LIMITS });
  const { readStart } = createStarting({ pool });
  return async (books: Books): Promise<string> => {
    const id = randomUUID();
    const placed = await place(id, requestOn(books), dana);
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
    const start = await readStart(id);
    if (start === null) throw new Error(`no payment ${id}`);
    const handle = await client.workflow.start('invoicePayment', invoicePaymentStart(start));
    try {
      const result = (await within(LATE_MS, handle.result())) as Readonly<{ state: string }>;
      if (result.state !== 'settled') throw new Error(`${id} is ${result.state}`);
    } catch (error) {
      late.push(id);
      throw error;
    }
    return id;
  };
}

function rowOf(clients: number, payments: Figures, floor: Figures): string[] {
  return [
    ...[`${clients}`, `${payments.done}`, rounded(payments.perSecond, 1)],
    ...[rounded(payments.p50Ms), rounded(payments.p99Ms), `${payments.errors}`],
    ...[rounded(floor.perSecond, 1), rounded(floor.p50Ms), `${floor.errors}`],
    rounded(payments.perSecond / floor.perSecond, 2),
  ];
}

/** What some slices cost, by program. */
class Cpu {
  private readonly usedMs = new Map<string, number>();
  private done = 0;

  async over(isCounted: boolean, slice: () => Promise<Run>): Promise<Run> {
    const before = cpuMs();
    const run = await slice();
    if (!isCounted) return run;
    for (const [name, ms] of usedBetween(before, cpuMs())) {
      this.usedMs.set(name, (this.usedMs.get(name) ?? 0) + ms);
    }
    this.done += run.tookMs.length;
    return run;
  }

  get names(): readonly string[] {
    return [...this.usedMs.keys()];
  }

  each(name: string): number {
    return (this.usedMs.get(name) ?? 0) / this.done;
  }
}

function cpuRows(payment: Cpu, floor: Cpu): string[][] {
  const names = [...new Set([...payment.names, ...floor.names])].sort();
  const rows = names.map((name) => [name, payment.each(name), floor.each(name)] as const);
  const sum = (column: 1 | 2) => rows.reduce((total, row) => total + row[column], 0);
  return [...rows, ['all', sum(1), sum(2)] as const].map(([name, one, other]) => [
    ...[name, rounded(one, 1), rounded(other, 1)],
  ]);
}
