/**
 * Goal: a slot is decided once, at its instant and not before, by the rules as they stand then, and
 * everything a person did first leaves less to take.
 *
 * Method: the real transaction on PostgreSQL; the business's clock is set on either side of instants.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { InvoiceAutopay } from '../../contracts/autopay-preview';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createAutopayStore } from '../../prisma/stores/autopay/autopay-store';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createPaymentReader } from '../../prisma/stores/payments/reading/payment-reader';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientDue, aRule, changeRule, setClock, slotsOf } from './autopay-rules';
import { type Books, countersOf, dana } from './books';
import { aDesk, capabilities } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let decide: ReturnType<typeof createDecideSlot>;
let autopay: ReturnType<typeof createAutopayStore>;

/** The invoices are due on this day, a Monday; the run time is 09:00 in Chicago. */
const DUE = '2030-06-03';
const BEFORE = '2030-06-03T13:59:30Z';
const AFTER = '2030-06-03T14:16:00Z';

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 30 });
  decide = createDecideSlot({ pool, limits: capabilities });
  autopay = createAutopayStore({ pool, limits: capabilities });
}, 60_000);

afterAll(() => pool.end());

let books: Books;
let invoiceId: string;

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  books = await aClientDue(pool, DUE, [{ openMinor: 100_000 }]);
  invoiceId = books.invoiceIds[0] ?? '';
});

afterEach(async () => expect(await inconsistenciesOf(pool)).toEqual([]));

