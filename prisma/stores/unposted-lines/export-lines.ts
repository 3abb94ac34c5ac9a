/** Puts what was never exported into one export, so that no line goes out with two of them. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { UnpostedLineStore } from '../../../api/stores/unposted-lines';
import type { EntryExport } from '../../../contracts/unposted-lines';
import { ok, refuse } from '../../../domain/result';
import { recordEvent } from '../events/record-event';
import { inTransaction } from '../transaction';
import { EXPORT_COLUMN, IS_UNPOSTED, outsideOf, UNPOSTED } from './list-lines';

type Answer = Awaited<ReturnType<UnpostedLineStore['export']>>;

/** Rule 10: invoices by id before their lines are written. Two who export wait for each other here. */
const LOCK = {
  name: 'unposted-lock-invoices',
  text: `SELECT id FROM invoice WHERE unposted_minor > 0 ORDER BY id FOR NO KEY UPDATE`,
};

const EXPORT = {
  name: 'unposted-export',
  text: `
  WITH export AS (
    INSERT INTO entry_export (id, exported_at, exported_by_id, exported_by_name)
    SELECT $1, clock_timestamp() + clock_offset_ms * interval '1 millisecond', $2, $3 FROM business
  )
  UPDATE payment_line SET entry_export_id = $1
    FROM (SELECT line.payment_id, line.invoice_id FROM ${UNPOSTED}
           WHERE ${IS_UNPOSTED} AND line.entry_export_id IS NULL AND line.entered_at IS NULL) AS taken
   WHERE payment_line.payment_id = taken.payment_id AND payment_line.invoice_id = taken.invoice_id`,
};

export function createExportUnposted(pool: Pool): UnpostedLineStore['export'] {
  return (actor) =>
    inTransaction<Answer>(pool, async (client) => {
      const id = randomUUID();
      await client.query(LOCK);
      const { rowCount } = await client.query({ ...EXPORT, values: [id, actor.id, actor.name] });
      if (rowCount === 0) return { keep: false, value: refuse({ code: 'NOTHING_TO_EXPORT' }) };
      await recordEvent((text, values) => client.query(text, values), {
        kind: 'entry.exported',
        actor,
        after: { lines: rowCount },
        subject: `entryExport:${id}`,
      });
      return { keep: true, value: ok(await readExport(client, id)) };
    });
}

async function readExport(client: PoolClient, id: string): Promise<EntryExport> {
  const { rows } = await client.query<{ export: EntryExport }>({
    name: 'unposted-read-export',
    text: `SELECT ${EXPORT_COLUMN} FROM entry_export, LATERAL ${outsideOf('true')} AS outside
            WHERE entry_export.id = $1`,
    values: [id],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`export ${id} was not written`);
  return row.export;
}
