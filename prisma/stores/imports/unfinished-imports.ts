/** Imports that still have something to do: the outbox of their workflows. */
import type { Pool } from 'pg';

/** Ids, longest started first. One that works on needs no help and costs nothing to be started again. */
export async function unfinishedImports(pool: Pool, limit: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'imports-unfinished',
    text: `SELECT id FROM import WHERE status IN ('reading', 'applying')
            ORDER BY started_at, id LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ id }) => id);
}
