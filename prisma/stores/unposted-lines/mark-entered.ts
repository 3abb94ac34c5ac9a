/**
 * A person says that settled lines were entered in the books before an instant. It changes no counter:
 * the line leaves firm with the first reading that speaks for a later instant (rules.md 14).
 */
import type { Pool, PoolClient } from 'pg';
import type { UnpostedLineStore } from '../../../api/stores/unposted-lines';
import type { MarkEntered } from '../../../contracts/unposted-lines';
import { ok, refuse } from '../../../domain/result';
import { inTransaction } from '../transaction';
import type { WrittenBy } from '../books/write-books';
import { IS_UNPOSTED, UNPOSTED } from './list-lines';

type Answer = Awaited<ReturnType<UnpostedLineStore['markEntered']>>;

const IS_AHEAD = {
  name: 'entered-is-ahead',
  text: `
  SELECT $1::timestamptz > clock_timestamp() + clock_offset_ms * interval '1 millisecond' AS is_ahead
    FROM business`,
};

/** By export, or by pairs of payment and invoice. */
const NAMED = `
  (line.entry_export_id = $1::uuid OR (line.payment_id, line.invoice_id) IN (
     SELECT "paymentId", "invoiceId" FROM json_to_recordset($2::json) AS l("paymentId" uuid, "invoiceId" uuid)))`;

/** Rule 10: invoices first, by id. Under them no reading and no return changes a line meanwhile. */
const LOCK = {
  name: 'entered-lock-invoices',
  text: `
  SELECT id FROM invoice WHERE id IN (SELECT line.invoice_id FROM payment_line AS line WHERE ${NAMED})
   ORDER BY id FOR NO KEY UPDATE`,
};

const MARK = {
  name: 'entered-mark',
  text: `
  WITH marked AS (
    UPDATE payment_line SET entered_at = $3::timestamptz, entered_by = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE $6 END
      FROM (SELECT line.payment_id, line.invoice_id FROM ${UNPOSTED}
             WHERE ${IS_UNPOSTED} AND ${NAMED} AND line.entered_at IS DISTINCT FROM $3::timestamptz) AS named
     WHERE payment_line.payment_id = named.payment_id AND payment_line.invoice_id = named.invoice_id
    RETURNING payment_line.payment_id, payment_line.invoice_id, organization_id, amount_minor, currency
  ), told AS (
    INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, after, organization_id, payment_id, invoice_id)
    SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond', $4, $5, $6,
           CASE WHEN $3::timestamptz IS NULL THEN 'payment.notEntered' ELSE 'payment.entered' END,
           jsonb_build_object('amountMinor', amount_minor, 'currency', currency, 'enteredAt', $3::text),
           organization_id, payment_id, invoice_id
      FROM marked, business
  )
  SELECT count(*)::int AS lines FROM marked`,
};

export function createMarkEntered(pool: Pool): UnpostedLineStore['markEntered'] {
  return (request, actor) =>
    inTransaction<Answer>(pool, async (client) => {
      const { rows } = await client.query<{ is_ahead: boolean | null }>({
        ...IS_AHEAD,
        values: [request.enteredAt],
      });
      if (rows[0]?.is_ahead === true) {
        return { keep: false, value: refuse({ code: 'ENTERED_AT_NOT_ALLOWED' }) };
      }
      const marked = await markEnteredLines(client, request, actor);
      if (marked === null) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
      return { keep: true, value: ok({ lines: marked }) };
    });
}

/** In the transaction of its caller. Null when nothing that is named exists. */
export async function markEnteredLines(
  client: PoolClient,
  { exportId, lines, enteredAt }: MarkEntered,
  actor: WrittenBy,
): Promise<number | null> {
  const named = [exportId ?? null, JSON.stringify(lines ?? [])];
  const { rowCount } = await client.query({ ...LOCK, values: named });
  if (rowCount === 0) return null;
  const { rows } = await client.query<{ lines: number }>({
    ...MARK,
    values: [...named, enteredAt, actor.kind, actor.id, actor.name],
  });
  return rows[0]?.lines ?? 0;
}
