/** The rows of an import, batch by batch, and the end of it. Every step may be run again. */
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../transaction';
import { applyRow } from './apply-row';
import { endMissingQuestions, markMissing, resolveMissingTask } from './missing';
import { writeNoticesOfImport } from './notices';
import type { Identity, ImportHead } from './row-context';
import type { NextRow } from './take-row';
import { tellImport } from './tell-import';

export type Applied = Readonly<{ left: number; touchedPaymentIds: readonly string[] }>;

export type ImportEnd = Readonly<{
  state: string;
  /** In words for operators, without names. */
  explanation: string;
  /** Payments that have something to tell their clients now. */
  toldPaymentIds: readonly string[];
  /** Rules of autopay, of the clients whose invoices it has, that have something to do now. */
  toldRuleIds: readonly string[];
}>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const NOW = `(clock_timestamp() + clock_offset_ms * interval '1 millisecond')`;

const HEAD = {
  name: 'import-head',
  text: `
  SELECT import.id AS "importId", source_id AS "sourceId", source.name AS "sourceName",
         to_char(as_of ${UTC}) AS "asOf", is_complete AS "isComplete", zone,
         to_char(${NOW} ${UTC}) AS now, (${NOW} AT TIME ZONE zone)::date::text AS today
    FROM import JOIN source ON source.id = import.source_id, business
   WHERE import.id = $1 AND import.status = 'applying'`,
};

/**
 * Credit notes come after the lists whose balances may hold them, and plain PDFs last: what they belong
 * to may come in with them.
 */
const NEXT = {
  name: 'import-next-rows',
  text: `
  SELECT position, staged FROM import_row WHERE import_id = $1 AND outcome = 'staged'
   ORDER BY staged ->> 'kind' = 'plainPdf',
            coalesce(staged #>> '{invoice,kind}' = 'creditNote', false), position LIMIT $2`,
};

const LEFT = {
  name: 'import-rows-left',
  text: `
  UPDATE import SET version = version + 1, rows_done = rows_total - counted.staged
    FROM (SELECT count(*)::int AS staged FROM import_row WHERE import_id = $1 AND outcome = 'staged') AS counted
   WHERE id = $1 RETURNING counted.staged AS left`,
};

type Dependencies = Readonly<{ pool: Pool; identity: Identity }>;

export function createRowApplication({ pool, identity }: Dependencies) {
  return {
    /**
     * Applies up to `limit` rows, one transaction each.
     *
     * @param onRow is called after each row: the batch is alive.
     */
    async applyRows(importId: string, limit: number, onRow: () => void): Promise<Applied> {
      const head = await headOf(pool, importId);
      if (head === null) return { left: 0, touchedPaymentIds: [] };
      const { rows } = await pool.query<NextRow>({
        ...NEXT,
        values: [importId, limit],
      });
      const touched = new Set<string>();
      for (const row of rows) {
        for (const id of await applyRow({ pool, identity }, head, row)) touched.add(id);
        onRow();
      }
      const left = await inTransaction(pool, async (client) => {
        const counted = await client.query<{ left: number }>({ ...LEFT, values: [importId] });
        await tellImport(client, importId, 'import.progressed');
        return { keep: true, value: counted.rows[0]?.left ?? 0 };
      });
      return { left, touchedPaymentIds: [...touched] };
    },

    /** Once no row is left: what a complete list does not name, the tasks, and the state. */
    async finish(importId: string): Promise<ImportEnd> {
      const head = await headOf(pool, importId);
      const toldRuleIds = () => rulesWithNews(pool, importId);
      if (head === null) {
        return {
          ...(await endOf(pool, importId)),
          toldPaymentIds: [],
          toldRuleIds: await toldRuleIds(),
        };
      }
      const toldPaymentIds = await inTransaction(pool, async (client) => ({
        keep: true,
        value: await finishOnce(client, head),
      }));
      return {
        ...(await endOf(pool, importId)),
        toldPaymentIds,
        toldRuleIds: await toldRuleIds(),
      };
    },
  };
}

async function headOf(pool: Pool, importId: string): Promise<ImportHead | null> {
  const { rows } = await pool.query<ImportHead>({ ...HEAD, values: [importId] });
  return rows[0] ?? null;
}

const FINISH = {
  name: 'import-finish',
  text: `
  UPDATE import SET version = version + 1, status = next.status, rows_done = rows_total,
         finished_at = CASE WHEN next.status = 'done' THEN $2::timestamptz END
    FROM (SELECT CASE WHEN bool_or(outcome IN ('conflict', 'waiting')) THEN 'waiting' ELSE 'done' END AS status
            FROM import_row WHERE import_id = $1) AS next
   WHERE id = $1 AND import.status = 'applying'
     AND NOT EXISTS (SELECT FROM import_row WHERE import_id = $1 AND outcome = 'staged')`,
};

/** Another import may have been waiting for nothing but what this one has answered. */
const FINISH_ANSWERED = {
  name: 'import-finish-answered',
  text: `
  UPDATE import SET version = version + 1, status = 'done', finished_at = $2::timestamptz
   WHERE id = $1 AND status = 'waiting'
     AND NOT EXISTS (SELECT FROM import_row WHERE import_id = $1 AND outcome IN ('conflict', 'waiting'))`,
};

async function finishOnce(client: PoolClient, head: ImportHead): Promise<readonly string[]> {
  const { importId, now } = head;
  await client.query({
    name: 'import-finish-lock',
    text: `SELECT 1 FROM import WHERE id = $1 FOR NO KEY UPDATE`,
    values: [importId],
  });
  if (head.isComplete && head.asOf !== null) await markMissing(client, head);
  const answered = await endMissingQuestions(client);
  for (const id of answered.filter((other) => other !== importId)) {
    await resolveMissingTask(client, { importId: id, now });
    await client.query({ ...FINISH_ANSWERED, values: [id, now] });
    await tellImport(client, id, 'import.progressed');
  }
  await resolveMissingTask(client, head);
  const { rowCount } = await client.query({ ...FINISH, values: [importId, now] });
  if (rowCount === 1) await tellImport(client, importId, 'import.finished');
  return writeNoticesOfImport(client, importId, now);
}

/** Each is a signal in the import's history, which has its bounds; the rest hears of it from the sweep. */
const RULES_TOLD_MAX = 2_000;

async function rulesWithNews(pool: Pool, importId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'import-rules-with-news',
    text: `
      SELECT rule_id AS id FROM autopay_watch
       WHERE look_at <= (SELECT ${NOW} FROM business) AND organization_id IN (
         SELECT invoice.organization_id FROM import_row JOIN invoice ON invoice.id = invoice_id
          WHERE import_id = $1)
       ORDER BY rule_id LIMIT $2`,
    values: [importId, RULES_TOLD_MAX],
  });
  return rows.map(({ id }) => id);
}

async function endOf(
  pool: Pool,
  importId: string,
): Promise<Pick<ImportEnd, 'state' | 'explanation'>> {
  const { rows } = await pool.query<{ state: string; counts: string | null }>({
    name: 'import-end',
    text: `
      SELECT status AS state, (SELECT string_agg(count || ' ' || outcome, ', ' ORDER BY outcome)
               FROM (SELECT outcome, count(*) FROM import_row WHERE import_id = $1 GROUP BY outcome) AS of) AS counts
        FROM import WHERE id = $1`,
    values: [importId],
  });
  const [end] = rows;
  if (end === undefined) return { state: 'absent', explanation: 'There is no such import.' };
  return { state: end.state, explanation: `Rows: ${end.counts ?? 'none'}.` };
}
