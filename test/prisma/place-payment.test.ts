/**
 * Goal: however many people pay at once, and in whatever order, no invoice is ever promised more
 * than it can take, and everyone is told the truth about why not.
 *
 * Method: real PostgreSQL, as many connections as placers, all let go at once. The naive way of
 * doing it (read, compare, insert) must fail the same test: else the test proves nothing.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createPlacePayment, type PlacementResult } from '../../prisma/stores/payments/place';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead, LIMITS } from './books';
import { lockWaits } from './lock-waits';

jest.setTimeout(120_000);

const PLACERS = 64;
let pool: Pool;
let place: ReturnType<typeof createPlacePayment>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: PLACERS });
  place = createPlacePayment({ pool, limits: LIMITS });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const placed = (result: PlacementResult) => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
};
const refusalOf = (result: PlacementResult) => {
  if (result.ok) throw new Error('it was placed');
  return result.refusal;
};

describe('one placement', () => {
  it('reserves the last unit of headroom and refuses the next, with the limit', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    placed(await place(randomUUID(), aRequest(books, [99_950]), dana));
    expect(refusalOf(await place(randomUUID(), aRequest(books, [51]), dana))).toMatchObject({
      code: 'REFUSED',
      refusals: [{ code: 'AMOUNT_EXCEEDS_HEADROOM', limitMinor: 50 }],
    });
    placed(await place(randomUUID(), aRequest(books, [50]), dana));
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 100_000 });
  });

  it('takes two statements, each a transaction of its own, with 200 invoices too', async () => {
    const books = await aClientWith(
      pool,
      Array.from({ length: 200 }, () => ({})),
    );
    for (const runOn of [null, daysAhead(3)]) {
      const [read, write, ...more] = await statementsOf(
        aRequest(books, Array(200).fill(100), { runOn }),
      );
      expect(read).toMatch(/^\s*SELECT/);
      expect(write).toMatch(/FOR NO KEY UPDATE.*INSERT INTO payment .*INSERT INTO payment_line/s);
      expect(more).toEqual([]);
    }
  });

  it('takes five where something is planned, and locks that before it reads it again', async () => {
    const books = await aClientWith(pool, [{}]);
    placed(await place(randomUUID(), aRequest(books, [100], { runOn: daysAhead(3) }), dana));
    expect(await statementsOf(aRequest(books, [100]))).toEqual([
      expect.stringMatching(/^\s*SELECT/),
      expect.stringMatching(/^BEGIN\b/),
      expect.stringMatching(/FROM invoice\s.*FOR NO KEY UPDATE/s),
      expect.stringMatching(/FROM payment\s.*FOR NO KEY UPDATE/s),
      expect.stringMatching(/^\s*SELECT/),
      expect.stringMatching(/INSERT INTO payment .*INSERT INTO payment_line/s),
      'COMMIT',
    ]);
  });

  /** Of one placement. */
  async function statementsOf(request: ReturnType<typeof aRequest>): Promise<readonly string[]> {
    const seen: string[] = [];
    const client = await pool.connect();
    const query = (first: string | Readonly<{ text: string }>, values?: unknown[]) => {
      seen.push(typeof first === 'string' ? first : first.text);
      return client.query(first as string, values);
    };
    const connection = Object.assign(Object.create(client), { query, release: () => undefined });
    const onePool = { query, connect: async () => connection } as unknown as Pool;
    try {
      placed(
        await createPlacePayment({ pool: onePool, limits: LIMITS })(randomUUID(), request, dana),
      );
    } finally {
      client.release();
    }
    return seen;
  }

  it('refuses 201 invoices, a foreign method, a past date and a date after twelve months', async () => {
    const books = await aClientWith(
      pool,
      Array.from({ length: 201 }, () => ({})),
    );
    const other = await aClientWith(pool, [{}]);
    const cases = [
      [aRequest(books, Array(201).fill(100)), 'TOO_MANY_LINES'],
      [aRequest(books, [100], { methodId: other.methodId }), 'METHOD_NOT_OF_ORGANIZATION'],
      [aRequest(books, [100], { runOn: daysAhead(-1) }), 'RUN_DATE_NOT_ALLOWED'],
      [aRequest(books, [100], { runOn: daysAhead(370) }), 'RUN_DATE_NOT_ALLOWED'],
    ] as const;
    for (const [request, code] of cases) {
      expect(refusalOf(await place(randomUUID(), request, dana))).toMatchObject({
        code: 'REFUSED',
        refusals: [{ code }],
      });
    }
  });

  it('names every bad line and writes nothing', async () => {
    const books = await aClientWith(pool, [
      { isVoid: true },
      { isOnHold: true },
      { currency: 'EUR' },
      {},
    ]);
    const id = randomUUID();
    expect(refusalOf(await place(id, aRequest(books, [100, 100, 100, 0]), dana))).toMatchObject({
      refusals: [
        { code: 'INVOICE_VOID' },
        { code: 'INVOICE_ON_HOLD' },
        { code: 'CURRENCY_MISMATCH' },
        { code: 'AMOUNT_NOT_POSITIVE' },
      ],
    });
    const { rowCount } = await pool.query('SELECT FROM payment WHERE id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('holds on planned payments exactly what it needs, nearest first', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const near = placed(
      await place(randomUUID(), aRequest(books, [30_000], { runOn: daysAhead(10) }), dana),
    );
    const far = placed(
      await place(randomUUID(), aRequest(books, [50_000], { runOn: daysAhead(20) }), dana),
    );
    const paid = placed(await place(randomUUID(), aRequest(books, [60_000]), dana));
    expect(paid.touchedPaymentIds).toEqual([near.payment.id, far.payment.id]);
    const { rows } = await pool.query(
      `SELECT before_minor::int, after_minor::int, status FROM adjustment WHERE cause_payment_id = $1 ORDER BY id`,
      [paid.payment.id],
    );
    expect(rows).toEqual([
      { before_minor: 30_000, after_minor: 0, status: 'held' },
      { before_minor: 50_000, after_minor: 40_000, status: 'held' },
    ]);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      firm: 60_000,
      planned: 40_000,
    });
  });

  it('moves the date of a bank debit to the following banking day', async () => {
    const books = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const saturday = [...Array(7).keys()]
      .map((day) => daysAhead(14 + day))
      .find((date) => new Date(date).getUTCDay() === 6);
    const { payment } = placed(
      await place(randomUUID(), aRequest(books, [500], { runOn: saturday ?? '' }), dana),
    );
    expect(new Date(payment.runOn ?? '').getUTCDay()).not.toBe(6);
    expect(payment.runAt).not.toBeNull();
  });
});

