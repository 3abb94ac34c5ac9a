import { splitSchedule } from '../../domain/split-schedule';

describe('one schedule in several parts', () => {
  test('keeps the day of the first date, and takes the last day of a short month', () => {
    const parts = splitSchedule([{ invoiceId: 'a', amountMinor: 400 }], '2026-12-31', 4);
    expect(parts.map(({ runOn }) => runOn)).toEqual([
      '2026-12-31',
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
    ]);
  });

  test('lays odd units into the first parts, for each invoice by itself', () => {
    const lines = [
      { invoiceId: 'a', amountMinor: 100 },
      { invoiceId: 'b', amountMinor: 2 },
    ];
    const parts = splitSchedule(lines, '2026-12-04', 3);
    expect(parts.map((part) => part.lines.map(({ amountMinor }) => amountMinor))).toEqual([
      [34, 1],
      [33, 1],
      [33],
    ]);
  });

  test('has two to twelve parts', () => {
    expect(splitSchedule([], '2026-12-04', 12)).toHaveLength(12);
    for (const count of [1, 13, 2.5]) {
      expect(() => splitSchedule([], '2026-12-04', count)).toThrow(RangeError);
    }
  });
});
