/**
 * Goal: whatever is killed at once, each payment is charged exactly once and every schedule fires.
 *
 * Method: API and workers as processes on a PostgreSQL and a Temporal of the test's own, all four
 * ended with SIGKILL while payments are planned and on their way, then started again. The gateway's
 * ledger is the second opinion; the business's clock is moved instead of waiting for the dates.
 */
import { randomUUID } from 'node:crypto';
import { Connection, Client as SystemClient } from '@temporalio/client';
import { Pool } from 'pg';
import { until } from '../../bin/waiting.mjs';
import { type Client, ProblemError } from '../../contracts/client';
import { inconsistenciesOf } from '../../prisma/consistency';
import { aClientWith, type Books, daysAhead } from '../prisma/books';
import { type OwnPostgres, ownPostgres } from '../support/postgres';
import { type OwnTemporal, ownTemporal } from '../support/temporal';
import { Programs } from './programs';
import { signedInAdmin } from './signed-in';

jest.setTimeout(300_000);

let postgres: OwnPostgres;
let temporal: OwnTemporal;
let programs: Programs;
let pool: Pool;
let client: Client;

beforeAll(async () => {
  postgres = await ownPostgres();
  temporal = await ownTemporal();
  programs = await Programs.prepare('restart', { databaseUrl: postgres.databaseUrl, temporal });
  pool = openPool();
  await aClientWith(pool, []);
  await programs.start('sandbox');
  await programs.start('api');
  await programs.start('workers');
  client = await signedInAdmin(pool, programs.apiUrl);
}, 240_000);

afterAll(async () => {
  programs.killAll();
  await pool.end();
  await temporal.stop();
  await postgres.stop();
});

function openPool(): Pool {
  const opened = new Pool({ connectionString: postgres.databaseUrl, max: 4 });
  opened.on('error', () => undefined);
  return opened;
}

async function aCardClient(openMinor: readonly number[], token: string): Promise<Books> {
  const books = await aClientWith(
    pool,
    openMinor.map((open) => ({ openMinor: open })),
  );
  await pool.query(`UPDATE payment_method SET token = 'used ' || id WHERE token = $1`, [token]);
  await pool.query('UPDATE payment_method SET token = $2 WHERE id = $1', [books.methodId, token]);
  return books;
}

/** The same request under the same id until there is an answer, as the page does it. */
async function place(
  books: Books,
  invoice: number,
  amountMinor: number,
  runOn: string | null = null,
): Promise<string> {
  const id = randomUUID();
  const body = {
    organizationId: books.organizationId,
    methodId: books.methodId,
    currency: 'USD',
    lines: [{ invoiceId: books.invoiceIds[invoice] ?? '', amountMinor }],
    runOn,
  };
  const placed = await until(
    () =>
      client.putPayment({ params: { id }, body }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProblemError && error.problem.code !== 'INTERNAL') throw error;
          return false;
        },
      ),
    { limitMs: 60_000, everyMs: 50 },
  );
  if (placed === null) throw new Error('the API did not answer');
  return id;
}

