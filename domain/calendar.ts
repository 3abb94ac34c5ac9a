/**
 * Civil dates: a day on the calendar, without a zone or a time, written `YYYY-MM-DD`.
 *
 * They compare as text. Arithmetic goes through day numbers, so no clock and no zone can shift it.
 */

/** A civil date, `YYYY-MM-DD`, of the years 1583 to 9999 (the Gregorian calendar). */
export type CivilDate = string;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether the text is a day that exists. For input; the functions below throw instead. */
export function isCivilDate(text: string): boolean {
  return dayNumberOrNull(text) !== null;
}

/** @throws RangeError when either is not a civil date. Negative when `to` is the earlier one. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** @throws RangeError when `date` is not a civil date or the answer would not be one. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/**
 * The same day of a later or earlier month; in a month too short for it, that month's last day.
 *
 * @throws RangeError when `date` is not a civil date or the answer would not be one.
 */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const { year, month, day } = partsOf(date);
  const monthNumber = year * 12 + (month - 1) + months;
  return dayOfMonthIn(Math.floor(monthNumber / 12), (((monthNumber % 12) + 12) % 12) + 1, day);
}

/** That day of the month, or the month's last when it is too short. `month` is 1 to 12. */
export function dayOfMonthIn(year: number, month: number, day: number): CivilDate {
  return fromParts(year, month, Math.min(day, daysInMonth(year, month)));
}

/** 28 to 31. `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 0 is Sunday, 6 is Saturday. */
export function dayOfWeek(date: CivilDate): number {
  // Day 0, the first of January 1970, was a Thursday.
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

/** @throws RangeError when `date` is not a civil date. `month` is 1 to 12. */
export function partsOf(date: CivilDate): Readonly<{ year: number; month: number; day: number }> {
  dayNumber(date);
  const [year, month, day] = date.split('-').map(Number);
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
}

/** @throws RangeError when there is no such day. */
export function fromParts(year: number, month: number, day: number): CivilDate {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  dayNumber(date);
  return date;
}

/** The later of two civil dates. */
export function later(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

function dayNumber(date: CivilDate): number {
  const days = dayNumberOrNull(date);
  if (days === null) throw new RangeError(`not a civil date: ${date}`);
  return days;
}

function dayNumberOrNull(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1583-01-01') return null;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  // The parser lets 30 February roll over into March.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) {
    return null;
  }
  return milliseconds / DAY_MS;
}

function fromDayNumber(days: number): CivilDate {
  const instant = new Date(days * DAY_MS);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`no such day: ${days}`);
  const date = instant.toISOString().slice(0, 10);
  dayNumber(date);
  return date;
}
