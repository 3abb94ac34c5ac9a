/**
 * Goal: a rule looks again whenever something could move an instant or raise an amount, asks and
 * tells people the notice days before a run, and never waits for the wrong instant.
 *
 * Method: the real look, preparation and outbox on PostgreSQL, with the business's clock set.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createLook } from '../../prisma/stores/autopay/look';
import { createPrepareSlot } from '../../prisma/stores/autopay/prepare-slot';
import { createWatching } from '../../prisma/stores/autopay/watching';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientDue, aRule, changeRule, setClock, slotsOf } from './autopay-rules';
import { aClientWith, type Books, dana } from './books';
import { aDesk, capabilities } from './desk';
import { lockWaits } from './lock-waits';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let look: ReturnType<typeof createLook>;
let prepare: ReturnType<typeof createPrepareSlot>;
let books: Books;
let invoiceId: string;

const DUE = '2030-06-10';
const limits = capabilities;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 20 });
  look = createLook({ pool, limits });
  prepare = createPrepareSlot({ pool, limits });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  books = await aClientDue(pool, DUE, [{ openMinor: 100_000 }]);
  invoiceId = books.invoiceIds[0] ?? '';
  await setClock(pool, '2030-06-01T15:00:00Z');
});

const lookAtOf = async (ruleId: string) => {
  const { rows } = await pool.query<{ at: Date | null }>(
    'SELECT look_at AS at FROM autopay_watch WHERE rule_id = $1',
    [ruleId],
  );
  return rows[0]?.at?.toISOString() ?? null;
};
const NOW = '1970-01-01T00:00:00.000Z';
const planOf = async () => {
  const { rows } = await pool.query(
    `SELECT invoice_id AS "invoiceId", rule_id AS "ruleId", run_on::text AS "runOn" FROM autopay_plan ORDER BY 1`,
  );
  return rows;
};
const approvals = async () => {
  const { rows } = await pool.query(
    `SELECT state, maximum_minor::int AS maximum, run_on::text AS "runOn" FROM autopay_approval ORDER BY asked_at, state`,
  );
  return rows;
};
const approve = () =>
  pool.query(
    `UPDATE autopay_approval SET state = 'approved', decided_at = now(), decided_by_name = 'Dana' WHERE state = 'asked'`,
  );

test('a look plans the slots that the rule wins and waits for the notice, then for the run', async () => {
  const ruleId = await aRule(pool, books);
  expect(await lookAtOf(ruleId)).toBe(NOW);
  expect(await look(ruleId)).toMatchObject({ isLive: true, slots: 1, due: 0, unprepared: 0 });
  expect(await planOf()).toEqual([{ invoiceId, ruleId, runOn: DUE }]);
  // Three days of notice are the business's.
  expect(await lookAtOf(ruleId)).toBe('2030-06-07T14:00:00.000Z');

  await setClock(pool, '2030-06-07T14:00:01Z');
  expect(await look(ruleId)).toMatchObject({ unprepared: 1, waitMs: 0 });
  await prepare(invoiceId);
  const told = await look(ruleId);
  expect(told).toMatchObject({ unprepared: 0, due: 0 });
  expect(await lookAtOf(ruleId)).toBe(told.nextRunAt);

  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await look(ruleId)).toMatchObject({ due: 1, waitMs: 0, dueInvoiceIds: [invoiceId] });
});

test('whatever can move an instant or raise an amount makes the rule look again', async () => {
  const ruleId = await aRule(pool, books);
  const desk = aDesk(pool);
  const paid = await desk.place(books, [10_000]);
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'the rule': () => changeRule(pool, ruleId, { name: 'Another' }),
    'another rule': () => aRule(pool, books, { position: 9, name: 'Second' }),
    'a due date': () => pool.query(`UPDATE invoice SET due_on = due_on + 1`),
    'a criterion': () => pool.query(`UPDATE invoice SET agreement = 'Managed'`),
    'a line item': () =>
      pool.query(
        `INSERT INTO invoice_line (invoice_id, position, description) VALUES ($1, 1, 'Seats')`,
        [invoiceId],
      ),
    'a new invoice': () =>
      pool.query(
        `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor, open_minor,
                              issued_on, due_on, first_seen_on)
         SELECT $1, organization_id, source_id, 'n', 'n', currency, 500, 500, issued_on, due_on, first_seen_on
           FROM invoice LIMIT 1`,
        [randomUUID()],
      ),
    'a hold': () => pool.query(`UPDATE invoice SET autopay_hold = true WHERE id = $1`, [invoiceId]),
    'an opening': () => pool.query(`UPDATE invoice SET opening = opening + 1`),
    'money that is given back': () => desk.cancel(paid, 1),
    'a method': () => pool.query(`UPDATE payment_method SET status = 'expired'`),
    'unapplied money': () =>
      pool.query(
        `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
         VALUES ($1, $2, 'USD', 1, 1, 'creditNote')`,
        [randomUUID(), books.organizationId],
      ),
    'a setting': () => pool.query(`UPDATE business SET run_time = '10:00'`),
  };
  for (const [what, change] of Object.entries(changes)) {
    await look(ruleId);
    expect([what, await lookAtOf(ruleId)]).not.toEqual([what, NOW]);
    await change();
    expect([what, await lookAtOf(ruleId)]).toEqual([what, NOW]);
  }
});

test('more to take wakes the rule that is to take it, and no other', async () => {
  const ruleId = await aRule(pool, books);
  const otherId = await aRule(pool, books, { position: 2 });
  const paid = await aDesk(pool).place(books, [60_000]);
  for (const id of [ruleId, otherId]) await look(id);
  await aDesk(pool).cancel(paid, 1);
  expect(await lookAtOf(ruleId)).toBe(NOW);
  expect(await lookAtOf(otherId)).not.toBe(NOW);
});

test('more to take is seen by the rule that takes the invoice over meanwhile', async () => {
  const lastId = await aRule(pool, books, { position: 9 });
  await look(lastId);
  const paid = await aDesk(pool).place(books, [60_000]);
  const ruleId = await aRule(pool, books, { position: 1 });
  // A look of the new winner that has read the invoice as it was, and has not committed.
  const connection = await pool.connect();
  await connection.query('BEGIN');
  await connection.query('SELECT FROM autopay_watch WHERE rule_id = $1 FOR NO KEY UPDATE', [
    ruleId,
  ]);
  await connection.query(
    `UPDATE autopay_watch SET look_at = '2030-06-07T14:00:00Z' WHERE rule_id = $1`,
    [ruleId],
  );
  const cancelled = aDesk(pool).cancel(paid, 1);
  await lockWaits(pool);
  await connection.query('COMMIT');
  connection.release();
  await cancelled;
  expect(await lookAtOf(ruleId)).toBe(NOW);
});

test('money that comes back to an invoice whose slot was decided wakes nobody', async () => {
  const ruleId = await aRule(pool, books);
  await setClock(pool, '2030-06-10T14:20:00Z');
  await createDecideSlot({ pool, limits })(invoiceId);
  const [slot] = await slotsOf(pool, invoiceId);
  // Its workflow has not looked again since.
  const due = '2030-06-10T14:15:00.000Z';
  await pool.query('UPDATE autopay_watch SET look_at = $1', [due]);
  await aDesk(pool).cancel(slot?.paymentId ?? '', 1);
  expect(await lookAtOf(ruleId)).toBe(due);
});

test('a payment by hand wakes nobody: it only leaves less', async () => {
  const ruleId = await aRule(pool, books);
  await look(ruleId);
  await aDesk(pool).place(books, [10_000]);
  expect(await lookAtOf(ruleId)).not.toBe(NOW);
});

test('less to take wakes the rule whose question waits, and no other', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  const otherId = await aRule(pool, books, { position: 2 });
  await setClock(pool, '2030-06-09T15:00:00Z');
  await prepare(invoiceId);
  for (const id of [ruleId, otherId]) await look(id);
  await aDesk(pool).place(books, [10_000]);
  expect(await lookAtOf(ruleId)).toBe(NOW);
  expect(await lookAtOf(otherId)).not.toBe(NOW);
});

test('a change that commits while the rule looks is never lost', async () => {
  const ruleId = await aRule(pool, books);
  for (let round = 0; round < 40; round += 1) {
    const days = 1 + (round % 5);
    const [, changed] = await Promise.all([
      look(ruleId),
      pool.query('UPDATE invoice SET due_on = due_on + $2::int WHERE id = $1', [invoiceId, days]),
    ]);
    expect(changed.rowCount).toBe(1);
    const { rows } = await pool.query<{ due: string }>('SELECT due_on::text AS due FROM invoice');
    const [plan] = (await planOf()) as { runOn: string }[];
    // Either it was seen, or the rule looks again.
    if (plan?.runOn !== rows[0]?.due) expect(await lookAtOf(ruleId)).toBe(NOW);
  }
});

test('a disabled rule plans nothing, waits for nothing and ends', async () => {
  const ruleId = await aRule(pool, books);
  await look(ruleId);
  await changeRule(pool, ruleId, { is_enabled: false });
  expect(await look(ruleId)).toMatchObject({ isLive: false });
  expect(await planOf()).toEqual([]);
  expect(await lookAtOf(ruleId)).toBeNull();
  expect(await look(randomUUID())).toMatchObject({ isLive: false });
});

test('no change of its client is news to a disabled rule, enabling it is', async () => {
  const ruleId = await aRule(pool, books);
  await changeRule(pool, ruleId, { is_enabled: false });
  await look(ruleId);
  await pool.query(`UPDATE invoice SET agreement = 'Managed'`);
  await aRule(pool, books, { position: 2 });
  expect(await lookAtOf(ruleId)).toBeNull();
  await changeRule(pool, ruleId, { is_enabled: true });
  expect(await lookAtOf(ruleId)).toBe(NOW);
});

test('the invoice goes to the rule that wins now, whichever looks first', async () => {
  const first = await aRule(pool, books);
  const second = await aRule(pool, books, { position: 2 });
  await look(first);
  await look(second);
  expect(await planOf()).toMatchObject([{ ruleId: first }]);
  await changeRule(pool, first, { is_enabled: false });
  await look(second);
  await look(first);
  expect(await planOf()).toMatchObject([{ ruleId: second }]);
});

test('an invoice that was paid by hand stays planned until its instant closes the slot', async () => {
  const ruleId = await aRule(pool, books);
  await look(ruleId);
  await pool.query('UPDATE invoice SET open_minor = 0 WHERE id = $1', [invoiceId]);
  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await look(ruleId)).toMatchObject({ due: 1 });
  await createDecideSlot({ pool, limits })(invoiceId);
  expect(await slotsOf(pool, invoiceId)).toMatchObject([{ outcome: 'superseded' }]);
  expect(await look(ruleId)).toMatchObject({ slots: 0, due: 0 });
});

test('approval is asked the notice days before, once, for what it would take then', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true, noticeDays: 5 });
  await look(ruleId);
  expect(await lookAtOf(ruleId)).toBe('2030-06-05T14:00:00.000Z');
  await prepare(invoiceId);
  expect(await approvals()).toEqual([]);
  await setClock(pool, '2030-06-05T14:00:01Z');
  await prepare(invoiceId);
  await prepare(invoiceId);
  expect(await approvals()).toEqual([{ state: 'asked', maximum: 100_000, runOn: DUE }]);
});

test('less than was asked needs no new question, more asks again', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await setClock(pool, '2030-06-08T15:00:00Z');
  const desk = aDesk(pool);
  const paid = await desk.place(books, [30_000]);
  await prepare(invoiceId);
  expect(await approvals()).toMatchObject([{ state: 'asked', maximum: 70_000 }]);
  await approve();
  await desk.cancel(paid, 1);
  expect(await look(ruleId)).toMatchObject({ unprepared: 1 });
  await prepare(invoiceId);
  expect(await approvals()).toMatchObject([
    { state: 'approved', maximum: 70_000 },
    { state: 'asked', maximum: 100_000 },
  ]);
  await desk.place(books, [30_000]);
  expect(await look(ruleId)).toMatchObject({ unprepared: 1 });
});

test('a question that nobody needs answered any more is taken back', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await setClock(pool, '2030-06-08T15:00:00Z');
  await prepare(invoiceId);
  await look(ruleId);
  await aDesk(pool).place(books, [100_000]);
  expect(await lookAtOf(ruleId)).toBe(NOW);
  await look(ruleId);
  expect(await approvals()).toMatchObject([{ state: 'withdrawn' }]);
});

test('a first question that comes late moves the run to the next day, and only that one', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await setClock(pool, '2030-06-10T15:00:00Z');
  expect(await look(ruleId)).toMatchObject({ due: 0, unprepared: 1 });
  await prepare(invoiceId);
  expect(await approvals()).toMatchObject([{ state: 'asked', runOn: '2030-06-11' }]);
  await setClock(pool, '2030-06-11T14:16:00Z');
  expect(await look(ruleId)).toMatchObject({ due: 1 });
  await createDecideSlot({ pool, limits })(invoiceId);
  expect(await slotsOf(pool, invoiceId)).toMatchObject([{ outcome: 'not-approved' }]);
  expect(await approvals()).toMatchObject([{ state: 'expired' }]);
});

test('each contact who receives receipts is told once, with amount, method and instant', async () => {
  await aContact('maya@northwind.example', ['receiveReceipts']);
  await aContact('nobody@northwind.example', []);
  const ruleId = await aRule(pool, books, { name: 'Monthly' });
  await setClock(pool, '2030-06-08T15:00:00Z');
  const ids = await prepare(invoiceId);
  expect(await prepare(invoiceId)).toEqual([]);
  const { rows } = await pool.query(
    `SELECT id, kind, payment_id AS "paymentId", recipient_address AS to, facts FROM message`,
  );
  expect(rows).toEqual([
    {
      id: ids[0],
      kind: 'autopayNotice',
      paymentId: null,
      to: 'maya@northwind.example',
      facts: expect.objectContaining({
        ruleName: 'Monthly',
        amountMinor: 100_000,
        runsAt: { at: (await look(ruleId)).nextRunAt, zone: 'America/Chicago' },
      }),
    },
  ]);
});

test('the client is told again of a later date or of more, not of less, and it never runs earlier', async () => {
  const ruleId = await aRule(pool, books);
  await setClock(pool, '2030-06-08T15:00:00Z');
  await prepare(invoiceId);
  await aDesk(pool).place(books, [10_000]);
  expect(await look(ruleId)).toMatchObject({ unprepared: 0 });
  await pool.query(`UPDATE invoice SET due_on = '2030-06-12'`);
  await setClock(pool, '2030-06-09T15:00:00Z');
  expect(await look(ruleId)).toMatchObject({ unprepared: 1 });
  await prepare(invoiceId);
  await pool.query(`UPDATE invoice SET due_on = '2030-06-09'`);
  const { nextRunAt } = await look(ruleId);
  expect(nextRunAt?.slice(0, 10)).toBe('2030-06-12');
});

test('who has to approve is asked before the client is told', async () => {
  await aContact('maya@northwind.example', ['receiveReceipts']);
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await setClock(pool, '2030-06-08T15:00:00Z');
  expect(await prepare(invoiceId)).toEqual([]);
  await approve();
  expect(await look(ruleId)).toMatchObject({ unprepared: 1 });
  expect(await prepare(invoiceId)).toHaveLength(1);
});

test('rules that are a minute overdue are found, each again after a while only', async () => {
  const ruleId = await aRule(pool, books);
  const { overdue, recordSwept, live } = createWatching({ pool });
  const start = { ruleId, organizationId: books.organizationId };
  expect(await overdue(10)).toEqual([{ start, sweptTimes: 0 }]);
  await recordSwept(ruleId);
  expect(await overdue(10)).toEqual([]);
  await look(ruleId);
  expect(await overdue(10)).toEqual([]);
  expect(await live()).toEqual([start]);
  await aClientWith(pool, []);
});

async function aContact(address: string, rights: string[]) {
  const profileId = randomUUID();
  await pool.query(
    `INSERT INTO contact_profile (id, name, name_key, rights) VALUES ($1, $2, $2, $3)`,
    [profileId, profileId, rights],
  );
  await pool.query(
    `INSERT INTO contact (id, organization_id, profile_id, name, email, email_key) VALUES ($1, $2, $3, $4, $5, $5)`,
    [randomUUID(), books.organizationId, profileId, dana.name, address],
  );
}

test('the rules with news are found by their client, an invoice, a method, or all', async () => {
  const { readNews } = createWatching({ pool });
  const ruleId = await aRule(pool, books);
  const other = await aClientDue(pool, DUE, [{ openMinor: 100_000 }]);
  const otherId = await aRule(pool, other);
  const { organizationId, methodId } = books;
  const news = [{ ruleId, organizationId }];
  expect(await readNews({ kind: 'organization', id: organizationId })).toEqual(news);
  await look(ruleId);
  expect(await readNews({ kind: 'organization', id: organizationId })).toEqual([]);
  await pool.query('UPDATE invoice SET is_on_hold = true WHERE id = $1', [invoiceId]);
  expect(await readNews({ kind: 'invoice', id: invoiceId })).toEqual(news);
  await look(ruleId);
  await pool.query(`UPDATE payment_method SET status = 'expired' WHERE id = $1`, [methodId]);
  expect(await readNews({ kind: 'method', id: methodId })).toEqual(news);
  await look(ruleId);
  await look(otherId);
  expect(await readNews({ kind: 'business' })).toEqual([]);
  await pool.query('UPDATE business SET autopay_notice_days = autopay_notice_days + 1');
  const all = (await readNews({ kind: 'business' })).map((start) => start.ruleId);
  expect(all).toEqual([ruleId, otherId].toSorted());
});
