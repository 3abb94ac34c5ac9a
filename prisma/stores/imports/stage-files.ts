/** Files of an import on their way to rows: read one by one, staged whole, never twice. */
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../transaction';
import { tellImport } from './tell-import';
import type { FileRead, StagedFileRow, UnreadFile } from './staged';
import { isUnfit } from './unfit';

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const NEXT = {
  name: 'import-next-file',
  text: `
  SELECT file.name, file.bytes, zone,
         json_build_object('chosen', coalesce(file.reading -> 'chosen', '{}'), 'remembered', source.reading) AS said,
         to_char(as_of ${UTC}) AS "asOf",
         as_of IS NOT NULL AND NOT EXISTS (
           SELECT FROM import_file AS read WHERE read.import_id = import.id AND read.reading ? 'writtenAsOf') AS "isAsOfGiven",
         to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond') ${UTC}) AS now
    FROM import JOIN import_file AS file ON file.import_id = import.id
    JOIN source ON source.id = import.source_id, business
   WHERE import.id = $1 AND import.status = 'reading' AND file.kind IS NULL
   ORDER BY file.name LIMIT 1`,
};

const HEADS_BESIDE = {
  name: 'import-heads-beside',
  text: `
  SELECT name, substring(bytes FROM 1 FOR $3) AS bytes FROM import_file
   WHERE import_id = $1 AND name <> $2 AND lower(name) LIKE '%.csv' ORDER BY name`,
};

const BYTES = {
  name: 'import-file-bytes',
  text: `SELECT bytes FROM import_file WHERE import_id = $1 AND name = $2`,
};

const LOCK_IMPORT = {
  name: 'import-lock',
  text: `SELECT 1 FROM import WHERE id = $1 FOR NO KEY UPDATE`,
};

const CLOSE_FILE = {
  name: 'import-close-file',
  text: `
  UPDATE import_file SET kind = $3, reason = $4,
         reading = (reading - 'questions' - 'writtenAsOf') || $5::jsonb
   WHERE import_id = $1 AND name = $2 AND kind IS NULL`,
};

const STAGE = {
  name: 'import-stage-rows',
  text: `
  INSERT INTO import_row (import_id, position, file_name, line, staged, outcome, reason_code, reason)
  SELECT $1, (SELECT coalesce(max(position) + 1, 0) FROM import_row WHERE import_id = $1) + ordinality - 1, $2,
         coalesce((row #>> '{position,line}')::int, (row ->> 'line')::int), row,
         CASE WHEN row ->> 'kind' IN ('refused', 'refusedFile') THEN 'refused' ELSE 'staged' END,
         coalesce(row #>> '{refusal,code}', row ->> 'code'),
         coalesce(row #>> '{refusal,sentence}', row ->> 'sentence')
    FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS r(row, ordinality)`,
};

/** As many rows as one statement takes at a time. */
const ROWS_AT_ONCE = 500;

type Dependencies = Readonly<{
  pool: Pool;
  /** How much of a file tells which table it is, in bytes. */
  headBytes: number;
}>;

type Named = Readonly<{ name: string; bytes: Uint8Array }>;

export function createFileStaging({ pool, headBytes }: Dependencies) {
  return {
    /** The next file that nobody has read; null when there is none, or it is not the time to read. */
    async nextFile(importId: string): Promise<UnreadFile | null> {
      const { rows } = await pool.query<UnreadFile>({ ...NEXT, values: [importId] });
      return rows[0] ?? null;
    },

    /** The other lists of an import: the beginning of each, and the whole of one. */
    beside: (importId: string, name: string) => ({
      async heads(): Promise<readonly Named[]> {
        const values = [importId, name, headBytes];
        return (await pool.query<Named>({ ...HEADS_BESIDE, values })).rows;
      },
      async bytesOf(other: string): Promise<Uint8Array> {
        const { rows } = await pool.query<Named>({ ...BYTES, values: [importId, other] });
        if (rows[0] === undefined) throw new Error(`file ${other} of import ${importId} is gone`);
        return rows[0].bytes;
      },
    }),

    /**
     * Keeps what was read of a file. A file that was read meanwhile stays as it is; what no column
     * takes refuses its file.
     */
    async stage(importId: string, name: string, read: FileRead): Promise<void> {
      try {
        await stageOnce(pool, importId, name, read);
      } catch (error) {
        if (!isUnfit(error)) throw error;
        await stageOnce(pool, importId, name, unfitFile(name));
      }
    },

    /** Once every file was looked at: to the rows, to a person, or to the end. */
    async endReading(importId: string): Promise<void> {
      await inTransaction(pool, async (client) => {
        const ended = await client.query<Ended>({ ...END_READING, values: [importId] });
        const [end] = ended.rows;
        if (end !== undefined) await tellRead(client, importId, end);
        return { keep: true, value: undefined };
      });
    },
  };
}

