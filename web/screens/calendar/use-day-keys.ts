/** Days of a grid by keyboard: one of them is a stop of the Tab key, arrows move it. */
import { type KeyboardEvent, useState } from 'react';
import { type CivilDate, daysBetween } from '../../../domain/calendar';

/** @param days those that can be opened, in order. */
export function useDayKeys(days: readonly CivilDate[]) {
  const [moved, setMoved] = useState<CivilDate | null>(null);
  const stop = moved !== null && days.includes(moved) ? moved : (days[0] ?? null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const day = (event.target as HTMLElement).dataset['day'];
    const next = day === undefined ? null : dayAfterKey(days, day, event.key);
    if (next === null) return;
    event.preventDefault();
    setMoved(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  return { stop, onKeyDown };
}

const WEEK = 7;

/** Sideways the next day with something on it; up and down the next one at least a week away. */
export function dayAfterKey(
  days: readonly CivilDate[],
  day: CivilDate,
  key: string,
): CivilDate | null {
  const index = days.indexOf(day);
  switch (key) {
    case 'ArrowRight':
      return days[index + 1] ?? null;
    case 'ArrowLeft':
      return days[index - 1] ?? null;
    case 'ArrowDown':
      return days.find((other) => daysBetween(day, other) >= WEEK) ?? null;
    case 'ArrowUp':
      return days.findLast((other) => daysBetween(other, day) >= WEEK) ?? null;
    case 'Home':
      return days[0] ?? null;
    case 'End':
      return days.at(-1) ?? null;
    default:
      return null;
  }
}