describe('the same id', () => {
  it('sent twice at once answers the same placed payment twice', async () => {
    const books = await aClientWith(pool, [{}]);
    for (let round = 0; round < 20; round += 1) {
      const id = randomUUID();
      const both = await Promise.all([1, 2].map(() => place(id, aRequest(books, [100]), dana)));
      const [first, second] = both.map(placed);
      expect(first?.payment).toEqual(second?.payment);
      expect([first?.isNew, second?.isNew].sort()).toEqual([false, true]);
    }
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 2_000 });
  });

  it('with another body is refused, with the placed payment', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = randomUUID();
    const { payment } = placed(await place(id, aRequest(books, [100]), dana));
    expect(refusalOf(await place(id, aRequest(books, [101]), dana))).toEqual({
      code: 'PAYMENT_ID_USED',
      payment,
    });
  });

  it('with another fingerprint is still the same payment', async () => {
    const books = await aClientWith(pool, [{}]);
    const id = randomUUID();
    placed(await place(id, aRequest(books, [100]), dana));
    const repeat = placed(
      await place(id, aRequest(books, [100], { fingerprint: 'a'.repeat(64) }), dana),
    );
    expect(repeat.isNew).toBe(false);
  });
});

test('a plan that has changed since it was seen is refused with the new one', async () => {
  const books = await aClientWith(pool, [{}]);
  const seen = refusalOf(
    await place(randomUUID(), aRequest(books, [100], { fingerprint: '0'.repeat(64) }), dana),
  );
  if (seen.code !== 'PLAN_CHANGED') throw new Error(seen.code);
  const request = aRequest(books, [100], { fingerprint: seen.fingerprint });
  placed(await place(randomUUID(), request, dana));
  const again = refusalOf(await place(randomUUID(), request, dana));
  expect(again).toMatchObject({ code: 'PLAN_CHANGED' });
});

type Place = typeof place;

/** All at once, each over some of the invoices in an order of its own, some of them scheduled. */
async function storm(books: Books, with_: Place): Promise<PlacementResult[]> {
  const amount = (index: number) => 900 + ((index * 7919) % 4_000);
  return Promise.all(
    Array.from({ length: PLACERS }, (_, index) => {
      const lines = books.invoiceIds
        .map((invoiceId, at) => ({
          invoiceId,
          amountMinor: amount(index + at),
          key: (at * 31 + index * 17) % 101,
        }))
        .sort((a, b) => a.key - b.key)
        .slice(0, 1 + (index % 5))
        .map(({ invoiceId, amountMinor }) => ({ invoiceId, amountMinor }));
      const runOn = index % 4 === 0 ? daysAhead(5 + (index % 30)) : null;
      return with_(randomUUID(), { ...aRequest(books, []), lines, runOn }, dana);
    }),
  );
}

