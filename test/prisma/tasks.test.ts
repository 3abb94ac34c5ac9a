/**
 * Goal: what waits for a person is shown to everybody, is done once, and lifts exactly the hold it
 * is about. Method: tasks as the transactions of money leave them, on a real PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Task, TasksQuery } from '../../contracts/tasks';
import { RETURNED } from '../../prisma/stores/payments/money-back';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { createTaskStore } from '../../prisma/stores/tasks/task-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, dana, LIMITS } from './books';

jest.setTimeout(60_000);

let databaseUrl: string;
let pool: Pool;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 16, options: '-c TimeZone=UTC' });
}, 60_000);

afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

type TaskFields = Readonly<{
  kind: string;
  organizationId: string;
  paymentId: string;
  invoiceId: string;
  openedAt: string;
}>;

async function setUp() {
  const books = await aClientWith(pool, [{}, {}]);
  const tasks = createTaskStore(pool);
  const openTask = async (fields: Partial<TaskFields> = {}) => {
    const { kind = 'paymentDeclined', openedAt = new Date().toISOString() } = fields;
    const id = randomUUID();
    await pool.query(
      `INSERT INTO task (id, kind, dedupe_key, organization_id, payment_id, invoice_id, facts, opened_at)
       VALUES ($1::uuid, $2, $1::uuid::text, $3, $4, $5, '{"reason": "declined"}', $6)`,
      [
        id,
        kind,
        fields.organizationId ?? books.organizationId,
        fields.paymentId ?? null,
        fields.invoiceId ?? null,
        openedAt,
      ],
    );
    return id;
  };
  const list = (query: Partial<TasksQuery> = {}) =>
    tasks.list({ limit: 50, format: 'json', view: 'open', ...query });
  const resolve = (id: string, resolution: 'done' | 'liftHold' = 'done', version = 1) =>
    tasks.resolve(id, { version, resolution, note: null }, dana);
  return { books, tasks, openTask, list, resolve };
}

/** A payment on the invoices of the books, in the state it has come to. */
async function aPayment(books: Books, amounts: readonly number[], state: string): Promise<string> {
  const id = randomUUID();
  const place = createPlacePayment({ pool, limits: LIMITS });
  const placed = await place(id, aRequest(books, amounts), dana);
  if (!placed.ok) throw new Error('not placed');
  await pool.query(`UPDATE payment SET state = $2 WHERE id = $1`, [id, state]);
  return id;
}

const holdsOf = async ({ invoiceIds }: Books) => {
  const { rows } = await pool.query<{ autopay_hold: boolean; drift_since: Date | null }>(
    `SELECT autopay_hold, drift_since FROM invoice WHERE id = ANY($1::uuid[]) ORDER BY number`,
    [invoiceIds],
  );
  return rows.map((row) => row.autopay_hold || row.drift_since !== null);
};

const hold = (invoiceIds: readonly string[], reason: string) =>
  pool.query(
    `UPDATE invoice SET autopay_hold = true, autopay_hold_reason = $2 WHERE id = ANY($1::uuid[])`,
    [invoiceIds, reason],
  );

