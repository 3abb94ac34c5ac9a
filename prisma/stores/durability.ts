/** A commit that was acknowledged must survive: with money nothing else will do. */
import type { Pool } from 'pg';

/**
 * @throws Error when the server may lose acknowledged commits, unless `allowsUnsafe`, which exists
 * for suites only.
 */
export async function assertDurable(pool: Pool, allowsUnsafe: boolean): Promise<void> {
  const { rows } = await pool.query<{ fsync: string; commit: string; pages: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('full_page_writes') AS pages`,
  );
  const setting = rows[0];
  const isSafe = setting?.fsync === 'on' && setting.commit !== 'off' && setting.pages === 'on';
  if (!isSafe && !allowsUnsafe) {
    throw new Error(
      'PostgreSQL may lose acknowledged commits: fsync, full_page_writes and synchronous_commit must be on.',
    );
  }
}
