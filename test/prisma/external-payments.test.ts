/**
 * Goal: money that reaches an invoice without a payment of ours does exactly what its preview said,
 * once, and tells the clients whose planned payments gave way.
 *
 * Method: the real store on a real PostgreSQL. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createExternalPaymentStore } from '../../prisma/stores/external-payments/external-payment-store';
import { usePostgres } from '../support/postgres';
import { aClientWith, type Books, countersOf, dana, daysAhead } from './books';
import { aDesk } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let desk: ReturnType<typeof aDesk>;
let store: ReturnType<typeof createExternalPaymentStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 32 });
  desk = aDesk(pool);
  store = createExternalPaymentStore({ pool });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const TODAY = daysAhead(-1);

const received = (books: Books, amountMinor: number, receivedOn = TODAY) =>
  ({
    invoiceId: books.invoiceIds[0] ?? '',
    amountMinor,
    from: { kind: 'receivedElsewhere', receivedOn, reference: 'Check 1042', reason: 'In the mail' },
  }) as const;

const record = (
  asked: Parameters<typeof store.preview>[0],
  { id = randomUUID(), fingerprint = null }: { id?: string; fingerprint?: string | null } = {},
) => store.record({ ...asked, id, fingerprint }, dana);

async function possible(asked: Parameters<typeof store.preview>[0]) {
  const preview = await store.preview(asked);
  if (preview?.kind !== 'possible') throw new Error(JSON.stringify(preview));
  return preview;
}

const eventsOf = async (invoiceId: string | undefined) => {
  const { rows } = await pool.query<{
    kind: string;
    actor_name: string;
    reason: string;
    after: unknown;
  }>('SELECT kind, actor_name, reason, after FROM event WHERE invoice_id = $1 ORDER BY id', [
    invoiceId,
  ]);
  return rows;
};

const toldTo = (paymentId: string, address: string) =>
  pool.query('UPDATE payment SET recipients = $2 WHERE id = $1', [
    paymentId,
    JSON.stringify([{ reason: 'typedForThisPayment', address }]),
  ]);

describe('a payment received elsewhere', () => {
  it('lowers what is planned as its preview said, nearest first, and writes who said so', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const near = await desk.place(books, [40_000], { runOn: daysAhead(5) });
    const far = await desk.place(books, [50_000], { runOn: daysAhead(9) });
    await toldTo(near, 'ann@client.example');
    await toldTo(far, 'ann@client.example');

    const preview = await possible(received(books, 70_000));
    expect(preview).toMatchObject({
      openBefore: { amountMinor: 100_000 },
      openAfter: { amountMinor: 30_000 },
      headroomAfter: { amountMinor: 30_000 },
      overageAfter: { amountMinor: 0 },
      adjustments: [
        {
          payment: { id: near },
          placedBy: 'Dana Whitfield',
          before: { amountMinor: 40_000 },
          after: { amountMinor: 0 },
        },
        { payment: { id: far }, before: { amountMinor: 50_000 }, after: { amountMinor: 30_000 } },
      ],
      emptied: [{ id: near }],
      untouched: [],
    });
    const result = await record(received(books, 70_000), { fingerprint: preview.fingerprint });
    expect(result).toMatchObject({
      ok: true,
      value: {
        isNew: true,
        touchedPaymentIds: [near, far],
        payment: {
          amount: { amountMinor: 70_000 },
          receivedOn: TODAY,
          recordedBy: 'Dana Whitfield',
        },
      },
    });
    expect(await countersOf(pool, books.invoiceIds[0])).toEqual({
      open: 30_000,
      firm: 0,
      planned: 30_000,
    });
    expect(await desk.paymentOf(near)).toMatchObject({ state: 'superseded', amount: 0 });
    expect(await desk.paymentOf(far)).toMatchObject({ state: 'scheduled', amount: 30_000 });
    expect(await desk.statusesOf(near)).toEqual(['applied']);
    expect((await eventsOf(books.invoiceIds[0])).at(-1)).toMatchObject({
      kind: 'invoice.receivedElsewhere',
      actor_name: 'Dana Whitfield',
      reason: 'In the mail',
      after: {
        amountMinor: 70_000,
        openMinor: 30_000,
        openBeforeMinor: 100_000,
        reference: 'Check 1042',
      },
    });
    // One notice for both, kept under the first of them.
    expect(await desk.mailsOf(near)).toEqual(['paymentChanged']);
    expect(await desk.mailsOf(far)).toEqual([]);
  });

  it('is recorded once however often it is sent, and under its id nothing else is', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = randomUUID();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => record(received(books, 30_000), { id })),
    );
    expect(all.filter((result) => result.ok && result.value.isNew)).toHaveLength(1);
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ open: 70_000 });
    expect(await record(received(books, 30_001), { id })).toEqual({
      ok: false,
      refusal: { code: 'PAYMENT_ID_USED' },
    });
    const other = await aClientWith(pool, [{ openMinor: 100_000 }]);
    expect(await record(received(other, 30_000), { id })).toMatchObject({
      refusal: { code: 'PAYMENT_ID_USED' },
    });
    expect(await countersOf(pool, other.invoiceIds[0])).toMatchObject({ open: 100_000 });
  });

  it('confirmed on an older picture is refused with the new one, and nothing is written', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const { fingerprint } = await possible(received(books, 70_000));
    const planned = await desk.place(books, [60_000], { runOn: daysAhead(5) });
    const refused = await record(received(books, 70_000), { fingerprint });
    expect(refused).toMatchObject({
      refusal: { code: 'PLAN_CHANGED', preview: { adjustments: [{ payment: { id: planned } }] } },
    });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      open: 100_000,
      planned: 60_000,
    });
    const seen =
      refused.ok || refused.refusal.code !== 'PLAN_CHANGED'
        ? null
        : refused.refusal.preview.fingerprint;
    expect(await record(received(books, 70_000), { fingerprint: seen })).toMatchObject({
      ok: true,
    });
  });

  it('takes the last cent that is open, and not one more; what is in flight becomes overage', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await desk.place(books, [40_000]);
    expect(await store.preview(received(books, 100_001))).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'AMOUNT_EXCEEDS_OPEN', limit: { amountMinor: 100_000 } }],
    });
    expect(await record(received(books, 100_001))).toMatchObject({
      refusal: { code: 'REFUSED', refusals: [{ code: 'AMOUNT_EXCEEDS_OPEN' }] },
    });
    expect(await possible(received(books, 100_000))).toMatchObject({
      headroomAfter: { amountMinor: -40_000 },
      overageAfter: { amountMinor: 40_000 },
    });
    expect(await record(received(books, 100_000))).toMatchObject({ ok: true });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ open: 0, firm: 40_000 });
  });

  it('is refused on a void invoice, of nothing, ahead of its day, and where there is none', async () => {
    const voided = await aClientWith(pool, [{ isVoid: true }]);
    const books = await aClientWith(pool, [{}]);
    const codes = async (asked: Parameters<typeof store.preview>[0]) => {
      const preview = await store.preview(asked);
      return preview?.kind === 'refused' ? preview.refusals.map(({ code }) => code) : preview;
    };
    expect(await codes(received(voided, 100))).toEqual(['INVOICE_VOID']);
    expect(await codes(received(books, 0))).toEqual(['AMOUNT_NOT_POSITIVE']);
    expect(await codes(received(books, -5))).toEqual(['AMOUNT_NOT_POSITIVE']);
    expect(await codes(received(books, 100, daysAhead(3)))).toEqual(['RECEIVED_DATE_NOT_ALLOWED']);
    const nowhere = { ...received(books, 100), invoiceId: randomUUID() };
    expect(await store.preview(nowhere)).toBeNull();
    expect(await record(nowhere)).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } });
  });

  it('of a part leaves a missing invoice missing; of all of it ends that', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [invoiceId] = books.invoiceIds;
    await pool.query('UPDATE invoice SET missing_since = now() WHERE id = $1', [invoiceId]);
    const isMissing = async () => {
      const { rows } = await pool.query(
        'SELECT missing_since IS NOT NULL AS is FROM invoice WHERE id = $1',
        [invoiceId],
      );
      return rows[0]?.is;
    };
    await record(received(books, 40_000));
    expect(await isMissing()).toBe(true);
    await record(received(books, 60_000));
    expect(await isMissing()).toBe(false);
  });

  it('meeting a placement at the same moment never lets both take the same money', async () => {
    for (let round = 0; round < 10; round += 1) {
      const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
      const [placed] = await Promise.allSettled([
        desk.place(books, [80_000]),
        record(received(books, 60_000)),
      ]);
      const { open, firm } = await countersOf(pool, books.invoiceIds[0]);
      expect(open).toBe(40_000);
      // Before it the charge was within what was open then; after it, it is refused.
      expect(firm).toBe(placed.status === 'fulfilled' ? 80_000 : 0);
    }
  });
});

describe('unapplied money', () => {
  async function aNote(books: Books, amountMinor: number, fields: { currency?: string } = {}) {
    const id = randomUUID();
    await pool.query(
      `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind,
                                    document_number, issued_on)
       VALUES ($1, $2, $3, $4, $4, 'creditNote', 'CN-7', '2026-11-02')`,
      [id, books.organizationId, fields.currency ?? 'USD', amountMinor],
    );
    return id;
  }
  const applied = (books: Books, unappliedId: string, amountMinor: number) => ({
    invoiceId: books.invoiceIds[0] ?? '',
    amountMinor,
    from: { kind: 'creditApplied', unappliedId } as const,
  });

  it('is applied to an invoice as its preview said, and what is left of it stays the client’s', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await desk.place(books, [90_000], { runOn: daysAhead(5) });
    const note = await aNote(books, 50_000);
    expect(await store.unapplied(books.organizationId)).toMatchObject([
      {
        id: note,
        documentNumber: 'CN-7',
        issuedOn: '2026-11-02',
        remaining: { amountMinor: 50_000 },
      },
    ]);
    const { fingerprint, adjustments } = await possible(applied(books, note, 30_000));
    expect(adjustments).toMatchObject([
      { payment: { id: planned }, after: { amountMinor: 70_000 } },
    ]);
    expect(await record(applied(books, note, 30_000), { fingerprint })).toMatchObject({
      value: { touchedPaymentIds: [planned], payment: { kind: 'creditApplied' } },
    });
    expect(await store.unapplied(books.organizationId)).toMatchObject([
      { remaining: { amountMinor: 20_000 } },
    ]);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      open: 70_000,
      planned: 70_000,
    });
    expect((await eventsOf(books.invoiceIds[0])).at(-1)).toMatchObject({
      kind: 'invoice.creditApplied',
      after: { amountMinor: 30_000, documentNumber: 'CN-7' },
    });
  });

  it('is never more than is left of it, also for two who apply it at once', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
    const note = await aNote(books, 50_000);
    const other = { ...applied(books, note, 40_000), invoiceId: books.invoiceIds[1] ?? '' };
    const results = await Promise.all([record(applied(books, note, 40_000)), record(other)]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      refusal: { refusals: [{ code: 'AMOUNT_EXCEEDS_UNAPPLIED', limit: { amountMinor: 10_000 } }] },
    });
  });

  it('pays no invoice of another client or currency, and none that it does not know', async () => {
    const books = await aClientWith(pool, [{}]);
    const other = await aClientWith(pool, [{}]);
    const [theirs, euros] = [
      await aNote(other, 50_000),
      await aNote(books, 50_000, { currency: 'EUR' }),
    ];
    expect(await store.preview(applied(books, theirs, 100))).toMatchObject({
      refusals: [{ code: 'INVOICE_NOT_OF_ORGANIZATION', invoice: null }],
    });
    expect(await store.preview(applied(books, euros, 100))).toMatchObject({
      refusals: [{ code: 'CURRENCY_MISMATCH' }],
    });
    expect(await store.preview(applied(books, randomUUID(), 100))).toBeNull();
    expect(await store.unapplied(randomUUID())).toBeNull();
  });
});
