/**
 * Goal: what a person decides about a placed payment is done wholly or not at all, gives back
 * exactly what was held, and never undoes what another person or the gateway did meanwhile.
 *
 * Method: the real store on a real PostgreSQL, the freeze and the outcomes through the functions of
 * the workers. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Pool } from 'pg';
import { type ChangePaymentBody, PreviewPaymentBody } from '../../contracts/payment-request';
import { inconsistenciesOf } from '../../prisma/consistency';
import { changeFromOutside } from '../../prisma/stores/books/external-change';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createPaymentStore } from '../../prisma/stores/payments/payment-store';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { inTransaction } from '../../prisma/stores/transaction';
import { FakeGateway } from '../gateways/fake-gateway';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead } from './books';

jest.setTimeout(120_000);

const { capabilities } = new FakeGateway({ now: () => new Date() });
let pool: Pool;
let store: ReturnType<typeof createPaymentStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 32 });
  store = createPaymentStore({ pool, capabilities });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

async function place(books: Books, amounts: number[], overrides: Partial<PlacementRequest> = {}) {
  const id = randomUUID();
  const request = aRequest(books, amounts, overrides);
  const lines = request.lines.filter(({ amountMinor }) => amountMinor > 0);
  const result = await store.place(id, { ...request, lines, extraRecipients: [] }, dana);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return id;
}

const change = (id: string, body: Partial<ChangePaymentBody> & { version: number }) =>
  store.change(id, { fingerprint: null, ...body }, dana);
const cancel = (id: string, version: number) =>
  store.cancel(id, { version, reason: 'Asked for by the client.' }, dana);
const approve = (
  id: string,
  version: number,
  more: { runOn?: string; fingerprint?: string } = {},
) => store.approve(id, { version, runOn: null, fingerprint: null, ...more }, dana);

async function paymentOf(id: string) {
  const { rows } = await pool.query(
    `SELECT state, version, amount_minor::int AS amount, entered_minor::int AS entered, run_on::text AS "runOn",
            next_step AS "nextStep",
            (SELECT json_agg(amount_minor ORDER BY position) FROM payment_line WHERE payment_id = payment.id) AS lines
       FROM payment WHERE id = $1`,
    [id],
  );
  return rows[0] as Readonly<{
    state: string;
    version: number;
    amount: number;
    entered: number;
    runOn: string | null;
    nextStep: string | null;
    lines: number[];
  }>;
}

const statusesOf = async (paymentId: string) => {
  const { rows } = await pool.query<{ status: string }>(
    'SELECT status FROM adjustment WHERE payment_id = $1 ORDER BY id',
    [paymentId],
  );
  return rows.map(({ status }) => status);
};
const openTasksOf = async (paymentId: string) => {
  const { rows } = await pool.query<{ kind: string }>(
    'SELECT kind FROM task WHERE payment_id = $1 AND resolved_at IS NULL ORDER BY kind',
    [paymentId],
  );
  return rows.map(({ kind }) => kind);
};
const eventsOf = async (paymentId: string) => {
  const { rows } = await pool.query<{ kind: string; before: unknown; after: unknown }>(
    'SELECT kind, before, after FROM event WHERE payment_id = $1 ORDER BY id',
    [paymentId],
  );
  return rows;
};
const mailsOf = async (paymentId: string) => {
  const { rows } = await pool.query<{ kind: string }>(
    'SELECT kind FROM message WHERE payment_id = $1 ORDER BY created_at, id',
    [paymentId],
  );
  return rows.map(({ kind }) => kind);
};
const lineOf = (books: Books, index: number, amountMinor: number) => ({
  invoiceId: books.invoiceIds[index] as string,
  amountMinor,
});
/** Comes back from the freeze because a person holds the invoice meanwhile. */
async function aDraft(books: Books, amounts: number[], overrides: Partial<PlacementRequest> = {}) {
  const id = await place(books, amounts, overrides);
  await pool.query('UPDATE invoice SET is_on_hold = true WHERE id = ANY($1)', [books.invoiceIds]);
  await createFreeze({ pool, capabilities })(id, null);
  await pool.query('UPDATE invoice SET is_on_hold = false WHERE id = ANY($1)', [books.invoiceIds]);
  expect(await paymentOf(id)).toMatchObject({ state: 'inReview', runOn: null });
  return id;
}

