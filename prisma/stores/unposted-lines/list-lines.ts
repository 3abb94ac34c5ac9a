/** Pages of settled lines that no reading has shown, with counts, sums and the exports of them. */
import type { Pool } from 'pg';
import type { UnpostedLine, UnpostedPage, UnpostedQuery } from '../../../contracts/unposted-lines';
import { always, keysetOf } from '../lists/keyset';
import { allOf, ofClient, Parameters } from '../lists/parameters';
import { holdsText } from '../lists/search';

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/**
 * From the few invoices with unposted money, by their index. A line trimmed to zero brought nothing,
 * and what came back is no longer settled.
 */
export const UNPOSTED = `
  invoice JOIN payment_line AS line ON line.invoice_id = invoice.id
  JOIN payment ON payment.id = line.payment_id`;
export const IS_UNPOSTED = `
  invoice.unposted_minor > 0 AND payment.state = 'settled' AND line.inside_since IS NULL
  AND line.amount_minor > 0`;

const VIEWS: Readonly<Record<UnpostedQuery['view'], string>> = {
  toEnter: 'line.entered_at IS NULL',
  notExported: 'line.entered_at IS NULL AND line.entry_export_id IS NULL',
  entered: 'line.entered_at IS NOT NULL',
  all: 'true',
};

/** In the order they settled; a payment's lines together. */
const SORT_KEYS = {
  settledAt: always(
    'text',
    `(to_char(payment.settled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS ') || payment.id) COLLATE "C"`,
  ),
};

const LINE = `
  json_build_object(
    'payment', json_build_object('id', payment.id, 'number', 'P-' || payment.number),
    'invoice', json_build_object('id', invoice.id, 'number', invoice.number),
    'organization', json_build_object('id', organization.id, 'name', organization.name),
    'amount', json_build_object('amountMinor', line.amount_minor, 'currency', line.currency),
    'settledOn', (payment.settled_at AT TIME ZONE business.zone)::date,
    'reference', charge.reference, 'method', method.brand || ' ··' || method.last_four,
    'export', CASE WHEN entry_export.id IS NULL THEN NULL ELSE json_build_object('id', entry_export.id,
       'exportedAt', to_char(exported_at ${UTC}), 'exportedBy', exported_by_name) END,
    'entered', CASE WHEN line.entered_at IS NULL THEN NULL ELSE json_build_object(
       'at', to_char(line.entered_at ${UTC}), 'by', line.entered_by) END) AS line`;

const JOINS = `
  JOIN organization ON organization.id = invoice.organization_id
  JOIN payment_method AS method ON method.id = payment.method_id
  LEFT JOIN charge ON charge.payment_id = payment.id
  LEFT JOIN entry_export ON entry_export.id = line.entry_export_id`;

/** An export as the contract has it: what of it is still outside the books. */
export const EXPORT_COLUMN = `
  json_build_object('id', entry_export.id, 'exportedAt', to_char(exported_at ${UTC}),
    'exportedBy', exported_by_name, 'lines', outside.lines,
    'sums', (SELECT coalesce(json_agg(json_build_object('amountMinor', minor, 'currency', currency)
                ORDER BY currency), '[]') FROM json_to_recordset(outside.sums) AS s(currency text, minor bigint))) AS export`;

/** SQL of `outside`: count and sums of the unposted lines of an export. `where` narrows them. */
export const outsideOf = (where: string): string => `
  (SELECT sum(lines)::int AS lines, json_agg(json_build_object('currency', currency, 'minor', minor)) AS sums
     FROM (SELECT line.currency, count(*) AS lines, sum(line.amount_minor) AS minor
             FROM ${UNPOSTED}
            WHERE ${IS_UNPOSTED} AND line.entry_export_id = entry_export.id AND ${where}
            GROUP BY line.currency) AS of)`;

const EXPORTS_SHOWN = 20;

type Summed = Readonly<{
  counts: UnpostedPage['counts'];
  sums: UnpostedPage['sums'];
  exports: UnpostedPage['exports'];
}>;

/** @throws CursorError for a cursor of another list. */
export async function listUnpostedLines(pool: Pool, query: UnpostedQuery): Promise<UnpostedPage> {
  const [page, summed] = await Promise.all([readPage(pool, query), readSums(pool, query)]);
  return { ...page, ...summed };
}

async function readPage(pool: Pool, query: UnpostedQuery) {
  const parameters = new Parameters();
  const sorted = { sort: 'settledAt', cursor: query.cursor } as const;
  const keyset = keysetOf('unpostedLines', sorted, SORT_KEYS, 'invoice.id', parameters);
  const where = allOf([
    IS_UNPOSTED,
    VIEWS[query.view],
    ...filtersOf(query, parameters),
    keyset.after,
  ]);
  const { rows } = await pool.query<{ id: string; sort_key: string; line: UnpostedLine }>(
    `SELECT invoice.id, ${keyset.column}, ${LINE} FROM business, ${UNPOSTED} ${JOINS}
      WHERE ${where} ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}`,
    parameters.values,
  );
  const { items, nextCursor } = keyset.pageOf(rows, query.limit, ({ line }) => line);
  return { items: [...items], nextCursor };
}

async function readSums(pool: Pool, query: UnpostedQuery): Promise<Summed> {
  const parameters = new Parameters();
  const where = allOf([IS_UNPOSTED, ...filtersOf(query, parameters)]);
  const count = (view: UnpostedQuery['view']) =>
    `'${view}', (SELECT count(*) FILTER (WHERE ${VIEWS[view]}) FROM line)`;
  const { rows } = await pool.query<Summed>(
    `WITH line AS (
       SELECT line.currency, line.amount_minor, line.entered_at, line.entry_export_id
         FROM ${UNPOSTED} ${JOINS} WHERE ${where}
     )
     SELECT json_build_object(${(['toEnter', 'notExported', 'entered'] as const).map(count).join(', ')}) AS counts,
            (SELECT coalesce(json_agg(json_build_object('amountMinor', minor, 'currency', currency) ORDER BY currency), '[]')
               FROM (SELECT currency, sum(amount_minor) AS minor FROM line
                      WHERE ${VIEWS[query.view]} GROUP BY currency) AS of) AS sums,
            (SELECT coalesce(json_agg(export ORDER BY at DESC), '[]')
               FROM (SELECT ${EXPORT_COLUMN}, exported_at AS at
                       FROM entry_export, LATERAL ${outsideOf(VIEWS.toEnter)} AS outside
                      WHERE outside.lines > 0
                        AND entry_export.id IN (SELECT entry_export_id FROM line)
                      ORDER BY exported_at DESC LIMIT ${EXPORTS_SHOWN}) AS shown) AS exports`,
    parameters.values,
  );
  const [summed] = rows;
  if (summed === undefined) throw new Error('the payments to enter were not read');
  return summed;
}

function filtersOf(
  { organizationId, exportId, search }: UnpostedQuery,
  parameters: Parameters,
): (string | null)[] {
  const texts = [
    `lower('P-' || payment.number)`,
    'lower(invoice.number)',
    'lower(organization.name)',
    'lower(charge.reference)',
  ];
  return [
    organizationId === undefined
      ? null
      : ofClient('invoice.organization_id', organizationId, parameters),
    exportId === undefined ? null : `line.entry_export_id = ${parameters.bind(exportId)}::uuid`,
    search === undefined ? null : holdsText(search, texts, parameters),
  ];
}