async function statesOf(ids: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    'SELECT state, count(*)::int AS count FROM payment WHERE id = ANY($1::uuid[]) GROUP BY state',
    [ids],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** False also while the database is away. */
const areSettled = (ids: readonly string[]) => () =>
  statesOf(ids).then(
    ({ settled }) => settled === ids.length,
    () => false,
  );

type Ledger = { charges: { reference: string; amount: number; state: string }[] };

async function takenOf(paymentId: string): Promise<number[]> {
  const query = new URLSearchParams({ reference: `${paymentId}:charge` }).toString();
  const response = await fetch(`${programs.sandboxUrl}/ledger.json?${query}`);
  const { charges } = (await response.json()) as Ledger;
  return charges.filter(({ state }) => state === 'settled').map(({ amount }) => amount);
}

async function killAndStartAll(): Promise<void> {
  programs.kill('workers');
  programs.kill('api');
  await Promise.all([temporal.kill(), postgres.kill()]);
  await pool.end();
  await Promise.all([postgres.start(), temporal.start()]);
  pool = openPool();
  await programs.start('api');
  await programs.start('workers');
}

/** What waits for the sweep is made to look a minute older, and the schedule is not waited for. */
async function sweepNow(): Promise<void> {
  await pool.query(
    `UPDATE payment SET next_step_at = next_step_at - interval '2 minutes'
      WHERE next_step_clock = 'real' AND next_step_at IS NOT NULL`,
  );
  const connection = await Connection.connect({ address: temporal.address });
  const { schedule } = new SystemClient({ connection, namespace: temporal.systemNamespace });
  await schedule.getHandle('sweep').trigger();
  await connection.close();
}

test('everything is killed while payments are planned and on their way', async () => {
  const quick = await aCardClient([1_000_000], 'card_success');
  const slow = await aCardClient(Array(6).fill(50_000), 'card_slow');
  const planned = [
    await place(quick, 0, 10_000, daysAhead(5)),
    await place(quick, 0, 20_000, daysAhead(40)),
  ];
  const immediate = await Promise.all(
    slow.invoiceIds.map((_, index) => place(slow, index, 40_000)),
  );
  await killAndStartAll();
  const late = await place(quick, 0, 30_000);

  await sweepNow();
  const now = [...immediate, late];
  const settled = await until(areSettled(now), { limitMs: 150_000, everyMs: 250 });
  if (settled === null) throw new Error(JSON.stringify(await statesOf(now)));

  await client.moveClock({ body: { to: `${daysAhead(60)}T18:00:00.000Z` } });
  const fired = await until(areSettled(planned), { limitMs: 60_000, everyMs: 250 });
  if (fired === null) throw new Error(JSON.stringify(await statesOf(planned)));

  for (const id of immediate) expect(await takenOf(id)).toEqual([40_000]);
  expect(await takenOf(late)).toEqual([30_000]);
  expect(await Promise.all(planned.map(takenOf))).toEqual([[10_000], [20_000]]);
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

test('the API dies between its commit and the start of the workflow', async () => {
  const books = await aCardClient([100_000], 'card_success');
  // With Temporal away the start cannot happen; then the API that would try again is killed.
  await temporal.kill();
  const id = await place(books, 0, 60_000);
  expect(await statesOf([id])).toEqual({ reserved: 1 });
  programs.kill('api');
  await temporal.start();
  await programs.start('api');
  await sweepNow();
  const settled = await until(areSettled([id]), { limitMs: 150_000, everyMs: 250 });
  if (settled === null) throw new Error(JSON.stringify(await statesOf([id])));
  expect(await takenOf(id)).toEqual([60_000]);
});

test('the signed reports of a dispute reach the books: opened, won, opened again, lost', async () => {
  const books = await aCardClient([100_000], 'card_success');
  const id = await place(books, 0, 60_000);
  const reaches = async (state: string) => {
    const isThere = async () => (await statesOf([id]))[state] === 1;
    if ((await until(isThere, { limitMs: 60_000, everyMs: 50 })) === null) {
      throw new Error(JSON.stringify(await statesOf([id])));
    }
  };
  const lever = (step: string) =>
    fetch(`${programs.sandboxUrl}/control/charges/${id}:charge/${step}`, { method: 'POST' });
  await reaches('settled');
  for (const [step, state] of [
    ['dispute', 'disputed'],
    ['win-dispute', 'settled'],
    ['dispute', 'disputed'],
    ['lose-dispute', 'returned'],
  ] as const) {
    expect((await lever(step)).status).toBe(200);
    await reaches(state);
  }
  const { timeline } = await client.readPayment({ params: { id } });
  const told = timeline.map(({ kind }) => kind).filter((kind) => /isput/.test(kind));
  expect(told).toEqual([
    'payment.disputeLost',
    'payment.disputed',
    'payment.disputeWon',
    'payment.disputed',
  ]);
  expect(await inconsistenciesOf(pool)).toEqual([]);
});
