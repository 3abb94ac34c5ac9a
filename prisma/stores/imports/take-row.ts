/**
 * Takes a row of an import, and with it what most rows need to know: the clients that answer to its
 * keys, the invoices that bear its number or the id its source gives, what the same import has said of
 * them, and the credit notes of that number. One statement instead of five.
 */
import type { PoolClient } from 'pg';
import type { KnownClient } from '../../../accounting';
import { keysOfRow, MATCHING_CLIENTS } from './client-of-row';
import { type KnownInvoice, knownByIds } from './known-invoice';
import { type KnownNote, notesByNumber } from './known-note';
import type { Identity, ImportHead } from './row-context';
import type { RowDecision, Staged } from './staged';

/** A row that is still to be applied. What was staged never changes. */
export type NextRow = Readonly<{ position: number; staged: Staged }>;

export type Ahead = Readonly<{
  clients: KnownClient[];
  invoices: KnownInvoice[];
  notes: KnownNote[];
  /** What rows of the same import have said of those invoices. */
  said: Readonly<{ invoiceId: string; balanceMinor: number }>[];
}>;

export type TakenRow = Readonly<{
  staged: Staged;
  fileName: string;
  decision: RowDecision | null;
  decidedBy: string | null;
  invoiceId: string | null;
  organizationId: string | null;
  /** Null for a row that is not of a balance list. */
  ahead: Ahead | null;
}>;

const ROW = `
  SELECT file_name AS "fileName", decision, decided_by AS "decidedBy", organization_id AS "organizationId",
         invoice_id AS "invoiceId"
    FROM import_row WHERE import_id = $1 AND position = $2 AND outcome = 'staged' FOR NO KEY UPDATE`;

const TAKE = { name: 'import-take-row', text: ROW };

/** Each way by its own index. */
const BEARING = `
  SELECT id FROM invoice WHERE number_key = $6
  UNION SELECT id FROM invoice WHERE source_id = $7 AND source_reference = $8`;

/** Exported so that its plan can be looked at. */
export const TAKE_BALANCE = {
  name: 'import-take-balance',
  text: `
  WITH taken AS (${ROW})
  SELECT taken.*, json_build_object(
    'clients', (SELECT coalesce(json_agg(known), '[]') FROM (${MATCHING_CLIENTS('$3', '$4', '$5')}) AS matching),
    'invoices', (SELECT coalesce(json_agg(known), '[]') FROM (
       ${knownByIds(BEARING)}) AS bearing),
    'notes', (SELECT coalesce(json_agg(known), '[]') FROM (${notesByNumber('$6')}) AS noted),
    'said', (SELECT coalesce(json_agg(json_build_object('invoiceId', named.id, 'balanceMinor', balance_minor)), '[]')
       FROM (${BEARING}) AS named
       CROSS JOIN LATERAL (SELECT import_id, balance_minor, outcome FROM reading
                            WHERE reading.invoice_id = named.id OFFSET 0) AS reading
      WHERE reading.import_id = $1 AND outcome <> 'older')) AS ahead
    FROM taken`,
};

type Taken = Omit<TakenRow, 'staged' | 'ahead'> & Readonly<{ ahead?: Ahead }>;

/** Null when somebody else has applied it. */
export async function takeRow(
  client: PoolClient,
  identity: Identity,
  { importId, sourceId }: ImportHead,
  { position, staged }: NextRow,
): Promise<TakenRow | null> {
  const key = [importId, position];
  const ask = () => {
    if (staged.kind !== 'balance') return client.query<Taken>({ ...TAKE, values: key });
    const { names, taxIds, customerIds } = keysOfRow(identity.clientKeysOfRow(staged.client));
    const number = identity.comparable(staged.number);
    const values = [...key, names, taxIds, customerIds, number, sourceId, staged.sourceId];
    return client.query<Taken>({ ...TAKE_BALANCE, values });
  };
  const { rows } = await ask();
  const [row] = rows;
  return row === undefined ? null : { ...row, staged, ahead: row.ahead ?? null };
}
