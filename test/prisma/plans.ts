/** What PostgreSQL did for a statement, as far as the size of the books may matter to it. */
import type { Pool } from 'pg';

export type Statement = Readonly<{ text: string; values: unknown[] }>;

/** Tables that grow with every day of business, or with every client. */
const LARGE: ReadonlySet<string> = new Set([
  'invoice',
  'payment',
  'payment_line',
  'event',
  'client_figures',
  'client_owed',
  'autopay_plan',
  'autopay_forecast',
  'autopay_approval',
]);

type Node = Readonly<{
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Heap Fetches'?: number;
  Plans?: readonly Node[];
}>;

export type Work = Readonly<{
  /** Large tables that were read from end to end without an index. */
  scanned: readonly string[];
  /** Rows of large tables that were looked at, also those that a filter then threw away. */
  rowsRead: number;
  /** Of them those that no index answered alone. */
  rowsLookedUp: number;
}>;

/** Runs the statement. */
export async function workOf(pool: Pool, { text, values }: Statement): Promise<Work> {
  const { rows } = await pool.query<{ 'QUERY PLAN': readonly Readonly<{ Plan: Node }>[] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) ${text}`,
    values,
  );
  const root = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (root === undefined) throw new Error('no plan was explained');
  const reads = nodesOf(root).filter((node) => LARGE.has(node['Relation Name'] ?? ''));
  const sumOf = (read: (node: Node) => number) =>
    Math.round(reads.reduce((sum, node) => sum + read(node), 0));
  return {
    scanned: reads
      .filter((node) => node['Node Type'].endsWith('Seq Scan') && node['Actual Loops'] > 0)
      .map((node) => node['Relation Name'] ?? ''),
    rowsRead: sumOf(rowsReadBy),
    rowsLookedUp: sumOf(rowsLookedUpBy),
  };
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Rows are averages over the loops. */
const rowsReadBy = (node: Node): number =>
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0)) *
  node['Actual Loops'];

const rowsLookedUpBy = (node: Node): number =>
  node['Node Type'] === 'Index Only Scan' ? (node['Heap Fetches'] ?? 0) : rowsReadBy(node);
