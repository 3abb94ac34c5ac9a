/**
 * Goal: money that goes back, or may, restores no plan and waits for a person (rules.md 13).
 *
 * Method: the real placing, freeze and apply on a real PostgreSQL, and the task store that lifts.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { ChargeOutcome } from '../../domain/ports';
import { inconsistenciesOf } from '../../prisma/consistency';
import { applyReading } from '../../prisma/stores/books/apply-reading';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { DISPUTED, RETURNED } from '../../prisma/stores/payments/money-back';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { createTaskStore } from '../../prisma/stores/tasks/task-store';
import { inTransaction } from '../../prisma/stores/transaction';
import { FakeGateway } from '../gateways/fake-gateway';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead, LIMITS } from './books';
import { aDesk, lineOf } from './desk';

jest.setTimeout(60_000);

const NOW = new Date().toISOString();
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

async function settled(
  books: Books,
  amounts: number[],
  outcome: ChargeOutcome = { kind: 'settled', reference: 'ch_1', settledAt: NOW },
): Promise<string> {
  const id = randomUUID();
  const result = await createPlacePayment({ pool, limits: LIMITS })(
    id,
    aRequest(books, amounts),
    dana,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  await createFreeze({ pool, capabilities })(id, null);
  await createApply({ pool, capabilities })(id, outcome, 'gateway');
  return id;
}

const hear = (id: string, outcome: ChargeOutcome) =>
  createApply({ pool, capabilities })(id, outcome, 'report');
const dispute = (id: string) =>
  hear(id, { kind: 'disputed', reference: 'ch_1', reason: 'Not recognised.' });
const win = (id: string) => hear(id, { kind: 'disputeWon', reference: 'ch_1' });
const lose = (id: string) =>
  hear(id, { kind: 'returned', reference: 'ch_1', code: 'dispute_lost', reason: 'Lost.' });
const invoiceOf = async (id: string | undefined) => {
  const { rows } = await pool.query(
    `SELECT disputed_minor::int AS disputed, unposted_minor::int AS unposted, autopay_hold AS held,
            autopay_hold_reason AS reason FROM invoice WHERE id = $1`,
    [id],
  );
  return rows[0] as Readonly<Record<string, unknown>>;
};
/** As the page does it: without a word why. */
async function holdByPerson(invoiceId: string | undefined): Promise<void> {
  if (invoiceId === undefined) throw new Error('no invoice');
  const { rows } = await pool.query<{ version: number }>(
    'SELECT version FROM invoice WHERE id = $1',
    [invoiceId],
  );
  const change = { version: rows[0]?.version ?? 0, autopayHold: true };
  const invoices = createInvoiceStore({ pool, now: () => new Date(), limits: LIMITS });
  expect(await invoices.change(invoiceId, change, dana)).toMatchObject({ ok: true });
}

async function resolve(id: string, kind: string, resolution: 'done' | 'liftHold'): Promise<void> {
  const { rows } = await pool.query<{ id: string; version: number }>(
    'SELECT id, version FROM task WHERE payment_id = $1 AND kind = $2 AND resolved_at IS NULL',
    [id, kind],
  );
  const [task] = rows;
  if (task === undefined) throw new Error(`no task ${kind}`);
  const request = { version: task.version, resolution, note: null };
  expect((await createTaskStore(pool).resolve(task.id, request, dana)).ok).toBe(true);
}

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

/** A settled payment of the first invoice, from which the second was taken out before it was charged. */
async function settledWithoutTheSecond(books: Books): Promise<string> {
  const desk = aDesk(pool);
  const id = await desk.aDraft(books, [70_000, 20_000]);
  const { version } = await desk.paymentOf(id);
  const change = await desk.change(id, { version, lines: [lineOf(books, 0, 70_000)] });
  expect([change.ok, (await desk.approve(id, version + 1)).ok]).toEqual([true, true]);
  await createFreeze({ pool, capabilities })(id, null);
  await hear(id, { kind: 'settled', reference: 'ch_1', settledAt: NOW });
  return id;
}

