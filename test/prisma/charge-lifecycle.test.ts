/**
 * Goal: from the freeze to the last word of the gateway, the books say exactly what happened, whoever
 * says it, how often and in which order. Bank debits have a file of their own.
 *
 * Method: the real stores under the real activities, with a gateway in memory that fails when told;
 * the business's clock is moved instead of waiting. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createApply } from '../../prisma/stores/payments/apply';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { FakeGateway } from '../gateways/fake-gateway';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, countersOf, dana, daysAhead, LIMITS } from './books';
import { aCharging } from './charging-stores';
import { aDesk } from './desk';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
let pool: Pool;
let databaseUrl: string;
let gateway: FakeGateway;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 32 });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  gateway = new FakeGateway({ now: () => new Date() });
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const { stores, place, moveTo, paymentRow, tasksOf, statusesOf } = aCharging(() => ({
  pool,
  gateway,
}));
const useToken = (token: string) => pool.query(`UPDATE payment_method SET token = $1`, [token]);
const setOpen = (invoiceId: string | undefined, openMinor: number) =>
  pool.query(
    `UPDATE invoice SET open_minor = $2, overage_minor = greatest(0, firm_minor - $2) WHERE id = $1`,
    [invoiceId, openMinor],
  );

describe('a person pays now', () => {
  it('a settled card makes what it held final, and ends a planned payment it left nothing', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const emptied = await place(books, [30_000], { runOn: daysAhead(5) });
    const lowered = await place(books, [50_000], { runOn: daysAhead(9) });
    const paid = await place(books, [60_000]);
    const step = await stores().charge(paid);
    expect(step).toMatchObject({ state: 'settled', next: 'none', touchedPaymentIds: [emptied] });
    expect(await paymentRow(emptied)).toMatchObject({
      state: 'superseded',
      amount: 0,
      next_step: null,
    });
    expect(await paymentRow(lowered)).toMatchObject({ state: 'scheduled', amount: 40_000 });
    expect(await statusesOf(paid)).toEqual(['applied', 'applied']);
    expect(gateway.taken).toHaveLength(1);
    expect(await tasksOf()).toEqual([]);
  });

  it('a decline gives back exactly what was held', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const near = await place(books, [30_000], { runOn: daysAhead(5) });
    const far = await place(books, [50_000], { runOn: daysAhead(9) });
    await useToken('card_declined');
    const paid = await place(books, [60_000]);
    const step = await stores().charge(paid);
    expect(step.state).toBe('failed');
    expect([...step.touchedPaymentIds].sort()).toEqual([near, far].sort());
    expect(await paymentRow(near)).toMatchObject({ state: 'scheduled', amount: 30_000 });
    expect(await paymentRow(far)).toMatchObject({ state: 'scheduled', amount: 50_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0, planned: 80_000 });
    expect(await statusesOf(paid)).toEqual(['released', 'released']);
  });

  it('what the balance lost meanwhile is trimmed again when a hold comes back', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [90_000], { runOn: daysAhead(5) });
    await useToken('card_declined');
    const paid = await place(books, [60_000]);
    await setOpen(books.invoiceIds[0], 70_000);
    // The plan is over the fallen balance until the release trims it: the reading would have done so.
    await pool.query('UPDATE payment_line SET amount_minor = 10000 WHERE payment_id = $1', [
      planned,
    ]);
    await pool.query('UPDATE payment SET amount_minor = 10000 WHERE id = $1', [planned]);
    await pool.query(`UPDATE invoice SET planned_minor = 10000`);
    await pool.query(
      `INSERT INTO adjustment (payment_id, invoice_id, before_minor, after_minor, cause, status, reason, written_at)
                      VALUES ($1, $2, 40000, 10000, 'external', 'applied', 'the balance fell', now())`,
      [planned, books.invoiceIds[0]],
    );
    await stores().charge(paid);
    expect(await paymentRow(planned)).toMatchObject({ state: 'scheduled', amount: 60_000 });
  });

  it('silence keeps the claim until the gateway has been asked', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const paid = await place(books, [60_000]);
    gateway.loseNextAnswers(1);
    expect(await stores().charge(paid)).toMatchObject({ state: 'unknown', next: 'ask' });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 60_000 });
    expect(await stores().ask(paid)).toMatchObject({ state: 'settled', next: 'none' });
    expect(gateway.taken).toHaveLength(1);
  });

  it('comes back as a draft, with its claim and holds given back, when the balance fell before the charge', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [50_000], { runOn: daysAhead(5) });
    const paid = await place(books, [80_000]);
    await setOpen(books.invoiceIds[0], 70_000);
    const step = await stores().charge(paid);
    expect(step).toMatchObject({ state: 'inReview', next: 'none' });
    expect(await paymentRow(paid)).toMatchObject({
      review_reason: 'INVOICE_OVERDRAWN',
      amount: 80_000,
      run_on: null,
    });
    expect(await paymentRow(planned)).toMatchObject({ amount: 50_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0, planned: 50_000 });
    expect(await tasksOf()).toEqual(['paymentInReview']);
    expect(gateway.calls.submit).toBe(0);
  });

  it('is not charged with a method the gateway no longer takes', async () => {
    const books = await aClientWith(pool, [{}]);
    const paid = await place(books, [100]);
    await pool.query(
      `UPDATE payment_method SET token = 'card_removed', read_at = now() - interval '2 days'`,
    );
    expect(await stores().charge(paid)).toMatchObject({ state: 'inReview' });
    expect(await paymentRow(paid)).toMatchObject({ review_reason: 'METHOD_UNUSABLE' });
    expect(gateway.calls).toMatchObject({ readMethod: 1, submit: 0 });
  });

  it('an expiry date that the network has renewed stops nothing', async () => {
    const books = await aClientWith(pool, [{}]);
    const paid = await place(books, [100]);
    await pool.query(
      `UPDATE payment_method SET status = 'expired', expires_in = '2020-01', read_at = now() - interval '2 days'`,
    );
    expect(await stores().charge(paid)).toMatchObject({ state: 'settled' });
  });
});

describe('a schedule runs', () => {
  it('not before its instant', async () => {
    const books = await aClientWith(pool, [{}]);
    const planned = await place(books, [100], { runOn: daysAhead(5) });
    const step = await stores().charge(planned);
    expect(step).toMatchObject({ state: 'scheduled', next: 'charge' });
    expect(step.waitMs).toBeGreaterThan(3 * DAY_MS);
    expect(gateway.calls.submit).toBe(0);
  });

  it('for what the invoice can still take', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [90_000], { runOn: daysAhead(5) });
    await setOpen(books.invoiceIds[0], 70_000);
    await moveTo(daysAhead(5));
    expect(await stores().charge(planned)).toMatchObject({ state: 'settled' });
    expect(gateway.taken[0]?.amountMinor).toBe(70_000);
    expect(await paymentRow(planned)).toMatchObject({ amount: 70_000 });
  });

  it('is superseded, which is no failure, when nothing is left', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [90_000], { runOn: daysAhead(5) });
    await setOpen(books.invoiceIds[0], 0);
    await moveTo(daysAhead(5));
    expect(await stores().charge(planned)).toMatchObject({ state: 'superseded', next: 'none' });
    expect(await tasksOf()).toEqual([]);
  });

  it.each([
    ['is_on_hold = true', 'INVOICE_ON_HOLD'],
    ['missing_since = now()', 'INVOICE_MISSING'],
    ['drift_since = now()', 'INVOICE_DRIFTED'],
  ])('waits for a person when its invoice has %s', async (change, reason) => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [90_000], { runOn: daysAhead(5) });
    await pool.query(`UPDATE invoice SET ${change}`);
    await moveTo(daysAhead(5));
    expect(await stores().charge(planned)).toMatchObject({ state: 'inReview', next: 'none' });
    expect(await paymentRow(planned)).toMatchObject({ review_reason: reason });
    expect(await tasksOf()).toEqual(['paymentInReview']);
  });

  it.each([
    ['card_declined', 'declined'],
    ['card_insufficient_funds', 'insufficientFunds'],
  ])(
    'opens a task when it fails overnight with %s: nobody is there to see it',
    async (token, reason) => {
      const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
      await useToken(token);
      const planned = await place(books, [90_000], { runOn: daysAhead(5) });
      await moveTo(daysAhead(5));
      expect(await stores().charge(planned)).toMatchObject({ state: 'failed' });
      const { rows } = await pool.query('SELECT kind, payment_id, facts FROM task');
      expect(rows).toEqual([{ kind: 'paymentDeclined', payment_id: planned, facts: { reason } }]);
    },
  );

  it('opens one too for a draft that was given a date: whoever did it is no longer there', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await useToken('card_declined');
    const desk = aDesk(pool);
    const draft = await desk.aDraft(books, [90_000]);
    const { version } = await desk.paymentOf(draft);
    expect((await desk.approve(draft, version, { runOn: daysAhead(5) })).ok).toBe(true);
    await moveTo(daysAhead(5));
    expect(await stores().charge(draft)).toMatchObject({ state: 'failed' });
    expect(await desk.openTasksOf(draft)).toEqual(['paymentDeclined']);
  });

  it('opens none for a payment that somebody watches', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await useToken('card_declined');
    const paid = await place(books, [90_000]);
    expect(await stores().charge(paid)).toMatchObject({ state: 'failed' });
    expect(await tasksOf()).toEqual([]);
  });

  it('within 48 hours after an outage, and after that waits for a person', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [late, tooLate] = [
      await place(books, [1_000], { runOn: daysAhead(5) }),
      await place(books, [1_000], { runOn: daysAhead(4) }),
    ];
    await moveTo(daysAhead(6));
    expect(await stores().charge(late)).toMatchObject({ state: 'settled' });
    await moveTo(daysAhead(7));
    expect(await stores().charge(tooLate)).toMatchObject({ state: 'inReview' });
    expect(await paymentRow(tooLate)).toMatchObject({ review_reason: 'SLOT_MISSED' });
  });

  it('one at zero waits while something may still be given back', async () => {
    const books = await aClientWith(pool, [{ openMinor: 50_000 }]);
    const planned = await place(books, [50_000], { runOn: daysAhead(2) });
    gateway.loseNextRequests(1);
    const paid = await place(books, [50_000]);
    await stores().charge(paid);
    await moveTo(daysAhead(2));
    expect(await stores().charge(planned)).toMatchObject({ state: 'scheduled', next: 'none' });
    await createApply({ pool, capabilities: gateway.capabilities })(paid, 'fenced', 'operator');
    expect(await paymentRow(paid)).toMatchObject({ state: 'cancelled' });
    expect(await paymentRow(planned)).toMatchObject({
      state: 'inReview',
      review_reason: 'GIVEN_BACK_TOO_LATE',
      amount: 50_000,
    });
  });
});

describe('twice, at once, and too late', () => {
  it('two last looks at once make one charge', async () => {
    const books = await aClientWith(pool, [{}]);
    const paid = await place(books, [100]);
    const frozen = await Promise.all([1, 2, 3, 4].map(() => stores().freeze(paid, null)));
    expect(
      new Set(frozen.map((one) => (one.kind === 'submitting' ? one.charge.key : one.kind))),
    ).toEqual(new Set([`${paid}:charge`]));
    const { rowCount } = await pool.query('SELECT FROM charge');
    expect(rowCount).toBe(1);
  });

  it('the same decline twenty times at once gives every delta back once', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await place(books, [80_000], { runOn: daysAhead(5) });
    const paid = await place(books, [60_000]);
    await stores().freeze(paid, null);
    const apply = createApply({ pool, capabilities: gateway.capabilities });
    const declined = {
      kind: 'declined',
      reference: null,
      reason: 'declined',
      isHard: false,
    } as const;
    await Promise.all(Array.from({ length: 20 }, () => apply(paid, declined, 'report')));
    expect(await paymentRow(planned)).toMatchObject({ amount: 80_000 });
  });

  it('money on a closed payment is an alarm, and changes no counter', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await useToken('card_declined');
    const paid = await place(books, [60_000]);
    await stores().charge(paid);
    const settled = {
      kind: 'settled',
      reference: 'ch_9',
      settledAt: new Date().toISOString(),
    } as const;
    await createApply({ pool, capabilities: gateway.capabilities })(paid, settled, 'report');
    expect(await paymentRow(paid)).toMatchObject({ state: 'failed' });
    expect(await tasksOf()).toEqual(['moneyOnClosedPayment']);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0 });
  });

  it('a charge taken for a duplicate that is provably absent fails without money', async () => {
    gateway = new FakeGateway({
      capabilities: { duplicateWindowSeconds: 120 },
      now: () => new Date(),
    });
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [first, second] = [await place(books, [5_000]), await place(books, [5_000])];
    await stores().charge(first);
    expect(await stores().charge(second)).toMatchObject({ state: 'unknown', next: 'ask' });
    expect(await stores().ask(second)).toMatchObject({ state: 'failed' });
    expect(await paymentRow(second)).toMatchObject({ failure_code: 'GATEWAY_DUPLICATE' });
    expect(gateway.taken).toHaveLength(1);
  });
});

test('payments, charges, declines and schedules at once: the books stay right and nothing is taken twice', async () => {
  const books = await aClientWith(
    pool,
    Array.from({ length: 6 }, () => ({ openMinor: 40_000 })),
  );
  const { charge, ask } = stores();
  const placing = createPlacePayment({ pool, limits: LIMITS });
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const lines = books.invoiceIds
        .filter((_id, at) => (index + at) % 3 === 0)
        .map((invoiceId, at) => ({
          invoiceId,
          amountMinor: 700 + ((index * 997 + at * 131) % 6_000),
        }))
        .sort(() => (index % 2 === 0 ? 1 : -1));
      const runOn = index % 3 === 0 ? daysAhead(3 + (index % 20)) : null;
      const id = randomUUID();
      const result = await placing(id, { ...aRequest(books, []), lines, runOn }, dana);
      if (!result.ok || runOn !== null) return;
      if (index % 5 === 0) gateway.loseNextAnswers(1);
      let step = await charge(id);
      for (let tries = 0; step.state === 'unknown' && tries < 5; tries += 1) step = await ask(id);
      expect(['settled', 'inReview']).toContain(step.state);
    }),
  );
  for (const { key } of gateway.taken) expect(gateway.takenCount(key)).toBe(1);
  const { rows } = await pool.query(
    'SELECT count(*)::int AS over FROM invoice WHERE firm_minor > open_minor',
  );
  expect(rows).toEqual([{ over: 0 }]);
});

test('64 people on 8 invoices that share scheduled payments, half of them declined: every delta comes back once', async () => {
  const books = await aClientWith(
    pool,
    Array.from({ length: 8 }, () => ({ openMinor: 60_000 })),
  );
  const shared = await Promise.all(
    [30, 31, 32].map((days) => place(books, Array(8).fill(15_000), { runOn: daysAhead(days) })),
  );
  const { freeze, apply } = stores();
  const placing = createPlacePayment({ pool, limits: LIMITS });
  const declined = {
    kind: 'declined',
    reference: null,
    reason: 'declined',
    isHard: false,
  } as const;
  await Promise.all(
    Array.from({ length: 64 }, async (_, index) => {
      const invoiceId = books.invoiceIds[index % 8] ?? '';
      const request = { ...aRequest(books, []), lines: [{ invoiceId, amountMinor: 6_000 }] };
      const id = randomUUID();
      const result = await placing(id, request, dana);
      if (!result.ok) throw new Error(JSON.stringify(result.refusal));
      if (index % 16 < 8) return;
      await freeze(id, null);
      await Promise.all([apply(id, declined), apply(id, declined)]);
    }),
  );
  const { rows } = await pool.query<{ status: string; minor: number }>(
    `SELECT status, sum(before_minor - after_minor)::int AS minor FROM adjustment GROUP BY 1`,
  );
  const taken = new Map(rows.map(({ status, minor }) => [status, minor]));
  expect(taken.get('released')).toBeGreaterThan(0);
  // A release gives back its own deltas and nothing else, so what is missing is what is still held
  // by those who paid, and what no longer fitted when it came back.
  const amounts = await Promise.all(
    shared.map(async (id) => Number((await paymentRow(id))['amount'])),
  );
  const missing = (taken.get('held') ?? 0) + (taken.get('applied') ?? 0);
  expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(3 * 8 * 15_000 - missing);
});