const overpaid = async () => {
  const { rows } = await pool.query<{ over: number }>(
    `SELECT count(*)::int AS over FROM (
       SELECT invoice.id FROM invoice
         JOIN payment_line AS line ON line.invoice_id = invoice.id
         JOIN payment ON payment.id = line.payment_id AND payment.state = 'reserved'
        GROUP BY invoice.id HAVING sum(line.amount_minor) > invoice.open_minor) AS overpaid`,
  );
  return rows[0]?.over ?? 0;
};

describe('64 placers at once', () => {
  it('on one invoice: never over, and every refusal names the limit', async () => {
    const books = await aClientWith(pool, [{ openMinor: 50_000 }]);
    const results = await storm(books, place);
    expect(await overpaid()).toBe(0);
    const refusals = results.flatMap((result) => (result.ok ? [] : [result.refusal]));
    expect(results.some((result) => result.ok)).toBe(true);
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        refusals: [
          { code: expect.stringMatching(/^AMOUNT_EXCEEDS_/), limitMinor: expect.any(Number) },
        ],
      });
    }
  });

  it('on 200 invoices in random order: never over, no deadlock shown', async () => {
    const books = await aClientWith(
      pool,
      Array.from({ length: 200 }, () => ({ openMinor: 6_000 })),
    );
    for (let round = 0; round < 4; round += 1) await storm(books, place);
    expect(await overpaid()).toBe(0);
  });

  it('sees schedules that were placed while it waited for the invoice', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const blocker = await pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM invoice WHERE id = $1 FOR NO KEY UPDATE', [
      books.invoiceIds[0],
    ]);
    const scheduling = place(
      randomUUID(),
      aRequest(books, [80_000], { runOn: daysAhead(9) }),
      dana,
    );
    await lockWaits(pool, 1);
    const paying = place(randomUUID(), aRequest(books, [60_000]), dana);
    await lockWaits(pool, 2);
    await blocker.query('COMMIT');
    blocker.release();
    const { payment } = placed(await scheduling);
    expect(placed(await paying).touchedPaymentIds).toEqual([payment.id]);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({
      firm: 60_000,
      planned: 40_000,
    });
  });
});

describe('the test of the test', () => {
  it('reading, comparing and inserting overpays under the same storm', async () => {
    const books = await aClientWith(pool, [{ openMinor: 50_000 }]);
    await storm(books, naive);
    expect(await overpaid()).toBeGreaterThan(0);
    // What it wrote is no state of ours: it goes before the books are looked at.
    await pool.query('DELETE FROM payment_line');
    await pool.query('UPDATE invoice SET firm_minor = 0, planned_minor = 0');
    await pool.query('DELETE FROM adjustment');
    await pool.query(`UPDATE payment SET amount_minor = 0`);
  });
});

const naive: Place = async (paymentId, request, actor) => {
  for (const { invoiceId, amountMinor } of request.lines) {
    const { rows } = await pool.query<{ left: string }>(
      `SELECT open_minor - coalesce((SELECT sum(amount_minor) FROM payment_line
                                      WHERE invoice_id = invoice.id), 0) AS left
         FROM invoice WHERE id = $1`,
      [invoiceId],
    );
    if (Number(rows[0]?.left) < amountMinor) {
      return { ok: false, refusal: { code: 'REFUSED', refusals: [] } };
    }
  }
  const total = request.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  await pool.query(
    `INSERT INTO payment (id, organization_id, kind, state, method_id, method_kind, currency,
                          amount_minor, entered_minor, request_body, placed_by_name, placed_at)
     VALUES ($1, $2, 'manual', 'reserved', $3, 'card', 'USD', $4, $4, '', $5, now())`,
    [paymentId, request.organizationId, request.methodId, total, actor.name],
  );
  for (const [position, { invoiceId, amountMinor }] of request.lines.entries()) {
    await pool.query(
      `INSERT INTO payment_line (payment_id, invoice_id, organization_id, currency, position, amount_minor, entered_minor)
       VALUES ($1, $2, $3, 'USD', $4, $5, $5)`,
      [paymentId, invoiceId, request.organizationId, position, amountMinor],
    );
  }
  return { ok: false, refusal: { code: 'REFUSED', refusals: [] } };
};
