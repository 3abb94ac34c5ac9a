/**
 * Goal: staff see days before a run that its card will have ended, or can no longer be charged, and
 * nothing is charged to another card.
 *
 * Method: the real pass over all clients and the real freeze, on PostgreSQL, with the business's clock.
 */
import { Pool } from 'pg';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createFlagEndingMethods } from '../../prisma/stores/autopay/ending-methods';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientDue, aRule, setClock, slotsOf } from './autopay-rules';
import type { Books } from './books';
import { aDesk, capabilities } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let books: Books;
let ruleId: string;
let flag: ReturnType<typeof createFlagEndingMethods>;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  flag = createFlagEndingMethods({ pool, limits: capabilities });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  books = await aClientDue(pool, '2030-06-10', [{ openMinor: 100_000 }]);
  await pool.query(`UPDATE payment_method SET expires_in = '2030-05'`);
  ruleId = await aRule(pool, books);
  await setClock(pool, '2030-05-20T15:00:00Z');
});

const tasks = async () => {
  const { rows } = await pool.query<{
    code: string;
    rule: string;
    runOn: string;
    resolution: string;
  }>(
    `SELECT facts ->> 'code' AS code, facts -> 'rule' ->> 'id' AS rule, facts ->> 'runOn' AS "runOn", resolution
       FROM task WHERE kind = 'autopayMethod' ORDER BY opened_at`,
  );
  return rows;
};
const EXPIRES = 'METHOD_EXPIRES_BEFORE_RUN';

it('opens one task for a card that ends before the run, three weeks ahead, however often it looks', async () => {
  expect(await flag()).toEqual({ clients: 1 });
  await flag();
  expect(await tasks()).toEqual([
    { code: EXPIRES, rule: ruleId, runOn: '2030-06-10', resolution: null },
  ]);
});

it.each([
  ['lasts until the month of the run', `UPDATE payment_method SET expires_in = '2030-06'`],
  ['ends when nothing is to be paid any more', `UPDATE invoice SET due_on = '2030-05-31'`],
  ['belongs to a disabled rule', `UPDATE autopay_rule SET is_enabled = false`],
])('says nothing of a card that %s', async (_what, statement) => {
  await pool.query(statement);
  await flag();
  expect(await tasks()).toEqual([]);
});

it('closes the task of a card that its bank has renewed', async () => {
  await flag();
  await pool.query(`UPDATE payment_method SET expires_in = '2034-05'`);
  await flag();
  expect(await tasks()).toMatchObject([{ code: EXPIRES, resolution: 'done' }]);
});

it('flags every rule of a method that the gateway refuses at the freeze, and charges no other card', async () => {
  await pool.query(`UPDATE payment_method SET expires_in = '2034-05'`);
  await pool.query(
    `INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four, read_at)
     VALUES (gen_random_uuid(), $1, 'sandbox', 'tok_other', 'card', 'Visa', '1111', now())`,
    [books.organizationId],
  );
  const second = await aRule(pool, books, { position: 2 });
  await setClock(pool, '2030-06-10T14:20:00Z');
  await createDecideSlot({ pool, limits: capabilities })(books.invoiceIds[0] ?? '');
  const [slot] = await slotsOf(pool, books.invoiceIds[0]);
  const paymentId = slot?.paymentId ?? '';
  await createFreeze({ pool, capabilities })(paymentId, {
    ...{ kind: 'card', brand: 'Visa', lastFour: '4242', expiresIn: '2034-05' },
    status: 'removed',
  });
  expect((await tasks()).map(({ code, rule }) => [code, rule]).sort()).toEqual(
    [ruleId, second].map((rule) => ['METHOD_REMOVED', rule]).sort(),
  );
  expect(await aDesk(pool).paymentOf(paymentId)).toMatchObject({ state: 'inReview' });
  expect((await pool.query('SELECT FROM charge')).rowCount).toBe(0);
});
