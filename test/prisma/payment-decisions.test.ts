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
import { PreviewPaymentBody } from '../../contracts/payment-request';
import { inconsistenciesOf } from '../../prisma/consistency';
import { changeFromOutside } from '../../prisma/stores/books/external-change';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { inTransaction } from '../../prisma/stores/transaction';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, countersOf, dana, daysAhead } from './books';
import { aDesk, capabilities, lineOf } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let desk: ReturnType<typeof aDesk>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 32 });
  desk = aDesk(pool);
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
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
            const placed = await desk
              .place(books, each, { runOn: daysAhead(days) })
              .catch(() => null);
            if (placed !== null) planned.push(placed);
          }
          const linesBefore = await Promise.all(planned.map((id) => desk.paymentOf(id)));
          const countersBefore = await Promise.all(
            books.invoiceIds.map((id) => countersOf(pool, id)),
          );
          const payer = await desk.place(books, pays, { strategy });
          expect((await desk.cancel(payer, 1)).ok).toBe(true);
          const linesAfter = await Promise.all(planned.map((id) => desk.paymentOf(id)));
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
    const lowered = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await desk.place(books, [70_000]);
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
    expect(await desk.paymentOf(lowered)).toMatchObject({ state: 'scheduled', amount: 0 });
    expect((await desk.cancel(payer, 1)).ok).toBe(true);
    expect(await desk.paymentOf(lowered)).toMatchObject({
      state: 'superseded',
      amount: 0,
      nextStep: null,
    });
    expect(await desk.statusesOf(lowered)).toEqual(['released', 'applied', 'applied']);
  });

  it('a scheduled payment tells the client, once, and says who and why', async () => {
    const books = await aClientWith(pool, [{}]);
    const request = { runOn: daysAhead(5) };
    const id = randomUUID();
    const body = aRequest(books, [10_000], request);
    await desk.store.place(
      id,
      { ...body, lines: [...body.lines], extraRecipients: ['ap@client.example'] },
      dana,
    );
    expect(await desk.cancel(id, 1)).toMatchObject({
      ok: true,
      value: { state: 'cancelled', version: 2 },
    });
    expect(await desk.mailsOf(id)).toEqual(['paymentScheduled', 'paymentCancelled']);
    expect(await desk.store.read(id)).toMatchObject({ state: 'cancelled', cancelledBy: dana.name });
    expect(await desk.paymentOf(id)).toMatchObject({ nextStep: null });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 0 });
  });

  it('against the freeze: exactly one of the two wins, whoever comes first', async () => {
    const seen: string[] = [];
    // So many round trips the first is ahead of the second; in the end it is over before that begins.
    const aheads = [
      ...Array.from({ length: 40 }, (_, round) => Math.floor(round / 2) % 4),
      null,
      null,
    ];
    for (const [round, ahead] of aheads.entries()) {
      const books = await aClientWith(pool, [{}]);
      const id = await desk.place(books, [10_000]);
      const freeze = () => createFreeze({ pool, capabilities })(id, null);
      const cancel = () => desk.cancel(id, 1);
      const [begin, follow] = round % 2 === 0 ? [cancel, freeze] : [freeze, cancel];
      const begun = begin();
      if (ahead === null) await begun;
      for (let trip = 0; trip < (ahead ?? 0); trip += 1) await pool.query('SELECT');
      const answers = await Promise.all([begun, follow()]);
      const cancelled = answers.some((each) => each && 'ok' in each && each.ok);
      const { rowCount: charges } = await pool.query('SELECT FROM charge WHERE payment_id = $1', [
        id,
      ]);
      expect(charges).toBe(cancelled ? 0 : 1);
      const { state } = await desk.paymentOf(id);
      expect(state).toBe(cancelled ? 'cancelled' : 'submitting');
      expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
        firm: cancelled ? 0 : 10_000,
      });
      seen.push(state);
    }
    expect(seen.slice(-2)).toEqual(['cancelled', 'submitting']);
  });

  it('what is in review does its task', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.aDraft(books, [10_000]);
    expect(await desk.openTasksOf(id)).toEqual(['paymentInReview']);
    const { version } = await desk.paymentOf(id);
    expect((await desk.cancel(id, version)).ok).toBe(true);
    expect(await desk.openTasksOf(id)).toEqual([]);
  });
});

