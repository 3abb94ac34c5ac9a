/**
 * Goal: a payment is charged at most once, whatever breaks between the freeze and the outcome.
 *
 * Method: the fake gateway fails at each moment in turn; the activity is then run again, as Temporal
 * would, and the gateway's own ledger is counted.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createAskGateway } from '../../activities/ask-gateway';
import { createChargePayment } from '../../activities/charge-payment';
import type { AskableCharge, Frozen, PaymentStep } from '../../domain/payment-step';
import type { Charge, ChargeOutcome, MethodReading } from '../../domain/ports';
import { FakeGateway } from '../gateways/fake-gateway';
import { aStep } from '../workflows/fake-payments';

const HOUR_MS = 60 * 60 * 1000;
const paymentId = 'p-1';
const aCharge = (overrides: Partial<Charge> = {}): Charge => ({
  key: `${paymentId}:charge`,
  amountMinor: 150_000,
  currency: 'USD',
  methodToken: 'card_success',
  methodKind: 'card',
  statementText: 'P-10423',
  handle: null,
  ...overrides,
});

/** The row as these activities need it: frozen once, outcomes applied in order. */
class FakeRow {
  nowMs = Date.parse('2026-11-02T15:00:00Z');
  frozenAtMs: number | null = null;
  handle: string | null = null;
  isFenceDue = false;
  isDuplicate = false;
  isMethodRead = true;
  isOtherwise = false;
  readonly applied: string[] = [];
  readonly readings: (MethodReading | null)[] = [];

  constructor(private readonly charge: Charge = aCharge()) {}

  readonly clock = { realNow: () => new Date(this.nowMs) };

  freeze = async (_id: string, reading: MethodReading | null): Promise<Frozen> => {
    this.readings.push(reading);
    if (this.isOtherwise) return { kind: 'otherwise', step: aStep({ state: 'superseded' }) };
    if (!this.isMethodRead && reading === null) {
      return { kind: 'methodUnread', methodToken: this.charge.methodToken };
    }
    this.frozenAtMs ??= this.nowMs;
    return { kind: 'submitting', ...this.askable() };
  };

  keepHandle = async (_id: string, handle: string) => {
    this.handle = handle;
  };

  apply = async (
    _id: string,
    outcome: ChargeOutcome | 'silence' | 'fenced' | 'not-found',
  ): Promise<PaymentStep> => {
    this.applied.push(typeof outcome === 'string' ? outcome : outcome.kind);
    return aStep();
  };

  readCharge = async (): Promise<AskableCharge> => ({
    ...this.askable(),
    isOpen: true,
    isFenceDue: this.isFenceDue,
    isDuplicate: this.isDuplicate,
  });

  readStep = async () => aStep();

  private askable() {
    const deadline = new Date((this.frozenAtMs ?? this.nowMs) + 12 * HOUR_MS).toISOString();
    return { charge: { ...this.charge, handle: this.handle }, resendDeadline: deadline };
  }
}

function setUp(row = new FakeRow(), gateway = new FakeGateway()) {
  const dependencies = { gateway, clock: row.clock, payments: row };
  const environment = new MockActivityEnvironment();
  return {
    row,
    gateway,
    charge: () => environment.run(createChargePayment(dependencies), { paymentId }),
    ask: () => environment.run(createAskGateway(dependencies), { paymentId }),
  };
}

test('charges and applies what the gateway says', async () => {
  const { row, gateway, charge } = setUp();
  await charge();
  expect(row.applied).toEqual(['settled']);
  expect(gateway.taken).toHaveLength(1);
});

test('a decline is an outcome, not an error', async () => {
  const { row, charge } = setUp(new FakeRow(aCharge({ methodToken: 'card_declined' })));
  await charge();
  expect(row.applied).toEqual(['declined']);
});

test('does not reach the gateway when the last look decided otherwise', async () => {
  const { row, gateway, charge } = setUp();
  row.isOtherwise = true;
  expect(await charge()).toMatchObject({ state: 'superseded' });
  expect(gateway.calls.submit).toBe(0);
  expect(row.applied).toEqual([]);
});

