/**
 * The business's clock, and what is due by it.
 *
 * Invariant: it never falls, however many move it at once.
 */
import type { Pool } from 'pg';
import type { ClockStore, DuePayment } from '../../../api/stores/clock';
import type { RuleReference } from '../../../contracts/autopay-rule';
import { graceEndOf } from '../../../domain/next-step';
import type { MethodKind } from '../../../domain/ports';
import { recordEvent } from '../events/record-event';
import { inTransaction } from '../transaction';

const NOW = `(clock_timestamp() + (SELECT clock_offset_ms FROM business) * interval '1 millisecond')`;

const OFFSET = {
  name: 'clock-offset',
  text: `SELECT clock_offset_ms::float8 AS offset_ms FROM business`,
};

// Rounded up: after a move to an instant the business's now has reached it.
const MOVE = `
  WITH target AS (
    SELECT ceil(extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000)::bigint AS offset_ms
  ), before AS (SELECT clock_offset_ms FROM business FOR NO KEY UPDATE)
  UPDATE business SET clock_offset_ms = target.offset_ms FROM target, before
   WHERE business.clock_offset_ms < target.offset_ms
  RETURNING before.clock_offset_ms::float8 AS from_ms, target.offset_ms::float8 AS to_ms`;

const NEXT_STEP = `
  SELECT min(at) AS at FROM (
    SELECT min(next_step_at) AS at FROM payment
     WHERE next_step_clock = 'business' AND next_step_at > ${NOW} AND next_step_at <= $1
    UNION ALL
    SELECT min(look_at) FROM autopay_watch WHERE look_at > ${NOW} AND look_at <= $1) AS steps`;

/** Those whose run has come and not happened: they still run by themselves until their grace ends. */
const IN_GRACE = `
  SELECT run_on::text AS "runOn", to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "runAt",
         method_kind AS "methodKind", run_time AS "runTime", zone, ${NOW} AS now
    FROM payment
   WHERE state = 'scheduled' AND next_step_clock = 'business' AND next_step_at <= ${NOW}`;

const WAITING_MAX = 200;

const WAITING = `
  SELECT json_build_object('payment', json_build_object('id', id, 'number', 'P-' || number),
                           'state', state) AS due
    FROM payment
   WHERE (next_step_clock = 'business' AND next_step_at <= ${NOW}) OR state = 'submitting'
   ORDER BY next_step_at, id LIMIT ${WAITING_MAX}`;

const RULES_WAITING = `
  SELECT rule_id AS id, name FROM autopay_watch JOIN autopay_rule AS rule ON rule.id = rule_id
   WHERE look_at <= ${NOW} ORDER BY look_at, rule_id LIMIT ${WAITING_MAX}`;

type InGrace = Readonly<{
  runOn: string;
  runAt: string;
  methodKind: MethodKind;
  runTime: string;
  zone: string;
  now: Date;
}>;

export function createClockStore(pool: Pool): ClockStore {
  return {
    async offsetMs() {
      const { rows } = await pool.query<{ offset_ms: number }>(OFFSET);
      return rows[0]?.offset_ms ?? 0;
    },

    moveTo: (instant, actor) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ from_ms: number; to_ms: number }>(MOVE, [instant]);
        const moved = rows[0];
        if (moved === undefined) return { keep: false, value: undefined };
        await recordEvent((text, values) => client.query(text, values), {
          kind: 'clock.moved',
          actor,
          before: { offsetMs: moved.from_ms },
          after: { offsetMs: moved.to_ms, now: instant.toISOString() },
          subject: 'clock',
        });
        return { keep: true, value: undefined };
      }),

    async nextStop(until) {
      const { rows } = await pool.query<{ at: Date | null }>(NEXT_STEP, [until]);
      const graces = await pool.query<InGrace>(IN_GRACE);
      const stops = graces.rows.flatMap(({ now, ...run }) => {
        const end = new Date(graceEndOf(run));
        return end > now && end <= until ? [end] : [];
      });
      if (rows[0]?.at) stops.push(rows[0].at);
      return stops.reduce<Date | null>(
        (first, stop) => (first === null || stop < first ? stop : first),
        null,
      );
    },

    async waiting() {
      const { rows } = await pool.query<{ due: DuePayment }>(WAITING);
      const rules = await pool.query<RuleReference>(RULES_WAITING);
      return { payments: rows.map(({ due }) => due), rules: rules.rows };
    },

    async paymentsOnBusinessTime() {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM payment WHERE next_step_clock = 'business' ORDER BY next_step_at, id`,
      );
      return rows.map(({ id }) => id);
    },

    async rulesOnBusinessTime() {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT rule_id AS id FROM autopay_watch WHERE look_at IS NOT NULL ORDER BY look_at, rule_id`,
      );
      return rows.map(({ id }) => id);
    },
  };
}