describe('lists of tasks', () => {
  test('a task names its client, payment, invoice and amount, and whether money went wrong', async () => {
    const { books, openTask, list } = await setUp();
    const paymentId = await aPayment(books, [12_500], 'failed');
    const id = await openTask({ paymentId, invoiceId: books.invoiceIds[0] as string });
    const [task] = (await list()).items;
    expect(task).toEqual({
      id,
      version: 1,
      kind: 'paymentDeclined',
      group: 'failed',
      organization: { id: books.organizationId, name: `client ${books.organizationId}` },
      payment: { id: paymentId, number: expect.stringMatching(/^P-\d+$/) },
      invoice: { id: books.invoiceIds[0], number: 'inv-1000' },
      importId: null,
      amount: { amountMinor: 12_500, currency: 'USD' },
      facts: { reason: 'declined' },
      openedAt: expect.stringMatching(/Z$/),
      resolved: null,
    });
  });

  test('pages go from the newest to the oldest and miss none, also where instants are the same', async () => {
    const { openTask, list } = await setUp();
    const at = '2026-11-20T08:00:00.000Z';
    const ids = await Promise.all(
      Array.from({ length: 7 }, (_, index) =>
        openTask({ openedAt: index < 4 ? at : '2026-11-21T08:00:00.123Z' }),
      ),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen).toHaveLength(7);
    expect(new Set(seen.slice(0, 3))).toEqual(new Set(ids.slice(4)));
  });

  test('a cursor of another view or of nobody is refused', async () => {
    const { openTask, list } = await setUp();
    await openTask();
    await openTask();
    const { nextCursor } = await list({ limit: 1 });
    await expect(list({ view: 'overnight', cursor: String(nextCursor) })).rejects.toMatchObject({
      name: 'CursorError',
    });
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ name: 'CursorError' });
  });

  test('overnight is since five in the evening of the business, done today since its midnight', async () => {
    const { tasks, openTask, list, resolve } = await setUp();
    const { rows } = await pool.query<{ evening: Date }>(
      `SELECT ((now() AT TIME ZONE 'America/Chicago')::date - 1 + time '17:00') AT TIME ZONE 'America/Chicago' AS evening`,
    );
    const evening = rows[0]?.evening ?? new Date();
    const late = await openTask({ openedAt: evening.toISOString() });
    await openTask({ openedAt: new Date(evening.getTime() - 1).toISOString() });
    const overnight = await list({ view: 'overnight' });
    expect(overnight.items.map(({ id }) => id)).toEqual([late]);
    expect(overnight.counts).toEqual({ open: 2, overnight: 1, doneToday: 0 });

    await resolve(late);
    const done = await list({ view: 'doneToday' });
    expect(done.items.map(({ resolved }) => resolved?.by)).toEqual([dana.name]);
    expect(done.counts).toEqual({ open: 1, overnight: 0, doneToday: 1 });
    expect(await tasks.countOpen()).toBe(1);
    await pool.query(
      `UPDATE task SET resolved_at = ((now() AT TIME ZONE 'America/Chicago')::date::timestamp AT TIME ZONE 'America/Chicago') - interval '1 millisecond'
        WHERE id = $1`,
      [late],
    );
    expect((await list({ view: 'doneToday' })).items).toEqual([]);
  });

  test('search and client narrow the list and its counts alike', async () => {
    const { books, openTask, list } = await setUp();
    const paymentId = await aPayment(books, [500], 'failed');
    const other = await aClientWith(pool, []);
    const withPayment = await openTask({ paymentId });
    await openTask({ organizationId: other.organizationId });
    const { items } = await list();
    const number = items.find(({ id }) => id === withPayment)?.payment?.number.toLowerCase();
    for (const query of [{ search: String(number) }, { organizationId: books.organizationId }]) {
      const page = await list(query);
      expect(page.items.map(({ id }) => id)).toEqual([withPayment]);
      expect(page.counts.open).toBe(1);
    }
    expect((await list({ search: '%' })).items).toEqual([]);
  });
});

