/** An import before its rows: opened for a source, given files, started once. */
import { createHash, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { ImportStore } from '../../../api/stores/books';
import { ok, refuse } from '../../../domain/result';
import { inTransaction } from '../transaction';
import { readFileOf, readImport } from './read-imports';
import { tellImport } from './tell-import';

const NOW = `(clock_timestamp() + clock_offset_ms * interval '1 millisecond')`;

/** The source is made with its first import. What a person says of its reading is remembered. */
const SOURCE = `
  INSERT INTO source (id, kind, name, name_key, reading) VALUES ($1, 'files', $2, $3, $4)
  ON CONFLICT (name_key) DO UPDATE SET reading = source.reading || excluded.reading
  RETURNING id`;

const OPEN = `
  INSERT INTO import (id, source_id, as_of, is_complete, scope, opened_by_id, opened_by_name, created_at)
  SELECT $1, $2, $3::timestamptz, $4, $5, $6, $7, ${NOW} FROM business
   WHERE $3::timestamptz IS NULL OR $3::timestamptz <= ${NOW}`;

export function createOpenImport(pool: Pool): ImportStore['open'] {
  type Answer = Awaited<ReturnType<ImportStore['open']>>;
  return (request, actor) =>
    inTransaction<Answer>(pool, async (client) => {
      const { source, asOf, isComplete, scope, reading } = request;
      const name = source.trim();
      const { rows } = await client.query<{ id: string }>(SOURCE, [
        randomUUID(),
        name,
        name.normalize('NFC').replaceAll(/\s+/g, ' ').toLowerCase(),
        JSON.stringify(reading),
      ]);
      const id = randomUUID();
      const { rowCount } = await client.query(OPEN, [
        id,
        rows[0]?.id,
        asOf,
        isComplete,
        scope,
        actor.id,
        actor.name,
      ]);
      if (rowCount === 0) return { keep: false, value: refuse({ code: 'AS_OF_NOT_ALLOWED' }) };
      await tellImport(client, id, 'import.opened', { actor, after: { source: name, asOf } });
      const opened = await readImport(client, id);
      if (opened === null) throw new Error(`import ${id} was not written`);
      return { keep: true, value: ok(opened) };
    });
}

const STATUS = `SELECT status FROM import WHERE id = $1 FOR NO KEY UPDATE`;

const PUT = `
  INSERT INTO import_file (import_id, name, sha256, size_bytes, bytes) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (import_id, name) DO NOTHING`;

export function createPutFile(pool: Pool): ImportStore['putFile'] {
  type Answer = Awaited<ReturnType<ImportStore['putFile']>>;
  return (importId, { name, bytes }) =>
    inTransaction<Answer>(pool, async (client) => {
      const { rows } = await client.query<{ status: string }>(STATUS, [importId]);
      const [given] = rows;
      if (given === undefined) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
      const sha256 = sha256Of(bytes);
      const known = await readFileOf(client, importId, name);
      if (known !== null) {
        const isSame = known.sha256 === sha256;
        return {
          keep: false,
          value: isSame ? ok(known) : refuse({ code: 'IMPORT_FILE_DIFFERENT' }),
        };
      }
      if (given.status !== 'open')
        return { keep: false, value: refuse({ code: 'IMPORT_NOT_OPEN' }) };
      await client.query(PUT, [importId, name, sha256, bytes.length, bytes]);
      await tellImport(client, importId, 'import.progressed');
      const put = await readFileOf(client, importId, name);
      if (put === null) throw new Error(`file ${name} was not written`);
      return { keep: true, value: ok(put) };
    });
}

type Opened = Readonly<{
  status: string;
  sourceId: string;
  asOf: string | null;
  isComplete: boolean;
  scope: string;
  contentKey: string | null;
  shas: readonly string[];
}>;

const OPENED = `
  SELECT status, source_id AS "sourceId", as_of::text AS "asOf", is_complete AS "isComplete", scope,
         content_key AS "contentKey",
         (SELECT coalesce(array_agg(sha256::text ORDER BY sha256), '{}') FROM import_file
           WHERE import_id = import.id) AS shas
    FROM import WHERE id = $1 FOR NO KEY UPDATE`;

const FIRST = `SELECT id FROM import WHERE content_key = $1`;

/** Imports that hold the same are started one after the other, so the second finds the first. */
const ONE_BY_ONE = `SELECT pg_advisory_xact_lock(hashtext('headroom:import-start'))`;

/** The first history of a source mails nobody. */
const START = `
  UPDATE import SET status = 'reading', content_key = $2, version = import.version + 1, started_at = ${NOW},
         is_history = NOT EXISTS (
           SELECT FROM import AS earlier WHERE earlier.source_id = import.source_id
              AND earlier.started_at IS NOT NULL AND earlier.status <> 'refused')
    FROM business WHERE import.id = $1`;

const REPEATS = `
  UPDATE import SET status = 'refused', status_reason = 'The same files were imported before.',
         finished_at = ${NOW}, version = import.version + 1
    FROM business WHERE import.id = $1 AND status = 'open'`;

export function createStartImport(pool: Pool): ImportStore['start'] {
  type Answer = Awaited<ReturnType<ImportStore['start']>>;
  return (importId, actor) =>
    inTransaction<Answer>(pool, async (client) => {
      await client.query(ONE_BY_ONE);
      const { rows } = await client.query<Opened>(OPENED, [importId]);
      const [opened] = rows;
      if (opened === undefined) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
      if (opened.shas.length === 0) return { keep: false, value: refuse({ code: 'IMPORT_EMPTY' }) };
      const first = await firstOf(client, opened);
      if (first !== null && first !== importId) {
        await client.query(REPEATS, [importId]);
        return { keep: true, value: ok(await present(client, first)) };
      }
      if (opened.status === 'open') {
        await client.query(START, [importId, contentKeyOf(opened)]);
        await tellImport(client, importId, 'import.started', { actor });
      }
      return { keep: true, value: ok(await present(client, importId)) };
    });
}

/** The import that the same files with the same source, as-of and scope were, if any. */
async function firstOf(client: PoolClient, opened: Opened): Promise<string | null> {
  if (opened.contentKey !== null) return null;
  const { rows } = await client.query<{ id: string }>(FIRST, [contentKeyOf(opened)]);
  return rows[0]?.id ?? null;
}

function contentKeyOf({ sourceId, asOf, isComplete, scope, shas }: Opened): string {
  return sha256Of(Buffer.from(JSON.stringify([sourceId, asOf, isComplete, scope, shas])));
}

async function present(client: PoolClient, importId: string) {
  const given = await readImport(client, importId);
  if (given === null) throw new Error(`import ${importId} is gone`);
  return given;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
