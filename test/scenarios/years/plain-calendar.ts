/** Days as text, and the banking days of two years, written down rather than worked out. */
export type Day = string;

const DAY_MS = 24 * 60 * 60 * 1000;

export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export const latest = (...days: readonly (Day | null)[]): Day =>
  days.filter((day) => day !== null).reduce((a, b) => (a > b ? a : b));

/** As the Federal Reserve keeps them; June 19 and Christmas of 2032 fall on a Saturday. */
const HOLIDAYS = new Set([
  ...['2031-01-01', '2031-01-20', '2031-02-17', '2031-05-26', '2031-06-19', '2031-07-04'],
  ...['2031-09-01', '2031-10-13', '2031-11-11', '2031-11-27', '2031-12-25', '2032-01-01'],
  ...['2032-01-19', '2032-02-16', '2032-05-31', '2032-07-05', '2032-09-06', '2032-10-11'],
  ...['2032-11-11', '2032-11-25', '2033-01-17', '2033-02-21'],
]);

export function isBankingDay(day: Day): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(day);
}

export function bankingDayFrom(day: Day): Day {
  return isBankingDay(day) ? day : bankingDayFrom(plusDays(day, 1));
}

/** The last of the month where the month has no such day. */
export function nextDayOfMonth(from: Day, wanted: number): Day {
  for (let day = from; ; day = plusDays(day, 1)) {
    const isLast = plusDays(day, 1).endsWith('-01');
    if (Number(day.slice(8)) === wanted || (isLast && wanted > Number(day.slice(8)))) return day;
  }
}