const autopayPaymentsOn = async (id: string) => {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM payment JOIN payment_line ON payment_id = id WHERE invoice_id = $1 AND kind = 'autopay'`,
    [id],
  );
  return rows;
};

test('nothing is decided before the instant', async () => {
  await aRule(pool, books);
  await setClock(pool, BEFORE);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  expect(await slotsOf(pool, invoiceId)).toEqual([]);
});

test('at the instant the payment is written, due now, with the slot that names rule and version', async () => {
  const ruleId = await aRule(pool, books);
  await changeRule(pool, ruleId, { name: 'Monthly' });
  await setClock(pool, AFTER);
  const decided = await decide(invoiceId);
  const [slot] = await slotsOf(pool, invoiceId);
  expect(slot).toMatchObject({
    opening: 1,
    outcome: 'charge',
    ruleId,
    ruleVersion: 2,
    amount: 100_000,
  });
  expect(decided).toEqual({ kind: 'decided', outcome: 'charge', paymentId: slot?.paymentId });
  const { rows } = await pool.query(
    `SELECT kind, state, amount_minor::int AS amount, run_on::text AS "runOn", next_step AS "nextStep",
            placed_by_name AS by FROM payment WHERE id = $1`,
    [slot?.paymentId],
  );
  expect(rows).toEqual([
    {
      kind: 'autopay',
      state: 'scheduled',
      amount: 100_000,
      runOn: DUE,
      nextStep: 'charge',
      by: 'Autopay: Monthly',
    },
  ]);
  const frozen = await createFreeze({ pool, capabilities })(slot?.paymentId ?? '', null);
  expect(frozen.kind).toBe('submitting');
});

test('a decided invoice says what its run came to, and its payment under which version of the rule', async () => {
  const ruleId = await aRule(pool, books, { name: 'Monthly' });
  await changeRule(pool, ruleId, { name: 'Monthly services' });
  const why = async () => InvoiceAutopay.parse(await autopay.explain(invoiceId));
  expect((await why()).decided).toBeNull();
  await setClock(pool, AFTER);
  await decide(invoiceId);
  const [slot] = await slotsOf(pool, invoiceId);
  // What happens to the rule afterwards does not rewrite what ran.
  await changeRule(pool, ruleId, { name: 'Another name' });
  const ranUnder = { rule: { id: ruleId, name: 'Monthly services' }, version: 2 };
  expect((await why()).decided).toMatchObject({
    ...ranUnder,
    outcome: 'charge',
    runOn: DUE,
    amount: { amountMinor: 100_000, currency: 'USD' },
    payment: { id: slot?.paymentId, state: 'scheduled' },
  });
  const payment = await createPaymentReader({ pool, capabilities: { fence: 'key' } }).read(
    slot?.paymentId ?? '',
  );
  expect(payment?.autopay).toEqual(ranUnder);
});

test('a run that took nothing says why on the invoice', async () => {
  await aRule(pool, books, { capMinor: 50_000, capMode: 'skip' });
  await setClock(pool, AFTER);
  await decide(invoiceId);
  const { decided } = InvoiceAutopay.parse(await autopay.explain(invoiceId));
  expect(decided).toMatchObject({ outcome: 'over-cap', amount: null, payment: null, version: 1 });
});

test('the same slot always makes the same payment id, and no other slot does', async () => {
  await aRule(pool, books);
  await setClock(pool, AFTER);
  await decide(invoiceId);
  const [slot] = await slotsOf(pool, invoiceId);
  expect(slot?.paymentId?.[14]).toBe('5');
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  expect(await slotsOf(pool, invoiceId)).toHaveLength(1);
});

test('decided by many at once it has one payment', async () => {
  await aRule(pool, books);
  await setClock(pool, AFTER);
  const decided = await Promise.all(Array.from({ length: 12 }, () => decide(invoiceId)));
  expect(decided.filter(({ kind }) => kind === 'decided')).toHaveLength(1);
  expect(await autopayPaymentsOn(invoiceId)).toHaveLength(1);
  expect(await countersOf(pool, invoiceId)).toEqual({ open: 100_000, firm: 0, planned: 100_000 });
});

test.each(['autopay_hold', 'autopay_excluded'])(
  'an invoice that was left behind stays open to be taken, also with %s',
  async (column) => {
    await aRule(pool, books, { activatedOn: '2030-06-04' });
    await pool.query(`UPDATE invoice SET ${column} = true`);
    await setClock(pool, '2030-06-20T14:16:00Z');
    expect(await decide(invoiceId)).toEqual({ kind: 'open' });
    expect(await slotsOf(pool, invoiceId)).toEqual([]);
  },
);

test('a debit that is returned while autopay waits for the gateway cancels it, and the slot stays closed', async () => {
  const debit = await aClientDue(pool, DUE, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
  const [of = ''] = debit.invoiceIds;
  await aRule(pool, debit);
  const paid = await aDesk(pool).place(debit, [40_000]);
  const apply = createApply({ pool, capabilities });
  await createFreeze({ pool, capabilities })(paid, null);
  await apply(paid, { kind: 'pending', reference: 'ch_1' }, 'gateway');
  await setClock(pool, AFTER);
  const decided = await decide(of);
  const waiting = decided.kind === 'decided' ? (decided.paymentId ?? '') : '';
  expect(await aDesk(pool).paymentOf(waiting)).toMatchObject({
    state: 'scheduled',
    amount: 60_000,
  });
  const returned = {
    kind: 'returned',
    reference: 'ch_1',
    code: 'R01',
    reason: 'No funds',
  } as const;
  const step = await apply(paid, returned, 'report');
  expect(step.touchedPaymentIds).toEqual([waiting]);
  expect(await aDesk(pool).paymentOf(waiting)).toMatchObject({ state: 'cancelled' });
  expect(await countersOf(pool, of)).toEqual({ open: 100_000, firm: 0, planned: 0 });
  expect(await decide(of)).toEqual({ kind: 'open' });
});

test('an invoice that comes in two days late runs at once, and one that an outage missed does not', async () => {
  await aRule(pool, books);
  await setClock(pool, '2030-06-05T20:00:00Z');
  await pool.query(`UPDATE invoice SET first_seen_on = '2030-06-05', first_matched_on = NULL`);
  const decided = await decide(invoiceId);
  const late = decided.kind === 'decided' ? (decided.paymentId ?? '') : '';
  expect(await slotsOf(pool, invoiceId)).toMatchObject([
    { outcome: 'charge', runOn: '2030-06-05' },
  ]);
  expect((await createFreeze({ pool, capabilities })(late, null)).kind).toBe('submitting');

  const missed = await aClientDue(pool, DUE, [{ openMinor: 50_000 }]);
  await pool.query(`UPDATE invoice SET first_matched_on = NULL WHERE organization_id = $1`, [
    missed.organizationId,
  ]);
  await aRule(pool, missed);
  const after = await decide(missed.invoiceIds[0] ?? '');
  const review = after.kind === 'decided' ? (after.paymentId ?? '') : '';
  await createFreeze({ pool, capabilities })(review, null);
  expect(await aDesk(pool).paymentOf(review)).toMatchObject({ state: 'inReview', runOn: DUE });
});

test('what a person has paid leaves the rest', async () => {
  await aRule(pool, books);
  await aDesk(pool).place(books, [60_000]);
  await setClock(pool, AFTER);
  await decide(invoiceId);
  expect((await slotsOf(pool, invoiceId))[0]).toMatchObject({ outcome: 'charge', amount: 40_000 });
});

test('nothing left supersedes the slot: an event explains it, no payment, no task, no mail', async () => {
  await aRule(pool, books);
  await aDesk(pool).place(books, [100_000]);
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'superseded', paymentId: null });
  const { rows } = await pool.query(
    `SELECT reason FROM event WHERE invoice_id = $1 AND kind = 'invoice.autopayNotRun'`,
    [invoiceId],
  );
  expect(rows).toEqual([{ reason: 'Nothing was left to pay.' }]);
  expect((await pool.query('SELECT FROM task')).rowCount).toBe(0);
  expect((await pool.query('SELECT FROM message')).rowCount).toBe(0);
});

test('a schedule suppresses autopay, or leaves it the residual', async () => {
  const ruleId = await aRule(pool, books);
  const more = await aClientDue(pool, DUE, [{ openMinor: 100_000 }]);
  await aRule(pool, more, { withScheduled: 'residual' });
  const desk = aDesk(pool);
  await setClock(pool, '2030-05-28T15:00:00Z');
  await desk.place(books, [30_000], { runOn: '2030-06-20' });
  await desk.place(more, [30_000], { runOn: '2030-06-20' });
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'suppressed' });
  await decide(more.invoiceIds[0] ?? '');
  expect((await slotsOf(pool, more.invoiceIds[0]))[0]).toMatchObject({ amount: 70_000 });
  expect((await slotsOf(pool, invoiceId))[0]).toMatchObject({ outcome: 'suppressed', ruleId });
});

test('a cap is paid up to once, and the part-payment closes the slot', async () => {
  await aRule(pool, books, { capMinor: 25_000, capMode: 'payUpTo' });
  await setClock(pool, AFTER);
  await decide(invoiceId);
  await setClock(pool, '2030-07-08T15:16:00Z');
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  expect(await slotsOf(pool, invoiceId)).toMatchObject([{ outcome: 'charge', amount: 25_000 }]);
});

test('a decided slot stays decided, whichever rule wins later', async () => {
  const first = await aRule(pool, books, { capMinor: 1_000, capMode: 'skip' });
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'over-cap' });
  await changeRule(pool, first, { is_enabled: false });
  await aRule(pool, books, { position: 2, timing: { kind: 'daysAfterDue', days: 5 } });
  await setClock(pool, '2030-06-09T16:00:00Z');
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
});

test('its instant follows the rule that wins until it runs', async () => {
  const first = await aRule(pool, books);
  const second = await aRule(pool, books, {
    position: 2,
    timing: { kind: 'daysAfterDue', days: 5 },
  });
  await changeRule(pool, first, { is_enabled: false });
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  await setClock(pool, '2030-06-08T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
  expect((await slotsOf(pool, invoiceId))[0]).toMatchObject({
    ruleId: second,
    runOn: '2030-06-08',
  });
});

test('what was due before the rule is left, and its slot stays open for a person to take', async () => {
  await aRule(pool, books, { activatedOn: '2030-06-12' });
  await setClock(pool, '2030-06-14T16:00:00Z');
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
});

test('an agreed backlog runs on the day of the agreement', async () => {
  const ruleId = await aRule(pool, books, { activatedOn: '2030-06-12', backlog: 'take' });
  await pool.query('INSERT INTO autopay_backlog_invoice VALUES ($1, $2, $3)', [
    ruleId,
    invoiceId,
    books.organizationId,
  ]);
  await setClock(pool, '2030-06-12T14:16:00Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
  expect((await slotsOf(pool, invoiceId))[0]).toMatchObject({ runOn: '2030-06-12' });
});

test('to take one late invoice drops no run of the rule that is still to come', async () => {
  const saturday = '2030-06-08';
  const debits = await aClientDue(pool, saturday, [{}, {}], { kind: 'bankDebit' });
  const [promised = '', late = ''] = debits.invoiceIds;
  await pool.query(`UPDATE invoice SET due_on = '2030-05-10' WHERE id = $1`, [late]);
  const ruleId = await aRule(pool, debits, { activatedOn: '2030-05-20' });
  await setClock(pool, '2030-06-09T15:00:00Z');
  const take = { version: 1, backlog: { kind: 'take' as const, invoiceIds: [late] } };
  expect(await autopay.change(ruleId, take, dana)).toMatchObject({
    value: { value: { activatedOn: '2030-06-09', backlogInvoices: 2 } },
  });
  await setClock(pool, '2030-06-10T14:16:00Z');
  for (const id of [promised, late]) {
    expect(await decide(id)).toMatchObject({ outcome: 'charge' });
    expect(await slotsOf(pool, id)).toMatchObject([{ runOn: '2030-06-10' }]);
  }
});

test('to take one late invoice takes none along whose run was missed', async () => {
  const client = await aClientDue(pool, DUE, [{}, {}]);
  const [missed = '', late = ''] = client.invoiceIds;
  await pool.query(`UPDATE invoice SET due_on = '2030-05-10' WHERE id = $1`, [late]);
  const ruleId = await aRule(pool, client, { activatedOn: '2030-05-20' });
  await setClock(pool, '2030-06-09T15:00:00Z');
  const take = { version: 1, backlog: { kind: 'take' as const, invoiceIds: [late] } };
  await autopay.change(ruleId, take, dana);
  expect(await decide(missed)).toEqual({ kind: 'open' });
  expect(await autopay.explain(missed)).toMatchObject({ outcome: 'backlog' });
});

test('a hold, an exclusion and a void at the instant close the slot', async () => {
  const held = [
    ['autopay_hold = true', 'held'],
    ['is_on_hold = true', 'held'],
    ['autopay_excluded = true', 'excluded'],
    ['missing_since = now()', 'missing'],
    ['is_void = true', 'superseded'],
  ] as const;
  await setClock(pool, AFTER);
  for (const [set, outcome] of held) {
    const one = await aClientDue(pool, DUE, [{}]);
    await aRule(pool, one);
    await pool.query(`UPDATE invoice SET ${set} WHERE id = $1`, [one.invoiceIds[0]]);
    expect(await decide(one.invoiceIds[0] ?? '')).toMatchObject({ outcome, paymentId: null });
  }
});

test('a method that cannot be charged is told to a person, and nothing goes to another card', async () => {
  await aRule(pool, books);
  await pool.query(`UPDATE payment_method SET status = 'expired'`);
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'method-invalid', paymentId: null });
  const { rows } = await pool.query('SELECT kind FROM task');
  expect(rows).toEqual([{ kind: 'autopayNotRun' }]);
});

test('without an approval of its amount it does not run, and a person is told', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await anAnswer(ruleId, { maximumMinor: 90_000 });
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'not-approved', paymentId: null });
  const { rows } = await pool.query('SELECT kind FROM task');
  expect(rows).toEqual([{ kind: 'autopayNotApproved' }]);
});

test('with an approval of its amount or more it runs', async () => {
  const ruleId = await aRule(pool, books, { needsApproval: true });
  await anAnswer(ruleId, { maximumMinor: 100_000 });
  await aDesk(pool).place(books, [20_000]);
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
  expect((await slotsOf(pool, invoiceId))[0]).toMatchObject({ amount: 80_000 });
});

test('nobody was asked yet: it waits for a day, and does not run', async () => {
  await aRule(pool, books, { needsApproval: true });
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
});

test('unapplied money of the client wants an approval too', async () => {
  await aRule(pool, books);
  await pool.query(
    `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
     VALUES ($1, $2, 'USD', 500, 500, 'creditNote')`,
    [randomUUID(), books.organizationId],
  );
  await setClock(pool, AFTER);
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
});

test('never earlier than the client was told', async () => {
  const ruleId = await aRule(pool, books);
  await pool.query(
    `INSERT INTO autopay_notice (invoice_id, opening, organization_id, rule_id, rule_version, method_id,
                                 run_on, run_at, amount_minor, noticed_at)
     VALUES ($1, 1, $2, $3, 1, $4, '2030-06-06', '2030-06-06T14:02:00Z', 100000, now())`,
    [invoiceId, books.organizationId, ruleId, books.methodId],
  );
  await setClock(pool, '2030-06-06T14:01:00Z');
  expect(await decide(invoiceId)).toEqual({ kind: 'open' });
  await setClock(pool, '2030-06-06T14:02:01Z');
  expect(await decide(invoiceId)).toMatchObject({ outcome: 'charge' });
});

async function anAnswer(ruleId: string, { maximumMinor }: { maximumMinor: number }) {
  await pool.query(
    `INSERT INTO autopay_approval (id, organization_id, invoice_id, opening, rule_id, rule_version, method_id,
       run_on, run_at, maximum_minor, currency, state, asked_at, decided_at, decided_by_name)
     VALUES ($1, $2, $3, 1, $4, 1, $5, $6, '2030-06-03T14:00:00Z', $7, 'USD', 'approved', now(), now(), 'Dana')`,
    [randomUUID(), books.organizationId, invoiceId, ruleId, books.methodId, DUE, maximumMinor],
  );
}
