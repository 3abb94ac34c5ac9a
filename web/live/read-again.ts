/** From what the stream tells to what is read again. */
import type { Query, QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../contracts/events';
import type { Reading } from '../api/operation-query';

type Change = LiveEvent['changes'][number];

/**
 * Marks every query that reads one of the changed things, and reads again what is on the screen.
 * Reading twice is harmless; a burst of changes ends in one reading, because a newer one replaces it.
 */
export function readAgain(queries: QueryClient, changes: readonly Change[]): Promise<void> {
  return againFor(queries, ({ meta }) => {
    const reads = (meta?.['reads'] ?? []) as readonly Reading[];
    return reads.some((reading) => changes.some((change) => concerns(change, reading)));
  });
}

/** The same of everything. */
export const readAllAgain = (queries: QueryClient): Promise<void> => againFor(queries, () => true);

/**
 * A first reading that is under way is not replaced by a newer one, and what it brings may be older
 * than the change: it is read again once it is there.
 */
async function againFor(queries: QueryClient, isMeant: (query: Query) => boolean): Promise<void> {
  const begun = queries.getQueryCache().findAll({
    predicate: (query) => isMeant(query) && query.state.data === undefined,
    fetchStatus: 'fetching',
  });
  await Promise.all([
    queries.invalidateQueries({ predicate: isMeant }),
    ...begun.map((query) => afterFirst(queries, query)),
  ]);
}

const awaited = new WeakSet<Query>();

/** Once, however many changes overtake the same first reading. */
async function afterFirst(queries: QueryClient, query: Query): Promise<void> {
  if (awaited.has(query)) return;
  awaited.add(query);
  await query.promise?.catch(() => undefined);
  awaited.delete(query);
  await queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
}

function concerns(change: Change, reading: Reading): boolean {
  if (typeof reading === 'string') return change.topic === reading;
  return change.topic === reading.topic && (change.id === null || change.id === reading.id);
}
