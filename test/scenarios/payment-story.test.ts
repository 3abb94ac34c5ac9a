/**
 * Goal: a placed payment reaches its end, once, whatever dies in between.
 *
 * Method: the whole server side with the sandbox's gateway; its own ledger is the second opinion.
 * The outbox's rows are aged and the sweep is called instead of waiting for its minute.
 */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { addDays } from '../../domain/calendar';
import { inconsistenciesOf } from '../../prisma/consistency';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import type { InvoicePaymentResult } from '../../workflows/messages';
import { aClientWith, aRequest, type Books, dana, daysAhead } from '../prisma/books';
import { usePostgres } from '../support/postgres';
import { freshNamespace, ownTemporal, useTemporal } from '../support/temporal';
import { Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  const { address } = await useTemporal();
  stack = await Stack.start({
    databaseUrl,
    temporalAddress: address,
    namespace: await freshNamespace(),
  });
  await stack.startWorkers();
}, 120_000);

afterAll(() => stack.stop());

afterEach(async () => {
  expect(await inconsistenciesOf(stack.pool)).toEqual([]);
});

const clientWith = async (open: readonly number[], token = 'card_success'): Promise<Books> => {
  const books = await aClientWith(
    stack.pool,
    open.map((openMinor) => ({ openMinor })),
  );
  await useToken(books, token);
  return books;
};
/** The magic tokens are shared by all clients here, so the row is moved aside first. */
const useToken = async (books: Books, token: string) => {
  await stack.pool.query(`UPDATE payment_method SET token = 'used ' || id WHERE token = $1`, [
    token,
  ]);
  await stack.pool.query('UPDATE payment_method SET token = $2 WHERE id = $1', [
    books.methodId,
    token,
  ]);
};

async function place(
  on: Stack,
  books: Books,
  amounts: number[],
  overrides: Partial<PlacementRequest> = {},
) {
  const result = await on.place(randomUUID(), aRequest(books, amounts, overrides), dana);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.payment.id;
}

const sweep = (on: Stack) =>
  new MockActivityEnvironment().run(on.sweep) as Promise<{ started: number; signalled: number }>;

test('a card payment is placed, charged once and settled, within its budget of history events', async () => {
  const books = await clientWith([100_000]);
  const id = await place(stack, books, [60_000]);
  await stack.startWorkflow(id);
  const result: InvoicePaymentResult = await stack.workflow(id).result();
  expect(result).toMatchObject({ state: 'settled', amount: '600.00 USD' });
  expect(await stack.taken(id)).toEqual([60_000]);
  const { events } = await stack.workflow(id).fetchHistory();
  expect(events?.length).toBeLessThanOrEqual(22);
});

test('a payment of 200 invoices is one charge', async () => {
  const books = await clientWith(Array(200).fill(1_000));
  const id = await place(stack, books, Array(200).fill(700));
  await stack.startWorkflow(id);
  await stack.until(id, 'settled');
  expect(await stack.taken(id)).toEqual([140_000]);
});

test('a decline gives back what was held, and the planned payment hears of it', async () => {
  const books = await clientWith([100_000], 'card_declined');
  const planned = await place(stack, books, [80_000], { runOn: daysAhead(30) });
  await stack.startWorkflow(planned);
  const paid = await place(stack, books, [60_000]);
  await stack.startWorkflow(paid);
  expect(await stack.until(paid, 'failed', 'settled')).toBe('failed');
  await stack.workflow(paid).result();
  const { events } = await stack.workflow(planned).fetchHistory();
  const adjusted = events?.filter(
    ({ workflowExecutionSignaledEventAttributes: signaled }) => signaled?.signalName === 'adjusted',
  );
  expect(adjusted?.length).toBeGreaterThanOrEqual(1);
  const { rows } = await stack.pool.query(
    'SELECT amount_minor::int AS amount FROM payment WHERE id = $1',
    [planned],
  );
  expect(rows).toEqual([{ amount: 80_000 }]);
  await stack.workflow(planned).terminate();
});