test('silence after the money moved keeps the claim, and the same key finds the charge', async () => {
  const { row, gateway, charge, ask } = setUp();
  gateway.loseNextAnswers(1);
  await charge();
  expect(row.applied).toEqual(['silence']);
  await ask();
  expect(row.applied).toEqual(['silence', 'settled']);
  expect(gateway.takenCount(`${paymentId}:charge`)).toBe(1);
});

test('a crash between charge and outcome charges once', async () => {
  const { row, gateway, charge } = setUp();
  const apply = row.apply;
  row.apply = async () => {
    throw new Error('the worker died');
  };
  await expect(charge()).rejects.toThrow('the worker died');
  row.apply = apply;
  await setUp(row, gateway).charge();
  expect(row.applied).toEqual(['settled']);
  expect(gateway.takenCount(`${paymentId}:charge`)).toBe(1);
});

test('within the resend deadline the same charge is sent once more, at it never again', async () => {
  const { row, gateway, charge, ask } = setUp();
  gateway.loseNextRequests(1);
  await charge();
  row.nowMs += 12 * HOUR_MS - 1;
  gateway.loseNextRequests(1);
  await ask();
  expect(gateway.calls.submit).toBe(2);
  row.nowMs += 1;
  await ask();
  expect(gateway.calls.submit).toBe(2);
  expect(row.applied).toEqual(['silence', 'silence', 'fenced']);
  expect(gateway.taken).toHaveLength(0);
});

test('a worker that wakes up three days late does not send the charge', async () => {
  const { row, gateway, charge, ask } = setUp();
  gateway.loseNextAnswers(1);
  await charge();
  gateway.forgetKeys();
  row.nowMs += 72 * HOUR_MS;
  await charge();
  await ask();
  expect(gateway.calls.submit).toBe(1);
  expect(row.applied).toEqual(['silence', 'silence', 'settled']);
  expect(gateway.takenCount(`${paymentId}:charge`)).toBe(1);
});

test('a charge still on its way is not taken for absent where there is no fence', async () => {
  const gateway = new FakeGateway({ capabilities: { fence: 'none' } });
  const { row, charge, ask } = setUp(new FakeRow(), gateway);
  gateway.delayNextRequests(1);
  await charge();
  row.nowMs += 72 * HOUR_MS;
  await ask();
  expect(row.applied).toEqual(['silence', 'not-found']);
  gateway.deliverLate();
  await ask();
  expect(row.applied).toEqual(['silence', 'not-found', 'settled']);
});

test('what the payer never completed is fenced when its time is up', async () => {
  const { row, charge, ask } = setUp(new FakeRow(aCharge({ methodToken: 'card_action_required' })));
  await charge();
  await ask();
  row.isFenceDue = true;
  await ask();
  expect(row.applied).toEqual(['actionRequired', 'actionRequired', 'fenced']);
});

test('stores the handle before it submits, where the gateway fences by handle', async () => {
  const gateway = new FakeGateway({ capabilities: { fence: 'handle' } });
  const { row, charge } = setUp(new FakeRow(), gateway);
  row.keepHandle = async () => {
    throw new Error('the worker died');
  };
  await expect(charge()).rejects.toThrow('the worker died');
  expect(gateway.calls.submit).toBe(0);
  row.keepHandle = async (_id, handle) => {
    row.handle = handle;
  };
  await charge();
  expect(row.handle).not.toBeNull();
  expect(gateway.taken).toHaveLength(1);
});

test('reads the method from the gateway when its last reading is old, and only then', async () => {
  const { row, gateway, charge } = setUp();
  row.isMethodRead = false;
  await charge();
  expect(row.readings).toMatchObject([null, { status: 'usable' }]);
  expect(gateway.calls.readMethod).toBe(1);
  expect(row.applied).toEqual(['settled']);
});

test('an outage of the gateway while the method is read has changed nothing and is tried again', async () => {
  const { row, gateway, charge } = setUp();
  row.isMethodRead = false;
  gateway.setOutage(true);
  await expect(charge()).rejects.toThrow('connection refused');
  expect(row.frozenAtMs).toBeNull();
  gateway.setOutage(false);
  await charge();
  expect(row.applied).toEqual(['settled']);
});