describe('a change', () => {
  it('is planned without its own lines: up to what nobody else has planned, and not one more', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await place(books, [60_000], { runOn: daysAhead(5) });
    const other = await place(books, [30_000], { runOn: daysAhead(9) });
    const refused = await change(id, { version: 1, lines: [lineOf(books, 0, 70_001)] });
    expect(refused).toMatchObject({
      ok: false,
      refusal: {
        code: 'REFUSED',
        refusals: [
          {
            code: 'AMOUNT_EXCEEDS_UNPLANNED',
            limit: { amountMinor: 70_000 },
            plannedEntries: [{ payment: { id: other }, amount: { amountMinor: 30_000 } }],
          },
        ],
      },
    });
    expect(await paymentOf(id)).toMatchObject({ amount: 60_000, version: 1 });
    expect(await change(id, { version: 1, lines: [lineOf(books, 0, 70_000)] })).toMatchObject({
      ok: true,
      value: { amount: { amountMinor: 70_000 }, version: 2, state: 'scheduled' },
    });
    expect(await paymentOf(id)).toMatchObject({ amount: 70_000, entered: 70_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 100_000 });
  });

  it('takes invoices in and out, and moves the date, in one go', async () => {
    const books = await aClientWith(pool, [{}, {}, {}]);
    const id = await place(books, [10_000, 20_000], { runOn: daysAhead(5) });
    const lines = [lineOf(books, 1, 25_000), lineOf(books, 2, 5_000)];
    const result = await change(id, { version: 1, lines, runOn: daysAhead(12) });
    expect(result).toMatchObject({
      ok: true,
      value: { amount: { amountMinor: 30_000 }, runOn: daysAhead(12) },
    });
    expect(await paymentOf(id)).toMatchObject({ lines: [0, 25_000, 5_000], nextStep: 'charge' });
    const counters = await Promise.all(books.invoiceIds.map((each) => countersOf(pool, each)));
    expect(counters.map(({ planned }) => planned)).toEqual([0, 25_000, 5_000]);
    const event = (await eventsOf(id)).at(-1);
    expect(event).toMatchObject({
      kind: 'payment.changed',
      before: { amountMinor: 30_000, runOn: daysAhead(5) },
      after: { amountMinor: 30_000, runOn: daysAhead(12) },
    });
  });

  it('equals its preview, and a preview of another world is refused', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await place(books, [60_000], { runOn: daysAhead(5) });
    const { organizationId, methodId } = books;
    const lines = [lineOf(books, 0, 80_000)];
    const body = PreviewPaymentBody.parse({
      ...{ organizationId, methodId, currency: 'USD', lines, runOn: daysAhead(5), changes: id },
    });
    const seen = await store.preview(body);
    if (seen?.kind !== 'possible') throw new Error(JSON.stringify(seen));
    expect(seen.invoices).toMatchObject([
      { plannedBefore: { amountMinor: 60_000 }, plannedAfter: { amountMinor: 80_000 } },
    ]);
    await place(books, [10_000], { runOn: daysAhead(30) });
    const { fingerprint } = seen;
    const stale = await change(id, { version: 1, lines, fingerprint });
    const now = await store.preview(body);
    expect(stale).toEqual({ ok: false, refusal: { code: 'PLAN_CHANGED', preview: now } });
    if (now?.kind !== 'possible') throw new Error(JSON.stringify(now));
    const fresh = await change(id, { version: 1, lines, fingerprint: now.fingerprint });
    expect(fresh).toMatchObject({ ok: true, value: { amount: { amountMinor: 80_000 } } });
  });

  it('of the amount of a lowered payment is for good: a release does not undo a person', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const lowered = await place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await place(books, [70_000]);
    expect(await statusesOf(lowered)).toEqual(['held']);
    const { version } = await paymentOf(lowered);
    const result = await change(lowered, { version, lines: [lineOf(books, 0, 25_000)] });
    expect(result.ok).toBe(true);
    expect(await statusesOf(lowered)).toEqual(['applied']);
    expect((await cancel(payer, 1)).ok).toBe(true);
    expect(await paymentOf(lowered)).toMatchObject({ amount: 25_000, entered: 25_000 });
  });

  it('of only the date leaves what is held on it to be given back', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const lowered = await place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await place(books, [70_000]);
    const { version } = await paymentOf(lowered);
    expect((await change(lowered, { version, runOn: daysAhead(8) })).ok).toBe(true);
    expect((await eventsOf(lowered)).at(-1)?.kind).toBe('payment.rescheduled');
    expect((await cancel(payer, 1)).ok).toBe(true);
    expect(await paymentOf(lowered)).toMatchObject({ amount: 60_000, runOn: daysAhead(8) });
  });

  it('made from an old version is answered with the payment as it is', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await place(books, [10_000], { runOn: daysAhead(5) });
    expect((await change(id, { version: 1, runOn: daysAhead(6) })).ok).toBe(true);
    const late = await change(id, { version: 1, runOn: daysAhead(7) });
    const present = { id, version: 2, runOn: daysAhead(6) };
    expect(late).toMatchObject({ ok: false, refusal: { code: 'VERSION_CONFLICT', present } });
  });

  it('by two people at once is made by one; the other is told', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await place(books, [10_000], { runOn: daysAhead(5) });
    const results = await Promise.all(
      [11_000, 12_000].map((amount) =>
        change(id, { version: 1, lines: [lineOf(books, 0, amount)] }),
      ),
    );
    const codes = results.map((result) => (result.ok ? 'ok' : result.refusal.code)).sort();
    expect(codes).toEqual(['VERSION_CONFLICT', 'ok']);
  });

  it('is refused once the payment was sent, and for one that does not exist', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await place(books, [10_000]);
    await createFreeze({ pool, capabilities })(id, null);
    const { version } = await paymentOf(id);
    for (const result of [
      await change(id, { version, runOn: daysAhead(6) }),
      await cancel(id, version),
      await approve(id, version),
    ]) {
      expect(result).toMatchObject({ ok: false, refusal: { code: 'PAYMENT_NOT_CHANGEABLE' } });
    }
    expect(await cancel(randomUUID(), 1)).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } });
  });
});