test('a lost answer is found again and charged once', async () => {
  const books = await clientWith([100_000], 'card_answer_lost');
  const id = await place(stack, books, [5_000]);
  await stack.startWorkflow(id);
  await stack.until(id, 'settled');
  expect(await stack.taken(id)).toEqual([5_000]);
});

test('what a crash left unstarted after the commit is started by the sweep', async () => {
  const books = await clientWith([100_000]);
  const id = await place(stack, books, [5_000]);
  expect((await sweep(stack)).started).toBe(0);
  await stack.ageNextSteps(2);
  await sweep(stack);
  await stack.until(id, 'settled');
  expect(await stack.taken(id)).toEqual([5_000]);
});

test('a payment whose running workflow was terminated goes on, and runs on its date', async () => {
  const books = await clientWith([100_000]);
  const id = await place(stack, books, [5_000], { runOn: daysAhead(2) });
  await stack.startWorkflow(id);
  await stack.workflow(id).terminate('an operator, by mistake');
  await stack.moveClockTo(`${daysAhead(2)}T23:00:00Z`);
  await sweep(stack);
  await stack.until(id, 'settled');
  expect(await stack.taken(id)).toEqual([5_000]);
});

test('months of schedules with manual payments, a decline and a fallen balance between them', async () => {
  const books = await clientWith([120_000]);
  const { rows: now } = await stack.pool.query<{ today: string }>(
    `SELECT (now() + clock_offset_ms * interval '1 millisecond')::date::text AS today FROM business`,
  );
  const today = now[0]?.today ?? '';
  const dates = [30, 60, 90, 120].map((days) => addDays(today, days));
  const plans = [];
  for (const runOn of dates) {
    const id = await place(stack, books, [30_000], { runOn });
    await stack.startWorkflow(id);
    plans.push(id);
  }
  const [first = '', second = '', third = '', fourth = ''] = plans;
  await stack.moveClockTo(`${dates[0]}T23:00:00Z`);
  await stack.until(first, 'settled');

  // 400.00 by hand: nearest first, the second is emptied and the third lowered.
  const paid = await place(stack, books, [40_000]);
  await stack.startWorkflow(paid);
  await stack.until(paid, 'settled');
  await stack.until(second, 'superseded');

  await useToken(books, 'card_declined');
  const refused = await place(stack, books, [15_000]);
  await stack.startWorkflow(refused);
  await stack.until(refused, 'failed');
  await useToken(books, 'card_success');

  await stack.moveClockTo(`${dates[2]}T23:00:00Z`);
  await stack.until(third, 'settled');
  // The client pays 250.00 elsewhere: what is unpaid falls, and the last run takes only what is left.
  await stack.pool.query('UPDATE invoice SET open_minor = open_minor - 25000 WHERE id = $1', [
    books.invoiceIds[0],
  ]);
  await stack.moveClockTo(`${dates[3]}T23:00:00Z`);
  await stack.until(fourth, 'settled');

  const taken = await Promise.all(
    [first, second, paid, refused, third, fourth].map((id) => stack.taken(id)),
  );
  expect(taken).toEqual([[30_000], [], [40_000], [], [20_000], [5_000]]);
});

test('payments that are confirmed while Temporal is down are charged once it is back', async () => {
  const temporal = await ownTemporal();
  const other = await Stack.start({
    databaseUrl,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
  });
  await other.startWorkers();
  const books = await clientWith([100_000]);
  await other.stopWorkers();
  await temporal.kill();
  // The clerk's yes comes from the database alone.
  const id = await place(other, books, [5_000]);
  await temporal.start();
  await other.startWorkers();
  await other.ageNextSteps(2);
  await sweep(other);
  await other.until(id, 'settled');
  expect(await other.taken(id)).toEqual([5_000]);
  await other.stop();
  await temporal.stop();
});
