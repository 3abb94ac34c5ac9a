/**
 * Goal: a charge whose answer was lost holds its claim no longer than it must, and not in silence.
 *
 * Method: the real stores under the real activities, with a gateway in memory that loses answers;
 * instants on the charge's row are moved instead of waiting. After each test the counters are recomputed.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { FakeGateway } from '../gateways/fake-gateway';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, countersOf } from './books';
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
