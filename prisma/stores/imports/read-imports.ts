/** Imports, their files and their rows, in the shapes of the contract. */
import type { Pool, PoolClient } from 'pg';
import type { Amount } from '../../../contracts/fields';
import type {
  Import,
  ImportFile,
  ImportRowsPage,
  ImportsPage,
  ImportsQuery,
  RowsQuery,
} from '../../../contracts/imports';
import type { ImportRow } from '../../../contracts/import-row';
import { CursorError, decodeCursor, encodeCursor } from '../cursor';
import { always, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import type { RowEffect } from './staged';

type Reads = Pick<Pool | PoolClient, 'query'>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const FILE = `
  json_build_object('name', file.name, 'bytes', file.size_bytes, 'sha256', file.sha256, 'kind', file.kind,
    'rows', (SELECT count(*) FROM import_row WHERE import_row.import_id = file.import_id
              AND import_row.file_name = file.name AND staged ->> 'kind' NOT IN ('missing', 'refusedFile')),
    'refusal', file.reason, 'questions', coalesce(file.reading -> 'questions', '[]'))`;

/** `left`: rows that are not applied yet. */
const IMPORT = `
  json_build_object('id', import.id, 'state', import.status, 'source', source.name,
    'asOf', to_char(as_of ${UTC}), 'isComplete', is_complete, 'scope', scope,
    'openedAt', to_char(import.created_at ${UTC}), 'openedBy', opened_by_name,
    'startedAt', to_char(started_at ${UTC}), 'finishedAt', to_char(finished_at ${UTC}),
    'rows', rows_total, 'problem', status_reason,
    'counts', (SELECT json_build_object(
        'created', count(*) FILTER (WHERE outcome = 'created'), 'updated', count(*) FILTER (WHERE outcome = 'updated'),
        'unchanged', count(*) FILTER (WHERE outcome = 'unchanged'),
        'paidInFull', count(*) FILTER (WHERE outcome = 'updated' AND reason_code = 'paidInFull'),
        'conflicting', count(*) FILTER (WHERE outcome = 'conflict'), 'refused', count(*) FILTER (WHERE outcome = 'refused'),
        'waiting', count(*) FILTER (WHERE outcome = 'waiting'), 'left', count(*) FILTER (WHERE outcome = 'staged'))
        FROM import_row WHERE import_row.import_id = import.id),
    'files', (SELECT coalesce(json_agg(${FILE} ORDER BY file.name), '[]') FROM import_file AS file
               WHERE file.import_id = import.id)) AS given`;

const FROM = 'import JOIN source ON source.id = import.source_id';

export async function readImport(reads: Reads, importId: string): Promise<Import | null> {
  const { rows } = await reads.query<{ given: Import }>({
    name: 'imports-read',
    text: `SELECT ${IMPORT} FROM ${FROM} WHERE import.id = $1`,
    values: [importId],
  });
  return rows[0]?.given ?? null;
}

export async function readFileOf(
  reads: Reads,
  importId: string,
  name: string,
): Promise<ImportFile | null> {
  const { rows } = await reads.query<{ file: ImportFile }>({
    name: 'imports-read-file',
    text: `SELECT ${FILE} AS file FROM import_file AS file WHERE import_id = $1 AND name = $2`,
    values: [importId, name],
  });
  return rows[0]?.file ?? null;
}

const SORT_KEYS = { createdAt: always('timestamptz', 'import.created_at') };

export async function listImports(pool: Pool, query: ImportsQuery): Promise<ImportsPage> {
  const parameters = new Parameters();
  const keyset = keysetOf(
    'imports',
    { sort: '-createdAt', cursor: query.cursor },
    SORT_KEYS,
    'import.id',
    parameters,
  );
  const { rows } = await pool.query<{ id: string; sort_key: string; given: Import }>(
    `SELECT import.id, ${keyset.column}, ${IMPORT} FROM ${FROM} WHERE ${allOf([keyset.after])}
      ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}`,
    parameters.values,
  );
  const sources = await pool.query<{ id: string; name: string }>({
    name: 'imports-sources',
    text: `SELECT id, name FROM source ORDER BY name_key`,
  });
  const { items, nextCursor } = keyset.pageOf(rows, query.limit, ({ given }) => given);
  return { items: [...items], nextCursor, sources: sources.rows };
}

const VIEWS: Readonly<Record<RowsQuery['view'], string>> = {
  needsYou: `outcome IN ('conflict', 'waiting')`,
  changed: `outcome IN ('created', 'updated')`,
  all: 'true',
};

const ROW = `
  json_build_object('position', position, 'file', file_name, 'line', line, 'outcome', outcome,
    'code', reason_code, 'reason', reason,
    'number', coalesce(staged ->> 'number', staged #>> '{invoice,number}'),
    'client', coalesce(staged #>> '{client,name}', staged #>> '{client,id}', staged #>> '{invoice,buyer,name}',
       CASE WHEN staged ->> 'kind' = 'missing' THEN staged ->> 'client' END),
    'invoice', (SELECT json_build_object('id', id, 'number', number) FROM invoice WHERE id = import_row.invoice_id),
    'organization', (SELECT json_build_object('id', id, 'name', name) FROM organization
                      WHERE id = import_row.organization_id),
    'effect', effect,
    'numbers', (SELECT coalesce(json_object_agg(id, 'P-' || number), '{}') FROM payment
                 WHERE id IN (SELECT (line ->> 'paymentId')::uuid FROM jsonb_array_elements(effect -> 'notInYet') AS n(line))),
    'candidates', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY name), '[]')
                     FROM organization
                    WHERE id IN (SELECT coalesce(merged_into_id, given.id)
                                   FROM jsonb_array_elements_text(effect -> 'candidateIds') AS c(id)
                                   JOIN organization AS given ON given.id = c.id::uuid))
  ) AS row`;

type StoredRow = Omit<
  ImportRow,
  'before' | 'after' | 'differences' | 'notInYet' | 'decisions' | 'choices'
> &
  Readonly<{ effect: RowEffect | null; numbers: Readonly<Record<string, string>> }>;

/** Null when there is no such import. @throws CursorError for a cursor of another list. */
export async function listRows(
  pool: Pool,
  importId: string,
  { view, limit, cursor }: RowsQuery,
): Promise<ImportRowsPage | null> {
  const list = `importRows:${importId}:${view}`;
  const [after] = cursor === undefined ? [-1] : decodeCursor(list, cursor, 1);
  if (typeof after !== 'number' || !Number.isSafeInteger(after)) throw new CursorError();
  const counts = await countRows(pool, importId);
  if (counts === null) return null;
  const { rows } = await pool.query<{ row: StoredRow }>({
    name: `imports-rows-${view}`,
    text: `SELECT ${ROW} FROM import_row WHERE import_id = $1 AND position > $2 AND ${VIEWS[view]}
            ORDER BY position LIMIT $3`,
    values: [importId, after, limit + 1],
  });
  const items = rows.slice(0, limit).map(({ row }) => toRow(row));
  const last = rows.length > limit ? items.at(-1) : undefined;
  const nextCursor = last === undefined ? null : encodeCursor(list, [last.position]);
  return { items, nextCursor, counts };
}

async function countRows(pool: Pool, importId: string): Promise<ImportRowsPage['counts'] | null> {
  const { rows } = await pool.query<ImportRowsPage['counts']>({
    name: 'imports-count-rows',
    text: `SELECT count(position) FILTER (WHERE ${VIEWS.needsYou})::int AS "needsYou",
                  count(position) FILTER (WHERE ${VIEWS.changed})::int AS changed, count(position)::int AS all
             FROM import LEFT JOIN import_row ON import_row.import_id = import.id
            WHERE import.id = $1 GROUP BY import.id`,
    values: [importId],
  });
  return rows[0] ?? null;
}

function toRow({ effect, numbers, ...row }: StoredRow): ImportRow {
  const currency = effect?.currency ?? null;
  const amount = (minor: number | null | undefined): Amount | null =>
    minor === null || minor === undefined || currency === null
      ? null
      : { amountMinor: minor, currency };
  return {
    ...row,
    before: amount(effect?.beforeMinor),
    after: amount(effect?.afterMinor),
    differences: effect?.differences ?? [],
    notInYet: (effect?.notInYet ?? []).map(({ paymentId, amountMinor, ...line }) => ({
      payment: { id: paymentId, number: numbers[paymentId] ?? '' },
      settledOn: line.settledOn,
      amount: { amountMinor, currency: currency ?? '' },
      isProposed: line.isProposed,
      isInside: line.isInside,
    })),
    decisions: effect?.decisions ?? [],
    choices: [...(effect?.choices ?? [])],
  };
}
