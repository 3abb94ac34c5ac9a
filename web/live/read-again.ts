/** From what the stream tells to what is read again. */
import type { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../contracts/events';
import type { Reading } from '../api/operation-query';

type Change = LiveEvent['changes'][number];

/**
 * Marks every query that reads one of the changed things, and reads again what is on the screen.
 * Reading twice is harmless; a burst of changes ends in one reading, because a newer one replaces it.
 */
export function readAgain(queries: QueryClient, changes: readonly Change[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ meta }) => {
      const reads = (meta?.['reads'] ?? []) as readonly Reading[];
      return reads.some((reading) => changes.some((change) => concerns(change, reading)));
    },
  });
}

function concerns(change: Change, reading: Reading): boolean {
  if (typeof reading === 'string') return change.topic === reading;
  return change.topic === reading.topic && (change.id === null || change.id === reading.id);
}
