/**
 * A person says that a whole export was entered in the books before the list of an import was made
 * (import.md 2.2). Rows whose balance fell by at least their lines take them as ticked; on the others
 * more could be taken by it than before, so they wait as a rise that a person confirms.
 */
import type { PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import { markEnteredLines } from '../unposted-lines/mark-entered';
import { NotPossible } from './not-possible';
import type { RowDecision, RowEffect } from './staged';

/** The latest instant that the person vouches for: an older list of another source holds nothing of it. */
const ENTERED_AT = `
  SELECT to_char((as_of - interval '1 millisecond') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "enteredAt"
    FROM import, entry_export
   WHERE import.id = $1 AND entry_export.id = $2 AND exported_at < as_of`;

const ROWS = `
  SELECT position, coalesce(decision, '{}') AS decision, effect,
         ARRAY(SELECT payment_id::text FROM payment_line AS line
                WHERE line.invoice_id = import_row.invoice_id AND entry_export_id = $2
                  AND inside_since IS NULL) AS "paymentIds"
    FROM import_row
   WHERE import_id = $1 AND outcome IN ('updated', 'unchanged', 'waiting') AND effect -> 'decisions' ? 'inside'
     AND EXISTS (SELECT FROM payment_line AS line
                  WHERE line.invoice_id = import_row.invoice_id AND entry_export_id = $2
                    AND inside_since IS NULL)
   ORDER BY position FOR NO KEY UPDATE OF import_row`;

const STAGE = `
  UPDATE import_row SET decision = decided.decision, decided_by = $3, outcome = 'staged',
         decided_at = (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' FROM business)
    FROM json_to_recordset($2::json) AS decided(position int, decision jsonb)
   WHERE import_row.import_id = $1 AND import_row.position = decided.position`;

type Row = Readonly<{
  position: number;
  decision: RowDecision;
  effect: RowEffect;
  paymentIds: readonly string[];
}>;

/** @throws NotPossible when the export was made after the list. */
export async function decideEntered(
  client: PoolClient,
  importId: string,
  exportId: string,
  actor: Actor,
): Promise<void> {
  const found = await client.query<{ enteredAt: string }>(ENTERED_AT, [importId, exportId]);
  const enteredAt = found.rows[0]?.enteredAt;
  if (enteredAt === undefined) throw new NotPossible('It was exported after this list was made.');
  const { rows } = await client.query<Row>(ROWS, [importId, exportId]);
  const decided = rows.map((row) => ({ position: row.position, decision: withTicks(row) }));
  await client.query(STAGE, [importId, JSON.stringify(decided), actor.name]);
  await markEnteredLines(client, { exportId, enteredAt }, actor);
}

function withTicks({ decision, effect, paymentIds }: Row): RowDecision {
  const lines = effect.notInYet.filter(({ paymentId }) => paymentIds.includes(paymentId));
  const sumMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const fallMinor = (effect.beforeMinor ?? 0) - (effect.afterMinor ?? 0);
  if (sumMinor > fallMinor) return decision;
  const ticks = Object.fromEntries(lines.map(({ paymentId }) => [paymentId, true]));
  return { ...decision, inside: { ...decision.inside, ...ticks } };
}
