/**
 * Goal: a payment by hand that arrives at any moment before the charge of autopay never leads to more
 * money than the invoice is open for, whatever is slow in between; and a person is never refused
 * because autopay waits.
 *
 * Method: the real server with the sandbox's gateway. Every statement and every request waits for a
 * random while first, so that the steps of both sides meet in all orders; the gateway's ledger is the
 * second opinion, and the counters are recomputed at the end.
 */
import { randomUUID } from 'node:crypto';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { aClientDue, aRule, slotsOf } from '../prisma/autopay-rules';
import { aRequest, type Books, dana, LIMITS } from '../prisma/books';
import { usePostgres } from '../support/postgres';
import { freshNamespace, useTemporal } from '../support/temporal';
import { Stack } from './stack';

jest.setTimeout(240_000);

const DUE = '2030-06-03';
const OPEN = 100_000;
const ROUNDS = 40;

let stack: Stack;
/** Pauses of up to so many milliseconds before each statement and each request. */
let delayMs = 0;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  const { address } = await useTemporal();
  stack = await Stack.start({
    databaseUrl,
    temporalAddress: address,
    namespace: await freshNamespace(),
    delay: () => new Promise((resolve) => setTimeout(resolve, Math.random() * delayMs)),
  });
}, 120_000);

afterAll(() => stack.stop());

afterEach(async () => {
  delayMs = 0;
  expect(await inconsistenciesOf(stack.pool)).toEqual([]);
  const { rows } = await stack.pool.query('SELECT id FROM invoice WHERE overage_minor > 0');
  expect(rows).toEqual([]);
});

async function aClientOfAutopay(): Promise<Books> {
  const books = await aClientDue(stack.pool, DUE, [{ openMinor: OPEN }]);
  await stack.giveCard(books.methodId);
  await aRule(stack.pool, books);
  return books;
}

async function payByHand(books: Books, amountMinor: number): Promise<'placed' | 'refused'> {
  const place = createPlacePayment({ pool: stack.slowPool, limits: LIMITS });
  const id = randomUUID();
  const result = await place(id, aRequest(books, [amountMinor]), dana);
  if (!result.ok) {
    expect(result.refusal).toMatchObject({
      code: 'REFUSED',
      refusals: [{ code: 'AMOUNT_EXCEEDS_HEADROOM' }],
    });
    return 'refused';
  }
  await stack.startWorkflow(id);
  return 'placed';
}

const invoiceOf = (books: Books) => books.invoiceIds[0] ?? '';

async function takenOn(books: Books): Promise<number> {
  const { rows } = await stack.pool.query<{ id: string }>(
    'SELECT payment_id AS id FROM payment_line WHERE invoice_id = $1',
    [invoiceOf(books)],
  );
  const taken = await Promise.all(rows.map(({ id }) => stack.taken(id)));
  return taken.flat().reduce((sum, amount) => sum + amount, 0);
}

/** Until every slot is decided and every payment has ended. */
async function settled(clients: readonly Books[]): Promise<void> {
  const ids = clients.map(invoiceOf);
  await stack.eventually(async () => {
    const { rows } = await stack.pool.query<{ open: number }>(
      `SELECT (SELECT count(*) FROM unnest($1::uuid[]) AS wanted(id)
                WHERE NOT EXISTS (SELECT FROM autopay_slot WHERE invoice_id = wanted.id))
            + (SELECT count(*) FROM payment JOIN payment_line ON payment_id = payment.id
                WHERE invoice_id = ANY($1::uuid[])
                  AND state IN ('scheduled', 'reserved', 'submitting', 'unknown', 'pending')) AS open`,
      [ids],
    );
    return Number(rows[0]?.open) === 0;
  });
}

test(`a manual payment meets autopay at any moment, ${ROUNDS} times: never an overage`, async () => {
  await stack.startWorkers();
  const clients = await Promise.all(Array.from({ length: ROUNDS }, aClientOfAutopay));
  for (const books of clients) await stack.startRulesOf(books.organizationId);
  delayMs = 12;
  const outcomes = new Map<string, number>();
  const count = (what: string) => outcomes.set(what, (outcomes.get(what) ?? 0) + 1);
  const byHand = clients.map(async (books, index) => {
    // Some a moment before the instant, some while the slot is decided, some during the last look.
    await new Promise((resolve) => setTimeout(resolve, index * 120));
    const amount = [OPEN, 60_000, 40_000, 1_000][index % 4] ?? OPEN;
    count(await payByHand(books, amount));
  });
  const moved = stack.moveClockTo(`${DUE}T14:16:00Z`);
  await Promise.all([...byHand, moved]);
  await settled(clients);
  delayMs = 0;

  for (const books of clients) {
    const taken = await takenOn(books);
    expect(taken).toBeLessThanOrEqual(OPEN);
    const slots = await slotsOf(stack.pool, invoiceOf(books));
    expect(slots).toHaveLength(1);
    count(slots[0]?.outcome ?? '');
  }
  // A race in which nobody ever met anybody would prove nothing.
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['charge', 'placed']));
});

test('while autopay waits for the gateway people pay, and what waits is trimmed', async () => {
  await stack.stopWorkers();
  await stack.startWorkers({ gateway: false });
  const clients = await Promise.all(Array.from({ length: 24 }, aClientOfAutopay));
  for (const books of clients) await stack.startRulesOf(books.organizationId);
  await stack.moveClockTo(`${DUE}T14:17:00Z`);
  await stack.eventually(async () => {
    const { rows } = await stack.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM payment JOIN payment_line ON payment_id = id
        WHERE kind = 'autopay' AND state = 'scheduled' AND invoice_id = ANY($1::uuid[])`,
      [clients.map(invoiceOf)],
    );
    return rows[0]?.count === clients.length;
  });
  delayMs = 8;
  const paid = await Promise.all(
    clients.map(async (books, index) => {
      const amount = [OPEN, 70_000, 100][index % 3] ?? OPEN;
      return { books, amount, answer: await payByHand(books, amount) };
    }),
  );
  expect(paid.map(({ answer }) => answer)).toEqual(paid.map(() => 'placed'));
  await stack.startGateway();
  await settled(clients);
  delayMs = 0;
  for (const { books, amount } of paid) {
    // What is left after a hundred cents by hand is autopay's; less than nothing is superseded.
    expect(await takenOn(books)).toBe(OPEN);
    expect(amount).toBeLessThanOrEqual(OPEN);
  }
  const { rows } = await stack.pool.query(
    `SELECT count(*)::int AS mails FROM message WHERE kind = 'paymentDeclined'`,
  );
  expect(rows).toEqual([{ mails: 0 }]);
});
