/**
 * Goal: an invoice in full says where every unit of its total is, what of ours is against it, and
 * what happened, whatever became of its payments; and a person's hold does what rule 21 says.
 *
 * Method: real PostgreSQL. The parts of the coverage bar are a property over random books whose
 * counters are the sums of random payments in every state.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Pool } from 'pg';
import { InvoiceDetails } from '../../contracts/invoice-details';
import { PaymentState } from '../../domain/payment';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createDocumentStore } from '../../prisma/stores/invoices/document-store';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { usePostgres } from '../support/postgres';
import { aRequest, dana, daysAhead, LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client } from './reading-books';
import { keepDocument } from './kept-document';

jest.setTimeout(60_000);

const NOW = new Date('2026-12-04T18:00:00Z');
let pool: Pool;
let client: Client;
let store: ReturnType<typeof createInvoiceStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  client = await aClient(pool, 'Acme Dental');
  store = createInvoiceStore({ pool, now: () => NOW, limits: LIMITS });
}, 60_000);

afterAll(() => pool.end());

const read = async (invoiceId: string) => {
  const details = await store.read(invoiceId);
  if (details === null) throw new Error('no such invoice');
  return details;
};

describe('coverage', () => {
  const states = Object.values(PaymentState);
  const payment = fc.record({
    state: fc.constantFrom(...states),
    amountMinor: fc.integer({ min: 0, max: 30_000 }),
    isInside: fc.boolean(),
    isDated: fc.boolean(),
  });

  it('adds up to the total: posted, in flight, planned, disputed and uncovered, of any books', async () => {
    const books = fc.record({
      openMinor: fc.integer({ min: 0, max: 100_000 }),
      payments: fc.array(payment, { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(books, async ({ openMinor, payments }) => {
        const invoiceId = await anInvoice(pool, client, {
          total_minor: 100_000,
          open_minor: openMinor,
          // In flight beyond what is open is what the source no longer wants.
          overage_minor: 1_000_000,
        });
        for (const { state, amountMinor, isInside, isDated } of payments) {
          const hasDate = isDated || state === 'scheduled';
          const mayBeInside = ['settled', 'returned', 'disputed'].includes(state);
          await aPayment(
            pool,
            client,
            [{ invoiceId, amountMinor, isInside: isInside && mayBeInside }],
            { state, ...(hasDate && { run_on: '2026-12-18' }) },
          );
        }
        const details = await read(invoiceId);
        expect(InvoiceDetails.parse(details)).toEqual(details);
        const parts = Object.values(details.coverage).map((part) => part.amountMinor);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(100_000);
        const isOverdrawn = details.headroom.amountMinor < details.planned.amountMinor;
        if (isOverdrawn || details.balance.amountMinor < 0) return;
        // Where the books do not contradict themselves each part is what its payments say.
        const sumOf = (part: string) =>
          details.against
            .filter((entry) => entry.part === part)
            .reduce((sum, entry) => sum + entry.amount.amountMinor, 0);
        expect(details.coverage.inFlight.amountMinor).toBe(sumOf('inFlight'));
        expect(details.coverage.planned.amountMinor).toBe(sumOf('planned'));
        expect(details.coverage.disputed.amountMinor).toBe(sumOf('disputed'));
        expect(details.coverage.uncovered).toEqual(details.uncovered);
        expect(details.paidElsewhere.amountMinor).toBe(
          Math.max(0, details.coverage.posted.amountMinor - sumOf('posted')),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('a row', () => {
  const reasonOf = async (invoiceId: string) => (await read(invoiceId)).cannotPay;

  it('says the first reason against paying it, and which payments hold all of it', async () => {
    const inFlight = await anInvoice(pool, client);
    const payment = await aPayment(pool, client, [{ invoiceId: inFlight, amountMinor: 100_000 }], {
      state: 'pending',
    });
    const disputed = await anInvoice(pool, client);
    await aPayment(pool, client, [{ invoiceId: disputed, amountMinor: 100_000 }], {
      state: 'disputed',
    });
    const held = { is_on_hold: true, hold_reason: 'Asked', held_by: 'Dana', held_at: NOW };
    const cases = [
      [await anInvoice(pool, client, { ...held, is_void: true, open_minor: 0 }), 'VOID'],
      [await anInvoice(pool, client, { ...held, total_minor: 5, open_minor: 0 }), 'ON_HOLD'],
      [await anInvoice(pool, client, { total_minor: 5, open_minor: 0 }), 'NOTHING_OPEN'],
      [disputed, 'DISPUTED'],
    ] as const;
    for (const [invoiceId, code] of cases) {
      expect(await reasonOf(invoiceId)).toEqual({ code, payments: [] });
    }
    expect(await reasonOf(inFlight)).toEqual({
      code: 'ALL_IN_FLIGHT',
      payments: [{ id: payment, number: expect.stringMatching(/^P-\d+$/) }],
    });
    expect(await reasonOf(await anInvoice(pool, client))).toBeNull();
  });

  it('lists 20 of 25 planned payments by run date, and neither drafts nor those lowered to zero', async () => {
    const invoiceId = await anInvoice(pool, client);
    for (let day = 25; day >= 1; day -= 1) {
      const run_on = `2027-01-${String(day).padStart(2, '0')}`;
      await aPayment(pool, client, [{ invoiceId, amountMinor: 100 }], {
        state: 'scheduled',
        run_on,
      });
    }
    await aPayment(pool, client, [{ invoiceId, amountMinor: 0 }], {
      state: 'scheduled',
      run_on: '2027-01-01',
    });
    await aPayment(pool, client, [{ invoiceId, amountMinor: 500 }], { state: 'inReview' });
    const { plannedEntries, plannedCount, planned, pending } = await read(invoiceId);
    expect(plannedCount).toBe(25);
    expect(plannedEntries.map(({ runOn }) => runOn)).toEqual(
      Array.from({ length: 20 }, (_, at) => `2027-01-${String(at + 1).padStart(2, '0')}`),
    );
    expect(planned.amountMinor).toBe(2_500);
    expect(pending).toBeNull();
    expect(plannedEntries[0]).toMatchObject({ kind: 'scheduled', placedBy: 'Dana Whitfield' });
  });
});

describe('against an invoice', () => {
  it('stands every payment of ours with its part, by the day it ran', async () => {
    const invoiceId = await anInvoice(pool, client, { total_minor: 100_000, open_minor: 70_000 });
    const line = (amountMinor: number, isInside = false) => [{ invoiceId, amountMinor, isInside }];
    await aPayment(pool, client, line(20_000, true), {
      state: 'settled',
      placed_at: '2026-11-20T16:00:00Z',
    });
    await aPayment(pool, client, line(5_000), {
      state: 'failed',
      placed_at: '2026-11-21T05:59:00Z', // Still the 20th in Chicago.
      placed_by_id: null,
      kind: 'autopay',
    });
    await aPayment(pool, client, line(10_000), { state: 'scheduled', run_on: '2026-12-18' });
    const { against, paidElsewhere } = await read(invoiceId);
    expect(against.map(({ part, on, placedBy }) => [part, on, placedBy])).toEqual([
      ['posted', '2026-11-20', 'Dana Whitfield'],
      ['none', '2026-11-20', null],
      ['planned', '2026-12-18', 'Dana Whitfield'],
    ]);
    expect(paidElsewhere).toEqual({ amountMinor: 10_000, currency: 'USD' });
  });
});

describe('the rest of an invoice', () => {
  it('holds its lines, source, document, and the credit of its client', async () => {
    const invoiceId = await anInvoice(pool, client, {
      agreement: 'Managed desktop',
      purchase_order: 'PO-7',
      read_at: '2026-12-01T06:00:00Z',
    });
    await pool.query(
      `INSERT INTO invoice_line (invoice_id, position, reference, description, quantity, unit, unit_price_text, amount_minor)
       VALUES ($1, 1, 'SKU-1', 'Seats', '12', 'HUR', '10.0000', 12000), ($1, 2, NULL, 'As agreed', NULL, NULL, NULL, NULL)`,
      [invoiceId],
    );
    await pool.query(
      `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
       VALUES ($1, $3, 'USD', 5000, 5000, 'creditNote'), ($2, $3, 'USD', 3000, 0, 'creditNote')`,
      [randomUUID(), randomUUID(), client.id],
    );
    const details = await read(invoiceId);
    expect(details).toMatchObject({
      agreement: 'Managed desktop',
      purchaseOrder: 'PO-7',
      source: { name: 'Books of Acme Dental', readAt: '2026-12-01T06:00:00.000Z' },
      unapplied: [{ amountMinor: 5_000, currency: 'USD' }],
      document: { state: 'none', fileName: null },
      lines: [
        {
          position: 1,
          detail: 'SKU-1',
          quantity: '12 HUR',
          unitPrice: '10.0000',
          amount: { amountMinor: 12_000, currency: 'USD' },
        },
        { position: 2, detail: null, quantity: null, unitPrice: null, amount: null },
      ],
    });
  });

  it('tells what happened to it and to the payments on it, newest first, at most 100', async () => {
    const place = createPlacePayment({ pool, limits: LIMITS });
    const invoiceId = await anInvoice(pool, client);
    const books = { organizationId: client.id, methodId: client.methodId, invoiceIds: [invoiceId] };
    const scheduled = randomUUID();
    await place(scheduled, aRequest(books, [90_000], { runOn: daysAhead(9) }), dana);
    await place(randomUUID(), aRequest(books, [20_000]), dana);
    const { timeline } = await read(invoiceId);
    expect(timeline.map(({ kind, amount }) => [kind, amount?.amountMinor])).toEqual([
      ['payment.adjusted', undefined],
      ['payment.placed', 20_000],
      ['payment.placed', 90_000],
    ]);
    expect(timeline[0]).toMatchObject({
      payment: { id: scheduled },
      by: { kind: 'user', name: 'Dana Whitfield' },
    });
    await pool.query(
      `INSERT INTO event (happened_at, actor_kind, actor_name, kind, invoice_id, after)
       SELECT now(), 'source', 'Files', 'invoice.read', $1, '[1]' FROM generate_series(1, 120)`,
      [invoiceId],
    );
    const long = (await read(invoiceId)).timeline;
    expect(long).toHaveLength(100);
    expect(long[0]).toMatchObject({ kind: 'invoice.read', after: null, payment: null });
  });

  it('comes for several at once in the order asked, and for none when one does not exist', async () => {
    const [first, second] = [await anInvoice(pool, client), await anInvoice(pool, client)];
    const several = await store.readSeveral([second, first, second]);
    expect(several?.items.map(({ id }) => id)).toEqual([second, first]);
    expect(several?.totals).toMatchObject([
      { currency: 'USD', openInvoices: 2, balance: { amountMinor: 200_000 } },
    ]);
    expect(await store.readSeveral([first, randomUUID()])).toBeNull();
    expect(await store.read(randomUUID())).toBeNull();
  });
});

describe('a change', () => {
  const change = async (invoiceId: string, fields: Parameters<typeof store.change>[1]) => {
    const result = await store.change(invoiceId, fields, dana);
    return result.ok ? { ...result, value: result.value.invoice } : result;
  };

  it('puts an invoice on hold with its reason, and lets it go', async () => {
    const invoiceId = await anInvoice(pool, client);
    const held = await change(invoiceId, { version: 1, onHold: true, reason: 'They asked.' });
    expect(held).toMatchObject({
      ok: true,
      value: {
        version: 2,
        hold: { reason: 'They asked.', by: 'Dana Whitfield' },
        cannotPay: { code: 'ON_HOLD' },
        timeline: [{ kind: 'invoice.held', reason: 'They asked.' }],
      },
    });
    const again = await change(invoiceId, { version: 2, onHold: true, reason: 'Another.' });
    expect(again).toMatchObject({ value: { version: 2, hold: { reason: 'They asked.' } } });
    const free = await change(invoiceId, { version: 2, onHold: false });
    expect(free).toMatchObject({ value: { version: 3, hold: null, cannotPay: null } });
  });

  it('from an old version writes nothing and answers what is there', async () => {
    const invoiceId = await anInvoice(pool, client);
    await change(invoiceId, { version: 1, autopayHold: true });
    expect(await change(invoiceId, { version: 1, autopayExcluded: true })).toMatchObject({
      ok: false,
      refusal: {
        code: 'VERSION_CONFLICT',
        present: { version: 2, hasAutopayHold: true, isAutopayExcluded: false },
      },
    });
    expect(await change(randomUUID(), { version: 1, onHold: false })).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    });
  });

  it('of two people at once is made by one, and the other is told', async () => {
    const invoiceId = await anInvoice(pool, client);
    const results = await Promise.all(
      ['One', 'Two'].map((reason) => change(invoiceId, { version: 1, onHold: true, reason })),
    );
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it('that stops autopay cancels an autopay payment that waits, and no schedule of a person', async () => {
    const invoiceId = await anInvoice(pool, client);
    const waits = { state: 'scheduled', run_on: '2026-12-18' };
    const own = await aPayment(pool, client, [{ invoiceId, amountMinor: 30_000 }], waits);
    const auto = await aPayment(pool, client, [{ invoiceId, amountMinor: 20_000 }], {
      ...waits,
      kind: 'autopay',
    });
    const result = await store.change(invoiceId, { version: 1, autopayExcluded: true }, dana);
    expect(result).toMatchObject({
      value: {
        invoice: { planned: { amountMinor: 30_000 }, isAutopayExcluded: true },
        touchedPaymentIds: [auto],
      },
    });
    const { rows } = await pool.query('SELECT id, state FROM payment WHERE id = ANY($1)', [
      [own, auto],
    ]);
    expect(new Map(rows.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [own, 'scheduled'],
        [auto, 'cancelled'],
      ]),
    );
    expect((await inconsistenciesOf(pool)).filter((what) => what.includes(invoiceId))).toEqual([]);
  });
});

describe('a document', () => {
  it('is wanted once asked for, kept with its exact bytes, or unavailable with the reason', async () => {
    const documents = createDocumentStore({ pool });
    const invoiceId = await anInvoice(pool, client);
    expect(await documents.read(invoiceId)).toEqual({ kind: 'none' });
    await documents.markWanted(invoiceId);
    expect(await documents.read(invoiceId)).toEqual({ kind: 'wanted' });

    const sha256 = await keepDocument(pool, { id: invoiceId, organizationId: client.id }, 3);
    await documents.markWanted(invoiceId);
    expect(await documents.read(invoiceId)).toEqual({
      kind: 'kept',
      bytes: Buffer.from('%PDF-'),
      fileName: 'INV-7.pdf',
      sha256,
    });
    expect((await read(invoiceId)).document).toMatchObject({ state: 'kept', pages: 3 });

    await pool.query(
      `UPDATE invoice SET document_status = 'unavailable', document_reason = 'A web page.', document_id = NULL WHERE id = $1`,
      [invoiceId],
    );
    expect(await documents.read(invoiceId)).toEqual({ kind: 'unavailable', reason: 'A web page.' });
    expect(await documents.read(randomUUID())).toBeNull();
  });
});
