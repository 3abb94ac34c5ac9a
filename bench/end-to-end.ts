/**
 * Immediate payments from placed to receipts handed over, beside Temporal's floor. Both take turns in
 * short slices, so that a load of others which comes and goes weighs on both alike.
 */
import type { Books } from '../test/prisma/books';
import { invoicePaymentWorkflowId } from '../workflows/messages';
import { Cpu, cpuRows } from './cpu';
import { floorOf } from './floor';
import { countsOf, type Event, eventsOf, lateStory } from './history';
import { drive, type Figures, figuresOf, progress, type Run, rounded } from './measure';
import type { Servers } from './servers';
import { settling } from './settling';

export const END_TO_END_HEAD = [
  ...['in flight', 'payments', 'payments/s', 'p50 ms', 'p99 ms', 'errors', 'floor/s'],
  ...['floor p50 ms', 'floor errors', 'payments : floor'],
] as const;

export const CPU_HEAD = [
  ...['CPU ms each, at 10 in flight', 'payment', 'floor', 'floor with what operators see'],
] as const;

type Setting = Readonly<{ slices: number; sliceMs: number; inFlight: readonly number[] }>;
export type EndToEnd = Readonly<{
  rows: string[][];
  cpu: string[][];
  counts: Readonly<{ locals: number; regulars: number }>;
  /** Of payments that were alone. */
  histories: readonly (readonly Event[])[];
}>;

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
  const floor = floorOf(client, counts);
  await floor.bare();

  const rows: string[][] = [];
  const cpu = { payment: new Cpu(), floor: new Cpu(), shown: new Cpu() };
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
      bare.push(await cpu.floor.over(isCounted, () => drive(load, floor.bare)));
      if (isCounted) await cpu.shown.over(true, () => drive(load, floor.shown));
    }
    rows.push(rowOf(clients, figuresOf(payments), figuresOf(bare)));
    progress(`end to end: ${rows.at(-1)?.join('  ')}`);
  }
  for (const id of late.slice(0, 3)) progress(await lateStory(client, servers.pool, id));
  const histories = await Promise.all(
    alone.map((id) => eventsOf(client, invoicePaymentWorkflowId(id))),
  );
  return { rows, cpu: cpuRows([cpu.payment, cpu.floor, cpu.shown]), counts, histories };
}

function rowOf(clients: number, payments: Figures, floor: Figures): string[] {
  return [
    ...[`${clients}`, `${payments.done}`, rounded(payments.perSecond, 1)],
    ...[rounded(payments.p50Ms), rounded(payments.p99Ms), `${payments.errors}`],
    ...[rounded(floor.perSecond, 1), rounded(floor.p50Ms), `${floor.errors}`],
    rounded(payments.perSecond / floor.perSecond, 2),
  ];
}
