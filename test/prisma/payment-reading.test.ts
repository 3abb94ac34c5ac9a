/**
 * Goal: the list of payments shows each that matches once, in its order; and a payment in full says
 * what the books say, from placed to its last word.
 *
 * Method: real PostgreSQL. Lists over rows in every state, walked in pages of two; details over
 * payments that the real stores placed, froze and applied.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PaymentsPage, PaymentsQuery, PaymentView } from '../../contracts/payments';
import { PaymentDetails } from '../../contracts/payment-details';
import type { PaymentRow } from '../../contracts/payment-row';
import { PaymentState } from '../../domain/payment';
import type { ChargeOutcome } from '../../domain/ports';
import { createApply, createFinish } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { actionsOf } from '../../prisma/stores/payments/reading/payment-actions';
import { listStatement } from '../../prisma/stores/payments/reading/list-payments';
import { createPaymentReader } from '../../prisma/stores/payments/reading/payment-reader';
import { FakeGateway } from '../gateways/fake-gateway';
import { cloneDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, dana, daysAhead, LIMITS } from './books';
import { aClient, anInvoice, aPayment, type Client, planOf, walk } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let reader: ReturnType<typeof createPaymentReader>;
const query = (fields: Record<string, string> = {}) => PaymentsQuery.parse(fields);

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  reader = createPaymentReader({ pool });
}, 60_000);

afterAll(() => pool.end());

describe('the list', () => {
  let acme: Client;
  let birch: Client;
  let invoiceId: string;

  beforeAll(async () => {
    acme = await aClient(pool, 'Acme Dental');
    birch = await aClient(pool, 'Birch & Sons');
    invoiceId = await anInvoice(pool, acme, { number: 'INV-7001', open_minor: 9_000_000 });
    const others = await Promise.all(
      ['INV-7002', 'INV-7003', 'INV-7004'].map((number) =>
        anInvoice(pool, acme, { number, open_minor: 9_000_000 }),
      ),
    );
    const ofBirch = await anInvoice(pool, birch, { open_minor: 9_000_000 });
    for (const [index, state] of Object.values(PaymentState).entries()) {
      const isPlanned = state === 'scheduled' || state === 'inReview';
      const fields = {
        state,
        placed_at: `2026-12-0${1 + (index % 3)}T16:00:00Z`,
        ...(isPlanned && { run_on: '2026-12-18' }),
        ...(state === 'settled' && { settled_at: '2026-12-02T16:00:00Z' }),
      };
      const line = { invoiceId, amountMinor: 10_000 + (index % 4) * 1_025 };
      await aPayment(pool, acme, [line], { ...fields, reference: `Order ${index}` });
      await aPayment(pool, birch, [{ invoiceId: ofBirch, amountMinor: 500 }], fields);
    }
    const lines = others.map((id) => ({ invoiceId: id, amountMinor: 1_111, isInside: true }));
    await aPayment(pool, acme, [...lines, { invoiceId, amountMinor: 67, isInside: true }], {
      state: 'settled',
      placed_by_id: null,
      kind: 'autopay',
      placed_at: '2026-12-05T05:59:00Z', // Still the 4th in Chicago.
    });
  });

  const all = async () => (await reader.list(query({ limit: '200' }))).items;

  const KEYS: Record<string, (row: PaymentRow) => string | number | null> = {
    placedAt: (row) => row.placedAt,
    runOn: (row) => row.runOn,
    amount: (row) => row.amount.amountMinor,
    number: (row) => Number(row.number.slice(2)),
    organization: (row) => row.organization.name.toLowerCase(),
  };

  it.each(Object.keys(KEYS).flatMap((key) => [key, `-${key}`]))(
    'sorted by %s finds each payment once in pages of two, immediate ones last by run date',
    async (sort) => {
      const rows = await walk((cursor) => reader.list({ ...query({ sort, limit: '2' }), cursor }));
      const sign = sort.startsWith('-') ? -1 : 1;
      const key = KEYS[sort.replace('-', '')] ?? (() => null);
      const rank = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0);
      const expected = [...(await all())].sort((a, b) => {
        const [left, right] = [key(a), key(b)];
        if (left === null || right === null) {
          return left === right ? rank(a.id, b.id) : left === null ? 1 : -1;
        }
        return rank(left, right) || rank(a.id, b.id);
      });
      expect(rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(rows).toHaveLength(27);
    },
  );

  it.each(PaymentView.options)('of the quick filter %s shows what its count says', async (view) => {
    const STATES: Record<string, string[]> = {
      scheduled: ['scheduled'],
      inFlight: ['actionRequired', 'pending', 'reserved', 'submitting', 'unknown'],
      settled: ['settled'],
      failed: ['disputed', 'failed', 'returned'],
      needsReview: ['inReview'],
    };
    const rows = await walk((cursor) => reader.list({ ...query({ view, limit: '2' }), cursor }));
    const states = [...new Set(rows.map(({ state }) => state))].sort();
    expect(states).toEqual(STATES[view] ?? Object.values(PaymentState).sort());
    const page = await reader.list(query({ view }));
    expect(page.counts[view]).toBe(rows.length);
    expect(PaymentsPage.parse(page)).toEqual(page);
  });

  it('filters by client, invoice, method, states, kind and the days of the business', async () => {
    const count = async (fields: Record<string, string>) =>
      (await reader.list(query({ limit: '200', ...fields }))).items.length;
    expect(await count({ organizationId: birch.id })).toBe(13);
    expect(await count({ invoiceId })).toBe(14);
    expect(await count({ methodId: acme.methodId })).toBe(14);
    expect(await count({ states: 'failed,returned' })).toBe(4);
    expect(await count({ kind: 'autopay' })).toBe(1);
    expect(await count({ placedFrom: '2026-12-04' })).toBe(1);
    expect(await count({ placedFrom: '2026-12-05' })).toBe(0);
    expect(await count({ placedTo: '2026-12-01' })).toBe(10);
  });

  it('is searched by number, client, reference, invoice number and amount', async () => {
    const [first] = await all();
    const found = async (search: string) =>
      (await reader.list(query({ search, limit: '200' }))).items;
    expect((await found(first?.number ?? '')).map(({ id }) => id)).toEqual([first?.id]);
    expect((await found((first?.number ?? '').slice(2))).map(({ id }) => id)).toEqual([first?.id]);
    expect(await found('birch')).toHaveLength(13);
    expect(await found('order 7')).toHaveLength(1);
    expect(await found('inv-7003')).toHaveLength(1);
    expect(await found('$110.25')).toHaveLength(3);
    expect(await found('11.11')).toHaveLength(1);
    expect(await found('34.00 USD')).toHaveLength(1);
    expect(await found('nothing like it')).toEqual([]);
  });

  it('names the first three invoices of a payment, and says when the books show all of it', async () => {
    const { items } = await reader.list(query({ kind: 'autopay' }));
    expect(items[0]).toMatchObject({
      invoices: [{ number: 'INV-7001' }, { number: 'INV-7002' }, { number: 'INV-7003' }],
      invoiceCount: 4,
      isPosted: true,
      isDraft: false,
      placedBy: null,
    });
    const { items: settled } = await reader.list(
      query({ view: 'settled', organizationId: birch.id }),
    );
    expect(settled).toMatchObject([{ isPosted: false, settledAt: '2026-12-02T16:00:00.000Z' }]);
  });

  it('refuses a cursor of another sort and one with a forged instant', async () => {
    const { nextCursor } = await reader.list(query({ limit: '2', sort: 'number' }));
    const forged = Buffer.from(
      JSON.stringify(['payments:-placedAt', '2026-13-45 99:99:99+00', acme.id]),
    ).toString('base64url');
    for (const cursor of [nextCursor ?? '', forged]) {
      await expect(reader.list(query({ cursor }))).rejects.toMatchObject({ name: 'CursorError' });
    }
  });

  it('with 20,000 payments goes by an index, whatever its order', async () => {
    const { databaseUrl, drop } = await cloneDatabase();
    const large = new Pool({ connectionString: databaseUrl });
    const client = await aClient(large, 'Acme Dental');
    await large.query(
      `INSERT INTO payment (id, organization_id, kind, state, method_id, method_kind, currency, amount_minor,
                            entered_minor, run_on, run_time, zone, run_at, request_body, placed_by_name, placed_at)
       SELECT gen_random_uuid(), $1, 'scheduled', 'settled', $2, 'card', 'USD', n, n,
              date '2026-01-01' + n % 300, '09:00', 'America/Chicago', now(), '[]', 'Dana',
              timestamptz '2026-01-01' + n * interval '1 minute'
         FROM generate_series(1, 20000) AS n`,
      [client.id, client.methodId],
    );
    await large.query('ANALYZE');
    for (const sort of ['placedAt', '-placedAt', 'runOn', '-runOn', 'number', '-number']) {
      const plan = await planOf(large, listStatement(query({ sort, limit: '50' })).statement);
      expect(plan).toMatch(/Limit[^]*Index Scan (Backward )?using payment_\w+ on payment/);
      expect(plan).not.toMatch(/Limit[^]*Sort[^]*Seq Scan on payment [^]*Aggregate/);
    }
    await large.end();
    await drop();
  });
});

describe('a payment in full', () => {
  const gateway = new FakeGateway({ now: () => new Date() });
  const { capabilities } = gateway;

  const placed = async (
    books: Books,
    amounts: number[],
    overrides: Partial<PlacementRequest> = {},
  ) => {
    const id = randomUUID();
    const place = createPlacePayment({ pool, limits: LIMITS });
    const result = await place(id, aRequest(books, amounts, overrides), dana);
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return id;
  };
  const freeze = (id: string) => createFreeze({ pool, capabilities })(id, null);
  const apply = (id: string, outcome: ChargeOutcome) =>
    createApply({ pool, capabilities })(id, outcome, 'gateway');
  const read = async (id: string) => {
    const details = await reader.read(id);
    if (details === null) throw new Error('no such payment');
    const whole = { ...details, workflow: { id: `payment:${id}`, url: null } };
    expect(PaymentDetails.parse(whole)).toEqual(whole);
    return details;
  };
  const settled = {
    kind: 'settled',
    reference: 'ch_1',
    settledAt: new Date().toISOString(),
  } as const;
  const possible = (details: Awaited<ReturnType<typeof read>>) =>
    details.actions.filter(({ isPossible }) => isPossible).map(({ action }) => action);

  it('tells what it lowered, and the other what lowered it, by whom and for how long', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const runOn = daysAhead(9);
    const planned = await placed(books, [80_000], { runOn, note: 'Call first', reference: 'PO 7' });
    const cause = await placed(books, [60_000]);
    const caused = (await read(cause)).caused;
    expect(caused).toMatchObject([
      {
        other: { payment: { id: planned }, kind: 'scheduled', runOn },
        cause: 'payment',
        state: 'held',
        before: { amountMinor: 80_000 },
        after: { amountMinor: 40_000 },
      },
    ]);
    const lowered = await read(planned);
    expect(lowered).toMatchObject({
      state: 'scheduled',
      note: 'Call first',
      reference: 'PO 7',
      amount: { amountMinor: 40_000 },
      timing: { requestedOn: runOn, runOn, runTime: '09:00', zone: 'America/Chicago' },
      reachesBankOn: null,
      lines: [
        {
          amount: { amountMinor: 40_000 },
          setAmount: { amountMinor: 80_000 },
          balanceNow: { amountMinor: 100_000 },
        },
      ],
      suffered: [{ other: { payment: { id: cause } }, state: 'held' }],
      charge: null,
    });
    expect(lowered.timeline.map(({ kind }) => kind)).toEqual([
      'payment.adjusted',
      'payment.placed',
    ]);
    expect(possible(lowered)).toEqual(['cancel', 'change', 'sendReceipt']);
  });

  it('shows a settled card: charged, settled and on the list to enter, with the gateway’s reference', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await placed(books, [25_000]);
    expect(possible(await read(id))).toEqual(['cancel']);
    await freeze(id);
    expect(await read(id)).toMatchObject({
      state: 'submitting',
      charge: { gateway: 'sandbox', reference: null, history: [] },
      progress: { chargedAt: null, settledAt: null, postedAt: null, endedAt: null },
    });
    await apply(id, settled);
    const details = await read(id);
    expect(details).toMatchObject({
      state: 'settled',
      isPosted: false,
      charge: { reference: 'ch_1', history: [{ outcome: 'settled', detail: null }] },
      lines: [{ balanceNow: { amountMinor: 75_000 }, isInside: false }],
      decline: null,
      finalAt: null,
    });
    const { chargedAt, settledAt, postedAt, endedAt } = details.progress;
    expect(new Set([chargedAt, settledAt, postedAt, endedAt]).size).toBe(1);
    expect(settledAt).not.toBeNull();
    expect(details.timeline[0]).toMatchObject({
      kind: 'payment.settled',
      by: { kind: 'gateway' },
      amount: { amountMinor: 25_000, currency: 'USD' },
    });
    expect(possible(details)).toEqual(['sendReceipt']);
  });

  it('says why a declined one ended, and that it was tried again', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await placed(books, [25_000]);
    await freeze(id);
    const declined = { kind: 'declined', reference: null, reason: 'insufficientFunds' } as const;
    await apply(id, { ...declined, isHard: false });
    const before = await read(id);
    expect(before).toMatchObject({
      decline: {
        code: 'insufficientFunds',
        words: 'There was not enough money available.',
        isHard: false,
        retryAt: null,
      },
      charge: {
        history: [{ outcome: 'declined', detail: 'There was not enough money available.' }],
      },
      retriedBy: null,
    });
    expect(possible(before)).toEqual(expect.arrayContaining(['retry', 'restore']));
    const again = await placed(books, [25_000], { retryOf: id });
    const after = await read(id);
    expect(after.retriedBy).toMatchObject({ id: again });
    expect(after.actions).toContainEqual({
      action: 'retry',
      isPossible: false,
      reason: 'alreadyRetried',
    });
    expect((await read(again)).retryOf).toMatchObject({ id });
  });

  it('says when a settled debit is final while it holds something, and no longer afterwards', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    await placed(books, [80_000], { runOn: daysAhead(30) });
    const id = await placed(books, [60_000]);
    await freeze(id);
    await apply(id, { kind: 'pending', reference: 'de_1' });
    const pending = await read(id);
    expect(pending).toMatchObject({ state: 'pending', finalAt: null });
    expect(pending.charge?.nextAskAt).not.toBeNull();
    expect(pending.progress.chargedAt).not.toBeNull();
    expect(pending.reachesBankOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await apply(id, settled);
    const { finalAt } = await read(id);
    expect(Date.parse(finalAt ?? '')).toBeGreaterThan(Date.now() + 2 * 86_400_000);
    await pool.query('UPDATE business SET clock_offset_ms = 864000000');
    await createFinish({ pool, capabilities })(id);
    await pool.query('UPDATE business SET clock_offset_ms = 0');
    expect(await read(id)).toMatchObject({ finalAt: null, caused: [{ state: 'applied' }] });
  });

  it('that came back before it was charged is a draft with its reason', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await placed(books, [25_000]);
    await pool.query('UPDATE invoice SET is_on_hold = true WHERE id = $1', [books.invoiceIds[0]]);
    await freeze(id);
    const details = await read(id);
    expect(details).toMatchObject({
      state: 'inReview',
      isDraft: true,
      review: { code: 'INVOICE_ON_HOLD', proposedRunOn: null },
      timing: null,
    });
    expect(details.review?.words).toMatch(/\.$/);
    expect(possible(details)).toEqual(['cancel', 'change', 'approve']);
  });

  it('keeps the day asked for when a bank debit runs on the banking day after it', async () => {
    const books = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const saturday = [...Array(7).keys()]
      .map((day) => daysAhead(14 + day))
      .find((date) => new Date(date).getUTCDay() === 6);
    const id = await placed(books, [500], { runOn: saturday ?? '' });
    const { timing, runOn, reachesBankOn } = await read(id);
    expect(timing?.requestedOn).toBe(saturday);
    expect(timing?.runOn).toBe(runOn);
    expect(reachesBankOn).toBe(runOn);
    expect(runOn).not.toBe(saturday);
  });

  it('lists who is told and who is not, as contacts stand now', async () => {
    const books = await aClientWith(pool, [{}]);
    const [receives, silent] = [randomUUID(), randomUUID()];
    await pool.query(
      `INSERT INTO contact_profile (id, name, name_key, rights)
       VALUES ($1, 'Billing admin', $3, '{receiveReceipts}'), ($2, 'Reader', $4, '{}')`,
      [receives, silent, `a${receives}`, `b${silent}`],
    );
    await pool.query(
      `INSERT INTO contact (id, organization_id, profile_id, name, email, email_key)
       VALUES ($1, $3, $4, 'Ann', 'ann@acme.example', 'ann@acme.example'),
              ($2, $3, $5, 'Bob', 'bob@acme.example', 'bob@acme.example')`,
      [randomUUID(), randomUUID(), books.organizationId, receives, silent],
    );
    const id = await placed(books, [500], { extraRecipients: ['desk@acme.example'] });
    const shown = (await read(id)).audience;
    expect(shown.recipients.map(({ address, reason }) => [address, reason])).toEqual([
      ['ann@acme.example', 'profileReceives'],
      ['desk@acme.example', 'typedForThisPayment'],
    ]);
    expect(shown.excluded).toMatchObject([
      { address: 'bob@acme.example', reason: 'profileDoesNotReceive' },
    ]);
    await pool.query(
      `UPDATE contact SET bounced_at = now(), version = version + 1 WHERE organization_id = $1 AND name = 'Ann'`,
      [books.organizationId],
    );
    const later = (await read(id)).audience;
    expect(later.recipients.map(({ address }) => address)).toEqual(['desk@acme.example']);
    expect(later.excluded).toContainEqual(
      expect.objectContaining({ address: 'ann@acme.example', reason: 'addressBounced' }),
    );
  });

  it('that never was is null', async () => {
    expect(await reader.read(randomUUID())).toBeNull();
  });
});

describe('what is possible', () => {
  const table = (state: PaymentState) =>
    Object.fromEntries(
      actionsOf({ state, hasOutcomeMail: false, isRetried: false }).map(({ action, reason }) => [
        action,
        reason,
      ]),
    );

  it.each([
    ['reserved', null, 'alreadySubmitted'],
    ['scheduled', null, null],
    ['inReview', null, null],
    ['submitting', 'alreadySubmitted', 'alreadySubmitted'],
    ['pending', 'alreadySubmitted', 'alreadySubmitted'],
    ['unknown', 'alreadySubmitted', 'alreadySubmitted'],
    ['settled', 'alreadyEnded', 'alreadyEnded'],
    ['failed', 'alreadyEnded', 'alreadyEnded'],
    ['cancelled', 'alreadyEnded', 'alreadyEnded'],
  ] as const)('with a payment that is %s: cancel (%s), change (%s)', (state, cancel, change) => {
    expect(table(state)).toMatchObject({ cancel, change });
  });
});
