/**
 * Dates and times as people read them: civil dates stay civil (no zone shifts them), instants are
 * told in the business's zone, and relative words stand only beside the absolute date.
 */
import { type CivilDate, daysBetween } from '../../domain/calendar';

export type DateWords = Readonly<{
  /** `Dec 4, 2026` */
  date(on: CivilDate): string;
  /** `Fri, Dec 4, 2026` */
  dateWithWeekday(on: CivilDate): string;
  /** `Dec 4`, for chips. */
  shortDate(on: CivilDate): string;
  /** `Fri, Dec 4`, where the year is near. */
  shortDateWithWeekday(on: CivilDate): string;
  /** `December 2026` of any day in it. */
  month(on: CivilDate): string;
  /** `Fri` */
  weekday(on: CivilDate): string;
  /** `10:42` */
  time(at: string): string;
  /** `10:46:03`, for the steps of a payment. */
  timeWithSeconds(at: string): string;
  /** `Nov 24, 14:12` */
  dateAndTime(at: string): string;
  /** `Nov 24, 2026, 14:12` */
  fullDateAndTime(at: string): string;
  /** `Wed, Nov 25, 2026 · 10:42` */
  nowLine(at: string): string;
  /** The instant's date in the business's zone. */
  civilDate(at: string): CivilDate;
}>;

/**
 * `zone` is an IANA name, `locale` a BCP 47 tag.
 *
 * @throws RangeError when one of them is unknown.
 */
export function dateWords(locale: string, zone: string): DateWords {
  const day = { day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const civil = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (on: CivilDate) => format.format(new Date(`${on}T00:00:00Z`));
  };
  const instant = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    return (at: string) => format.format(new Date(at));
  };
  const time = instant(clock);
  const shortOfInstant = instant(day);
  const longOfInstant = instant({ ...day, year: 'numeric' });
  const longWithWeekday = instant({ ...day, weekday: 'short', year: 'numeric' });
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return {
    date: civil({ ...day, year: 'numeric' }),
    dateWithWeekday: civil({ ...day, weekday: 'short', year: 'numeric' }),
    shortDate: civil(day),
    shortDateWithWeekday: civil({ ...day, weekday: 'short' }),
    month: civil({ month: 'long', year: 'numeric' }),
    weekday: civil({ weekday: 'short' }),
    time,
    timeWithSeconds: instant({ ...clock, second: '2-digit' }),
    dateAndTime: (at) => `${shortOfInstant(at)}, ${time(at)}`,
    fullDateAndTime: (at) => `${longOfInstant(at)}, ${time(at)}`,
    nowLine: (at) => `${longWithWeekday(at)} · ${time(at)}`,
    civilDate: (at) => parts.format(new Date(at)),
  };
}

/**
 * `12 days past due`, `today`, `in 6 days`; `3 years past due` where the days would not fit a column.
 * Stands beside the date, never alone.
 */
export function dueWords(dueOn: CivilDate, today: CivilDate): string {
  const days = daysBetween(today, dueOn);
  if (days === 0) return 'today';
  if (days <= -DAYS_TOLD_BEFORE) return `${Math.floor(-days / DAYS_OF_A_YEAR)} years past due`;
  return days < 0 ? `${daysText(-days)} past due` : `in ${daysText(days)}`;
}

const DAYS_TOLD_BEFORE = 1_000;
const DAYS_OF_A_YEAR = 365.25;

/** `in 9 days`, `tomorrow`, `today`, `2 days ago`. Stands beside the date, never alone. */
export function relativeDay(on: CivilDate, today: CivilDate): string {
  const days = daysBetween(today, on);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days < 0 ? `${daysText(-days)} ago` : `in ${daysText(days)}`;
}

/** `just now`, `4 min ago`, `3 h ago`, `2 days ago`. Both are instants. */
export function ageWords(at: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${daysText(Math.floor(minutes / (24 * 60)))} ago`;
}

export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