describe('a line of zero', () => {
  it.each([
    ['a dispute', dispute],
    ['a return', lose],
  ] as const)('is no reason to hold its invoice from autopay: %s', async (_, happens) => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
    const id = await settledWithoutTheSecond(books);
    await happens(id);
    expect(await invoiceOf(books.invoiceIds[0])).toMatchObject({ held: true });
    expect(await invoiceOf(books.invoiceIds[1])).toMatchObject({ held: false, reason: null });
  });

  it('stops no autopay payment that waits on its invoice', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
    const id = await settledWithoutTheSecond(books);
    const waiting = await aDesk(pool).place(books, [0, 20_000], { runOn: daysAhead(5) });
    await pool.query(`UPDATE payment SET kind = 'autopay' WHERE id = $1`, [waiting]);
    await dispute(id);
    expect(await stateOf(waiting)).toMatchObject({ state: 'scheduled' });
  });

  it('neither keeps the hold of another payment nor lifts it', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
    const [, second] = books.invoiceIds;
    const without = await settledWithoutTheSecond(books);
    const paid = await settled({ ...books, invoiceIds: [second ?? ''] }, [20_000]);
    await dispute(without);
    await dispute(paid);
    await resolve(paid, DISPUTED.taskKind, 'liftHold');
    expect(await invoiceOf(second)).toMatchObject({ held: false });

    await win(paid);
    await dispute(paid);
    await resolve(paid, DISPUTED.taskKind, 'done');
    await win(without);
    expect(await invoiceOf(second)).toMatchObject({ held: true });
    await dispute(without);
    await resolve(without, DISPUTED.taskKind, 'liftHold');
    expect(await invoiceOf(second)).toMatchObject({ held: true });
  });
});

/** A list of today says what is unpaid, and a person says what its rise is. */
function readList(
  books: Books,
  balanceMinor: number,
  said: Readonly<{ inside?: string; rise?: 'disputed' | 'other' }>,
) {
  const [invoiceId] = books.invoiceIds;
  if (invoiceId === undefined) throw new Error('no invoice');
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ source_id: string }>(
      'SELECT source_id FROM invoice WHERE id = $1',
      [invoiceId],
    );
    const value = await applyReading(client, {
      invoiceId,
      sourceId: rows[0]?.source_id ?? '',
      importId: null,
      asOf: new Date().toISOString(),
      balanceMinor,
      inside: said.inside === undefined ? {} : { [said.inside]: true },
      confirmedRise: said.rise ?? null,
      decidedBy: null,
      actor: { kind: 'source', id: null, name: 'Books' },
    });
    expect(value.kind).toBe('applied');
    return { keep: true, value };
  });
}

const standing = async (books: Books) => {
  const [invoiceId] = books.invoiceIds;
  const { firm, planned, open } = await countersOf(pool, invoiceId);
  const { disputed, unposted, held } = await invoiceOf(invoiceId);
  return { open, firm, planned, disputed, unposted, held };
};
const stateOf = async (id: string) => {
  const { rows } = await pool.query<{ state: string; next: string | null }>(
    'SELECT state, next_step AS next FROM payment WHERE id = $1',
    [id],
  );
  return rows[0];
};
const openTasks = async (id: string) => {
  const { rows } = await pool.query<{ kind: string }>(
    'SELECT kind FROM task WHERE payment_id = $1 AND resolved_at IS NULL',
    [id],
  );
  return rows.map(({ kind }) => kind);
};

