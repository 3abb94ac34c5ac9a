/**
 * Goal: a charge whose answer was lost holds its claim no longer than it must, and not in silence.
 *
 * Method: the real stores under the real activities, with a gateway in memory that loses answers;
 * instants on the charge's row are moved instead of waiting. After each test the counters are recomputed.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createCancelPayment } from '../../prisma/stores/payments/cancel';
import { createPaymentReader } from '../../prisma/stores/payments/reading/payment-reader';
import { FakeGateway } from '../gateways/fake-gateway';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aContact } from './a-contact';
import { aClientWith, type Books, countersOf, dana } from './books';
import { aCharging } from './charging-stores';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;
let gateway: FakeGateway;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  gateway = new FakeGateway({ now: () => new Date() });
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const { stores, place } = aCharging(() => ({ pool, gateway }));
const useToken = (token: string) => pool.query(`UPDATE payment_method SET token = $1`, [token]);

test('a charge whose first answer was lost waits a day for its payer, then is fenced', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await useToken('card_action_required');
  const paid = await place(books, [60_000]);
  gateway.loseNextAnswers(1);
  expect(await stores().charge(paid)).toMatchObject({ state: 'unknown' });
  expect(await stores().ask(paid)).toMatchObject({ state: 'actionRequired', next: 'ask' });
  const { rows } = await pool.query<{ hours: number }>(
    `SELECT round(extract(epoch FROM fence_due_at - clock_timestamp()) / 3600)::int AS hours FROM charge`,
  );
  expect(rows).toEqual([{ hours: 24 }]);
  await pool.query(`UPDATE charge SET fence_due_at = clock_timestamp()`);
  expect(await stores().ask(paid)).toMatchObject({ state: 'cancelled', next: 'none' });
  expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0 });
  expect(gateway.taken).toEqual([]);
});

describe('a charge that waits for its payer, given up by a person,', () => {
  const cancelling = () => createCancelPayment({ pool, capabilities: gateway.capabilities });

  async function aWaiting(books: Books): Promise<string> {
    await useToken('card_action_required');
    const paid = await place(books, [60_000]);
    expect(await stores().charge(paid)).toMatchObject({ state: 'actionRequired' });
    return paid;
  }

  const giveUp = async (paid: string) => {
    const { rows } = await pool.query<{ version: number }>(
      'SELECT version FROM payment WHERE id = $1',
      [paid],
    );
    return cancelling()(paid, { version: rows[0]?.version ?? 0, reason: 'Paid by check.' }, dana);
  };

  const storyOf = async (paid: string) => {
    const { rows } = await pool.query<{ told: string }>(
      `SELECT kind || ', ' || actor_name AS told FROM event
        WHERE payment_id = $1 AND kind IN ('payment.stopAsked', 'payment.cancelled', 'payment.settled') ORDER BY id`,
      [paid],
    );
    return rows.map(({ told }) => told);
  };

  test('keeps its claim until the gateway has stopped it, and is cancelled then', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
    const paid = await aWaiting(books);
    expect(await giveUp(paid)).toMatchObject({ ok: true, value: { state: 'actionRequired' } });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 60_000 });
    expect(await stores().readStep(paid)).toMatchObject({ next: 'ask', waitMs: 0 });
    expect(await stores().ask(paid)).toMatchObject({ state: 'cancelled', next: 'none' });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0 });
    expect(gateway.taken).toEqual([]);
    expect(await storyOf(paid)).toEqual([
      `payment.stopAsked, ${dana.name}`,
      'payment.cancelled, Gateway',
    ]);
    const { rows } = await pool.query(`SELECT kind, facts ->> 'cause' AS cause FROM message`);
    expect(rows).toEqual([{ kind: 'paymentCancelled', cause: 'byBusiness' }]);
    const reader = createPaymentReader({ pool, capabilities: gateway.capabilities });
    expect(await reader.read(paid)).toMatchObject({
      cancelledBy: dana.name,
      isBeingStopped: false,
    });
  });

  test('twice is given up once, also while the gateway is away, and asked again until it is stopped', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const paid = await aWaiting(books);
    await giveUp(paid);
    gateway.setOutage(true);
    expect(await stores().ask(paid)).toMatchObject({ state: 'actionRequired', next: 'ask' });
    expect(await giveUp(paid)).toMatchObject({ ok: true, value: { state: 'actionRequired' } });
    expect(await storyOf(paid)).toEqual([`payment.stopAsked, ${dana.name}`]);
    gateway.setOutage(false);
    expect(await stores().ask(paid)).toMatchObject({ state: 'cancelled' });
  });

  test('is asked about again within minutes, whatever was answered before or beside it', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const paid = await aWaiting(books);
    await pool.query(`UPDATE charge SET asked = 6`);
    await giveUp(paid);
    // The answer to a question that was asked before, and a report that comes again.
    const waits = { kind: 'actionRequired', reference: 'ch_1' } as const;
    const step = await stores().apply(paid, waits);
    expect(step).toMatchObject({ state: 'actionRequired', next: 'ask' });
    expect(step.waitMs).toBeLessThanOrEqual(5 * 60_000);
    gateway.setOutage(true);
    for (let asked = 0; asked < 5; asked += 1) {
      expect((await stores().ask(paid)).waitMs).toBeLessThanOrEqual(5 * 60_000);
    }
    // Pressed once more it is asked about at once.
    await giveUp(paid);
    expect(await stores().readStep(paid)).toMatchObject({ next: 'ask', waitMs: 0 });
  });

  test('was withdrawn only if that stopped it: one that is voided later says so', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
    const paid = await aWaiting(books);
    await giveUp(paid);
    await stores().apply(paid, { kind: 'pending', reference: 'ch_1' });
    await stores().apply(paid, { kind: 'voided', reference: 'ch_1' });
    const { rows } = await pool.query(
      `SELECT facts ->> 'cause' AS cause FROM message WHERE kind = 'paymentCancelled'`,
    );
    expect(rows).toEqual([{ cause: 'voided' }]);
  });

  test('is charged when the payer was faster, and nobody says that it was cancelled', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const paid = await aWaiting(books);
    await giveUp(paid);
    gateway.settle(`${paid}:charge`);
    expect(await stores().ask(paid)).toMatchObject({ state: 'settled' });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 60_000 });
    const reader = createPaymentReader({ pool, capabilities: gateway.capabilities });
    expect(await reader.read(paid)).toMatchObject({ cancelledBy: null, isBeingStopped: false });
  });

  test('is refused where the gateway cannot stop a charge', async () => {
    gateway = new FakeGateway({ now: () => new Date(), capabilities: { fence: 'none' } });
    const paid = await aWaiting(await aClientWith(pool, [{ openMinor: 100_000 }]));
    expect(await giveUp(paid)).toMatchObject({
      ok: false,
      refusal: {
        code: 'PAYMENT_NOT_CHANGEABLE',
        reason: 'It waits for the client, and its gateway cannot stop a charge.',
      },
    });
    expect(await storyOf(paid)).toEqual([]);
  });
});

describe('a charge that was answered *duplicate*', () => {
  test('when it was sent again is never sent once more: it fails, with the time of the next try', async () => {
    gateway = new FakeGateway({
      now: () => new Date(),
      capabilities: { duplicateWindowSeconds: 120 },
    });
    const books = await aClientWith(pool, [{ openMinor: 60_000 }, { openMinor: 60_000 }]);
    await stores().charge(await place(books, [60_000]));
    const paid = await place({ ...books, invoiceIds: books.invoiceIds.slice(1) }, [60_000]);
    gateway.loseNextRequests(1);
    expect(await stores().charge(paid)).toMatchObject({ state: 'unknown' });
    const answered = await stores().ask(paid);
    expect(answered).toMatchObject({ state: 'unknown', next: 'ask' });
    expect(answered.waitMs).toBeLessThanOrEqual(10_000);
    gateway.advance(121);
    expect(await stores().ask(paid)).toMatchObject({ state: 'failed', next: 'none' });
    const { rows } = await pool.query(
      `SELECT failure_code, retry_at IS NOT NULL AS has_retry FROM payment WHERE id = $1`,
      [paid],
    );
    expect(rows).toEqual([{ failure_code: 'GATEWAY_DUPLICATE', has_retry: true }]);
    expect(gateway.taken).toHaveLength(1);
    expect(await countersOf(pool, books.invoiceIds[1])).toMatchObject({ firm: 0 });
  });

  test('and is found to wait for its payer waits its day, and is fenced as one that was not confirmed', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await useToken('card_action_required');
    const paid = await place(books, [60_000]);
    expect(await stores().charge(paid)).toMatchObject({ state: 'actionRequired' });
    await pool.query(`UPDATE payment SET state = 'unknown', failure_code = 'GATEWAY_DUPLICATE'`);
    expect(await stores().ask(paid)).toMatchObject({ state: 'actionRequired', next: 'ask' });
    expect(gateway.calls.fence).toBe(0);
    await pool.query(`UPDATE charge SET fence_due_at = clock_timestamp()`);
    expect(await stores().ask(paid)).toMatchObject({ state: 'cancelled' });
  });
});

test('a question in vain is no change that a person would have to look at first', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await useToken('card_action_required');
  const paid = await place(books, [60_000]);
  await stores().charge(paid);
  const versionOf = async () =>
    (await pool.query<{ version: number }>('SELECT version FROM payment')).rows[0]?.version ?? 0;
  const looked = await versionOf();
  await stores().ask(paid);
  await stores().ask(paid);
  expect(await versionOf()).toBe(looked);
  const cancel = createCancelPayment({ pool, capabilities: gateway.capabilities });
  expect(await cancel(paid, { version: looked, reason: null }, dana)).toMatchObject({ ok: true });
  expect(await versionOf()).toBe(looked + 1);
});

test('a person hears of an outcome that is unknown for an hour, until it is known', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await useToken('card_outage');
  const paid = await place(books, [60_000]);
  const openTasks = `SELECT kind, payment_id AS "paymentId" FROM task WHERE resolved_at IS NULL`;
  const { charge, ask, apply } = stores();
  expect(await charge(paid)).toMatchObject({ state: 'unknown' });
  await ask(paid);
  expect((await pool.query(openTasks)).rows).toEqual([]);
  await pool.query(`UPDATE charge SET frozen_at = frozen_at - interval '1 hour'`);
  await ask(paid);
  await ask(paid);
  expect((await pool.query(openTasks)).rows).toEqual([{ kind: 'paymentUnknown', paymentId: paid }]);
  await apply(paid, { kind: 'settled', reference: 'ch_1', settledAt: new Date().toISOString() });
  expect((await pool.query(openTasks)).rows).toEqual([]);
});
