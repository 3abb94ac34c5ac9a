/**
 * Goal: whatever stands behind the `PaymentGateway` port keeps the port's promises, above all that
 * one key never takes money twice and that silence proves nothing.
 * Method: the same sentences against the fake and against the real adapter with a real sandbox, once
 * for each account, each with a world of its own; money is counted in the world's own books.
 */
import { randomUUID } from 'node:crypto';
import type { Charge } from '../../domain/ports';
import type { GatewayWorld } from './gateway-world';

const DAY_SECONDS = 24 * 60 * 60;

const aCharge = (fields: Partial<Charge> = {}): Charge => ({
  key: `${randomUUID()}:charge`,
  amountMinor: 150_000,
  currency: 'USD',
  methodToken: 'card_success',
  methodKind: 'card',
  statementText: 'P-10423',
  handle: null,
  ...fields,
});

const aDebit = (): Charge => aCharge({ methodToken: 'bank_success', methodKind: 'bankDebit' });

export function describeConformance(name: string, open: () => Promise<GatewayWorld>): void {
  describe(`${name} keeps the promises of the gateway port`, () => {
    let world: GatewayWorld;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    /** Prepared where the gateway has that, as the freeze leaves it. */
    const prepared = async (charge: Charge): Promise<Charge> => ({
      ...charge,
      handle: await world.gateway.prepare(charge),
    });

    /** Asked again until the answer is not silence: what a caller inside its deadline does. */
    const submitted = async (charge: Charge) => {
      const ready = await prepared(charge);
      return { charge: ready, outcome: await world.gateway.submit(ready) };
    };

    describe('taking money', () => {
      it('answers a repeat as it answered first, and takes the money once', async () => {
        const { charge, outcome } = await submitted(aCharge());
        expect(outcome).toMatchObject({ kind: 'settled', settledAt: expect.any(String) });
        expect(await world.gateway.submit(charge)).toEqual(outcome);
        expect(await world.gateway.query(charge)).toEqual(outcome);
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('takes the money once when asked many times at once', async () => {
        const charge = await prepared(aCharge());
        const outcomes = await Promise.all(
          Array.from({ length: 16 }, () => world.gateway.submit(charge)),
        );
        expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('refuses a changed body under a known key', async () => {
        const { charge } = await submitted(aCharge());
        const outcome = await world.gateway.submit({ ...charge, amountMinor: 149_999 });
        expect(outcome.kind).toBe('refused');
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('takes the largest amount and refuses one more, the smallest and refuses one less', async () => {
        const { minimumMinor, maximumMinor } = world.gateway.capabilities;
        for (const amountMinor of [minimumMinor, maximumMinor]) {
          expect((await submitted(aCharge({ amountMinor }))).outcome.kind).toBe('settled');
        }
        for (const amountMinor of [minimumMinor - 1, maximumMinor + 1]) {
          const { charge, outcome } = await submitted(aCharge({ amountMinor }));
          expect(outcome.kind).toBe('refused');
          expect(await world.takenCount(charge.key)).toBe(0);
        }
      });

      it.each([
        ['card_declined', 'declined', false],
        ['card_stolen', 'declined', true],
        ['card_insufficient_funds', 'insufficientFunds', false],
        ['card_expired', 'expired', true],
        ['card_removed', 'methodRemoved', true],
      ])('says why it declines %s, for ever or for now', async (methodToken, reason, isHard) => {
        const { charge, outcome } = await submitted(aCharge({ methodToken }));
        expect(outcome).toMatchObject({ kind: 'declined', reason, isHard });
        expect(await world.gateway.submit(charge)).toEqual(outcome);
        expect(await world.takenCount(charge.key)).toBe(0);
      });

      it('declines a bank account that is closed before accepting anything', async () => {
        const charge = aCharge({ methodToken: 'bank_refused', methodKind: 'bankDebit' });
        const { outcome } = await submitted(charge);
        expect(outcome).toMatchObject({ kind: 'declined', reason: 'accountClosed', isHard: true });
      });

      it('charges nothing while the payer has still to act, and settles when it is done', async () => {
        const { charge, outcome } = await submitted(
          aCharge({ methodToken: 'card_action_required' }),
        );
        expect(outcome.kind).toBe('actionRequired');
        expect(await world.gateway.query(charge)).toEqual(outcome);
        expect(await world.takenCount(charge.key)).toBe(0);
      });
    });

    describe('silence', () => {
      it('throws when the answer is lost after the money moved, and knows it when asked', async () => {
        const charge = await prepared(aCharge());
        await world.loseNextAnswer();
        await expect(world.gateway.submit(charge)).rejects.toThrow();
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'settled' });
        expect(await world.gateway.submit(charge)).toMatchObject({ kind: 'settled' });
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('throws in the same way when the request was lost, and nothing happened', async () => {
        const charge = await prepared(aCharge());
        await world.loseNextRequest();
        await expect(world.gateway.submit(charge)).rejects.toThrow();
        expect(await world.gateway.query(charge)).toBe('not-found');
        expect(await world.gateway.submit(charge)).toMatchObject({ kind: 'settled' });
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('answers not-found while a request is on its way, which proves nothing', async () => {
        const charge = await prepared(aCharge());
        await world.delayNextRequest();
        await expect(world.gateway.submit(charge)).rejects.toThrow();
        expect(await world.gateway.query(charge)).toBe('not-found');
        await world.deliverLate();
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'settled' });
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('takes the money once when a late request finds its repeat already there', async () => {
        const charge = await prepared(aCharge());
        await world.delayNextRequest();
        await expect(world.gateway.submit(charge)).rejects.toThrow();
        expect(await world.gateway.submit(charge)).toMatchObject({ kind: 'settled' });
        await world.deliverLate();
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('throws from every call during an outage, and nothing happens', async () => {
        const charge = await prepared(aCharge());
        await world.setOutage(true);
        const { gateway } = world;
        await expect(gateway.submit(charge)).rejects.toThrow();
        await expect(gateway.query(charge)).rejects.toThrow();
        await expect(gateway.readMethod('card_success')).rejects.toThrow();
        await world.setOutage(false);
        expect(await gateway.query(charge)).toBe('not-found');
      });

      it('charges once more when a key was forgotten: why repeats need a deadline', async () => {
        const { charge } = await submitted(aCharge());
        await world.forgetKeys();
        // A new handle is what a caller gets who prepares anew; the old one would still protect it.
        expect((await world.gateway.submit(charge)).kind).toBe(
          world.gateway.capabilities.duplicateWindowSeconds === null ? 'settled' : 'duplicate',
        );
        await world.advance(world.gateway.capabilities.duplicateWindowSeconds ?? 1);
        await world.forgetKeys();
        await world.gateway.submit(await prepared({ ...charge, handle: null }));
        const isByHandle = world.gateway.capabilities.fence === 'handle';
        const isWindow = world.gateway.capabilities.duplicateWindowSeconds !== null;
        expect(await world.takenCount(charge.key)).toBe(isByHandle || isWindow ? 2 : 3);
      });

      it('remembers a key for its whole lifetime and not a second longer', async () => {
        const lifetime = world.gateway.capabilities.keyLifetimeHours * 60 * 60;
        const { charge } = await submitted(aCharge());
        await world.advance(lifetime - 60);
        await world.gateway.submit(charge);
        expect(await world.takenCount(charge.key)).toBe(1);
        await world.advance(60);
        await world.gateway.submit(await prepared({ ...charge, handle: null }));
        expect(await world.takenCount(charge.key)).toBe(2);
      });
    });

    describe('the fence', () => {
      it('stops for ever what has not happened, also what is still on its way', async () => {
        const charge = await prepared(aCharge());
        await world.delayNextRequest();
        await expect(world.gateway.submit(charge)).rejects.toThrow();
        if (world.gateway.capabilities.fence === 'none') {
          expect(await world.gateway.fence(charge)).toBe('cannot');
          await world.deliverLate();
          expect(await world.takenCount(charge.key)).toBe(1);
          return;
        }
        expect(await world.gateway.fence(charge)).toBe('fenced');
        await world.deliverLate();
        await world.forgetKeys();
        expect((await world.gateway.submit(charge)).kind).toBe('refused');
        expect(await world.gateway.fence(charge)).toBe('fenced');
        expect(await world.takenCount(charge.key)).toBe(0);
      });

      it('answers what happened when it comes too late', async () => {
        if (world.gateway.capabilities.fence === 'none') return;
        for (const charge of [aCharge(), aDebit(), aCharge({ methodToken: 'card_declined' })]) {
          const { charge: done, outcome } = await submitted(charge);
          expect(await world.gateway.fence(done)).toEqual(outcome);
        }
      });

      it('ends a charge that waits for the payer', async () => {
        if (world.gateway.capabilities.fence === 'none') return;
        const { charge } = await submitted(aCharge({ methodToken: 'card_action_required' }));
        expect(await world.gateway.fence(charge)).toBe('fenced');
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'voided' });
        expect(await world.gateway.fence(charge)).toBe('fenced');
      });

      it('stops a charge whose handle was lost before it could be stored', async () => {
        if (world.gateway.capabilities.fence !== 'handle') return;
        const charge = aCharge();
        const { handle } = await prepared(charge);
        expect(await world.gateway.fence(charge)).toBe('fenced');
        expect((await world.gateway.submit({ ...charge, handle })).kind).toBe('refused');
        expect(await world.takenCount(charge.key)).toBe(0);
      });
    });

    describe('the handle', () => {
      it('is the same for the same key, and no money moves by it', async () => {
        const charge = aCharge();
        const first = await world.gateway.prepare(charge);
        expect(await world.gateway.prepare(charge)).toBe(first);
        expect(first === null).toBe(world.gateway.capabilities.fence !== 'handle');
        expect(await world.gateway.query(charge)).toBe('not-found');
      });

      it('is needed where there is one, and fits only what it was made for', async () => {
        if (world.gateway.capabilities.fence !== 'handle') return;
        const charge = await prepared(aCharge());
        expect((await world.gateway.submit({ ...charge, handle: null })).kind).toBe('refused');
        const dearer = { ...charge, amountMinor: charge.amountMinor + 1 };
        expect((await world.gateway.submit(dearer)).kind).toBe('refused');
        const other = await prepared(dearer);
        expect((await world.gateway.submit(other)).kind).toBe('refused');
        expect(await world.takenCount(charge.key)).toBe(0);
      });
    });

    describe('like charges', () => {
      it('are taken or sent away as the account says, until the window has closed', async () => {
        const windowSeconds = world.gateway.capabilities.duplicateWindowSeconds;
        await submitted(aCharge());
        const { charge, outcome } = await submitted(aCharge());
        if (windowSeconds === null) {
          expect(outcome.kind).toBe('settled');
          return;
        }
        expect(outcome).toMatchObject({ kind: 'duplicate', retryAt: expect.any(String) });
        expect(await world.gateway.query(charge)).toBe('not-found');
        expect((await submitted(aCharge({ amountMinor: 150_001 }))).outcome.kind).toBe('settled');
        await world.advance(windowSeconds);
        expect((await world.gateway.submit(charge)).kind).toBe('settled');
      });

      it('says in a fence that a charge answered as duplicate did not happen', async () => {
        if (world.gateway.capabilities.duplicateWindowSeconds === null) return;
        await submitted(aCharge());
        const { charge } = await submitted(aCharge());
        expect(await world.gateway.fence(charge)).toBe('fenced');
      });
    });

    describe('bank debits', () => {
      it('are pending until the bank says more, then settled, and may come back at any age', async () => {
        const { charge, outcome } = await submitted(aDebit());
        expect(outcome.kind).toBe('pending');
        await world.settle(charge.key);
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'settled' });
        await world.advance(55 * DAY_SECONDS);
        await world.returnCharge(charge.key, 'R10');
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'returned', code: 'R10' });
      });

      it('come back without ever having settled', async () => {
        const { charge } = await submitted(aDebit());
        await world.returnCharge(charge.key, 'R01');
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'returned', code: 'R01' });
      });

      it('answer a repeat as first, although the bank has said more since', async () => {
        const { charge, outcome } = await submitted(aDebit());
        await world.settle(charge.key);
        expect(await world.gateway.submit(charge)).toEqual(outcome);
        expect(await world.takenCount(charge.key)).toBe(1);
      });

      it('can be voided while they are pending', async () => {
        const { charge } = await submitted(aDebit());
        await world.voidCharge(charge.key);
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'voided' });
      });
    });

    describe('refunds and disputes', () => {
      it('refunds once per key and never more than was taken', async () => {
        const { charge } = await submitted(aCharge());
        const refund = { refundKey: `${charge.key}:refund:1`, amountMinor: 100_000 };
        const first = await world.gateway.refund(charge, refund);
        expect(first.kind).toBe('refunded');
        expect(await world.gateway.refund(charge, refund)).toEqual(first);
        const changed = { ...refund, amountMinor: 99_999 };
        expect((await world.gateway.refund(charge, changed)).kind).toBe('refused');
        const tooMuch = { refundKey: `${charge.key}:refund:2`, amountMinor: 50_001 };
        expect((await world.gateway.refund(charge, tooMuch)).kind).toBe('refused');
        const rest = { ...tooMuch, amountMinor: 50_000 };
        expect((await world.gateway.refund(charge, rest)).kind).toBe('refunded');
      });

      it('refunds nothing that has not settled', async () => {
        const { charge } = await submitted(aDebit());
        const refund = { refundKey: `${charge.key}:refund:1`, amountMinor: 1 };
        expect((await world.gateway.refund(charge, refund)).kind).toBe('refused');
        expect((await world.gateway.refund(aCharge(), refund)).kind).toBe('refused');
      });

      it('says that a settled charge is disputed, and refunds it no more', async () => {
        const { charge } = await submitted(aCharge());
        await world.dispute(charge.key);
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'disputed' });
        const refund = { refundKey: `${charge.key}:refund:1`, amountMinor: 1 };
        expect((await world.gateway.refund(charge, refund)).kind).toBe('refused');
      });

      it('tells a dispute that was won from the settlement before it, when asked and in its report', async () => {
        const { charge } = await submitted(aCharge());
        await world.dispute(charge.key);
        await world.winDispute(charge.key);
        const won = await world.gateway.query(charge);
        expect(won).toMatchObject({ kind: 'disputeWon' });
        const { headers, rawBody } = await world.reportOf(charge.key, '"dispute":"won"');
        expect(world.gateway.readReport(headers, rawBody)?.outcome).toEqual(won);
      });

      it('calls a dispute that was lost a return, and can open another after one that was won', async () => {
        const { charge } = await submitted(aCharge());
        await world.dispute(charge.key);
        await world.winDispute(charge.key);
        await world.dispute(charge.key);
        expect(await world.gateway.query(charge)).toMatchObject({ kind: 'disputed' });
        await world.loseDispute(charge.key);
        expect(await world.gateway.query(charge)).toMatchObject({
          kind: 'returned',
          code: 'dispute_lost',
        });
      });
    });

    describe('methods', () => {
      it('says what a method is, and what became of it', async () => {
        const reading = await world.gateway.readMethod('card_success');
        expect(reading).toMatchObject({ status: 'usable', kind: 'card', brand: 'Visa' });
        expect(reading.lastFour).toMatch(/^\d{4}$/);
        expect(reading.expiresIn).toMatch(/^20\d\d-\d\d$/);
        const account = await world.gateway.readMethod('bank_success');
        expect(account).toMatchObject({ status: 'usable', kind: 'bankDebit', expiresIn: null });
        expect((await world.gateway.readMethod('card_removed')).status).toBe('removed');
        expect((await world.gateway.readMethod('card_expired')).status).toBe('expired');
      });

      it.each([
        ['removed', 'methodRemoved'],
        ['switchedOff', 'methodRemoved'],
        ['expired', 'expired'],
      ] as const)('declines one that is %s by now', async (status, reason) => {
        await world.tellMethod('card_success', status);
        expect((await world.gateway.readMethod('card_success')).status).toBe(status);
        const { outcome } = await submitted(aCharge());
        expect(outcome).toMatchObject({ kind: 'declined', reason, isHard: true });
      });
    });

    describe('reports', () => {
      it('are read when they are signed, also when they come twice', async () => {
        const { charge, outcome } = await submitted(aDebit());
        const { headers, rawBody } = await world.reportOf(charge.key);
        const report = world.gateway.readReport(headers, rawBody);
        expect(report).toEqual({ eventId: expect.any(String), chargeKey: charge.key, outcome });
        expect(world.gateway.readReport(headers, rawBody)).toEqual(report);
      });

      it('are not believed when a byte was changed, the signature is missing, or another was used', async () => {
        const { charge } = await submitted(aDebit());
        const { headers, rawBody } = await world.reportOf(charge.key);
        const changed = Buffer.from(rawBody.toString().replace('pending', 'settled'));
        expect(changed.equals(rawBody)).toBe(false);
        expect(world.gateway.readReport(headers, changed)).toBeNull();
        expect(world.gateway.readReport({}, rawBody)).toBeNull();
        const forged = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [
            name,
            value?.replace(/[0-9a-f]{64}/, 'f'.repeat(64)),
          ]),
        );
        expect(world.gateway.readReport(forged, rawBody)).toBeNull();
      });

      it('are not believed when they are five minutes old', async () => {
        const { charge } = await submitted(aDebit());
        const { headers, rawBody } = await world.reportOf(charge.key);
        world.moveReceiverClock(295);
        expect(world.gateway.readReport(headers, rawBody)).not.toBeNull();
        world.moveReceiverClock(10);
        expect(world.gateway.readReport(headers, rawBody)).toBeNull();
      });
    });
  });
}