describe('cancelling', () => {
  it('gives back exactly what was held: the books are as if it had never been (P3)', async () => {
    const amount = fc.integer({ min: 0, max: 50_000 });
    const amounts = fc.array(amount, { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ days: fc.integer({ min: 1, max: 20 }), amounts }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 50, max: 100_000 }), { minLength: 2, maxLength: 2 }),
        fc.constantFrom('nearest-first', 'tail-first', 'pro-rata' as const),
        async (schedules, pays, strategy) => {
          const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
          const planned: string[] = [];
          for (const { days, amounts: each } of schedules) {
            if (each.every((minor) => minor < 50)) continue;
            const placed = await place(books, each, { runOn: daysAhead(days) }).catch(() => null);
            if (placed !== null) planned.push(placed);
          }
          const linesBefore = await Promise.all(planned.map((id) => paymentOf(id)));
          const countersBefore = await Promise.all(
            books.invoiceIds.map((id) => countersOf(pool, id)),
          );
          const payer = await place(books, pays, { strategy });
          expect((await cancel(payer, 1)).ok).toBe(true);
          const linesAfter = await Promise.all(planned.map((id) => paymentOf(id)));
          const countersAfter = await Promise.all(
            books.invoiceIds.map((id) => countersOf(pool, id)),
          );
          expect(linesAfter.map(({ lines }) => lines)).toEqual(
            linesBefore.map(({ lines }) => lines),
          );
          expect(countersAfter).toEqual(countersBefore);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives nothing back that the books no longer want: what is left at zero is superseded', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const lowered = await place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await place(books, [70_000]);
    // All of it was paid elsewhere while the charge was under way.
    await inTransaction(pool, async (client) => {
      const invoiceId = books.invoiceIds[0] as string;
      const change = {
        invoiceId,
        kind: 'paidElsewhere',
        reason: 'paid by check',
        actor: dana,
      } as const;
      return { keep: true, value: await changeFromOutside(client, change) };
    });
    expect(await paymentOf(lowered)).toMatchObject({ state: 'scheduled', amount: 0 });
    expect((await cancel(payer, 1)).ok).toBe(true);
    expect(await paymentOf(lowered)).toMatchObject({
      state: 'superseded',
      amount: 0,
      nextStep: null,
    });
    expect(await statusesOf(lowered)).toEqual(['released', 'applied', 'applied']);
  });

  it('a scheduled payment tells the client, once, and says who and why', async () => {
    const books = await aClientWith(pool, [{}]);
    const request = { runOn: daysAhead(5) };
    const id = randomUUID();
    const body = aRequest(books, [10_000], request);
    await store.place(
      id,
      { ...body, lines: [...body.lines], extraRecipients: ['ap@client.example'] },
      dana,
    );
    expect(await cancel(id, 1)).toMatchObject({
      ok: true,
      value: { state: 'cancelled', version: 2 },
    });
    expect(await mailsOf(id)).toEqual(['paymentScheduled', 'paymentCancelled']);
    expect(await store.read(id)).toMatchObject({ state: 'cancelled', cancelledBy: dana.name });
    expect(await paymentOf(id)).toMatchObject({ nextStep: null });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 0 });
  });

  it('against the freeze: exactly one of the two wins, whoever comes first', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const books = await aClientWith(pool, [{}]);
      const id = await place(books, [10_000]);
      const freeze = () => createFreeze({ pool, capabilities })(id, null);
      const both = round % 2 === 0 ? [cancel(id, 1), freeze()] : [freeze(), cancel(id, 1)];
      const [first, second] = await Promise.all(both);
      const cancelled = [first, second].some((each) => each && 'ok' in each && each.ok);
      const { rowCount: charges } = await pool.query('SELECT FROM charge WHERE payment_id = $1', [
        id,
      ]);
      expect(charges).toBe(cancelled ? 0 : 1);
      const { state } = await paymentOf(id);
      expect(state).toBe(cancelled ? 'cancelled' : 'submitting');
      expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
        firm: cancelled ? 0 : 10_000,
      });
      seen.add(state);
    }
    expect([...seen].sort()).toEqual(['cancelled', 'submitting']);
  });

  it('what is in review does its task', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await aDraft(books, [10_000]);
    expect(await openTasksOf(id)).toEqual(['paymentInReview']);
    const { version } = await paymentOf(id);
    expect((await cancel(id, version)).ok).toBe(true);
    expect(await openTasksOf(id)).toEqual([]);
  });
});

