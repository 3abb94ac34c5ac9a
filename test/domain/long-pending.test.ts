import { isPendingForLong } from '../../domain/long-pending';

const chicago = { zone: 'America/Chicago', runTime: '09:00' };

test('a debit is pending for long from the run time ten banking days after its freeze', () => {
  // Thanksgiving and two weekends lie between.
  const frozenAt = '2026-11-25T15:00:00.000Z';
  expect(isPendingForLong('2026-12-10T14:59:59.999Z', frozenAt, chicago)).toBe(false);
  expect(isPendingForLong('2026-12-10T15:00:00.000Z', frozenAt, chicago)).toBe(true);
});

test('the day of the freeze is that of the business, not of UTC', () => {
  // Late on Monday there, Tuesday in UTC: the tenth day is a Monday.
  const frozenAt = '2026-12-01T05:00:00.000Z';
  expect(isPendingForLong('2026-12-14T14:59:59.999Z', frozenAt, chicago)).toBe(false);
  expect(isPendingForLong('2026-12-14T15:00:00.000Z', frozenAt, chicago)).toBe(true);
});