describe('approving', () => {
  it('a draft is placing it anew: it claims, it lowers what is planned, it is charged', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await desk.aDraft(books, [70_000]);
    const planned = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const { version } = await desk.paymentOf(id);
    const result = await desk.approve(id, version);
    expect(result).toMatchObject({ ok: true, value: { id, state: 'reserved', runOn: null } });
    expect(await desk.paymentOf(planned)).toMatchObject({ amount: 30_000 });
    expect(await desk.statusesOf(planned)).toEqual(['held']);
    expect(await desk.openTasksOf(id)).toEqual([]);
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
    expect(await desk.statusesOf(planned)).toEqual(['applied']);
  });

  it('a draft that no longer fits is refused with the limit, and stays a draft', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await desk.aDraft(books, [70_000]);
    await desk.place(books, [50_000]);
    const { version } = await desk.paymentOf(id);
    expect(await desk.approve(id, version)).toMatchObject({
      ok: false,
      refusal: {
        code: 'REFUSED',
        refusals: [{ code: 'AMOUNT_EXCEEDS_HEADROOM', limit: { amountMinor: 50_000 } }],
      },
    });
    expect(await desk.paymentOf(id)).toMatchObject({ state: 'inReview', version });
    const lower = await desk.change(id, { version, lines: [lineOf(books, 0, 50_000)] });
    expect(lower).toMatchObject({ ok: true, value: { state: 'inReview' } });
    expect((await desk.approve(id, version + 1)).ok).toBe(true);
  });

  it.each([
    ['void', 'is_void = true'],
    ['on hold', 'is_on_hold = true'],
    ['overdrawn', 'open_minor = 50000, overage_minor = 30000'],
  ])('a draft sends it, whatever an invoice is that was taken out of it: %s', async (_, change) => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
    const id = await desk.aDraft(books, [70_000, 20_000]);
    await desk.place(books, [0, 80_000]);
    const { version } = await desk.paymentOf(id);
    expect((await desk.change(id, { version, lines: [lineOf(books, 0, 70_000)] })).ok).toBe(true);
    await pool.query(`UPDATE invoice SET ${change} WHERE id = $1`, [books.invoiceIds[1]]);
    expect((await desk.approve(id, version + 1)).ok).toBe(true);
    await createFreeze({ pool, capabilities })(id, null);
    expect(await desk.paymentOf(id)).toMatchObject({ state: 'submitting', lines: [70_000, 0] });
  });

  it('a draft with the fingerprint of another world is refused with the plan of this one', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await desk.aDraft(books, [70_000]);
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
    const seen = await desk.store.preview(body);
    if (seen?.kind !== 'possible') throw new Error(JSON.stringify(seen));
    const planned = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const { version } = await desk.paymentOf(id);
    expect(await desk.approve(id, version, { fingerprint: seen.fingerprint })).toMatchObject({
      ok: false,
      refusal: { code: 'PLAN_CHANGED', preview: { adjustments: [{ payment: { id: planned } }] } },
    });
    const now = await desk.store.preview(body);
    if (now?.kind !== 'possible') throw new Error(JSON.stringify(now));
    expect((await desk.approve(id, version, { fingerprint: now.fingerprint })).ok).toBe(true);
  });

  it('one with a date wants a day that can come, and then runs on it', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.place(books, [10_000], { runOn: daysAhead(5) });
    await pool.query(
      `UPDATE payment SET state = 'inReview', run_on = '2026-01-05', next_step = NULL,
                             next_step_at = NULL, next_step_clock = NULL WHERE id = $1`,
      [id],
    );
    const { version } = await desk.paymentOf(id);
    expect(await desk.approve(id, version)).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED', refusals: [{ code: 'RUN_DATE_NOT_ALLOWED' }] },
    });
    const result = await desk.approve(id, version, { runOn: daysAhead(7) });
    expect(result).toMatchObject({ ok: true, value: { state: 'scheduled', runOn: daysAhead(7) } });
    expect(await desk.paymentOf(id)).toMatchObject({ nextStep: 'charge', amount: 10_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 10_000, firm: 0 });
  });
});