describe('the end of a dispute', () => {
  it('won: what the books do not show goes back to firm, its task and its hold end, nobody gets a mail', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    const mails = async () =>
      (await pool.query('SELECT 1 FROM message WHERE payment_id = $1', [id])).rowCount;
    const before = [await standing(books), await mails()];
    await dispute(id);
    expect(await stateOf(id)).toEqual({ state: 'disputed', next: 'ask' });
    await win(id);
    await win(id);
    expect([await standing(books), await mails()]).toEqual(before);
    expect(await stateOf(id)).toEqual({ state: 'settled', next: null });
    expect(await openTasks(id)).toEqual([]);
    const { rows } = await pool.query<{ kind: string }>(
      'SELECT kind FROM event WHERE payment_id = $1 ORDER BY id DESC LIMIT 2',
      [id],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['payment.disputeWon', 'payment.disputed']);
  });

  it('won: a repeated report of the settlement does not do it', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await dispute(id);
    await hear(id, { kind: 'settled', reference: 'ch_1', settledAt: new Date().toISOString() });
    expect(await stateOf(id)).toMatchObject({ state: 'disputed' });
  });

  it('lost: what the books do not show is free again, and the task and hold of a return take over', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await dispute(id);
    await lose(id);
    await lose(id);
    expect(await standing(books)).toMatchObject({ firm: 0, disputed: 0, unposted: 0, held: true });
    expect(await invoiceOf(books.invoiceIds[0])).toMatchObject({ reason: RETURNED.holdReason });
    expect(await stateOf(id)).toEqual({ state: 'returned', next: null });
    expect(await openTasks(id)).toEqual(['paymentReturned']);
  });

  it('won or lost: what the books showed before the gateway said a word is of its dispute too', async () => {
    for (const [end, after] of [
      [lose, { firm: 0, disputed: 0, unposted: 0 }],
      [win, { firm: 70_000, disputed: 0, unposted: 70_000 }],
    ] as const) {
      const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
      const id = await settled(books, [70_000]);
      await readList(books, 30_000, { inside: id });
      await readList(books, 100_000, { rise: 'disputed' });
      await dispute(id);
      expect(await standing(books)).toMatchObject({ open: 100_000, firm: 0, disputed: 70_000 });
      await end(id);
      expect(await standing(books)).toMatchObject({ open: 100_000, ...after });
    }
  });

  it('lost: what the books showed is unpaid, also where other money made it less than the line', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await readList(books, 30_000, { inside: id });
    await dispute(id);
    await readList(books, 90_000, { rise: 'disputed' });
    expect(await standing(books)).toMatchObject({ open: 90_000, disputed: 60_000 });
    await lose(id);
    expect(await standing(books)).toMatchObject({ open: 90_000, firm: 0, disputed: 0 });
  });

  it('of one line leaves what another one has of the same invoice', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const first = await settled(books, [50_000]);
    const second = await settled(books, [30_000]);
    await readList(books, 50_000, { inside: first });
    await readList(books, 20_000, { inside: second });
    await dispute(first);
    await dispute(second);
    await readList(books, 85_000, { rise: 'disputed' });
    // The first is shown whole, of the second only a part.
    expect(await standing(books)).toMatchObject({ open: 85_000, disputed: 65_000 });
    await lose(second);
    expect(await standing(books)).toMatchObject({ disputed: 50_000 });
    await lose(first);
    expect(await standing(books)).toMatchObject({ open: 85_000, firm: 0, disputed: 0 });
  });

  it('of money that is none of ours is the end of what is open', async () => {
    const books = await aClientWith(pool, [{ openMinor: 30_000 }]);
    await readList(books, 100_000, { rise: 'disputed' });
    expect(await standing(books)).toMatchObject({ open: 100_000, disputed: 70_000 });
    await readList(books, 40_000, {});
    expect(await standing(books)).toMatchObject({ open: 40_000, disputed: 40_000 });
    await readList(books, 0, {});
    await readList(books, 50_000, { rise: 'other' });
    expect(await standing(books)).toMatchObject({ open: 50_000, disputed: 0 });
  });

  it.each([
    ['won', win],
    ['lost', lose],
  ] as const)('%s: of a line that the books show as paid it changes no counter', async (_, end) => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await readList(books, 30_000, { inside: id });
    await dispute(id);
    await end(id);
    expect(await standing(books)).toMatchObject({ open: 30_000, firm: 0, disputed: 0 });
  });

  it('won: what the books show as unpaid again goes to firm, and has to be entered anew', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await pool.query('UPDATE payment_line SET entered_at = now() WHERE payment_id = $1', [id]);
    await readList(books, 30_000, { inside: id });
    await dispute(id);
    await readList(books, 100_000, { rise: 'disputed' });
    expect(await standing(books)).toMatchObject({ open: 100_000, firm: 0, disputed: 70_000 });
    await win(id);
    const won = { open: 100_000, firm: 70_000, disputed: 0, unposted: 70_000 };
    expect(await standing(books)).toMatchObject(won);
    await readList(books, 100_000, {});
    expect(await standing(books)).toMatchObject(won);
    await readList(books, 30_000, { inside: id });
    expect(await standing(books)).toMatchObject({ open: 30_000, firm: 0, unposted: 0 });
  });

  it('lost: what the books show as unpaid again is free', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await readList(books, 30_000, { inside: id });
    await dispute(id);
    await readList(books, 100_000, { rise: 'disputed' });
    await lose(id);
    expect(await standing(books)).toMatchObject({ open: 100_000, firm: 0, disputed: 0 });
  });

  it('won: money that the books no longer want is overage, never refused', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000]);
    await dispute(id);
    await readList(books, 20_000, {});
    await win(id);
    expect(await standing(books)).toMatchObject({ open: 20_000, firm: 70_000, disputed: 0 });
  });

  it('keeps the hold while another payment on the invoice is disputed, and one that a person set for good', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [first, second] = [await settled(books, [30_000]), await settled(books, [30_000])];
    await dispute(first);
    await dispute(second);
    await win(first);
    expect(await standing(books)).toMatchObject({ held: true });
    await win(second);
    expect(await standing(books)).toMatchObject({ held: false });
    await pool.query(
      `UPDATE invoice SET autopay_hold = true, autopay_hold_reason = 'Hours in dispute' WHERE id = $1`,
      [books.invoiceIds[0]],
    );
    await dispute(first);
    await win(first);
    expect(await invoiceOf(books.invoiceIds[0])).toMatchObject({
      held: true,
      reason: 'Hours in dispute',
    });
  });

  it('leaves the hold of a person who gave no reason, and so does the task of a return', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [invoiceId] = books.invoiceIds;
    const id = await settled(books, [30_000]);
    await holdByPerson(invoiceId);
    await dispute(id);
    await win(id);
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: null });
    await lose(id);
    await resolve(id, RETURNED.taskKind, 'liftHold');
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: null });
  });

  it('of one payment leaves the hold that the return of another has put on the invoice', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [invoiceId] = books.invoiceIds;
    const [returned, disputed] = [await settled(books, [30_000]), await settled(books, [30_000])];
    await lose(returned);
    await dispute(disputed);
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: RETURNED.holdReason });
    await win(disputed);
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: RETURNED.holdReason });
    await resolve(returned, RETURNED.taskKind, 'liftHold');
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: false, reason: null });
  });

  it('of one payment leaves the hold of a return also where a person kept it and its task is done', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [returned, disputed] = [await settled(books, [30_000]), await settled(books, [30_000])];
    await lose(returned);
    await resolve(returned, RETURNED.taskKind, 'done');
    await dispute(disputed);
    await win(disputed);
    expect(await invoiceOf(books.invoiceIds[0])).toMatchObject({
      held: true,
      reason: RETURNED.holdReason,
    });
  });

  it.each(['returned first', 'disputed first'] as const)(
    'is waited for when the hold of a return is lifted before it: %s',
    async (order) => {
      const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
      const [invoiceId] = books.invoiceIds;
      const [returned, disputed] = [await settled(books, [30_000]), await settled(books, [30_000])];
      if (order === 'returned first') await lose(returned);
      await dispute(disputed);
      if (order === 'disputed first') await lose(returned);
      await resolve(returned, RETURNED.taskKind, 'liftHold');
      expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: DISPUTED.holdReason });
      const lifted = `SELECT 1 FROM event WHERE invoice_id = $1 AND kind = 'invoice.autopayHoldLifted'`;
      expect((await pool.query(lifted, [invoiceId])).rowCount).toBe(0);
      await win(disputed);
      expect(await invoiceOf(invoiceId)).toMatchObject({ held: false, reason: null });
    },
  );

  it('leaves the hold while a return waits for a person, also where that one had been lifted between', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [invoiceId] = books.invoiceIds;
    const [returned, disputed] = [await settled(books, [30_000]), await settled(books, [30_000])];
    await lose(returned);
    await pool.query(
      'UPDATE invoice SET autopay_hold = false, autopay_hold_reason = NULL WHERE id = $1',
      [invoiceId],
    );
    await dispute(disputed);
    await win(disputed);
    expect(await invoiceOf(invoiceId)).toMatchObject({ held: true, reason: RETURNED.holdReason });
  });

  it('won before anybody here heard of it: the charge has settled', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await settled(books, [70_000], { kind: 'disputeWon', reference: 'ch_1' });
    expect(await stateOf(id)).toMatchObject({ state: 'settled' });
    expect(await standing(books)).toMatchObject({ firm: 70_000, unposted: 70_000 });
  });
});
