/** Settled money that the books do not show yet, as the API asks for it. */
import type { Pool } from 'pg';
import type { UnpostedLineStore } from '../../../api/stores/unposted-lines';
import { createExportUnposted } from './export-lines';
import { listUnpostedLines } from './list-lines';
import { createMarkEntered } from './mark-entered';

export function createUnpostedLineStore({ pool }: Readonly<{ pool: Pool }>): UnpostedLineStore {
  return {
    list: (query) => listUnpostedLines(pool, query),
    export: createExportUnposted(pool),
    markEntered: createMarkEntered(pool),
  };
}
