/**
 * Tells clients which of their planned payments an import lowered: one notice per client, written once
 * its rows are through. The first history of a source tells nobody.
 */
import type { PoolClient } from 'pg';
import {
  type Untold,
  UNTOLD,
  UNTOLD_ORDER,
  writeNotices,
} from '../payments/messages/external-notices';

const OF_IMPORT = {
  name: 'import-untold',
  text: `${UNTOLD}
     AND adjustment.invoice_id IN (SELECT invoice_id FROM import_row WHERE import_id = $1)
     AND written_at >= (SELECT started_at FROM import WHERE id = $1 AND NOT is_history) ${UNTOLD_ORDER}`,
};

/** Answers the payments under which the notices are kept: their workflows send them. */
export async function writeNoticesOfImport(
  client: PoolClient,
  importId: string,
  now: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<Untold>({ ...OF_IMPORT, values: [importId] });
  return writeNotices(client, rows, `import:${importId}`, now);
}
