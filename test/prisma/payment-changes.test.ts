/**
 * Goal: a change of a placed payment is planned like a new one, is what its preview said, and is
 * made by one person at a time.
 *
 * Method: the real store on a real PostgreSQL. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PreviewPaymentBody } from '../../contracts/payment-request';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { usePostgres } from '../support/postgres';
import { aClientWith, countersOf, daysAhead } from './books';
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

describe('a change', () => {
  it('is planned without its own lines: up to what nobody else has planned, and not one more', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const other = await desk.place(books, [30_000], { runOn: daysAhead(9) });
    const refused = await desk.change(id, { version: 1, lines: [lineOf(books, 0, 70_001)] });
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
    expect(await desk.paymentOf(id)).toMatchObject({ amount: 60_000, version: 1 });
    expect(await desk.change(id, { version: 1, lines: [lineOf(books, 0, 70_000)] })).toMatchObject({
      ok: true,
      value: { amount: { amountMinor: 70_000 }, version: 2, state: 'scheduled' },
    });
    expect(await desk.paymentOf(id)).toMatchObject({ amount: 70_000, entered: 70_000 });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 100_000 });
  });

  it('takes invoices in and out, and moves the date, in one go', async () => {
    const books = await aClientWith(pool, [{}, {}, {}]);
    const id = await desk.place(books, [10_000, 20_000], { runOn: daysAhead(5) });
    const lines = [lineOf(books, 1, 25_000), lineOf(books, 2, 5_000)];
    const result = await desk.change(id, { version: 1, lines, runOn: daysAhead(12) });
    expect(result).toMatchObject({
      ok: true,
      value: { amount: { amountMinor: 30_000 }, runOn: daysAhead(12) },
    });
    expect(await desk.paymentOf(id)).toMatchObject({
      lines: [0, 25_000, 5_000],
      nextStep: 'charge',
    });
    const counters = await Promise.all(books.invoiceIds.map((each) => countersOf(pool, each)));
    expect(counters.map(({ planned }) => planned)).toEqual([0, 25_000, 5_000]);
    const event = (await desk.eventsOf(id)).at(-1);
    expect(event).toMatchObject({
      kind: 'payment.changed',
      before: { amountMinor: 30_000, runOn: daysAhead(5) },
      after: { amountMinor: 30_000, runOn: daysAhead(12) },
    });
  });

  it('equals its preview, and a preview of another world is refused', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const { organizationId, methodId } = books;
    const lines = [lineOf(books, 0, 80_000)];
    const body = PreviewPaymentBody.parse({
      ...{ organizationId, methodId, currency: 'USD', lines, runOn: daysAhead(5), changes: id },
    });
    const seen = await desk.store.preview(body);
    if (seen?.kind !== 'possible') throw new Error(JSON.stringify(seen));
    expect(seen.invoices).toMatchObject([
      { plannedBefore: { amountMinor: 60_000 }, plannedAfter: { amountMinor: 80_000 } },
    ]);
    await desk.place(books, [10_000], { runOn: daysAhead(30) });
    const { fingerprint } = seen;
    const stale = await desk.change(id, { version: 1, lines, fingerprint });
    const now = await desk.store.preview(body);
    expect(stale).toEqual({ ok: false, refusal: { code: 'PLAN_CHANGED', preview: now } });
    if (now?.kind !== 'possible') throw new Error(JSON.stringify(now));
    const fresh = await desk.change(id, { version: 1, lines, fingerprint: now.fingerprint });
    expect(fresh).toMatchObject({ ok: true, value: { amount: { amountMinor: 80_000 } } });
  });

  it('of the amount of a lowered payment is for good: a release does not undo a person', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const lowered = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await desk.place(books, [70_000]);
    expect(await desk.statusesOf(lowered)).toEqual(['held']);
    const { version } = await desk.paymentOf(lowered);
    const result = await desk.change(lowered, { version, lines: [lineOf(books, 0, 25_000)] });
    expect(result.ok).toBe(true);
    expect(await desk.statusesOf(lowered)).toEqual(['applied']);
    expect((await desk.cancel(payer, 1)).ok).toBe(true);
    expect(await desk.paymentOf(lowered)).toMatchObject({ amount: 25_000, entered: 25_000 });
  });

  it('of only the date leaves what is held on it to be given back', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const lowered = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const payer = await desk.place(books, [70_000]);
    const { version } = await desk.paymentOf(lowered);
    expect((await desk.change(lowered, { version, runOn: daysAhead(8) })).ok).toBe(true);
    expect((await desk.eventsOf(lowered)).at(-1)?.kind).toBe('payment.rescheduled');
    expect((await desk.cancel(payer, 1)).ok).toBe(true);
    expect(await desk.paymentOf(lowered)).toMatchObject({ amount: 60_000, runOn: daysAhead(8) });
  });

  it('takes the addresses that were typed, and keeps those of before while it names none', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.place(books, [10_000], { runOn: daysAhead(5) });
    const typed = ['ap@client.example', 'cfo@client.example'];
    const result = await desk.change(id, { version: 1, extraRecipients: typed });
    expect(result).toMatchObject({ ok: true, value: { version: 2 } });
    expect((await desk.eventsOf(id)).at(-1)).toMatchObject({ kind: 'payment.changed' });
    await desk.change(id, { version: 2, runOn: daysAhead(6) });
    const kept = await desk.store.read(id);
    expect(kept?.extraRecipients).toEqual(typed);
    expect(kept?.audience.recipients).toMatchObject(
      typed.map((address) => ({ address, reason: 'typedForThisPayment' })),
    );
    await desk.change(id, { version: 3, extraRecipients: [] });
    expect(await desk.store.read(id)).toMatchObject({
      extraRecipients: [],
      audience: { recipients: [] },
    });
  });

  it('made from an old version is answered with the payment as it is', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.place(books, [10_000], { runOn: daysAhead(5) });
    expect((await desk.change(id, { version: 1, runOn: daysAhead(6) })).ok).toBe(true);
    const late = await desk.change(id, { version: 1, runOn: daysAhead(7) });
    const present = { id, version: 2, runOn: daysAhead(6) };
    expect(late).toMatchObject({ ok: false, refusal: { code: 'VERSION_CONFLICT', present } });
  });

  it('by two people at once is made by one; the other is told', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.place(books, [10_000], { runOn: daysAhead(5) });
    const results = await Promise.all(
      [11_000, 12_000].map((amount) =>
        desk.change(id, { version: 1, lines: [lineOf(books, 0, amount)] }),
      ),
    );
    const codes = results.map((result) => (result.ok ? 'ok' : result.refusal.code)).sort();
    expect(codes).toEqual(['VERSION_CONFLICT', 'ok']);
  });

  it('is refused once the payment was sent, and for one that does not exist', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = await desk.place(books, [10_000]);
    await createFreeze({ pool, capabilities })(id, null);
    const { version } = await desk.paymentOf(id);
    for (const result of [
      await desk.change(id, { version, runOn: daysAhead(6) }),
      await desk.cancel(id, version),
      await desk.approve(id, version),
    ]) {
      expect(result).toMatchObject({ ok: false, refusal: { code: 'PAYMENT_NOT_CHANGEABLE' } });
    }
    expect(await desk.cancel(randomUUID(), 1)).toEqual({
      ok: false,
      refusal: { code: 'NOT_FOUND' },
    });
  });
});
