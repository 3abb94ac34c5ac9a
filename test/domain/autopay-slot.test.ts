/**
 * Goal: the instant of a slot is spread, and never before its run time or what was told; an
 * approval binds a number, a method and a date.
 */
import fc from 'fast-check';
import type { AutopayDecision, AutopayRule } from '../../domain/autopay';
import {
  type Approval,
  answerTo,
  isAllowed,
  isToBeAsked,
  nextRunDay,
  preparesAt,
  type SlotFloors,
  slotRunOf,
  spreadOffsetMs,
} from '../../domain/autopay-slot';
import { addDays, dayOfWeek } from '../../domain/calendar';
import { instantOf } from '../../domain/instants';
import { forMethod } from '../../domain/run-on';

const chicago = { zone: 'America/Chicago', runTime: '09:00', windowMinutes: 15 };
const FREE: SlotFloors = { matchedOn: '2026-01-01', openedOn: null, noticed: null, askedOn: null };

const aRule = (ruleId: string, kind: 'card' | 'bankDebit' = 'card'): AutopayRule => ({
  ruleId,
  position: 1,
  isEnabled: true,
  method: { kind, status: 'usable' },
  timing: { kind: 'onDueDate' },
  criteria: [],
  cap: null,
  withScheduled: 'suppress',
  allowsFallThrough: false,
  activatedOn: '2026-01-01',
  backlog: 'leave',
});

const decided = (ruleId: string, runOn: string, kind: 'charge' | 'backlog' = 'charge') =>
  ({
    winnerId: ruleId,
    alsoMatchedIds: [],
    notMatched: [],
    runOn,
    isBacklog: kind === 'backlog',
    outcome: kind === 'charge' ? { kind, amountMinor: 100, runOn } : { kind },
  }) satisfies AutopayDecision;

const aDay = fc.integer({ min: 0, max: 900 }).map((days) => addDays('2026-01-01', days));
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });

test('a rule runs at the same point of the window every time, inside it', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 720 }), (ruleId, windowMinutes) => {
      const offset = spreadOffsetMs(ruleId, windowMinutes);
      expect(offset).toBe(spreadOffsetMs(ruleId, windowMinutes));
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThan(windowMinutes * 60_000);
    }),
  );
  expect(spreadOffsetMs('any', 0)).toBe(0);
});

test('ten thousand rules with ids one after the other fill every minute of the window about alike', () => {
  const minutes = new Map<number, number>();
  for (let index = 0; index < 10_000; index += 1) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const minute = Math.floor(spreadOffsetMs(id, 20) / 60_000);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  expect(minutes.size).toBe(20);
  for (const count of minutes.values()) {
    expect(count).toBeGreaterThan(400);
    expect(count).toBeLessThan(600);
  }
});

test('a run is never before its run time, never before what was told, and never before a floor', () => {
  const floors = fc.record({
    matchedOn: aDay,
    openedOn: orNull(aDay),
    askedOn: orNull(aDay),
    noticed: orNull(
      aDay.map((runOn) => ({ runOn, runAt: instantOf(runOn, '09:07', chicago.zone) })),
    ),
  });
  fc.assert(
    fc.property(
      fc.uuid(),
      aDay,
      floors,
      fc.constantFrom('card' as const, 'bankDebit' as const),
      (ruleId, day, held, kind) => {
        const run = slotRunOf(decided(ruleId, day), [aRule(ruleId, kind)], held, chicago);
        if (run === null) throw new Error('a slot with a winner has a run');
        expect(run.runAt >= instantOf(run.runOn, '09:00', chicago.zone)).toBe(true);
        for (const floor of [
          day,
          held.matchedOn,
          held.openedOn,
          held.askedOn,
          held.noticed?.runOn ?? null,
        ]) {
          if (floor !== null) expect(run.runOn >= floor).toBe(true);
        }
        expect(forMethod(run.runOn, kind)).toBe(run.runOn);
        if (held.noticed !== null) expect(run.runAt >= held.noticed.runAt).toBe(true);
      },
    ),
  );
});

test('a bank debit that a floor holds back runs on a banking day again', () => {
  const saturday = '2026-12-05';
  expect(dayOfWeek(saturday)).toBe(6);
  const run = slotRunOf(
    decided('r', '2026-12-01'),
    [aRule('r', 'bankDebit')],
    { ...FREE, openedOn: saturday },
    chicago,
  );
  expect(run?.runOn).toBe('2026-12-07');
});

