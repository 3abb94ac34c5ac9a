/** Which rules have something to do, and which should have a workflow: the outbox of rules. */
import type { Pool } from 'pg';
import type { RulesOf } from '../../../api/stores/autopay-runs';

export type RuleStart = Readonly<{ ruleId: string; organizationId: string }>;

const START = `rule_id AS "ruleId", organization_id AS "organizationId"`;

/** A minute overdue, and due for a look: the first at once, then after 1, 5, 15 minutes, then hourly. */
const OVERDUE = {
  name: 'rules-overdue',
  text: `
  SELECT ${START}, sweeps AS "sweptTimes" FROM autopay_watch
   WHERE look_at < (SELECT now() + clock_offset_ms * interval '1 millisecond' FROM business) - interval '1 minute'
     AND (swept_at IS NULL OR swept_at < now() - CASE sweeps
            WHEN 1 THEN interval '1 minute' WHEN 2 THEN interval '5 minutes'
            WHEN 3 THEN interval '15 minutes' ELSE interval '1 hour' END)
   ORDER BY look_at, rule_id LIMIT $1`,
};

const HAS_NEWS = `look_at <= (SELECT now() + clock_offset_ms * interval '1 millisecond' FROM business)`;

/** Of one client, which an invoice or a method of it may stand for. */
const NEWS = {
  name: 'rules-with-news',
  text: `
  SELECT ${START} FROM autopay_watch
   WHERE ${HAS_NEWS} AND organization_id = CASE $1::text
           WHEN 'invoice' THEN (SELECT organization_id FROM invoice WHERE id = $2)
           WHEN 'method' THEN (SELECT organization_id FROM payment_method WHERE id = $2)
           ELSE $2::uuid END
   ORDER BY rule_id`,
};

/** Each is a signal from the one program that answers a person; the rest hears of it from the sweep. */
const TOLD_AT_ONCE_MAX = 2_000;

const NEWS_OF_ALL = {
  name: 'rules-with-news-of-all',
  text: `SELECT ${START} FROM autopay_watch WHERE ${HAS_NEWS} ORDER BY rule_id LIMIT ${TOLD_AT_ONCE_MAX}`,
};

export function createWatching({ pool }: Readonly<{ pool: Pool }>) {
  return {
    /** Null when there never was such a rule. */
    async readStart(ruleId: string): Promise<RuleStart | null> {
      const { rows } = await pool.query<RuleStart>({
        name: 'rule-start',
        text: `SELECT ${START} FROM autopay_watch WHERE rule_id = $1`,
        values: [ruleId],
      });
      return rows[0] ?? null;
    },

    /** Rules that have something to do now. */
    async readNews(of: RulesOf): Promise<readonly RuleStart[]> {
      const { rows } = await pool.query<RuleStart>(
        of.kind === 'business' ? NEWS_OF_ALL : { ...NEWS, values: [of.kind, of.id] },
      );
      return rows;
    },

    /** Longest overdue first. */
    async overdue(
      limit: number,
    ): Promise<readonly Readonly<{ start: RuleStart; sweptTimes: number }>[]> {
      const { rows } = await pool.query<RuleStart & Readonly<{ sweptTimes: number }>>({
        ...OVERDUE,
        values: [limit],
      });
      return rows.map(({ sweptTimes, ...start }) => ({ start, sweptTimes }));
    },

    /** One more look was taken: the next comes later. A look of the workflow sets the count back. */
    async recordSwept(ruleId: string): Promise<void> {
      await pool.query({
        name: 'rule-swept',
        text: 'UPDATE autopay_watch SET sweeps = sweeps + 1, swept_at = now() WHERE rule_id = $1',
        values: [ruleId],
      });
    },

    async live(): Promise<readonly RuleStart[]> {
      const { rows } = await pool.query<RuleStart>({
        name: 'rules-live',
        text: `SELECT id AS "ruleId", organization_id AS "organizationId" FROM autopay_rule
                WHERE is_enabled AND removed_at IS NULL ORDER BY id`,
      });
      return rows;
    },
  };
}
