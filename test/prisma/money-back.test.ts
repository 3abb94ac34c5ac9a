/**
 * Goal: money that goes back, or may, restores no plan and waits for a person (rules.md 13).
 *
 * Method: the real placing, freeze and apply on a real PostgreSQL, and the task store that lifts.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { DISPUTED } from '../../prisma/stores/payments/money-back';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { createTaskStore } from '../../prisma/stores/tasks/task-store';
import { FakeGateway } from '../gateways/fake-gateway';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead, LIMITS } from './books';

jest.setTimeout(60_000);

const { capabilities } = new FakeGateway({ now: () => new Date() });
let pool: Pool;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

async function settled(books: Books, amounts: number[]): Promise<string> {
  const id = randomUUID();
  const result = await createPlacePayment({ pool, limits: LIMITS })(
    id,
    aRequest(books, amounts),
    dana,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  await createFreeze({ pool, capabilities })(id, null);
  const settledAt = new Date().toISOString();
  await createApply({ pool, capabilities })(
    id,
    { kind: 'settled', reference: 'ch_1', settledAt },
    'gateway',
  );
  return id;
}

const dispute = (id: string) =>
  createApply({ pool, capabilities })(
    id,
    { kind: 'disputed', reference: 'ch_1', reason: 'Not recognised.' },
    'report',
  );
const invoiceOf = async (id: string | undefined) => {
  const { rows } = await pool.query(
    `SELECT disputed_minor::int AS disputed, unposted_minor::int AS unposted, autopay_hold AS held,
            autopay_hold_reason AS reason FROM invoice WHERE id = $1`,
    [id],
  );
  return rows[0] as Readonly<Record<string, unknown>>;
};

describe('a dispute', () => {
  it('moves money that the books do not show yet from firm to disputed, and frees nothing', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await createPlacePayment({ pool, limits: LIMITS })(
      randomUUID(),
      aRequest(books, [60_000], { runOn: daysAhead(5) }),
      dana,
    );
    if (!planned.ok) throw new Error('refused');
    const id = await settled(books, [70_000]);
    await dispute(id);
    const [invoiceId] = books.invoiceIds;
    expect(await invoiceOf(invoiceId)).toMatchObject({ disputed: 70_000, unposted: 0 });
    expect(await countersOf(pool, invoiceId)).toMatchObject({ firm: 0, planned: 30_000 });
  });

  it('of a line that the books show changes no counter', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    const [invoiceId] = books.invoiceIds;
    await pool.query('UPDATE payment_line SET inside_since = now() WHERE payment_id = $1', [id]);
    await pool.query(
      'UPDATE invoice SET open_minor = 30000, firm_minor = 0, unposted_minor = 0 WHERE id = $1',
      [invoiceId],
    );
    await dispute(id);
    expect(await invoiceOf(invoiceId)).toMatchObject({ disputed: 0 });
    expect(await countersOf(pool, invoiceId)).toMatchObject({ open: 30_000, firm: 0 });
  });

  it('holds its invoices from autopay until a person lifts it with its task', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 50_000 }]);
    const id = await settled(books, [70_000, 50_000]);
    await dispute(id);
    await dispute(id);
    for (const invoiceId of books.invoiceIds) {
      expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: DISPUTED.holdReason });
    }
    const { rows } = await pool.query<{ id: string; kind: string; version: number }>(
      'SELECT id, kind, version FROM task WHERE payment_id = $1',
      [id],
    );
    expect(rows).toMatchObject([{ kind: 'paymentDisputed' }]);
    const [task] = rows;
    if (task === undefined) throw new Error('no task');
    const request = { version: task.version, resolution: 'liftHold', note: null } as const;
    expect((await createTaskStore(pool).resolve(task.id, request, dana)).ok).toBe(true);
    for (const invoiceId of books.invoiceIds) {
      expect(await invoiceOf(invoiceId)).toMatchObject({ held: false, reason: null });
    }
  });
});
