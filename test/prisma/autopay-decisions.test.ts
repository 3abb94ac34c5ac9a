/**
 * Goal: people decide about single runs: yes or no to many at once, an invoice opened again, and a
 * month of what is to come; each decision meets the deciding transaction before or after, never in between.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { createAutopayStore } from '../../prisma/stores/autopay/autopay-store';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createLook } from '../../prisma/stores/autopay/look';
import { createPrepareSlot } from '../../prisma/stores/autopay/prepare-slot';
import { createAutopayRunStore } from '../../prisma/stores/autopay/run-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientDue, aRule, changeRule, setClock, slotsOf } from './autopay-rules';
import { type Books, dana } from './books';
import { aDesk, capabilities } from './desk';

jest.setTimeout(120_000);

const limits = capabilities;
let pool: Pool;
let databaseUrl: string;
let store: ReturnType<typeof createAutopayRunStore>;
let autopay: ReturnType<typeof createAutopayStore>;
let decide: ReturnType<typeof createDecideSlot>;
let books: Books;
let invoiceId: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 20 });
  store = createAutopayRunStore({ pool, limits });
  autopay = createAutopayStore({ pool, limits });
  decide = createDecideSlot({ pool, limits });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  books = await aClientDue(pool, '2030-06-10', [{ openMinor: 100_000 }]);
  invoiceId = books.invoiceIds[0] ?? '';
});

async function anAskedRun(): Promise<Readonly<{ ruleId: string; approvalId: string }>> {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await setClock(pool, '2030-06-08T15:00:00Z');
  await createPrepareSlot({ pool, limits })(invoiceId);
  const { items } = await store.listApprovals(null);
  return { ruleId, approvalId: items[0]?.id ?? '' };
}

const versionOf = async () => {
  const { rows } = await pool.query<{ version: number }>(
    'SELECT version FROM invoice WHERE id = $1',
    [invoiceId],
  );
  return rows[0]?.version ?? 0;
};

test('the queue says what a yes would allow, and what the run would take now', async () => {
  const { ruleId } = await anAskedRun();
  await aDesk(pool).place(books, [30_000]);
  const { items, count } = await store.listApprovals(books.organizationId);
  expect(count).toBe(1);
  expect(items).toMatchObject([
    {
      invoice: { id: invoiceId },
      rule: { id: ruleId },
      maximum: { amountMinor: 100_000, currency: 'USD' },
      now: { amountMinor: 70_000 },
      runOn: '2030-06-10',
      because: 'rule',
    },
  ]);
});

test('a yes lets the run happen and makes its rule look again, and no other', async () => {
  const { ruleId, approvalId } = await anAskedRun();
  const otherId = await aRule(pool, books, { position: 2 });
  for (const id of [ruleId, otherId]) await createLook({ pool, limits })(id);
  const decided = await store.decideApprovals({ ids: [approvalId], decision: 'approve' }, dana);
  expect(decided).toEqual({
    decidedIds: [approvalId],
    notWaiting: [],
    touchedRuleIds: [ruleId],
  });
  const { rows } = await pool.query(
    `SELECT rule_id AS "ruleId" FROM autopay_watch WHERE look_at < '1971-01-01'`,
  );
  expect(rows).toEqual([{ ruleId }]);
  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
});

test('a no is final for that amount: nothing runs, and no task asks again', async () => {
  const { approvalId } = await anAskedRun();
  await store.decideApprovals({ ids: [approvalId], decision: 'decline' }, dana);
  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'not-approved', paymentId: null });
  expect((await pool.query('SELECT FROM task')).rowCount).toBe(0);
});

/** Of the client, so that its runs want an approval although their rule does not. */
const receiveMoney = () =>
  pool.query(
    `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
     VALUES ($1, $2, 'USD', 500, 500, 'creditNote')`,
    [randomUUID(), books.organizationId],
  );
const applyMoney = () => pool.query('UPDATE unapplied_money SET remaining_minor = 0');

const askedOf = async () => {
  const { rows } = await pool.query<{ id: string; state: string; runOn: string }>(
    `SELECT id, state, run_on::text AS "runOn" FROM autopay_approval ORDER BY asked_at`,
  );
  return rows;
};