function stageOnce(pool: Pool, importId: string, name: string, read: FileRead): Promise<void> {
  return inTransaction(pool, async (client) => {
    await client.query({ ...LOCK_IMPORT, values: [importId] });
    const { rowCount } = await client.query({
      ...CLOSE_FILE,
      values: [importId, name, ...closedAs(read)],
    });
    if (rowCount === 1) await stageRows(client, importId, name, read);
    return { keep: true, value: undefined };
  });
}

function unfitFile(file: string): FileRead {
  const sentence = 'It holds text that cannot be kept. Nothing of it was taken.';
  const row = {
    kind: 'refusedFile',
    position: { file },
    code: 'NOT_KEPT',
    sentence,
    line: null,
  } as const;
  return { kind: 'refused', row };
}

/** Kind, reason, and what is kept of the reading. */
function closedAs(read: FileRead): readonly [string, string | null, string] {
  switch (read.kind) {
    case 'asks':
      return ['balanceList', null, JSON.stringify({ questions: read.questions })];
    case 'refused':
      return ['refused', read.row.sentence, '{}'];
    default: {
      const { writtenAsOf } = read;
      return [read.kind, null, JSON.stringify(writtenAsOf === null ? {} : { writtenAsOf })];
    }
  }
}

function rowsOf(read: FileRead): readonly StagedFileRow[] {
  if (read.kind === 'asks') return [];
  return read.kind === 'refused' ? [read.row] : read.rows;
}

async function stageRows(
  client: PoolClient,
  importId: string,
  name: string,
  read: FileRead,
): Promise<void> {
  const rows = rowsOf(read);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE));
    await client.query({ ...STAGE, values: [importId, name, some] });
  }
  const writtenAsOf = 'writtenAsOf' in read ? read.writtenAsOf : null;
  await client.query({ ...COUNT, values: [importId, writtenAsOf] });
  await tellImport(client, importId, 'import.progressed');
}

const COUNT = {
  name: 'import-count-rows',
  text: `
  UPDATE import SET as_of = coalesce(as_of, $2::timestamptz), version = version + 1,
         rows_total = (SELECT count(*) FROM import_row WHERE import_id = $1)
   WHERE id = $1`,
};

/**
 * One that was refused whole may be tried again with the same files. Complete is only what holds a list
 * and was read whole: what a file that nobody could read names would be called missing else.
 */
const END_READING = {
  name: 'import-end-reading',
  text: `
  UPDATE import SET version = version + 1, status = next.status,
         is_complete = is_complete AND (next.status <> 'applying' OR next.is_whole),
         status_reason = CASE WHEN next.status = 'refused' THEN 'None of its files could be read.' END,
         content_key = CASE WHEN next.status = 'refused' THEN NULL ELSE content_key END,
         finished_at = CASE WHEN next.status = 'refused' THEN
           (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' FROM business) END
    FROM (SELECT CASE WHEN bool_or(jsonb_array_length(coalesce(reading -> 'questions', '[]')) > 0) THEN 'question'
                      WHEN bool_and(kind = 'refused') THEN 'refused' ELSE 'applying' END AS status,
                 bool_and(kind <> 'refused') AND bool_or(kind = 'balanceList' AND EXISTS (
                   SELECT FROM import_row WHERE import_id = $1 AND file_name = import_file.name)) AS is_whole,
                 (SELECT is_complete FROM import WHERE id = $1) AS was_complete
            FROM import_file WHERE import_id = $1
          HAVING bool_and(kind IS NOT NULL)) AS next
   WHERE id = $1 AND import.status = 'reading'
  RETURNING next.was_complete AND NOT is_complete AS "isCompleteNoMore"`,
};

type Ended = Readonly<{ isCompleteNoMore: boolean }>;

/** Who said that the list is complete reads at the file that was not read why it does not count as such. */
async function tellRead(
  client: PoolClient,
  importId: string,
  { isCompleteNoMore }: Ended,
): Promise<void> {
  if (isCompleteNoMore) await client.query({ ...SAY_INCOMPLETE, values: [importId, INCOMPLETE] });
  await tellImport(
    client,
    importId,
    'import.read',
    isCompleteNoMore ? { after: { isComplete: false } } : {},
  );
}

const SAY_INCOMPLETE = {
  name: 'import-say-incomplete',
  text: `UPDATE import_file SET reason = reason || ' ' || $2 WHERE import_id = $1 AND kind = 'refused'`,
};

const INCOMPLETE = 'Because of it the import counts as not complete: nothing is called missing.';
