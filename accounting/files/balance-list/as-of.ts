/**
 * The instant a list says it speaks for, when it says so above its table: `As of December 1, 2026` or
 * `As of: 2026-12-01 14:30`. Only a proposal: a person confirms it.
 */
import { DateOrder, civilDate, readWrittenDate } from '../../reading/dates';
import type { ListRecord } from './records';

export type WrittenAsOf = Readonly<{
  text: string;
  line: number;
  /**
   * An instant with its offset; a day and time in the zone of the business; or a day alone, which
   * means its start there. Null when the text allows no one reading.
   */
  value:
    | Readonly<{ kind: 'instant'; at: string }>
    | Readonly<{ kind: 'localTime'; date: string; time: string }>
    | Readonly<{ kind: 'date'; date: string }>
    | null;
}>;

const LABEL = /\bas\s+(?:of|at)\b[\s:,]*(.+)$/is;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:\d{2})$/i;
const DATE_AND_TIME =
  /^(.*?\d{4}|\d{4}\S*)(?:[T,]|\s|\bat\b)*(?:(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?)?$/is;
const NAMED_MONTH_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i;
const NAMED_DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})$/i;

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Looks for it in the rows above the header. `order` is the one in which the file writes dates. */
export function writtenAsOf(titles: readonly ListRecord[], order: DateOrder): WrittenAsOf | null {
  for (const { cells, firstLine } of titles) {
    const text = LABEL.exec(cells.join(' ').trim())?.[1]?.trim();
    if (text !== undefined) return { text, line: firstLine, value: valueOf(text, order) };
  }
  return null;
}

function valueOf(text: string, order: DateOrder): WrittenAsOf['value'] {
  const instant = INSTANT.exec(text);
  if (instant) {
    const at = new Date(`${instant[1]}T${instant[2]}${instant[3]?.toUpperCase()}`);
    return Number.isNaN(at.getTime()) ? null : { kind: 'instant', at: at.toISOString() };
  }
  const [, dateText, hours, minutes, half] = DATE_AND_TIME.exec(text) ?? [];
  const date = dateText === undefined ? null : dateOf(dateText.trim(), order);
  if (date === null) return null;
  if (hours === undefined) return { kind: 'date', date };
  const time = timeOf(Number(hours), Number(minutes), half?.replaceAll('.', '').toLowerCase());
  return time === null ? null : { kind: 'localTime', date, time };
}

function dateOf(text: string, order: DateOrder): string | null {
  const monthFirst = NAMED_MONTH_FIRST.exec(text);
  if (monthFirst) return namedDate(monthFirst[3], monthFirst[1], monthFirst[2]);
  const dayFirst = NAMED_DAY_FIRST.exec(text);
  if (dayFirst) return namedDate(dayFirst[3], dayFirst[2], dayFirst[1]);
  // A year in front is unambiguous whatever the table does; the other orders are the table's.
  return readWrittenDate(text, DateOrder.yearFirst) ?? readWrittenDate(text, order);
}

function namedDate(year = '', month = '', day = ''): string | null {
  const matching = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase()));
  return matching === -1 ? null : civilDate(Number(year), matching + 1, Number(day));
}

function timeOf(hours: number, minutes: number, half: string | undefined): string | null {
  if (minutes > 59 || hours > 23 || (half !== undefined && (hours < 1 || hours > 12))) return null;
  const full = half === undefined ? hours : (hours % 12) + (half === 'pm' ? 12 : 0);
  return `${String(full).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