describe('resolving a task', () => {
  test('of ten who resolve one task at once exactly one does, the others are told', async () => {
    const { openTask, resolve } = await setUp();
    const id = await openTask();
    const results = await Promise.all(Array.from({ length: 10 }, () => resolve(id)));
    const codes = results.map((result) => (result.ok ? 'ok' : result.refusal.code)).sort();
    expect(codes).toEqual([...Array<string>(9).fill('TASK_ALREADY_RESOLVED'), 'ok']);
    const { rows } = await pool.query(
      `SELECT actor_name, subject FROM event WHERE kind = 'task.resolved'`,
    );
    expect(rows).toEqual([{ actor_name: dana.name, subject: `task:${id}` }]);
  });

  test('from an old version nothing is done, and the task is answered as it is now', async () => {
    const { openTask, resolve } = await setUp();
    const id = await openTask();
    await pool.query('UPDATE task SET version = 2 WHERE id = $1', [id]);
    expect(await resolve(id)).toMatchObject({
      ok: false,
      refusal: { code: 'VERSION_CONFLICT', present: { id, version: 2, resolved: null } },
    });
    expect(await resolve(randomUUID())).toEqual({ ok: false, refusal: { code: 'NOT_FOUND' } });
  });

  test('the note is kept as what was decided', async () => {
    const { tasks, openTask } = await setUp();
    const id = await openTask();
    const request = { version: 1, resolution: 'done', note: 'Called them.' } as const;
    const result = await tasks.resolve(id, request, dana);
    expect(result).toMatchObject({ ok: true, value: { version: 2 } });
    expect((result.ok ? result.value : (null as unknown as Task)).resolved).toMatchObject({
      by: dana.name,
      resolution: 'Called them.',
    });
  });

  test('a payment in review is decided on the payment: its task cannot be ticked off before', async () => {
    const { books, openTask, resolve } = await setUp();
    const paymentId = await aPayment(books, [500], 'inReview');
    const id = await openTask({ kind: 'paymentInReview', paymentId });
    expect(await resolve(id)).toEqual({ ok: false, refusal: { code: 'DECISION_NOT_POSSIBLE' } });
    await pool.query(`UPDATE payment SET state = 'cancelled' WHERE id = $1`, [paymentId]);
    expect(await resolve(id)).toMatchObject({ ok: true });
  });

  test('what a complete list did not name is decided in its import, as long as that waits', async () => {
    const { openTask, resolve } = await setUp();
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO import (id, source_id, status, opened_by_name, created_at)
       SELECT gen_random_uuid(), id, 'waiting', 'Dana', now() FROM source RETURNING id`,
    );
    const id = await openTask({ kind: 'importMissing' });
    await pool.query('UPDATE task SET import_id = $2 WHERE id = $1', [id, rows[0]?.id]);
    expect(await resolve(id)).toEqual({ ok: false, refusal: { code: 'DECISION_NOT_POSSIBLE' } });
    await pool.query(`UPDATE import SET status = 'done'`);
    expect(await resolve(id)).toMatchObject({ ok: true, value: { importId: rows[0]?.id } });
  });

  test('a hold is lifted only by a task that is about one', async () => {
    const { openTask, resolve } = await setUp();
    const id = await openTask({ kind: 'paymentDeclined' });
    const impossible = { ok: false, refusal: { code: 'DECISION_NOT_POSSIBLE' } };
    expect(await resolve(id, 'liftHold')).toEqual(impossible);
    expect(await resolve(id, 'done')).toMatchObject({ ok: true });
  });

  test('after a return the hold is lifted on every invoice of the payment, and kept by "done"', async () => {
    const { books, openTask, resolve } = await setUp();
    const paymentId = await aPayment(books, [500, 700], 'returned');
    await hold(books.invoiceIds, RETURNED.holdReason);
    await resolve(await openTask({ kind: 'paymentReturned', paymentId }), 'done');
    expect(await holdsOf(books)).toEqual([true, true]);
    const second = await openTask({ kind: 'paymentReturned', paymentId });
    expect(await resolve(second, 'liftHold')).toMatchObject({ ok: true });
    expect(await holdsOf(books)).toEqual([false, false]);
    const { rows } = await pool.query(
      `SELECT invoice_id FROM event WHERE kind = 'invoice.autopayHoldLifted' ORDER BY 1`,
    );
    expect(rows.map(({ invoice_id: id }) => id)).toEqual([...books.invoiceIds].sort());
  });

  test('the hold stays while another open task of a return stands for it, or a person set their own', async () => {
    const { books, openTask, resolve } = await setUp();
    const [one, other] = [
      await aPayment(books, [500, 700], 'returned'),
      await aPayment(books, [300], 'returned'),
    ];
    await hold(books.invoiceIds, RETURNED.holdReason);
    const first = await openTask({ kind: 'paymentReturned', paymentId: one });
    const second = await openTask({ kind: 'paymentReturned', paymentId: other });
    await resolve(first, 'liftHold');
    expect(await holdsOf(books)).toEqual([true, false]);
    await hold(books.invoiceIds.slice(0, 1), 'The client asked for it.');
    expect(await resolve(second, 'liftHold')).toMatchObject({ ok: true });
    expect(await holdsOf(books)).toEqual([true, false]);
  });

  test('drift is lifted on the invoice of the task alone', async () => {
    const { books, openTask, resolve } = await setUp();
    await pool.query(`UPDATE invoice SET drift_since = now() WHERE id = ANY($1::uuid[])`, [
      books.invoiceIds,
    ]);
    const id = await openTask({ kind: 'invoiceDrifted', invoiceId: books.invoiceIds[0] as string });
    expect(await resolve(id, 'liftHold')).toMatchObject({ ok: true });
    expect(await holdsOf(books)).toEqual([false, true]);
  });
});

it('every task that is opened or closed is told to the pages, by whatever statement', async () => {
  const { openTask, resolve } = await setUp();
  const told = async () => {
    const { rows } = await pool.query<{ kind: string; subject: string }>(
      `SELECT kind, subject FROM event WHERE kind IN ('task.opened', 'task.closed') ORDER BY id`,
    );
    return rows.map(({ kind, subject }) => `${kind} ${subject}`);
  };
  const [byPerson, bySystem] = [await openTask(), await openTask()];
  await resolve(byPerson);
  await pool.query(`UPDATE task SET facts = '{}', version = version + 1`);
  await pool.query(`UPDATE task SET resolved_at = now(), resolved_by = 'Headroom', resolution = 'done'
                     WHERE resolved_at IS NULL`);
  expect(await told()).toEqual([
    `task.opened task:${byPerson}`,
    `task.opened task:${bySystem}`,
    `task.closed task:${byPerson}`,
    `task.closed task:${bySystem}`,
  ]);
});