describe('approving', () => {
  it('a draft is placing it anew: it claims, it lowers what is planned, it is charged', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await aDraft(books, [70_000]);
    const planned = await place(books, [60_000], { runOn: daysAhead(5) });
    const { version } = await paymentOf(id);
    const result = await approve(id, version);
    expect(result).toMatchObject({ ok: true, value: { id, state: 'reserved', runOn: null } });
    expect(await paymentOf(planned)).toMatchObject({ amount: 30_000 });
    expect(await statusesOf(planned)).toEqual(['held']);
    expect(await openTasksOf(id)).toEqual([]);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      firm: 70_000,
      planned: 30_000,
    });
    await createFreeze({ pool, capabilities })(id, null);
    const settled = {
      kind: 'settled',
      reference: 'ch_1',
      settledAt: new Date().toISOString(),
    } as const;
    await createApply({ pool, capabilities })(id, settled, 'gateway');
    expect(await statusesOf(planned)).toEqual(['applied']);
  });

  it('a draft that no longer fits is refused with the limit, and stays a draft', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await aDraft(books, [70_000]);
    await place(books, [50_000]);
    const { version } = await paymentOf(id);
    expect(await approve(id, version)).toMatchObject({
      ok: false,
      refusal: {
        code: 'REFUSED',
        refusals: [{ code: 'AMOUNT_EXCEEDS_HEADROOM', limit: { amountMinor: 50_000 } }],
      },
    });
    expect(await paymentOf(id)).toMatchObject({ state: 'inReview', version });
    const lower = await change(id, { version, lines: [lineOf(books, 0, 50_000)] });
    expect(lower).toMatchObject({ ok: true, value: { state: 'inReview' } });
    expect((await approve(id, version + 1)).ok).toBe(true);
  });

  it('a draft with the fingerprint of another world is refused with the plan of this one', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await aDraft(books, [70_000]);
    const { organizationId, methodId } = books;
    const body = PreviewPaymentBody.parse({
      ...{
        organizationId,
        methodId,
        currency: 'USD',
        lines: [lineOf(books, 0, 70_000)],
        changes: id,
      },
    });
    const seen = await store.preview(body);
    if (seen?.kind !== 'possible') throw new Error(JSON.stringify(seen));
    const planned = await place(books, [60_000], { runOn: daysAhead(5) });
    const { version } = await paymentOf(id);
    expect(await approve(id, version, { fingerprint: seen.fingerprint })).toMatchObject({
      ok: false,
      refusal: { code: 'PLAN_CHANGED', preview: { adjustments: [{ payment: { id: planned } }] } },
    });
    const now = await store.preview(body);
    if (now?.kind !== 'possible') throw new Error(JSON.stringify(now));
    expect((await approve(id, version, { fingerprint: now.fingerprint })).ok).toBe(true);
  });

  it('one with a date wants a day that can come, and then runs on it', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await place(books, [10_000], { runOn: daysAhead(5) });
    await pool.query(
      `UPDATE payment SET state = 'inReview', run_on = '2026-01-05', next_step = NULL,
                             next_step_at = NULL, next_step_clock = NULL WHERE id = $1`,
      [id],
    );
    const { version } = await paymentOf(id);
    expect(await approve(id, version)).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED', refusals: [{ code: 'RUN_DATE_NOT_ALLOWED' }] },
    });
    const result = await approve(id, version, { runOn: daysAhead(7) });
    expect(result).toMatchObject({ ok: true, value: { state: 'scheduled', runOn: daysAhead(7) } });
    expect(await paymentOf(id)).toMatchObject({ nextStep: 'charge', amount: 10_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 10_000, firm: 0 });
  });
});
