/**
 * Events in the order of their positions, and only those that nothing can come before any more:
 * below the oldest transaction that is still open. So whoever goes on from a position misses nothing.
 */
import type { Pool } from 'pg';
import { type EventPosition, START } from './position';

export type LiveEventRow = Readonly<{
  position: EventPosition;
  kind: string;
  organizationId: string | null;
  paymentId: string | null;
  invoiceId: string | null;
  /** `task:<id>`, `method:<id>` and so on. */
  subject: string | null;
}>;

export type LiveEventPage = Readonly<{
  rows: readonly LiveEventRow[];
  /** Events are committed that wait for an older transaction to end: ask again soon. */
  hasHeldBack: boolean;
}>;

export interface LiveEvents {
  readAfter(position: EventPosition, limit: number): Promise<LiveEventPage>;
  /** The position of the last event that is not held back. */
  head(): Promise<EventPosition>;
  /** False for a position of another cluster, from before a restore. */
  isOfThisCluster(position: EventPosition): Promise<boolean>;
  /**
   * After a restore into a new cluster stored transaction ids lie above its counter and would be
   * held back for years: they are put before everything. Run at start-up; answers how many.
   */
  repairAfterRestore(): Promise<number>;
}

type Row = Readonly<{
  transaction_id: string;
  id: string;
  kind: string;
  organization_id: string | null;
  payment_id: string | null;
  invoice_id: string | null;
  subject: string | null;
}>;

type Nothing = Readonly<{ id: null }>;

// Both in one snapshot: what it sees is either readable or held back. One row stands for none.
const READ_AFTER = {
  name: 'live-events-after',
  text: `
  SELECT after.*, EXISTS (
           SELECT FROM event WHERE transaction_id >= pg_snapshot_xmin(pg_current_snapshot())
         ) AS held_back
    FROM (SELECT) AS once LEFT JOIN (
      SELECT transaction_id::text, id::text, kind, organization_id, payment_id, invoice_id, subject
        FROM event
       WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())
         AND (transaction_id, id) > ($1::text::xid8, $2::bigint)
       ORDER BY event.transaction_id, event.id
       LIMIT $3) AS after ON true`,
};

const HEAD = `
  SELECT transaction_id::text, id::text
    FROM event
   WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())
   ORDER BY event.transaction_id DESC, event.id DESC
   LIMIT 1`;

// The first id not given out yet: no event of this cluster can carry it or a higher one.
const IS_OF_THIS_CLUSTER = `
  SELECT $1::text::xid8 < pg_snapshot_xmax(pg_current_snapshot()) AS is_known`;

const REPAIR = `
  UPDATE event SET transaction_id = '0'::xid8
   WHERE transaction_id >= pg_snapshot_xmax(pg_current_snapshot())`;

export function createLiveEvents(pool: Pool): LiveEvents {
  return {
    async readAfter({ transactionId, id }, limit) {
      const { rows } = await pool.query<(Row | Nothing) & { held_back: boolean }>({
        ...READ_AFTER,
        values: [String(transactionId), String(id), limit],
      });
      const found = rows.filter((row): row is Row & { held_back: boolean } => row.id !== null);
      return { rows: found.map(toLiveEvent), hasHeldBack: rows[0]?.held_back === true };
    },

    async head() {
      const { rows } = await pool.query<Row>(HEAD);
      return rows[0] ? positionOf(rows[0]) : START;
    },

    async isOfThisCluster({ transactionId }) {
      const { rows } = await pool.query<{ is_known: boolean }>(IS_OF_THIS_CLUSTER, [
        String(transactionId),
      ]);
      return rows[0]?.is_known === true;
    },

    async repairAfterRestore() {
      const { rowCount } = await pool.query(REPAIR);
      return rowCount ?? 0;
    },
  };
}

function positionOf(row: Pick<Row, 'transaction_id' | 'id'>): EventPosition {
  return { transactionId: BigInt(row.transaction_id), id: BigInt(row.id) };
}

function toLiveEvent(row: Row): LiveEventRow {
  return {
    position: positionOf(row),
    kind: row.kind,
    organizationId: row.organization_id,
    paymentId: row.payment_id,
    invoiceId: row.invoice_id,
    subject: row.subject,
  };
}
