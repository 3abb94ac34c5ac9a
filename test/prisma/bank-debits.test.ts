/**
 * Goal: a bank debit, whose bank speaks days later or never, is sent on banking days only, is final late,
 * and takes nobody by surprise.
 *
 * Method: the real stores under the real activities, with a gateway in memory that fails when told;
 * the business's clock is moved instead of waiting. After each test every counter is recomputed.
 */
import { Pool } from 'pg';
import { followingBankingDay, isBankingDay } from '../../domain/banking-days';
import { addDays } from '../../domain/calendar';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createApply } from '../../prisma/stores/payments/apply';
import { FakeGateway } from '../gateways/fake-gateway';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, countersOf, daysAhead } from './books';
import { aCharging } from './charging-stores';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;
let gateway: FakeGateway;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 32 });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  gateway = new FakeGateway({ now: () => new Date() });
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

const { stores, place, moveTo, paymentRow, tasksOf, statusesOf } = aCharging(() => ({
  pool,
  gateway,
}));

const WEDNESDAY = 3;
const FRIDAY = 5;
/** A day some weeks ahead on which banks work. */
const aBankingDay = (weekday: number) => {
  const days = [...Array(40).keys()].map((day) => daysAhead(20 + day));
  return days.find((date) => new Date(date).getUTCDay() === weekday && isBankingDay(date)) ?? '';
};

describe('a bank debit', () => {
  const debit = async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    const planned = await place(books, [100_000], { runOn: daysAhead(90) });
    const paid = await place(books, [100_000]);
    await stores().charge(paid);
    return { books, planned, paid, key: `${paid}:charge` };
  };

  it('is pending, then settled, and only three banking days later final', async () => {
    const { paid, planned, key } = await debit();
    expect(await paymentRow(paid)).toMatchObject({ state: 'pending' });
    gateway.settle(key);
    await stores().ask(paid);
    expect(await paymentRow(paid)).toMatchObject({ state: 'settled' });
    expect(await statusesOf(paid)).toEqual(['held']);
    await stores().finish(paid);
    expect(await statusesOf(paid)).toEqual(['held']);
    await moveTo(daysAhead(9));
    const step = await stores().finish(paid);
    expect(step.touchedPaymentIds).toEqual([planned]);
    expect(await statusesOf(paid)).toEqual(['applied']);
    expect(await paymentRow(planned)).toMatchObject({ state: 'superseded' });
    expect(step).toMatchObject({ state: 'settled', next: 'ask' });
  });

  it('that is pending for ten banking days is told to a person, until the bank has spoken', async () => {
    const { paid, key } = await debit();
    await stores().ask(paid);
    expect(await tasksOf()).toEqual([]);
    // No ten banking days take as many as thirty days, nor as few as nine.
    const sent = (days: number) =>
      pool.query(`UPDATE charge SET frozen_at = now() - $1 * interval '1 day'`, [days]);
    await sent(9);
    await stores().ask(paid);
    expect(await tasksOf()).toEqual([]);
    await sent(30);
    await stores().ask(paid);
    await stores().ask(paid);
    const tasks = () =>
      pool.query(
        `SELECT kind, payment_id AS "paymentId", resolved_at IS NULL AS "isOpen" FROM task`,
      );
    const task = { kind: 'paymentPending', paymentId: paid, isOpen: true };
    expect((await tasks()).rows).toEqual([task]);
    gateway.settle(key);
    await stores().ask(paid);
    expect((await tasks()).rows).toEqual([{ ...task, isOpen: false }]);
  });

  it('that turns out to be pending after an outage of weeks is told at once', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    gateway.loseNextAnswers(1);
    const paid = await place(books, [100_000]);
    expect(await stores().charge(paid)).toMatchObject({ state: 'unknown' });
    await pool.query(`UPDATE charge SET frozen_at = now() - interval '30 days'`);
    expect(await stores().ask(paid)).toMatchObject({ state: 'pending' });
    expect(await tasksOf()).toEqual(['paymentPending']);
  });

  it('returned before it settled frees the invoice, restores no plan, holds autopay and opens a task', async () => {
    const { books, paid, planned, key } = await debit();
    gateway.return(key, 'R01', 'Insufficient funds');
    await stores().ask(paid);
    expect(await paymentRow(paid)).toMatchObject({
      state: 'returned',
      failure_code: 'R01',
      next_step: null,
    });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0 });
    expect(await statusesOf(paid)).toEqual(['applied']);
    expect(await paymentRow(planned)).toMatchObject({ state: 'superseded' });
    expect(await tasksOf()).toEqual(['paymentReturned']);
    const { rows } = await pool.query('SELECT autopay_hold FROM invoice');
    expect(rows).toEqual([{ autopay_hold: true }]);
  });

  it('a settlement that comes after the return changes nothing', async () => {
    const { paid, key } = await debit();
    gateway.return(key, 'R01');
    await stores().ask(paid);
    const settled = {
      kind: 'settled',
      reference: 'ch_1',
      settledAt: new Date().toISOString(),
    } as const;
    await createApply({ pool, capabilities: gateway.capabilities })(paid, settled, 'report');
    expect(await paymentRow(paid)).toMatchObject({ state: 'returned' });
  });

  it('a line that is inside changes no counter when it is returned', async () => {
    const { books, paid, key } = await debit();
    gateway.settle(key);
    await stores().ask(paid);
    await pool.query('UPDATE payment_line SET inside_since = now() WHERE payment_id = $1', [paid]);
    await pool.query('UPDATE invoice SET open_minor = 0, firm_minor = 0, unposted_minor = 0');
    gateway.return(key, 'R01');
    await stores().ask(paid);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ open: 0, firm: 0 });
  });

  it('that is looked at on no banking day moves to the next one', async () => {
    const books = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const friday = aBankingDay(FRIDAY);
    const planned = await place(books, [1_000], { runOn: friday });
    const saturday = addDays(friday, 1);
    await moveTo(saturday);
    const step = await stores().charge(planned);
    expect(step).toMatchObject({ state: 'scheduled', next: 'charge' });
    expect(await paymentRow(planned)).toMatchObject({
      run_on: followingBankingDay(saturday),
    });
  });

  it('that missed its days waits for a person, also when no bank works on the day it is found', async () => {
    const books = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const wednesday = aBankingDay(WEDNESDAY);
    const planned = await place(books, [1_000], { runOn: wednesday });
    // A Saturday with a whole week of banks before it: its two banking days of grace are over.
    await moveTo(addDays(wednesday, 10));
    expect(await stores().charge(planned)).toMatchObject({ state: 'inReview', next: 'none' });
    expect(await paymentRow(planned)).toMatchObject({ review_reason: 'SLOT_MISSED' });
  });
});
