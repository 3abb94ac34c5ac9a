/**
 * Goal: the list of payments shows each that matches once, in its order, whatever the filter, the
 * sort and the size of the pages.
 *
 * Method: real PostgreSQL, payments in every state, walked in pages of two.
 */
import { Pool } from 'pg';
import type { PaymentRow } from '../../contracts/payment-row';
import { PaymentsPage, PaymentsQuery, PaymentView } from '../../contracts/payments';
import { PaymentState } from '../../domain/payment';
import { SESSION } from '../../prisma/stores/connect';
import { listStatement } from '../../prisma/stores/payments/reading/list-payments';
import { createPaymentReader } from '../../prisma/stores/payments/reading/payment-reader';
import { cloneDatabase, usePostgres } from '../support/postgres';
import { aClient, anInvoice, aPayment, type Client, planOf, walk } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let reader: ReturnType<typeof createPaymentReader>;
const query = (fields: Record<string, string> = {}) => PaymentsQuery.parse(fields);

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: SESSION });
  reader = createPaymentReader({ pool, capabilities: { fence: 'key' } });
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
    expect(page.counts?.[view]).toBe(rows.length);
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

  it('counts what is there however often a state changed, and keeps few rows for it', async () => {
    const { counts: before } = await reader.list(query());
    if (before === null) throw new Error('all payments were not counted');
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM payment WHERE state = 'reserved'`,
    );
    const moved = rows.map(({ id }) => id);
    const move = (state: string) =>
      pool.query('UPDATE payment SET state = $2 WHERE id = ANY($1)', [moved, state]);
    for (let time = 0; time < 60; time += 1) {
      await Promise.all([move('submitting'), reader.list(query()), move('failed')]);
    }
    await move('failed');
    const { counts } = await reader.list(query());
    expect(counts).toEqual({
      ...before,
      inFlight: before.inFlight - moved.length,
      failed: before.failed + moved.length,
    });
    const tally = await pool.query<{ rows: number }>(
      'SELECT count(*)::int AS rows FROM payment_tally',
    );
    expect(tally.rows[0]?.rows).toBeLessThanOrEqual(201);
    await move('reserved');
    expect((await reader.list(query())).counts).toEqual(before);
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
