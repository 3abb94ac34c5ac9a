/** Immediate payments from placed to receipts handed over, beside Temporal's floor in the same run. */
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import type { Books } from '../test/prisma/books';
import type { Stack } from '../test/scenarios/stack';
import { placeOn } from './clients';
import { drive, type Figures, quiet, rounded } from './measure';

export const END_TO_END_HEAD = [
  ...['in flight', 'payments/s', 'p50 ms', 'p99 ms', 'errors', 'floor/s', 'floor p50 ms'],
  'payments : floor',
] as const;

type Counts = Readonly<{ locals: number; regulars: number }>;
type Setting = Readonly<{ payments: number; inFlight: readonly number[] }>;
type Where = Readonly<{ address: string; namespace: string }>;

export async function endToEnd(
  stack: Stack,
  books: readonly Books[],
  where: Where,
  { payments, inFlight }: Setting,
): Promise<{ rows: string[][]; counts: Counts }> {
  const settle = async (index: number) => {
    const id = await placeOn(stack, books[index % books.length] as Books);
    await stack.startWorkflow(id);
    const { state } = (await inTime(stack.workflow(id).result())) as Readonly<{ state: string }>;
    if (state !== 'settled') throw new Error(`${id} is ${state}`);
    return id;
  };
  await stack.startWorkers();
  const counts = await countsOf(stack, await settle(0));
  const real: Figures[] = [];
  for (const count of inFlight) {
    real.push(
      await drive(count, payments, async (index) => {
        await settle(index);
      }),
    );
  }
  await stack.stopWorkers();
  const bare = await floorFigures(stack.client, where, counts, { payments, inFlight });
  const rows = real.map((figures, index) => {
    const beneath = bare[index] as Figures;
    return [
      ...[`${inFlight[index]}`, rounded(figures.perSecond, 1), rounded(figures.p50Ms)],
      ...[rounded(figures.p99Ms), `${figures.errors}`, rounded(beneath.perSecond, 1)],
      ...[rounded(beneath.p50Ms), rounded(figures.perSecond / beneath.perSecond, 2)],
    ];
  });
  return { rows, counts };
}

/** A charge whose answer was lost is asked for later: it counts as an error here, not as a wait. */
const LATE_MS = 20_000;

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('not settled in time')), LATE_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How many activities of each kind a settled payment had, from its own history. */
async function countsOf(stack: Stack, paymentId: string): Promise<Counts> {
  const { events } = await stack.workflow(paymentId).fetchHistory();
  const all = events ?? [];
  return {
    regulars: all.filter((event) => event.activityTaskScheduledEventAttributes).length,
    locals: all.filter(
      ({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_local_activity',
    ).length,
  };
}

async function floorFigures(
  client: Client,
  { address, namespace }: Where,
  { locals, regulars }: Counts,
  { payments, inFlight }: Setting,
): Promise<Figures[]> {
  const connection = await NativeConnection.connect({ address });
  const activities = { nothing: () => Promise.resolve(null) };
  const base = { connection, namespace, activities };
  const workers = await Promise.all([
    Worker.create({
      ...base,
      taskQueue: 'floor',
      workflowBundle: await bundleWorkflowCode({
        workflowsPath: require.resolve('./floor-workflow'),
        logger: quiet,
      }),
      maxConcurrentLocalActivityExecutions: 20,
      maxConcurrentWorkflowTaskExecutions: 20,
    }),
    ...['floor-gateway', 'floor-documents'].map((taskQueue) =>
      Worker.create({ ...base, taskQueue, maxConcurrentActivityTaskExecutions: 20 }),
    ),
  ]);
  const running = workers.map((worker) => worker.run());
  const figures: Figures[] = [];
  for (const count of inFlight) {
    figures.push(
      await drive(count, payments, async (index) => {
        await client.workflow.execute('floor', {
          workflowId: `floor:${count}:${index}`,
          taskQueue: 'floor',
          args: [locals, regulars],
        });
      }),
    );
  }
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  return figures;
}
