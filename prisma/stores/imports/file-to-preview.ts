/** The beginning of a file of an import, with what was said of how it is read. */
import type { Pool } from 'pg';
import type { FileToPreview } from '../../../api/stores/books';

const BEGINNING = `
  SELECT substring(file.bytes FROM 1 FOR $3) AS bytes, size_bytes <= $3 AS "isWhole",
         json_build_object('chosen', coalesce(file.reading -> 'chosen', '{}'), 'remembered', source.reading) AS said
    FROM import_file AS file JOIN import ON import.id = file.import_id
    JOIN source ON source.id = import.source_id
   WHERE file.import_id = $1 AND file.name = $2`;

/** Null when the import or the file does not exist. */
export async function readFileToPreview(
  pool: Pool,
  importId: string,
  name: string,
  bytesMax: number,
): Promise<FileToPreview | null> {
  const { rows } = await pool.query<FileToPreview>(BEGINNING, [importId, name, bytesMax]);
  return rows[0] ?? null;
}
