/** Goal: starts never stand in the way of an answer, and never flood Temporal. */
import type { RulesOf } from '../../api/stores/autopay-runs';
import { createSoon } from '../../api/starting/soon';
import { createLog } from '../../api/request-log';
import { RecordingStarter } from './support/recording-starter';

const start = (paymentId: string) => ({
  paymentId,
  organizationId: 'o',
  kind: 'manual' as const,
  state: 'reserved' as const,
  methodKind: 'card' as const,
  amountMinor: 1,
  currency: 'USD',
  invoiceNumbers: ['INV-1'],
  runAt: null,
});

function setUp() {
  const starter = new RecordingStarter();
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  const readStart = async (id: string) => (id === 'unknown' ? null : start(id));
  const readRuleStart = async (ruleId: string) =>
    ruleId === 'unknown' ? null : { ruleId, organizationId: 'o' };
  const readRuleNews = async (of: RulesOf) => {
    const name = 'id' in of ? of.id : of.kind;
    return name === 'quiet' ? [] : [{ ruleId: `rule of ${name}`, organizationId: 'o' }];
  };
  const soon = createSoon({ starter, readStart, readRuleStart, readRuleNews, log });
  return { starter, lines, soon };
}

it('has ten on their way at most, however many are asked for', async () => {
  const { starter, soon } = setUp();
  let open = () => {};
  starter.gate = new Promise((resolve) => {
    open = resolve;
  });
  for (let count = 0; count < 500; count += 1) soon.startPayment(`payment-${count}`);
  await new Promise(setImmediate);
  expect([starter.inFlight, soon.waiting()]).toEqual([10, 490]);
  open();
  await soon.idle();
  expect(starter.started).toHaveLength(500);
  expect(starter.inFlightMax).toBe(10);
});

it('goes on after an error, and logs it with the payment', async () => {
  const { starter, lines, soon } = setUp();
  starter.isAway = true;
  soon.startPayment('lost');
  await soon.idle();
  starter.isAway = false;
  soon.startPayment('found');
  await soon.idle();
  expect(starter.started).toEqual(['found']);
  expect(lines.join('')).toContain('"paymentId":"lost"');
});

it('starts nothing that was never placed', async () => {
  const { starter, soon } = setUp();
  soon.startPayment('unknown');
  soon.tellPayment('unknown', 'changed');
  await soon.idle();
  expect([starter.started, starter.told]).toEqual([[], []]);
});

it('tells the rules for which there is news, of a client or of the business, and no others', async () => {
  const { starter, soon } = setUp();
  soon.tellRulesOf({ kind: 'invoice', id: 'quiet' });
  soon.tellRulesOf({ kind: 'organization', id: 'harbor' });
  soon.tellRulesOf({ kind: 'business' });
  await soon.idle();
  expect(starter.toldRules).toEqual([
    { ruleId: 'rule of harbor', news: 'changed' },
    { ruleId: 'rule of business', news: 'changed' },
  ]);
});

it('leaves to the sweep what no longer fits', async () => {
  const { starter, lines, soon } = setUp();
  starter.gate = new Promise(() => {});
  for (let count = 0; count < 10_011; count += 1) soon.startPayment(`payment-${count}`);
  expect(soon.waiting()).toBe(10_000);
  expect(lines.join('')).toContain('the sweep will start it');
});

describe('while somebody waits for an answer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** An answer that the test gives when it wants to. */
  function anAnswer() {
    let give = () => {};
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    return { give: () => give(), given: () => given };
  }

  const settle = () => jest.advanceTimersByTimeAsync(0);

  it('starts one at a time and rests eight times as long as each took, and all at once afterwards', async () => {
    const { starter, soon } = setUp();
    const { give, given } = anAnswer();
    const answered = soon.givingWay(given);
    let open = () => {};
    starter.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let count = 0; count < 30; count += 1) soon.startPayment(`payment-${count}`);
    await jest.advanceTimersByTimeAsync(50);
    expect([starter.inFlight, soon.waiting()]).toEqual([1, 29]);
    open();
    await settle();
    expect(starter.started).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(399);
    expect(starter.started).toHaveLength(1);
    starter.gate = new Promise(() => {});
    await jest.advanceTimersByTimeAsync(2);
    expect([starter.inFlight, soon.waiting()]).toEqual([1, 28]);

    give();
    await answered;
    await jest.advanceTimersByTimeAsync(19);
    expect(starter.inFlight).toBe(1);
    await jest.advanceTimersByTimeAsync(2);
    expect(starter.inFlight).toBe(10);
  });

  it('starts the first without waiting, and gives way no longer once the answer has failed', async () => {
    const { starter, soon } = setUp();
    const failing = soon.givingWay(() => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    soon.startPayment('first');
    await settle();
    expect(starter.started).toEqual(['first']);
    for (let count = 0; count < 20; count += 1) soon.startPayment(`payment-${count}`);
    const idle = soon.idle();
    await jest.advanceTimersByTimeAsync(20);
    await idle;
    expect(starter.started).toHaveLength(21);
  });
});
