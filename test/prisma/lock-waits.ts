/** For tests of what waits for what: who has to wait is let in first. */
import type { Pool } from 'pg';

/** Resolves once so many of this database wait for a lock. */
export async function lockWaits(pool: Pool, count = 1): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
  }
}
