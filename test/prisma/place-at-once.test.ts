/**
 * Goal: where nothing is planned, a placement is one reading and one write, and whatever happens
 * between the two is seen by the write.
 *
 * Method: real PostgreSQL, and a pool that lets something happen right before the first write, or
 * loses its answer.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createPlacePayment, type PlacementResult } from '../../prisma/stores/payments/place';
import { readForPlacing } from '../../prisma/stores/payments/placement-read';
import { writePlacement } from '../../prisma/stores/payments/write-placement';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead, LIMITS } from './books';
import { lockWaits } from './lock-waits';

let pool: Pool;
let place: ReturnType<typeof createPlacePayment>;
let books: Books;
let id: string;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  place = createPlacePayment({ pool, limits: LIMITS });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  id = randomUUID();
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

type Query = (statement: Readonly<{ name?: string }>, ...rest: unknown[]) => Promise<unknown>;

/** Pays 60,000 of 100,000, with the first write of it in the hands of `meddle`. */
function payingThrough(
  meddle: (write: () => Promise<unknown>) => Promise<unknown>,
  fingerprint: string | null = null,
) {
  let isFirst = true;
  const ask = pool.query.bind(pool) as unknown as Query;
  const query: Query = (statement, ...rest) => {
    const write = () => ask(statement, ...rest);
    if (!isFirst || !statement.name?.startsWith('place-write')) return write();
    isFirst = false;
    return meddle(write);
  };
  const meddled = Object.assign(Object.create(pool), { query }) as Pool;
  const request = aRequest(books, [60_000], { fingerprint });
  return createPlacePayment({ pool: meddled, limits: LIMITS })(id, request, dana);
}

const after = (happens: () => Promise<unknown>, fingerprint: string | null = null) =>
  payingThrough(async (write) => {
    await happens();
    return write();
  }, fingerprint);

const pay = (amountMinor: number, runOn: string | null = null) =>
  place(randomUUID(), aRequest(books, [amountMinor], { runOn }), dana);

const payments = async () =>
  (
    await pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM payment WHERE id = $1',
      [id],
    )
  ).rows[0]?.count;

const codesOf = (result: PlacementResult) =>
  !result.ok && result.refusal.code === 'REFUSED'
    ? result.refusal.refusals.map(({ code }) => code)
    : result;

describe('between reading and writing', () => {
  it('a payment that leaves enough is no obstacle', async () => {
    expect(await after(() => pay(40_000))).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 100_000 });
  });

  it('a payment that takes the headroom refuses it, with what is left', async () => {
    const result = await after(() => pay(40_001));
    expect(result).toMatchObject({
      refusal: { refusals: [{ code: 'AMOUNT_EXCEEDS_HEADROOM', limitMinor: 59_999 }] },
    });
    expect(await payments()).toBe(0);
  });

  it('a payment that is planned is lowered by it', async () => {
    const result = await after(() => pay(70_000, daysAhead(9)));
    expect(result).toMatchObject({ ok: true, value: { touchedPaymentIds: [expect.any(String)] } });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      firm: 60_000,
      planned: 40_000,
    });
  });

  it.each([
    ['a hold of the invoice', 'UPDATE invoice SET is_on_hold = true', 'INVOICE_ON_HOLD'],
    ['a void invoice', 'UPDATE invoice SET is_void = true', 'INVOICE_VOID'],
    ['a fall of what is open', 'UPDATE invoice SET open_minor = 59_999', 'AMOUNT_EXCEEDS_HEADROOM'],
    ['a dispute', 'UPDATE invoice SET disputed_minor = 40_001', 'AMOUNT_EXCEEDS_HEADROOM'],
    [
      'the removal of the method',
      'UPDATE payment_method SET removed_at = now(), is_default = false',
      'METHOD_UNUSABLE',
    ],
  ])('%s refuses it', async (_, change, code) => {
    const { organizationId } = books;
    const happens = () => pool.query(`${change} WHERE organization_id = $1`, [organizationId]);
    expect(codesOf(await after(happens))).toEqual([code]);
    expect(await payments()).toBe(0);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0 });
  });

  it.each(['drift_since', 'missing_since'])(
    '%s is seen: what a person confirmed by its fingerprint has changed',
    async (column) => {
      const unseen = aRequest(books, [60_000], { fingerprint: '0'.repeat(64) });
      const seen = await place(id, unseen, dana);
      if (seen.ok || seen.refusal.code !== 'PLAN_CHANGED') throw new Error('it was placed');
      const { fingerprint } = seen.refusal;
      const result = await after(
        () =>
          pool.query(`UPDATE invoice SET ${column} = now() WHERE id = $1`, [books.invoiceIds[0]]),
        fingerprint,
      );
      expect(result).toMatchObject({ refusal: { code: 'PLAN_CHANGED' } });
      expect(await payments()).toBe(0);
    },
  );

  it('the same payment is answered, though it has left too little for itself', async () => {
    expect(await after(() => place(id, aRequest(books, [60_000]), dana))).toMatchObject({
      ok: true,
      value: { isNew: false, payment: { id } },
    });
  });

  it('another payment under its id is answered, though they share no invoice', async () => {
    const other = await aClientWith(pool, [{}]);
    const result = await after(() => place(id, aRequest(other, [100]), dana));
    expect(result).toMatchObject({ refusal: { code: 'PAYMENT_ID_USED', payment: { id } } });
    expect(await payments()).toBe(1);
  });
});

