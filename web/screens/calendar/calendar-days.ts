/**
 * A month as weeks of days with what runs on each. Sums hold only what would be charged: a run that
 * takes nothing, or that a person said no to, is told and not counted.
 */
import { getMonthDays } from '@mantine/dates';
import type { CalendarEntry } from '../../../contracts/calendar';
import type { Amount } from '../../../contracts/fields';
import type { CivilDate } from '../../../domain/calendar';

/** Sunday to Saturday, as many weeks as the month touches. `month` is `YYYY-MM`. */
export function weeksOf(month: string): readonly (readonly CivilDate[])[] {
  return getMonthDays({ month: `${month}-01`, firstDayOfWeek: 0, consistentWeeks: false });
}

/** The months of those days, `YYYY-MM`, in order. */
export function monthsOf(days: readonly CivilDate[]): readonly string[] {
  return [...new Set(days.map((day) => day.slice(0, 7)))];
}

/** What it takes; null when that is nothing. */
export function takenOf(entry: CalendarEntry): Amount | null {
  if (entry.kind === 'planned') return entry.amount;
  return entry.approval === 'declined' ? null : entry.amount;
}

/** Per currency, in the order of their codes. */
export function sumsOf(entries: readonly CalendarEntry[]): readonly Amount[] {
  const sums = new Map<string, number>();
  for (const entry of entries) {
    const taken = takenOf(entry);
    if (taken !== null) {
      sums.set(taken.currency, (sums.get(taken.currency) ?? 0) + taken.amountMinor);
    }
  }
  return [...sums]
    .map(([currency, amountMinor]) => ({ amountMinor, currency }))
    .sort((a, b) => a.currency.localeCompare(b.currency));
}

/** The one currency of all amounts; null when there are several, or none. */
export function sharedCurrency(entries: readonly CalendarEntry[]): string | null {
  const sums = sumsOf(entries);
  return sums.length === 1 ? (sums[0]?.currency ?? null) : null;
}

/** In the order of the entries. */
export function byDay(
  entries: readonly CalendarEntry[],
): ReadonlyMap<CivilDate, readonly CalendarEntry[]> {
  const days = new Map<CivilDate, CalendarEntry[]>();
  for (const entry of entries) {
    const ofDay = days.get(entry.runOn);
    if (ofDay) ofDay.push(entry);
    else days.set(entry.runOn, [entry]);
  }
  return days;
}