test('a debit whose client was told of a Saturday, for a card then, runs on the banking day after it', () => {
  const noticed = { runOn: '2026-12-05', runAt: '2026-12-05T15:02:00.000Z' };
  const runBy = (kind: 'card' | 'bankDebit') =>
    slotRunOf(decided('r', '2026-12-01'), [aRule('r', kind)], { ...FREE, noticed }, chicago);
  expect(runBy('card')).toEqual(noticed);
  expect(runBy('bankDebit')).toMatchObject({
    runOn: '2026-12-07',
    runAt: expect.stringMatching(/^2026-12-07T15:/),
  });
});

test('without a winner, or with a date from before the rule, there is no instant', () => {
  const nobody: AutopayDecision = {
    ...decided('r', '2026-12-01'),
    winnerId: null,
    runOn: null,
    outcome: { kind: 'no-match' },
  };
  expect(slotRunOf(nobody, [aRule('r')], FREE, chicago)).toBeNull();
  const late = decided('r', '2026-12-01', 'backlog');
  expect(slotRunOf(late, [aRule('r')], FREE, chicago)).toBeNull();
  const heldToo: AutopayDecision = { ...late, outcome: { kind: 'held' } };
  expect(slotRunOf(heldToo, [aRule('r')], FREE, chicago)).toBeNull();
});

test('people are asked the notice days before the run, at the run time, and at least one day', () => {
  const run = { runOn: '2026-12-04', runAt: '2026-12-04T15:03:00.000Z' };
  expect(preparesAt(run, 3, chicago)).toBe('2026-12-01T15:00:00.000Z');
  expect(preparesAt(run, 0, chicago)).toBe('2026-12-03T15:00:00.000Z');
});

const approval: Approval = {
  state: 'approved',
  maximumMinor: 1_000,
  methodId: 'card',
  runOn: '2026-12-04',
};
const charge = { amountMinor: 1_000, methodId: 'card', runOn: '2026-12-04' };

test('an answer is for its amount and less, with its method, on its date', () => {
  expect(answerTo([approval], charge)).toBe('approved');
  expect(answerTo([approval], { ...charge, amountMinor: 1 })).toBe('approved');
  expect(answerTo([approval], { ...charge, amountMinor: 1_001 })).toBeNull();
  expect(answerTo([approval], { ...charge, methodId: 'other' })).toBeNull();
  expect(answerTo([approval], { ...charge, runOn: '2026-12-07' })).toBeNull();
});

test('of two answers the later one counts, where both speak of the charge', () => {
  const no: Approval = { ...approval, state: 'declined', maximumMinor: 2_000 };
  expect(answerTo([approval, no], charge)).toBe('declined');
  expect(answerTo([no, approval], charge)).toBe('approved');
  expect(answerTo([no, approval], { ...charge, amountMinor: 1_500 })).toBe('declined');
});

test.each(['asked', 'replaced', 'withdrawn', 'expired'] as const)(
  'a question that is %s is no answer',
  (state) => expect(answerTo([{ ...approval, state }], charge)).toBeNull(),
);

test('a no stops a charge whether or not a yes is needed, and nothing else does where it is not', () => {
  const no: Approval = { ...approval, state: 'declined' };
  for (const needsApproval of [true, false]) {
    expect(isAllowed(needsApproval, [no], charge)).toBe(false);
    expect(isAllowed(needsApproval, [approval], charge)).toBe(true);
    expect(isAllowed(needsApproval, [], charge)).toBe(!needsApproval);
  }
});

test('the next run day is today until its run time', () => {
  expect(nextRunDay('2026-12-04T14:59:59.999Z', chicago)).toBe('2026-12-04');
  expect(nextRunDay('2026-12-04T15:00:00.000Z', chicago)).toBe('2026-12-05');
});

test('more than was asked is asked again, less or the same is not', () => {
  expect(isToBeAsked([], charge)).toBe(true);
  for (const state of ['asked', 'approved', 'declined'] as const) {
    expect(isToBeAsked([{ ...approval, state }], { ...charge, amountMinor: 999 })).toBe(false);
    expect(isToBeAsked([{ ...approval, state }], { ...charge, amountMinor: 1_001 })).toBe(true);
  }
  expect(isToBeAsked([{ ...approval, state: 'withdrawn' }], charge)).toBe(true);
});
