/** Facts of a task are JSON of whoever opened it: each is looked at before it is used. */
import type { Task } from '../../../contracts/tasks';

type Facts = Task['facts'];

export function textIn(facts: Facts, ...path: readonly string[]): string | null {
  const value = valueAt(facts, path);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberIn(facts: Facts, ...path: readonly string[]): number | null {
  const value = valueAt(facts, path);
  return typeof value === 'number' ? value : null;
}

function valueAt(facts: Facts, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null,
    facts,
  );
}
