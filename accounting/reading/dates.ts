/**
 * Civil dates as text. A date that the calendar does not have is no date, whatever its form; a year
 * of two digits is refused, because the century would be a guess.
 */
import { isCivilDate } from '../../domain/calendar';

/** Which part comes first. One per file: `04/07/2026` is two dates, and a file means one of them. */
export const DateOrder = {
  yearFirst: 'yearFirst',
  monthFirst: 'monthFirst',
  dayFirst: 'dayFirst',
} as const;
export type DateOrder = (typeof DateOrder)[keyof typeof DateOrder];

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const XML_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;

/** An invoice is of our time; a year outside is a slip of the hand and no date. */
const YEAR_MIN = 1900;
const YEAR_MAX = 2199;

/** `YYYY-MM-DD`, or null when the calendar has no such day. */
export function civilDate(year: number, month: number, day: number): string | null {
  if (year < YEAR_MIN || year > YEAR_MAX) return null;
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isCivilDate(date) ? date : null;
}

/** Reads a cell of a list in the order of its file. Null when the order does not allow it. */
export function readWrittenDate(text: string, order: DateOrder): string | null {
  const trimmed = text.trim();
  if (order === DateOrder.yearFirst) {
    const match = YEAR_FIRST.exec(trimmed);
    return match ? civilDate(Number(match[1]), Number(match[3]), Number(match[4])) : null;
  }
  const match = YEAR_LAST.exec(trimmed);
  if (!match) return null;
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  return order === DateOrder.dayFirst
    ? civilDate(year, second, first)
    : civilDate(year, first, second);
}

/** Form 102 of UN/EDIFACT 2379, the one that EN 16931 allows: `YYYYMMDD`. */
export function readCompactDate(text: string): string | null {
  const match = COMPACT.exec(text.trim());
  return match ? civilDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** `xs:date`. An offset says where the day was, not which one, so it is read past. */
export function readXmlDate(text: string): string | null {
  const match = XML_DATE.exec(text.trim());
  return match ? civilDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}