test.each([
  ['days before the run', '2030-06-08T15:00:00Z', '2030-06-10'],
  ['on its day, for the next one', '2030-06-10T13:30:00Z', '2030-06-11'],
])(
  'a no that is said %s holds when the money it was asked for is applied',
  async (_when, at, runOn) => {
    const ruleId = await aRule(pool, books);
    await setClock(pool, at);
    await receiveMoney();
    await createPrepareSlot({ pool, limits })(invoiceId);
    const [asked] = await askedOf();
    expect(asked).toMatchObject({ runOn });
    await store.decideApprovals({ ids: [asked?.id ?? ''], decision: 'decline' }, dana);
    await applyMoney();
    await setClock(pool, '2030-06-10T13:45:00Z');
    await createLook({ pool, limits })(ruleId);
    const { items } = await store.calendar({ month: '2030-06' });
    expect(items).toMatchObject([{ runOn, approval: 'declined' }]);
    await setClock(pool, `${runOn}T13:59:00Z`);
    expect(await decide(invoiceId)).toEqual({ kind: 'open' });
    await setClock(pool, `${runOn}T14:16:00Z`);
    expect(await decide(invoiceId)).toMatchObject({ outcome: 'not-approved', paymentId: null });
    expect((await pool.query('SELECT FROM autopay_notice')).rowCount).toBe(0);
  },
);

test('a question that goes away at night lets the run wait for the next run time', async () => {
  const ruleId = await aRule(pool, books);
  await setClock(pool, '2030-06-10T13:30:00Z');
  await receiveMoney();
  await createPrepareSlot({ pool, limits })(invoiceId);
  expect(await askedOf()).toMatchObject([{ state: 'asked', runOn: '2030-06-11' }]);
  await setClock(pool, '2030-06-11T04:00:00Z');
  await applyMoney();
  const seen = { due: 0, nextRunAt: expect.stringMatching(/^2030-06-11T14:/) };
  expect(await createLook({ pool, limits })(ruleId)).toMatchObject(seen);
  expect(await askedOf()).toMatchObject([{ state: 'withdrawn' }]);
  expect(await createLook({ pool, limits })(ruleId)).toMatchObject(seen);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  await setClock(pool, '2030-06-11T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
});

test('a no to more ends a yes to less', async () => {
  const { approvalId } = await anAskedRun();
  await store.decideApprovals({ ids: [approvalId], decision: 'approve' }, dana);
  const open = (minor: number) =>
    pool.query('UPDATE invoice SET total_minor = 150000, open_minor = $1', [minor]);
  await open(150_000);
  await createPrepareSlot({ pool, limits })(invoiceId);
  const [, more] = await askedOf();
  await store.decideApprovals({ ids: [more?.id ?? ''], decision: 'decline' }, dana);
  await open(100_000);
  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'not-approved', paymentId: null });
});

