/** What operators read of the database: whether it answers, and what waits in it. */
import type { Pool } from 'pg';
import type { Gauges, HealthStore } from '../../../api/stores/clock';

/**
 * A step is overdue by its own clock. Whoever has to be charged waits for its turn at the gateway and
 * is not stuck: that queue's age is a gauge, and an alarm, of its own.
 */
const GAUGES = `
  WITH due AS (
    SELECT next_step,
           extract(epoch FROM clock_timestamp() - next_step_at
             + CASE WHEN next_step_clock = 'business' THEN clock_offset_ms * interval '1 millisecond'
                    ELSE interval '0' END) AS seconds
      FROM payment, business WHERE next_step_at IS NOT NULL
  )
  SELECT json_build_object(
    'stuckPayments', (SELECT count(*) FROM due WHERE seconds > 300 AND next_step <> 'charge'),
    'overdueSteps', (SELECT count(*) FROM due WHERE seconds > 60),
    'oldestOverdueSeconds', (SELECT coalesce(max(seconds) FILTER (WHERE seconds > 60), 0) FROM due),
    'gatewayQueueOldestSeconds', (SELECT coalesce(greatest(max(seconds), 0), 0) FROM due
                                   WHERE next_step = 'charge'),
    'unknownPayments', (SELECT count(*) FROM payment WHERE state = 'unknown'),
    'unsentMessages', (SELECT count(*) FROM message WHERE status = 'waiting'),
    'failedMessages', (SELECT count(*) FROM message WHERE status = 'failed'),
    'openTasks', (SELECT count(*) FROM task WHERE resolved_at IS NULL)) AS gauges`;

export function createHealthStore(pool: Pool): HealthStore {
  return {
    async ping() {
      await pool.query('SELECT 1');
    },

    async gauges() {
      const { rows } = await pool.query<{ gauges: Gauges }>(GAUGES);
      if (rows[0] === undefined) throw new Error('the gauges answered nothing');
      return rows[0].gauges;
    },
  };
}
