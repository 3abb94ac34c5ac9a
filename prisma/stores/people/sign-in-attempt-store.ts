/**
 * Tries to sign in, counted over all processes.
 *
 * Invariant: of n tries at once none counts fewer than its turn. Each is committed before it counts,
 * so the last of them counts them all, without a lock that a guesser could make others wait for.
 */
import type { Pool } from 'pg';
import type { SignInAttemptStore } from '../../../api/stores/people';

const RECORD = `
  WITH dropped AS (DELETE FROM sign_in_attempt WHERE attempted_at <= $3)
  INSERT INTO sign_in_attempt (key, attempted_at) SELECT key, $2 FROM unnest($1::text[]) AS key`;

const COUNT = `
  SELECT count(sign_in_attempt.id)::int AS count
    FROM unnest($1::text[]) WITH ORDINALITY AS wanted(key, place)
    LEFT JOIN sign_in_attempt ON sign_in_attempt.key = wanted.key AND attempted_at > $2
   GROUP BY place ORDER BY place`;

export function createSignInAttemptStore(pool: Pool): SignInAttemptStore {
  return {
    async record(keys, now, since) {
      await pool.query(RECORD, [keys, now, since]);
      const { rows } = await pool.query<{ count: number }>(COUNT, [keys, since]);
      return rows.map(({ count }) => count);
    },

    async forget(key) {
      await pool.query('DELETE FROM sign_in_attempt WHERE key = $1', [key]);
    },
  };
}
