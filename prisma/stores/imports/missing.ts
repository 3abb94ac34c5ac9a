/**
 * What a complete list does not name: its open invoices are `missing`, shown as rows of the import and
 * as one task. Missing is never taken for paid or void by itself.
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { ImportHead } from './row-context';

/** Rule 10: the invoices are locked by id before anything is written. */
const FIND = {
  name: 'import-find-missing',
  text: `
  SELECT invoice.id FROM invoice, import
   WHERE import.id = $1 AND open_minor > 0 AND NOT is_void
     AND issued_on <= (import.as_of AT TIME ZONE $2)::date
     AND (invoice.source_id = import.source_id OR EXISTS (
       SELECT FROM reading WHERE reading.invoice_id = invoice.id AND reading.source_id = import.source_id))
     -- Only what this source had not said anything newer of.
     AND NOT EXISTS (
       SELECT FROM reading WHERE reading.invoice_id = invoice.id AND reading.source_id = import.source_id
          AND reading.outcome = 'applied' AND reading.as_of > import.as_of)
     AND (import.scope = 'all' OR EXISTS (
       SELECT FROM import_row WHERE import_id = $1 AND import_row.organization_id = invoice.organization_id))
     -- A row that waits, or that could not be read, has named it all the same.
     AND NOT EXISTS (SELECT FROM import_row WHERE import_id = $1 AND invoice_id = invoice.id)
     AND NOT EXISTS (
       SELECT FROM import_row WHERE import_id = $1 AND invoice_id IS NULL
          AND lower(btrim(staged ->> 'number')) = invoice.number_key
          AND (import_row.organization_id IS NULL OR import_row.organization_id = invoice.organization_id))
   ORDER BY invoice.id FOR NO KEY UPDATE OF invoice`,
};

const MARK = {
  name: 'import-mark-missing',
  text: `
  WITH marked AS (
    UPDATE invoice SET missing_since = coalesce(missing_since, $3::timestamptz), version = version + 1
     WHERE id = ANY($2::uuid[])
    RETURNING id, organization_id, number, currency, open_minor
  ), first AS (
    SELECT coalesce(max(position) + 1, 0) AS position FROM import_row WHERE import_id = $1::uuid
  ), shown AS (
    INSERT INTO import_row (import_id, position, file_name, staged, organization_id, invoice_id, outcome,
                            reason_code, reason, effect)
    SELECT $1::uuid, first.position + row_number() OVER (ORDER BY organization.name, number) - 1,
           (SELECT min(name) FROM import_file WHERE import_id = $1::uuid AND kind = 'balanceList'),
           jsonb_build_object('kind', 'missing', 'number', number, 'client', organization.name, 'currency', currency),
           organization_id, marked.id, 'waiting', 'missing', 'The complete list does not name it.',
           jsonb_build_object('currency', currency, 'beforeMinor', open_minor, 'afterMinor', NULL,
             'differences', '[]'::jsonb, 'notInYet', '[]'::jsonb, 'candidateIds', '[]'::jsonb,
             'decisions', '["missing"]'::jsonb, 'choices', '[]'::jsonb)
      FROM first, marked JOIN organization ON organization.id = organization_id
  ), counted AS (
    UPDATE import SET rows_total = rows_total + (SELECT count(*)::int FROM marked) WHERE id = $1::uuid
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, invoice_id, subject)
    SELECT $3::timestamptz, 'source', $4, 'invoice.missing', organization_id, id, 'import:' || $1 FROM marked
  )
  INSERT INTO task (id, kind, dedupe_key, import_id, facts, opened_at)
  SELECT $5::uuid, 'importMissing', 'importMissing:' || $1, $1::uuid,
         jsonb_build_object('count', (SELECT count(*) FROM marked), 'sums',
           (SELECT jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', sum) ORDER BY currency)
              FROM (SELECT currency, sum(open_minor) FROM marked GROUP BY currency) AS of)),
         $3::timestamptz
   WHERE EXISTS (SELECT FROM marked)
  ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING`,
};

/** Run again it finds nothing new: what was marked has its row. */
export async function markMissing(client: PoolClient, head: ImportHead): Promise<void> {
  const { importId, zone, now, sourceName } = head;
  const { rows } = await client.query<{ id: string }>({ ...FIND, values: [importId, zone] });
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await client.query({ ...MARK, values: [importId, ids, now, sourceName, randomUUID()] });
}

const RESOLVE = {
  name: 'import-resolve-missing',
  text: `
  UPDATE task SET resolved_at = $2::timestamptz, resolution = 'decided', version = version + 1,
         resolved_by = (SELECT decided_by FROM import_row
                         WHERE import_id = $1 AND reason_code IN ('paidElsewhere', 'void', 'stillOpen')
                         ORDER BY decided_at DESC NULLS LAST LIMIT 1)
   WHERE import_id = $1 AND kind = 'importMissing' AND resolved_at IS NULL
     AND NOT EXISTS (SELECT FROM import_row WHERE import_id = $1 AND outcome = 'waiting' AND reason_code = 'missing')`,
};

/** The task goes with the last decision it was about. */
export async function resolveMissingTask(
  client: PoolClient,
  { importId, now }: Pick<ImportHead, 'importId' | 'now'>,
): Promise<void> {
  await client.query({ ...RESOLVE, values: [importId, now] });
}

/** What there is to say of a row that asked for an invoice which has been named again, or is settled. */
export const NOT_MISSING = {
  code: 'notMissing',
  reason: 'It is not missing any more: the books have spoken of it since.',
} as const;

const ASKED_IN_VAIN = {
  name: 'import-asked-in-vain',
  text: `
  SELECT id FROM import WHERE id IN (
    SELECT import_row.import_id FROM task
      JOIN import_row ON import_row.import_id = task.import_id
       AND outcome = 'waiting' AND reason_code = 'missing'
      JOIN invoice ON invoice.id = import_row.invoice_id AND missing_since IS NULL
     WHERE task.kind = 'importMissing' AND resolved_at IS NULL)
   ORDER BY id FOR NO KEY UPDATE`,
};

const CLOSE_IN_VAIN = {
  name: 'import-close-in-vain',
  text: `
  UPDATE import_row SET outcome = 'unchanged', reason_code = $2, reason = $3,
         effect = jsonb_set(effect, '{decisions}', '[]')
    FROM invoice
   WHERE import_id = ANY($1::uuid[]) AND outcome = 'waiting' AND reason_code = 'missing'
     AND invoice.id = invoice_id AND missing_since IS NULL`,
};

/**
 * Once an invoice is named again nobody is asked any more what became of it (import.md 2.3): an answer
 * would set a newer balance to nothing. Answers the imports that had asked.
 */
export async function endMissingQuestions(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(ASKED_IN_VAIN);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const { code, reason } = NOT_MISSING;
  await client.query({ ...CLOSE_IN_VAIN, values: [ids, code, reason] });
  return ids;
}

/** Whether a complete list has not named it, and nothing has been heard of it since. Locks the invoice. */
export async function isMissing(client: PoolClient, invoiceId: string): Promise<boolean> {
  const { rows } = await client.query<{ is_missing: boolean }>({
    name: 'import-is-missing',
    text: `
      SELECT missing_since IS NOT NULL AS is_missing FROM invoice WHERE id = $1 FOR NO KEY UPDATE`,
    values: [invoiceId],
  });
  return rows[0]?.is_missing === true;
}
