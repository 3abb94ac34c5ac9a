/**
 * Goal: a payment in full says what the books say, from placed to its last word.
 *
 * Method: real PostgreSQL; payments that the real stores placed, froze and applied, read after each
 * step and held against the contract.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PaymentDetails } from '../../contracts/payment-details';
import type { PaymentState } from '../../domain/payment';
import type { ChargeOutcome } from '../../domain/ports';
import { createApply, createFinish } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createReceipts } from '../../prisma/stores/payments/messages/receipts';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { type ActionFacts, actionsOf } from '../../prisma/stores/payments/reading/payment-actions';
import { createPaymentReader } from '../../prisma/stores/payments/reading/payment-reader';
import { FakeGateway } from '../gateways/fake-gateway';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, dana, daysAhead, LIMITS } from './books';

jest.setTimeout(60_000);

let pool: Pool;
let reader: ReturnType<typeof createPaymentReader>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  reader = createPaymentReader({ pool, capabilities: { fence: 'key' } });
}, 60_000);

afterAll(() => pool.end());

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

  it('counts as receipts only the mails of its own outcome', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const extraRecipients = ['desk@acme.example'];
    const planned = await placed(books, [80_000], { runOn: daysAhead(9), extraRecipients });
    const id = await placed(books, [60_000], { extraRecipients });
    await freeze(id);
    await apply(id, settled);
    const details = await read(id);
    expect(details.messages.map(({ kind }) => kind).toSorted()).toEqual([
      'paymentChanged',
      'receipt',
    ]);
    expect(details.progress.receipts).toEqual({ total: 1, sent: 0, failed: 0 });
    expect((await read(planned)).progress.receipts).toEqual({ total: 1, sent: 0, failed: 0 });
  });

  it('counts addresses and not mails, and only those told of the state it is in', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    const id = await placed(books, [60_000], { extraRecipients: ['desk@acme.example'] });
    await freeze(id);
    await apply(id, { kind: 'pending', reference: 'de_1' });
    const send = () =>
      pool.query(
        `UPDATE message SET status = 'sent', sent_at = now(), provider_id = 'x', html = '' WHERE payment_id = $1`,
        [id],
      );
    await send();
    const count = async () => (await read(id)).progress.receipts;
    expect(await count()).toEqual({ total: 1, sent: 1, failed: 0 });
    await apply(id, settled);
    expect((await read(id)).messages).toHaveLength(2);
    expect(await count()).toEqual({ total: 1, sent: 0, failed: 0 });
    await send();
    const again = { addresses: ['Desk@acme.example'], resendMessageIds: [] };
    expect((await createReceipts({ pool }).sendReceipts(id, again, dana)).ok).toBe(true);
    expect((await read(id)).messages).toHaveLength(3);
    expect(await count()).toEqual({ total: 1, sent: 0, failed: 0 });
    await apply(id, { kind: 'returned', reference: 'de_1', code: 'R01', reason: 'No funds.' });
    expect(await count()).toEqual({ total: 1, sent: 0, failed: 0 });
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

  it('says what restored a cancelled one, which is restored once', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const id = await placed(books, [25_000], { runOn: daysAhead(5) });
    expect(possible(await read(id))).not.toContain('restore');
    await pool.query(
      `UPDATE payment SET state = 'cancelled', next_step = NULL, next_step_at = NULL,
                                         next_step_clock = NULL WHERE id = $1`,
      [id],
    );
    expect(possible(await read(id))).toContain('restore');
    const again = await placed(books, [25_000], { runOn: daysAhead(9), restoredFrom: id });
    const after = await read(id);
    expect(after.restoredBy).toMatchObject({ id: again });
    expect(after.actions).toContainEqual({
      action: 'restore',
      isPossible: false,
      reason: 'alreadyRestored',
    });
    expect((await read(again)).restoredFrom).toMatchObject({ id });
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

    const others = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const holdsNothing = await placed(others, [1_000]);
    await freeze(holdsNothing);
    await apply(holdsNothing, settled);
    expect(await read(holdsNothing)).toMatchObject({ state: 'settled', finalAt: null, caused: [] });
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
  const of = {
    hasOutcomeMail: false,
    isRetried: false,
    isRestored: false,
    mayBeStopped: true,
    isBeingStopped: false,
  };
  const table = (state: PaymentState, more: Partial<ActionFacts> = {}) =>
    Object.fromEntries(
      actionsOf({ ...of, state, ...more }).map(({ action, reason }) => [action, reason]),
    );

  it.each([
    ['reserved', null, 'alreadySubmitted'],
    ['scheduled', null, null],
    ['inReview', null, null],
    ['submitting', 'alreadySubmitted', 'alreadySubmitted'],
    ['pending', 'alreadySubmitted', 'alreadySubmitted'],
    ['unknown', 'alreadySubmitted', 'alreadySubmitted'],
    ['actionRequired', null, 'alreadySubmitted'],
    ['settled', 'alreadyEnded', 'alreadyEnded'],
    ['failed', 'alreadyEnded', 'alreadyEnded'],
    ['cancelled', 'alreadyEnded', 'alreadyEnded'],
  ] as const)('with a payment that is %s: cancel (%s), change (%s)', (state, cancel, change) => {
    expect(table(state)).toMatchObject({ cancel, change });
  });

  it('with one that waits for the payer: nothing more once it is given up, or where nothing can stop it', () => {
    const reasonOf = (more: Partial<ActionFacts>) => table('actionRequired', more)['cancel'];
    expect(reasonOf({ isBeingStopped: true })).toBe('isBeingStopped');
    expect(reasonOf({ mayBeStopped: false })).toBe('alreadySubmitted');
  });
});