test('a no to another day is no answer to the question that comes after it', async () => {
  const { approvalId } = await anAskedRun();
  await store.decideApprovals({ ids: [approvalId], decision: 'decline' }, dana);
  await pool.query(`UPDATE invoice SET due_on = '2030-06-20'`);
  await setClock(pool, '2030-06-18T15:00:00Z');
  await createPrepareSlot({ pool, limits })(invoiceId);
  await setClock(pool, '2030-06-20T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'not-approved' });
  const { rows } = await pool.query('SELECT kind FROM task');
  expect(rows).toEqual([{ kind: 'autopayNotApproved' }]);
});

test('a no hides no method that cannot be charged', async () => {
  const { approvalId } = await anAskedRun();
  await store.decideApprovals({ ids: [approvalId], decision: 'decline' }, dana);
  await pool.query(`UPDATE payment_method SET status = 'expired'`);
  await setClock(pool, '2030-06-10T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'method-invalid' });
  expect((await pool.query('SELECT kind FROM task')).rows).toEqual([{ kind: 'autopayNotRun' }]);
});

test('what waits no more is named and left alone', async () => {
  const { approvalId } = await anAskedRun();
  const request = { ids: [approvalId], decision: 'approve' as const };
  await store.decideApprovals(request, dana);
  const unknown = randomUUID();
  expect(
    await store.decideApprovals({ ...request, ids: [approvalId, unknown, approvalId] }, dana),
  ).toMatchObject({
    decidedIds: [],
    notWaiting: [
      { id: approvalId, state: 'approved', by: dana.name },
      { id: unknown, state: 'unknown', by: null },
    ],
  });
});

test('what was answered today stands under what waits, and the next question says what was answered', async () => {
  const { approvalId } = await anAskedRun();
  expect(await store.countWaiting()).toBe(1);
  await store.decideApprovals({ ids: [approvalId], decision: 'approve' }, dana);
  expect(await store.countWaiting()).toBe(0);
  expect(await store.listApprovals(null)).toMatchObject({
    items: [],
    answeredToday: [
      { id: approvalId, state: 'approved', by: dana.name, maximum: { amountMinor: 100_000 } },
    ],
  });
  await pool.query('UPDATE invoice SET total_minor = 150000, open_minor = 150000 WHERE id = $1', [
    invoiceId,
  ]);
  await createPrepareSlot({ pool, limits })(invoiceId);
  expect(await store.listApprovals(books.organizationId)).toMatchObject({
    items: [
      {
        maximum: { amountMinor: 150_000 },
        before: {
          state: 'approved',
          by: dana.name,
          maximum: { amountMinor: 100_000 },
          runOn: '2030-06-10',
        },
      },
    ],
    answeredToday: [{ id: approvalId }],
  });
  await setClock(pool, '2030-06-09T15:00:00Z');
  expect((await store.listApprovals(null)).answeredToday).toEqual([]);
});

const kindsTold = async () => {
  const { rows } = await pool.query<{ kind: string }>('SELECT kind FROM event ORDER BY id');
  return rows.map(({ kind }) => kind);
};

test('a question that nobody has to answer any more is taken back, and its invoice says so', async () => {
  const { ruleId } = await anAskedRun();
  await pool.query('UPDATE autopay_rule SET needs_approval = false WHERE id = $1', [ruleId]);
  await createLook({ pool, limits })(ruleId);
  expect(await store.listApprovals(null)).toMatchObject({ items: [], count: 0 });
  const kinds = await kindsTold();
  expect(kinds).toEqual(expect.arrayContaining(['approval.asked', 'approval.closed']));
  expect(kinds.filter((kind) => kind === 'invoice.approvalWithdrawn')).toHaveLength(1);
});

test('a look tells the calendar of days that moved, and nothing when none did', async () => {
  const ruleId = await aRule(pool, books);
  const look = createLook({ pool, limits });
  await look(ruleId);
  await look(ruleId);
  expect((await kindsTold()).filter((kind) => kind === 'autopayRule.planned')).toHaveLength(1);
});

test('a yes at the instant itself is either in time or not, and never both', async () => {
  for (let round = 0; round < 40; round += 1) {
    await emptyDatabase(databaseUrl);
    books = await aClientDue(pool, '2030-06-10', [{ openMinor: 100_000 }]);
    invoiceId = books.invoiceIds[0] ?? '';
    const { approvalId } = await anAskedRun();
    await setClock(pool, '2030-06-10T14:16:00Z');
    const later = () => new Promise((resolve) => setTimeout(resolve, (round % 8) * 2));
    const [decided, answer] = await Promise.all([
      decide(invoiceId),
      later().then(() => store.decideApprovals({ ids: [approvalId], decision: 'approve' }, dana)),
    ]);
    const isInTime = answer.decidedIds.length === 1;
    expect(decided).toMatchObject({ outcome: isInTime ? 'charge' : 'not-approved' });
  }
});

test('an open slot is not opened again, and a person has to have seen the invoice as it is', async () => {
  await aRule(pool, books);
  const reopen = (version: number) => store.reopen(invoiceId, { version, reason: null }, dana);
  expect(await reopen(await versionOf())).toMatchObject({
    refusal: { code: 'AUTOPAY_NOT_CLOSED' },
  });
  await setClock(pool, '2030-06-10T14:16:00Z');
  await decide(invoiceId);
  expect(await reopen(0)).toMatchObject({ refusal: { code: 'VERSION_CONFLICT' } });
});

test('opened again after a decline it has a slot of its own, on a later day, with its own payment', async () => {
  await aRule(pool, books);
  await setClock(pool, '2030-06-10T14:16:00Z');
  await decide(invoiceId);
  const [first] = await slotsOf(pool, invoiceId);
  await aDesk(pool).cancel(first?.paymentId ?? '', 1);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  const reopened = await store.reopen(
    invoiceId,
    { version: await versionOf(), reason: 'The card works again.' },
    dana,
  );
  expect(reopened).toMatchObject({ value: { opening: 2, notBefore: '2030-06-11' } });
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  await setClock(pool, '2030-06-11T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
  const slots = await slotsOf(pool, invoiceId);
  expect(slots.map(({ opening }) => opening)).toEqual([1, 2]);
  expect(slots[1]?.paymentId).not.toBe(slots[0]?.paymentId);
});

describe('a run that a person opened again', () => {
  let ruleId: string;
  const reopen = async () =>
    store.reopen(invoiceId, { version: await versionOf(), reason: null }, dana);

  /** On hold at its instant, so that its slot is closed, and free again since. */
  beforeEach(async () => {
    ruleId = await aRule(pool, books);
    await setClock(pool, '2030-06-10T14:16:00Z');
    await pool.query('UPDATE invoice SET autopay_hold = true');
    expect(await decide(invoiceId)).toMatchObject({ outcome: 'held' });
    await pool.query('UPDATE invoice SET autopay_hold = false');
    await setClock(pool, '2030-06-20T15:00:00Z');
  });

  test.each([
    ['its rule was turned on', () => changeRule(pool, ruleId, { activated_on: '2030-06-20' })],
    ['it changed', () => pool.query(`UPDATE invoice SET purchase_order = 'PO 7'`)],
  ])('happens although %s when its day was gone', async (_what, change) => {
    await change();
    expect(await reopen()).toMatchObject({ value: { notBefore: '2030-06-21' } });
    expect(await createLook({ pool, limits })(ruleId)).toMatchObject({
      slots: 1,
      nextRunAt: expect.stringMatching(/^2030-06-21/),
    });
    expect(await autopay.explain(invoiceId)).toMatchObject({
      outcome: 'charge',
      runOn: '2030-06-21',
    });
    await setClock(pool, '2030-06-21T14:16:00Z');
    expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
  });

  test('does not happen by a rule that is turned on after its day', async () => {
    await changeRule(pool, ruleId, { is_enabled: false });
    await reopen();
    await setClock(pool, '2030-06-25T15:00:00Z');
    await changeRule(pool, ruleId, { is_enabled: true, activated_on: '2030-06-25' });
    expect(await decide(invoiceId)).toEqual({ kind: 'open' });
    expect(await autopay.explain(invoiceId)).toMatchObject({ outcome: 'backlog' });
  });
});

test('a month holds what people planned and what rules will pay, in order', async () => {
  const ruleId = await aRule(pool, books, { withScheduled: 'residual' });
  await setClock(pool, '2030-06-01T15:00:00Z');
  const paymentId = await aDesk(pool).place(books, [30_000], { runOn: '2030-06-05' });
  await createLook({ pool, limits })(ruleId);
  const { items, isMore } = await store.calendar({ month: '2030-06' });
  expect(isMore).toBe(false);
  expect(items).toMatchObject([
    {
      kind: 'planned',
      runOn: '2030-06-05',
      payment: { id: paymentId },
      amount: { amountMinor: 30_000 },
    },
    {
      kind: 'autopay',
      runOn: '2030-06-10',
      invoice: { id: invoiceId },
      rule: { id: ruleId },
      outcome: 'charge',
      amount: { amountMinor: 70_000 },
      approval: 'notWanted',
    },
  ]);
  expect((await store.calendar({ month: '2030-07' })).items).toEqual([]);
  const other = await aClientDue(pool, '2030-06-10', []);
  expect(
    (await store.calendar({ month: '2030-06', organizationId: other.organizationId })).items,
  ).toEqual([]);
});
