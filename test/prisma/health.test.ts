/** Goal: what operators are alarmed by is true. Method: payments made overdue by each clock. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createHealthStore } from '../../prisma/stores/health/health-store';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, dana, daysAhead, LIMITS } from './books';

jest.setTimeout(60_000);

let databaseUrl: string;
let pool: Pool;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl });
}, 60_000);

afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

async function setUp() {
  const books = await aClientWith(pool, [{}]);
  const place = createPlacePayment({ pool, limits: LIMITS });
  const aPayment = async (
    state: string,
    step: 'charge' | 'ask' | 'finish',
    overdueSeconds: number,
  ) => {
    const id = randomUUID();
    const placed = await place(id, aRequest(books, [1_000], { runOn: daysAhead(30) }), dana);
    expect(placed.ok).toBe(true);
    await pool.query(
      `UPDATE payment SET state = $2, next_step = $3, next_step_clock = $4,
              next_step_at = clock_timestamp() - $5 * interval '1 second'
                + CASE WHEN $4 = 'business' THEN (SELECT clock_offset_ms FROM business) * interval '1 millisecond'
                       ELSE interval '0' END
        WHERE id = $1`,
      [id, state, step, step === 'finish' ? 'business' : 'real', overdueSeconds],
    );
  };
  const health = createHealthStore(pool);
  return { aPayment, health };
}

test('nothing waits in an empty database, and it answers', async () => {
  const { health } = await setUp();
  await health.ping();
  expect(await health.gauges()).toEqual({
    stuckPayments: 0,
    overdueSteps: 0,
    oldestOverdueSeconds: 0,
    gatewayQueueOldestSeconds: 0,
    unknownPayments: 0,
    unsentMessages: 0,
    failedMessages: 0,
    openTasks: 0,
  });
});

test('a step is stuck after five minutes by its own clock, overdue after one', async () => {
  const { aPayment, health } = await setUp();
  await pool.query('UPDATE business SET clock_offset_ms = 864000000');
  await aPayment('unknown', 'ask', 299);
  await aPayment('settled', 'finish', 59);
  expect(await health.gauges()).toMatchObject({ stuckPayments: 0, overdueSteps: 1 });
  await aPayment('unknown', 'ask', 302);
  await aPayment('settled', 'finish', 301);
  const gauges = await health.gauges();
  expect(gauges).toMatchObject({ stuckPayments: 2, overdueSteps: 3, unknownPayments: 2 });
  expect(gauges.oldestOverdueSeconds).toBeGreaterThanOrEqual(302);
  expect(gauges.oldestOverdueSeconds).toBeLessThan(330);
});

test('a charge that waits for the gateway is told as the age of that queue, not as stuck', async () => {
  const { aPayment, health } = await setUp();
  await aPayment('unknown', 'ask', 200);
  await aPayment('unknown', 'ask', 240);
  expect((await health.gauges()).gatewayQueueOldestSeconds).toBe(0);
  await aPayment('scheduled', 'charge', 600);
  await aPayment('scheduled', 'charge', -600);
  const gauges = await health.gauges();
  expect(gauges.stuckPayments).toBe(0);
  expect(gauges.gatewayQueueOldestSeconds).toBeGreaterThanOrEqual(600);
  expect(gauges.gatewayQueueOldestSeconds).toBeLessThan(630);
});

test('open tasks are counted until somebody resolves them', async () => {
  const { health } = await setUp();
  await pool.query(
    `INSERT INTO task (id, kind, dedupe_key, opened_at, resolved_at)
     VALUES (gen_random_uuid(), 'paymentDeclined', 'one', now(), NULL),
            (gen_random_uuid(), 'paymentDeclined', 'two', now(), now())`,
  );
  expect(await health.gauges()).toMatchObject({ openTasks: 1 });
});

test('a database that does not answer is an outage', async () => {
  const away = new Pool({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' });
  await expect(createHealthStore(away).ping()).rejects.toThrow();
  await away.end();
});
