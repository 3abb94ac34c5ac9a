/**
 * The days on which United States banks move money: Monday to Friday less the holidays of the
 * Federal Reserve.
 *
 * A holiday on a Sunday is kept on Monday; one on a Saturday is not moved, the Friday before it is
 * a banking day. The table holds for every year from 2022, when Juneteenth became one of them.
 */
import { addDays, type CivilDate, dayOfWeek, daysInMonth, fromParts, partsOf } from './calendar';

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

type Holiday = Readonly<{ name: string; on: (year: number) => CivilDate }>;

const onDay =
  (month: number, day: number) =>
  (year: number): CivilDate =>
    fromParts(year, month, day);

const onNth =
  (nth: number, weekday: number, month: number) =>
  (year: number): CivilDate => {
    const first = fromParts(year, month, 1);
    return addDays(first, ((weekday - dayOfWeek(first) + 7) % 7) + (nth - 1) * 7);
  };

const onLast =
  (weekday: number, month: number) =>
  (year: number): CivilDate => {
    const last = fromParts(year, month, daysInMonth(year, month));
    return addDays(last, -((dayOfWeek(last) - weekday + 7) % 7));
  };

const HOLIDAYS: readonly Holiday[] = [
  { name: 'New Year’s Day', on: onDay(1, 1) },
  { name: 'Birthday of Martin Luther King, Jr.', on: onNth(3, MONDAY, 1) },
  { name: 'Washington’s Birthday', on: onNth(3, MONDAY, 2) },
  { name: 'Memorial Day', on: onLast(MONDAY, 5) },
  { name: 'Juneteenth National Independence Day', on: onDay(6, 19) },
  { name: 'Independence Day', on: onDay(7, 4) },
  { name: 'Labor Day', on: onNth(1, MONDAY, 9) },
  { name: 'Columbus Day', on: onNth(2, MONDAY, 10) },
  { name: 'Veterans Day', on: onDay(11, 11) },
  { name: 'Thanksgiving Day', on: onNth(4, THURSDAY, 11) },
  { name: 'Christmas Day', on: onDay(12, 25) },
];

/** The holiday that banks keep on this day, or null. A holiday on a Saturday is kept on no day. */
export function bankHolidayOn(date: CivilDate): string | null {
  const weekday = dayOfWeek(date);
  if (weekday === SATURDAY || weekday === SUNDAY) return null;
  const { year } = partsOf(date);
  const isKeptOn = ({ on }: Holiday) => {
    const day = on(year);
    return (
      day === date || (weekday === MONDAY && dayOfWeek(day) === SUNDAY && addDays(day, 1) === date)
    );
  };
  return HOLIDAYS.find(isKeptOn)?.name ?? null;
}

export function isBankingDay(date: CivilDate): boolean {
  const weekday = dayOfWeek(date);
  return weekday !== SATURDAY && weekday !== SUNDAY && bankHolidayOn(date) === null;
}

/** The day itself when banks are open, else the next day on which they are. */
export function followingBankingDay(date: CivilDate): CivilDate {
  let day = date;
  while (!isBankingDay(day)) day = addDays(day, 1);
  return day;
}

/**
 * The `count`-th banking day after the date, which itself does not count.
 *
 * @throws RangeError when `count` is not a whole number of at least 1.
 */
export function bankingDaysAfter(date: CivilDate, count: number): CivilDate {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a positive whole number, got ${count}`);
  }
  let day = date;
  for (let left = count; left > 0; left -= 1) day = followingBankingDay(addDays(day, 1));
  return day;
}