test('a write that waited for the invoice compares it as it is then', async () => {
  const blocker = await pool.connect();
  const paying = await (async () => {
    await blocker.query('BEGIN');
    await blocker.query('UPDATE invoice SET open_minor = 59_999 WHERE id = $1', [
      books.invoiceIds[0],
    ]);
    return { result: place(id, aRequest(books, [60_000]), dana) };
  })();
  await lockWaits(pool, 1);
  await blocker.query('COMMIT');
  blocker.release();
  expect(codesOf(await paying.result)).toEqual(['AMOUNT_EXCEEDS_HEADROOM']);
  expect(await payments()).toBe(0);
});

test('a part that does not fit undoes all of it', async () => {
  const request = aRequest(books, [60_000]);
  const [invoiceId = ''] = books.invoiceIds;
  const planned = randomUUID();
  await place(planned, aRequest(books, [20_000], { runOn: daysAhead(9) }), dana);
  const wrong = { paymentId: planned, invoiceId, beforeMinor: 500, afterMinor: 0 };
  const writing = writePlacement(pool, {
    paymentId: id,
    kind: 'manual',
    request,
    placing: await readForPlacing(pool, request),
    adjustments: [wrong],
    timing: null,
    recipients: [],
    mails: [],
    placedBy: dana,
    by: dana,
  });
  await expect(writing).rejects.toThrow('division by zero');
  expect(await payments()).toBe(0);
  expect(await countersOf(pool, invoiceId)).toMatchObject({ firm: 0, planned: 20_000 });
});

describe('an answer that was lost', () => {
  it('after the write was kept: the payment is there, and is answered', async () => {
    const result = await payingThrough(async (write) => {
      await write();
      throw new Error('Connection terminated unexpectedly');
    });
    expect(result).toMatchObject({ ok: true, value: { isNew: false, payment: { id } } });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 60_000 });
  });

  it('before the write: the caller is told that nobody knows', async () => {
    const lost = payingThrough(() =>
      Promise.reject(new Error('Connection terminated unexpectedly')),
    );
    await expect(lost).rejects.toThrow('the answer to COMMIT was lost');
    expect(await payments()).toBe(0);
  });

  it('because of a deadlock: nothing was kept, and it is tried again', async () => {
    const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    const result = await payingThrough(() => Promise.reject(deadlock));
    expect(result).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await payments()).toBe(1);
  });
});
