/**
 * Goal: the business's clock only moves forward, and stops in order at everything that is due by it.
 * Method: payments as the stores place them, then the clock moved by several at once.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createClockStore } from '../../prisma/stores/clock/clock-store';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, dana, daysAhead, LIMITS } from './books';

jest.setTimeout(60_000);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let databaseUrl: string;
let pool: Pool;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 16 });
}, 60_000);

afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

async function setUp() {
  const books = await aClientWith(pool, [{}]);
  const clock = createClockStore(pool);
  const place = createPlacePayment({ pool, limits: LIMITS });
  const schedule = async (days: number | null) => {
    const id = randomUUID();
    const runOn = days === null ? null : daysAhead(days);
    const placed = await place(id, aRequest(books, [1_000], { runOn }), dana);
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
    const { runAt, number } = placed.value.payment;
    return { id, number, runAt: new Date(runAt ?? 0) };
  };
  const businessNow = async () => new Date(Date.now() + (await clock.offsetMs()));
  return { clock, schedule, businessNow };
}

test('the clock stands where it was moved to, and runs on from there', async () => {
  const { clock, businessNow } = await setUp();
  expect(await clock.offsetMs()).toBe(0);
  const target = new Date(Date.now() + 40 * DAY_MS);
  await clock.moveTo(target, dana);
  const now = await businessNow();
  expect(now.getTime()).toBeGreaterThanOrEqual(target.getTime());
  expect(now.getTime()).toBeLessThan(target.getTime() + 10_000);
  const { rows } = await pool.query(`SELECT actor_name, before, subject FROM event`);
  expect(rows).toEqual([{ actor_name: dana.name, before: { offsetMs: 0 }, subject: 'clock' }]);
});

test('of twenty moves at once the farthest holds, and a move backward changes nothing', async () => {
  const { clock } = await setUp();
  const start = Date.now();
  const offsets: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      await clock.moveTo(new Date(start + ((index * 7) % 20) * DAY_MS + HOUR_MS), dana);
      offsets.push(await clock.offsetMs());
    }),
  );
  const farthest = await clock.offsetMs();
  expect(Math.max(...offsets)).toBe(farthest);
  expect(Math.abs(farthest - (19 * DAY_MS + HOUR_MS))).toBeLessThan(30_000);
  const { rows: before } = await pool.query('SELECT count(*)::int AS count FROM event');
  await clock.moveTo(new Date(start + 2 * DAY_MS), dana);
  expect(await clock.offsetMs()).toBe(farthest);
  const { rows: after } = await pool.query('SELECT count(*)::int AS count FROM event');
  expect(after).toEqual(before);
  // Each event begins where another one ended: nothing ever fell.
  const { rows: moves } = await pool.query<{ from: number; to: number }>(
    `SELECT (before ->> 'offsetMs')::float8 AS from, (after ->> 'offsetMs')::float8 AS to FROM event ORDER BY 2`,
  );
  moves.forEach(({ from, to }, index) => {
    expect(to).toBeGreaterThan(from);
    expect(from).toBe(index === 0 ? 0 : moves[index - 1]?.to);
  });
});

test('the next stop is the earliest run on the way, up to and including the target', async () => {
  const { clock, schedule } = await setUp();
  const third = await schedule(30);
  const first = await schedule(5);
  const second = await schedule(12);
  const far = new Date(Date.now() + 60 * DAY_MS);
  for (const { runAt } of [first, second, third]) {
    expect(await clock.nextStop(new Date(runAt.getTime() - 1))).toBeNull();
    expect(await clock.nextStop(runAt)).toEqual(runAt);
    expect(await clock.nextStop(far)).toEqual(runAt);
    await clock.moveTo(runAt, dana);
    // It has run: nothing is left to do.
    await pool.query(
      `UPDATE payment SET state = 'superseded', next_step = NULL, next_step_at = NULL, next_step_clock = NULL
        WHERE run_at = $1`,
      [runAt],
    );
  }
  expect(await clock.nextStop(far)).toBeNull();
});

test('a run that is due and has not happened stops once more at the end of its grace', async () => {
  const { clock, schedule } = await setUp();
  const { runAt } = await schedule(5);
  await clock.moveTo(runAt, dana);
  const graceEnd = new Date(runAt.getTime() + 48 * HOUR_MS);
  expect(await clock.nextStop(new Date(graceEnd.getTime() - 1))).toBeNull();
  expect(await clock.nextStop(new Date(graceEnd.getTime() + DAY_MS))).toEqual(graceEnd);
  await clock.moveTo(graceEnd, dana);
  expect(await clock.nextStop(new Date(graceEnd.getTime() + 30 * DAY_MS))).toBeNull();
});

test('what is due by the business clock is waited for, and what is being submitted; real time is not', async () => {
  const { clock, schedule } = await setUp();
  const due = await schedule(5);
  const later = await schedule(9);
  const now = await schedule(null);
  expect(await clock.waiting()).toEqual({ payments: [], rules: [] });
  await clock.moveTo(due.runAt, dana);
  expect(await clock.waiting()).toEqual({
    payments: [{ payment: { id: due.id, number: due.number }, state: 'scheduled' }],
    rules: [],
  });
  await pool.query(`UPDATE payment SET state = 'submitting' WHERE id = $1`, [now.id]);
  expect((await clock.waiting()).payments.map(({ payment }) => payment.id).sort()).toEqual(
    [due.id, now.id].sort(),
  );
  expect(await clock.paymentsOnBusinessTime()).toEqual([due.id, later.id]);
});
