import {
  finalityOf,
  graceEndOf,
  isUnknownForLong,
  nextAskAt,
  nextReturnQuestionAt,
  resendDeadlineOf,
} from '../../domain/next-step';

const chicago = { zone: 'America/Chicago', runTime: '09:00' };
const now = '2026-11-25T15:00:00.000Z';
const asking = {
  fenceDueAt: null,
  resendDeadline: '2026-11-26T03:00:00.000Z',
  isFenceable: true,
};

test('an unknown outcome is asked for densely at first, then daily', () => {
  const resendDeadline = '2026-11-30T15:00:00.000Z';
  const waits = [0, 1, 2, 5, 6, 60].map(
    (asked) =>
      (Date.parse(nextAskAt('unknown', asked, now, { ...asking, resendDeadline })) -
        Date.parse(now)) /
      1000,
  );
  expect(waits).toEqual([10, 60, 300, 21_600, 86_400, 86_400]);
});

test('an unknown outcome is asked for once more a little before its charge may not be sent again', () => {
  const ask = (realNow: string) => nextAskAt('unknown', 5, realNow, asking);
  expect(ask('2026-11-25T20:54:00.000Z')).toBe('2026-11-26T02:54:00.000Z');
  expect(ask('2026-11-25T21:00:00.000Z')).toBe('2026-11-26T02:55:00.000Z');
  // Then when it may not be sent again any more, and is fenced.
  expect(ask('2026-11-26T02:55:00.000Z')).toBe('2026-11-26T03:00:00.000Z');
});

test('a charge that waits for its payer is asked about when its fence is due, and not a day later', () => {
  const fenced = { ...asking, fenceDueAt: '2026-11-26T15:00:00.000Z' };
  const ask = (realNow: string) => nextAskAt('actionRequired', 6, realNow, fenced);
  expect(ask('2026-11-25T22:21:00.000Z')).toBe('2026-11-26T15:00:00.000Z');
  // Neither end binds the other's question.
  const resendDeadline = '2026-11-28T15:00:00.000Z';
  expect(nextAskAt('unknown', 6, now, { ...fenced, resendDeadline })).toBe(
    '2026-11-26T15:00:00.000Z',
  );
});

test('a fence that is due and was not made is asked for within minutes, where there is a fence', () => {
  const due = { ...asking, fenceDueAt: now, resendDeadline: now };
  for (const state of ['actionRequired', 'unknown'] as const) {
    expect(nextAskAt(state, 0, now, due)).toBe('2026-11-25T15:00:10.000Z');
    expect(nextAskAt(state, 6, now, due)).toBe('2026-11-25T15:05:00.000Z');
    expect(nextAskAt(state, 6, now, { ...due, isFenceable: false })).toBe(
      '2026-11-26T15:00:00.000Z',
    );
  }
});

test('an outcome is unknown for long an hour after the freeze, and at the resend deadline', () => {
  const frozenAt = now;
  const { resendDeadline } = asking;
  expect(isUnknownForLong('2026-11-25T15:59:59.999Z', { frozenAt, resendDeadline })).toBe(false);
  expect(isUnknownForLong('2026-11-25T16:00:00.000Z', { frozenAt, resendDeadline })).toBe(true);
  expect(isUnknownForLong(now, { frozenAt, resendDeadline: now })).toBe(true);
});

test('a pending debit is asked about once a day, since the bank takes days', () => {
  expect(nextAskAt('pending', 0, now, asking)).toBe('2026-11-26T15:00:00.000Z');
});

test('a charge is sent again only in the first half of the life of its key', () => {
  expect(resendDeadlineOf(now, 24)).toBe('2026-11-26T03:00:00.000Z');
});

test('a card is final when it settles, a bank debit three banking days later at the run time', () => {
  expect(finalityOf(now, 'card', chicago)).toBe(now);
  // Thanksgiving is on the Thursday: Friday, Monday, Tuesday.
  expect(finalityOf(now, 'bankDebit', chicago)).toBe('2026-12-01T15:00:00.000Z');
});

test('a missed slot runs for 48 hours, of a bank debit on banking days', () => {
  const run = { ...chicago, runOn: '2026-11-25', runAt: now };
  expect(graceEndOf({ ...run, methodKind: 'card' })).toBe('2026-11-27T15:00:00.000Z');
  expect(graceEndOf({ ...run, methodKind: 'bankDebit' })).toBe('2026-11-30T15:00:00.000Z');
});

test('a settled debit is asked about daily until it is final, then weekly while it may return', () => {
  const finalAt = '2026-12-01T15:00:00.000Z';
  const until = '2026-12-10T15:00:00.000Z';
  expect(nextReturnQuestionAt(now, finalAt, until)).toBe('2026-11-26T15:00:00.000Z');
  expect(nextReturnQuestionAt(finalAt, finalAt, until)).toBe('2026-12-08T15:00:00.000Z');
  expect(nextReturnQuestionAt('2026-12-08T15:00:00.000Z', finalAt, until)).toBeNull();
});
