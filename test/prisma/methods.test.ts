/**
 * Goal: a client's methods stay what people made them, one default at most, and removing one leaves
 * nothing planned on it, whoever places a payment at the same moment.
 *
 * Method: real PostgreSQL; removal against a placement that has begun and not yet committed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PaymentMethod } from '../../contracts/payment-methods';
import type { MethodReading } from '../../domain/ports';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createMethodStore } from '../../prisma/stores/methods/method-store';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { usePostgres } from '../support/postgres';
import { aRule } from './autopay-rules';
import { aClientWith, aRequest, dana, daysAhead, LIMITS } from './books';
import { lockWaits } from './lock-waits';
import { planOf } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let store: ReturnType<typeof createMethodStore>;
let place: ReturnType<typeof createPlacePayment>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  store = createMethodStore({ pool, limits: LIMITS });
  place = createPlacePayment({ pool, limits: LIMITS });
}, 60_000);

afterAll(() => pool.end());
afterEach(async () => expect(await inconsistenciesOf(pool)).toEqual([]));

const CARD: MethodReading = {
  status: 'usable',
  kind: 'card',
  brand: 'Mastercard',
  lastFour: '4444',
  expiresIn: '2032-01',
};

const aNewMethod = (fields: Partial<Parameters<typeof store.add>[1]> = {}) => ({
  gateway: 'sandbox',
  token: `tok_${randomUUID()}`,
  reading: CARD,
  friendlyName: null,
  isDefault: false,
  ...fields,
});

const added = async (organizationId: string, fields = {}) => {
  const result = await store.add(organizationId, aNewMethod(fields), dana);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};

const listed = async (organizationId: string) => (await store.list(organizationId)) ?? [];

describe('saving', () => {
  it('keeps what the gateway said, and shows the default first', async () => {
    const { organizationId, methodId } = await aClientWith(pool, []);
    const method = await added(organizationId, { friendlyName: 'Front desk' });
    expect(PaymentMethod.parse(method)).toEqual(method);
    expect(method).toMatchObject({
      brand: 'Mastercard',
      lastFour: '4444',
      friendlyName: 'Front desk',
      isDefault: false,
      version: 1,
      planned: [],
    });
    expect((await listed(organizationId)).map(({ id }) => id)).toEqual([methodId, method.id]);
    expect(await store.list(randomUUID())).toBeNull();
    expect(await store.add(randomUUID(), aNewMethod(), dana)).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    });
  });

  it('makes the first method the default, and a later one when asked', async () => {
    const { organizationId, methodId } = await aClientWith(pool, []);
    await store.remove(methodId, { version: 1, isConfirmed: false }, dana);
    const first = await added(organizationId);
    expect(first.isDefault).toBe(true);
    const second = await added(organizationId, { isDefault: true });
    expect((await listed(organizationId)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      [second.id, true],
      [first.id, false],
    ]);
  });

  it('refuses a token that is saved, and takes one back that was removed', async () => {
    const [client, other] = [await aClientWith(pool, []), await aClientWith(pool, [])];
    const token = `tok_${randomUUID()}`;
    const { id } = await added(client.organizationId, { token });
    const again = { refusal: { code: 'METHOD_ALREADY_SAVED' } };
    expect(await store.add(client.organizationId, aNewMethod({ token }), dana)).toMatchObject(
      again,
    );
    await store.remove(id, { version: 1, isConfirmed: false }, dana);
    expect(await store.add(other.organizationId, aNewMethod({ token }), dana)).toMatchObject(again);
    expect(await added(client.organizationId, { token, friendlyName: 'Back' })).toMatchObject({
      id,
      version: 3,
      friendlyName: 'Back',
    });
  });

  it('of a default by many at once leaves one default', async () => {
    const { organizationId } = await aClientWith(pool, []);
    await Promise.all(Array.from({ length: 8 }, () => added(organizationId, { isDefault: true })));
    const defaults = (await listed(organizationId)).filter(({ isDefault }) => isDefault);
    expect(defaults).toHaveLength(1);
  });
});

describe('a change', () => {
  it('renames, makes the default, and is told of an older version', async () => {
    const { organizationId, methodId } = await aClientWith(pool, []);
    const { id } = await added(organizationId);
    expect(await store.change(id, { version: 1, friendlyName: 'New' }, dana)).toMatchObject({
      value: { friendlyName: 'New', version: 2 },
    });
    expect(await store.change(id, { version: 2, isDefault: true }, dana)).toMatchObject({
      value: { friendlyName: 'New', isDefault: true, version: 3 },
    });
    expect(await store.change(id, { version: 2, friendlyName: null }, dana)).toMatchObject({
      refusal: { code: 'VERSION_CONFLICT', present: { version: 3, friendlyName: 'New' } },
    });
    const replaced = (await listed(organizationId)).find((method) => method.id === methodId);
    expect(replaced).toMatchObject({ isDefault: false, version: 2 });
    const { rows } = await pool.query(
      `SELECT kind, after FROM event WHERE subject = $1 ORDER BY id DESC LIMIT 1`,
      [`method:${id}`],
    );
    expect(rows[0]).toEqual({
      kind: 'method.changed',
      after: { friendlyName: 'New', isDefault: true },
    });
  });

  it('does not make an expired method the default', async () => {
    const { organizationId } = await aClientWith(pool, []);
    const { id } = await added(organizationId);
    await pool.query(`UPDATE payment_method SET status = 'expired' WHERE id = $1`, [id]);
    expect(await store.change(id, { version: 1, isDefault: true }, dana)).toMatchObject({
      refusal: { code: 'METHOD_UNUSABLE' },
    });
  });
});

describe('removing', () => {
  const stateOf = async (paymentId: string) => {
    const { rows } = await pool.query(
      `SELECT state, review_reason, next_step, run_on::text, proposed_run_on::text FROM payment WHERE id = $1`,
      [paymentId],
    );
    return rows[0];
  };

  it('asks about what is planned on it, and writes nothing', async () => {
    const books = await aClientWith(pool, [{}, {}]);
    const runOn = daysAhead(9);
    const [first, second] = [randomUUID(), randomUUID()];
    await place(first, aRequest(books, [10_000], { runOn }), dana);
    await place(second, aRequest(books, [5_000, 5_000], { runOn: daysAhead(20) }), dana);
    await place(randomUUID(), aRequest(books, [1_000]), dana);
    const method = (await listed(books.organizationId))[0];
    expect(method?.planned).toMatchObject([
      { payment: { id: first }, runOn, amount: { amountMinor: 10_000, currency: 'USD' } },
      { payment: { id: second }, amount: { amountMinor: 10_000 } },
    ]);
    const request = { version: method?.version ?? 0, isConfirmed: false };
    expect(await store.remove(books.methodId, request, dana)).toMatchObject({
      ok: false,
      refusal: { code: 'METHOD_HAS_PLANS', payments: [{ id: first }, { id: second }] },
    });
    expect(await stateOf(first)).toMatchObject({ state: 'scheduled', next_step: 'charge' });
    expect(await listed(books.organizationId)).toHaveLength(1);
  });

  it('names the rules that pay with it, asks, and flags them with a task when it goes', async () => {
    const books = await aClientWith(pool, [{}]);
    const [own, standard] = [
      await aRule(pool, books, { name: 'Own', position: 1, methodId: books.methodId }),
      await aRule(pool, books, { name: 'Default', position: 2 }),
    ];
    await aRule(pool, books, { name: 'Off', position: 3, isEnabled: false });
    const other = await added(books.organizationId);
    const version = (id: string) => async () =>
      (await listed(books.organizationId)).find((method) => method.id === id)?.version ?? 0;
    expect((await listed(books.organizationId)).map(({ rules }) => rules)).toEqual([
      [
        { id: own, name: 'Own' },
        { id: standard, name: 'Default' },
      ],
      [],
    ]);
    const present = await version(books.methodId)();
    const asked = { version: present, isConfirmed: false };
    expect(await store.remove(books.methodId, asked, dana)).toMatchObject({
      refusal: { code: 'METHOD_HAS_PLANS', payments: [], rules: [{ id: own }, { id: standard }] },
    });
    const confirmed = { version: present, isConfirmed: true };
    expect((await store.remove(books.methodId, confirmed, dana)).ok).toBe(true);
    const tasks = async () => {
      const { rows } = await pool.query(
        `SELECT facts -> 'rule' ->> 'name' AS name FROM task
          WHERE organization_id = $1 AND kind = 'autopayMethod' AND resolved_at IS NULL ORDER BY 1`,
        [books.organizationId],
      );
      return rows.map(({ name }) => name);
    };
    expect(await tasks()).toEqual(['Default', 'Own']);
    const change = { version: await version(other.id)(), isDefault: true as const };
    expect((await store.change(other.id, change, dana)).ok).toBe(true);
    expect(await tasks()).toEqual(['Own']);
  });

  it('confirmed, sends what is planned on it to review with a task each, and keeps their dates', async () => {
    const books = await aClientWith(pool, [{}]);
    const runOn = daysAhead(9);
    const ids = [randomUUID(), randomUUID()];
    for (const id of ids) await place(id, aRequest(books, [10_000], { runOn }), dana);
    const removed = await store.remove(books.methodId, { version: 1, isConfirmed: true }, dana);
    if (!removed.ok) throw new Error(removed.refusal.code);
    expect([...removed.value.touchedPaymentIds].sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect(await stateOf(id)).toEqual({
        state: 'inReview',
        review_reason: 'METHOD_REMOVED',
        next_step: null,
        run_on: runOn,
        proposed_run_on: runOn,
      });
    }
    const { rows } = await pool.query(
      `SELECT kind, payment_id, facts ->> 'reason' AS reason FROM task WHERE payment_id = ANY($1) AND resolved_at IS NULL`,
      [ids],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ kind: 'paymentInReview', reason: 'METHOD_REMOVED' });
    expect(await listed(books.organizationId)).toEqual([]);
    expect(
      await store.remove(books.methodId, { version: 2, isConfirmed: true }, dana),
    ).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  });

  it('proposes tomorrow for a payment whose date has come', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = randomUUID();
    await place(id, aRequest(books, [10_000], { runOn: daysAhead(3) }), dana);
    await pool.query(`UPDATE payment SET run_on = '2026-01-02' WHERE id = $1`, [id]);
    await store.remove(books.methodId, { version: 1, isConfirmed: true }, dana);
    const { proposed_run_on } = await stateOf(id);
    expect(proposed_run_on > new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)).toBe(
      true,
    );
  });

  it('from an older version is refused with what is there', async () => {
    const { methodId } = await aClientWith(pool, []);
    const request = { version: 7, isConfirmed: true };
    expect(await store.remove(methodId, request, dana)).toMatchObject({
      refusal: { code: 'VERSION_CONFLICT', present: { id: methodId, version: 1 } },
    });
  });

  it('never waits for a placement that waits for it: the method comes before the invoices', async () => {
    const books = await aClientWith(pool, [{}]);
    const removing = await pool.connect();
    await removing.query('BEGIN');
    await removing.query('SELECT FROM payment_method WHERE id = $1 FOR UPDATE', [books.methodId]);
    const placing = place(randomUUID(), aRequest(books, [1_000]), dana);
    await lockWaits(pool);
    const invoices = 'SELECT id FROM invoice WHERE id = ANY($1) FOR NO KEY UPDATE NOWAIT';
    expect((await removing.query(invoices, [books.invoiceIds])).rowCount).toBe(1);
    await removing.query('COMMIT');
    removing.release();
    expect(await placing).toMatchObject({ ok: true });
  });

  it('against schedules placed at the same moment leaves none of them dangling', async () => {
    for (let round = 0; round < 15; round += 1) {
      const books = await aClientWith(pool, [{}, {}]);
      const ids = Array.from({ length: 4 }, () => randomUUID());
      const placing = ids.map((id) =>
        place(id, aRequest(books, [1_000, 2_000], { runOn: daysAhead(9) }), dana),
      );
      const removing = store.remove(books.methodId, { version: 1, isConfirmed: true }, dana);
      const placed = await Promise.all(placing);
      expect(await removing).toMatchObject({ ok: true });
      for (const result of placed) {
        if (!result.ok) {
          expect(result.refusal).toMatchObject({ refusals: [{ code: 'METHOD_UNUSABLE' }] });
        }
      }
      const { rows } = await pool.query(
        `SELECT count(*)::int AS dangling FROM payment WHERE method_id = $1 AND state = 'scheduled'`,
        [books.methodId],
      );
      expect(rows[0]).toEqual({ dangling: 0 });
    }
  });
});

it('what is planned on a method is found by its index', async () => {
  const { methodId } = await aClientWith(pool, []);
  const client = await pool.connect();
  await client.query('SET enable_seqscan = off');
  const text = `SELECT id FROM payment WHERE method_id = $1 AND state IN ('scheduled', 'inReview')`;
  const plan = await planOf(client as unknown as Pool, { text, values: [methodId] });
  client.release(true);
  expect(plan).toMatch(/payment_planned_on_method/);
});
