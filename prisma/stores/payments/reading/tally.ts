/**
 * How many payments are in each state. A trigger adds a row with the difference for whoever changes
 * payments, so that nobody waits for another; what is true is the sum of all rows.
 */
import type { Pool } from 'pg';

/** Adding up so many costs a reader nothing yet. */
const ROWS_KEPT = 200;

/** In one statement, so that a reader sees the many rows or the few; two at once fold different ones. */
const FOLD = `
  WITH gone AS (DELETE FROM payment_tally RETURNING state, payments)
  INSERT INTO payment_tally (state, payments)
  SELECT state, sum(payments) FROM gone GROUP BY state HAVING sum(payments) <> 0`;

/** Makes few rows of many, once there are `rows`. */
export async function foldTally(pool: Pool, rows: number): Promise<void> {
  if (rows > ROWS_KEPT) await pool.query(FOLD);
}
