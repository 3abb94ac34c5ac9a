/**
 * Goal: staff see days before a run that its card will have ended, or can no longer be charged, and
 * nothing is charged to another card; where a rule lets another one take its invoices then, none is
 * swept that was due long ago.
 *
 * Method: the real pass over all clients, the real freeze and the real changes of methods, on
 * PostgreSQL, with the business's clock.
 */
import { Pool } from 'pg';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createFlagEndingMethods } from '../../prisma/stores/autopay/ending-methods';
import { createLook } from '../../prisma/stores/autopay/look';
import { createReopen } from '../../prisma/stores/autopay/reopen';
import { createMethodStore } from '../../prisma/stores/methods/method-store';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientDue, aRule, changeRule, setClock, slotsOf } from './autopay-rules';
import { type Books, dana } from './books';
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

const A_CARD = { kind: 'card', brand: 'Visa', lastFour: '1111', expiresIn: '2034-05' } as const;

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

describe('where a rule lets the search go on', () => {
  let second: string;
  let otherMethod: string;
  let methods: ReturnType<typeof createMethodStore>;
  const look = (id: string) => createLook({ pool, limits: capabilities })(id);
  const invoiceId = () => books.invoiceIds[0] ?? '';
  const onDueDate = { kind: 'onDueDate' };
  const aMonthLater = { kind: 'daysAfterDue', days: 30 };

  /** Two rules, both there from long ago; the first one pays with the default. */
  async function rules(firstTiming: unknown, secondTiming: unknown) {
    const timing = JSON.stringify(firstTiming);
    await changeRule(pool, ruleId, { timing, allows_fall_through: true });
    const other = { position: 2, methodId: otherMethod, timing: secondTiming };
    second = await aRule(pool, books, other);
  }

  const version = async (id: string) =>
    (await methods.list(books.organizationId))?.find((method) => method.id === id)?.version ?? 0;

  const remove = async (id: string) =>
    methods.remove(id, { version: await version(id), isConfirmed: true }, dana);

  beforeEach(async () => {
    methods = createMethodStore({ pool, limits: capabilities });
    const result = await methods.add(
      books.organizationId,
      {
        ...{ gateway: 'sandbox', token: 'tok_other', friendlyName: null, isDefault: false },
        reading: { ...A_CARD, status: 'usable' },
      },
      dana,
    );
    if (!result.ok) throw new Error(result.refusal.code);
    otherMethod = result.value.id;
  });

  test.each([
    ['long ago', '2030-06-20', { slots: 0, due: 0 }],
    ['two days ago', '2030-06-12', { slots: 1, due: 1 }],
  ])('an invoice that the next rule gets by a removal, due %s', async (_ago, now, seen) => {
    await rules(aMonthLater, onDueDate);
    await setClock(pool, `${now}T15:30:00Z`);
    expect([await look(ruleId), await look(second)]).toMatchObject([{ slots: 1 }, { slots: 0 }]);
    expect(await remove(books.methodId)).toMatchObject({ ok: true });
    expect([await look(ruleId), await look(second)]).toMatchObject([{ slots: 0 }, seen]);
  });

  test('one that goes back to its rule with another default is left', async () => {
    await rules(onDueDate, aMonthLater);
    await remove(books.methodId);
    await setClock(pool, '2030-06-20T15:30:00Z');
    expect(await look(second)).toMatchObject({ slots: 1, due: 0 });
    const toDefault = { version: await version(otherMethod), isDefault: true as const };
    expect(await methods.change(otherMethod, toDefault, dana)).toMatchObject({ ok: true });
    expect([await look(ruleId), await look(second)]).toMatchObject([{ slots: 0 }, { slots: 0 }]);
  });

  test('what the gateway says at a freeze hands nothing over whose day has passed', async () => {
    await rules(aMonthLater, onDueDate);
    await setClock(pool, '2030-06-20T15:30:00Z');
    const paying = await aDesk(pool).place(books, [1_000]);
    await createFreeze({ pool, capabilities })(paying, { ...A_CARD, status: 'expired' });
    expect([await look(ruleId), await look(second)]).toMatchObject([{ slots: 0 }, { slots: 0 }]);
  });

  test('what a person opened again is taken all the same', async () => {
    await rules(onDueDate, onDueDate);
    await setClock(pool, '2030-06-10T15:30:00Z');
    await pool.query('UPDATE invoice SET autopay_hold = true');
    await createDecideSlot({ pool, limits: capabilities })(invoiceId());
    await setClock(pool, '2030-06-20T15:30:00Z');
    await pool.query('UPDATE invoice SET autopay_hold = false');
    const { rows } = await pool.query('SELECT version FROM invoice');
    const reopen = createReopen({ pool });
    expect(
      await reopen(invoiceId(), { version: rows[0].version, reason: 'Agreed' }, dana),
    ).toMatchObject({ ok: true });
    await remove(books.methodId);
    expect(await look(second)).toMatchObject({
      slots: 1,
      nextRunAt: expect.stringMatching(/^2030-06-21/),
    });
  });
});
