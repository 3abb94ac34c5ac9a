/** What a person's word on a conflict does to the invoice that was known. */
import { RiseCause } from '../../../domain/reading';
import { applyReading } from '../books/apply-reading';
import { changeFromOutside } from '../books/external-change';
import type { RowContext } from './row-context';

/** Who is named on a hold that an import set; one of a person is never lifted by it. */
const HELD_BY = 'Import';

/** No new payment on them until the conflict is decided. A hold of a person stays as it is. */
export async function holdForConflict(
  { client, head }: RowContext,
  invoiceIds: readonly string[],
  incomingNumber: string,
): Promise<void> {
  await client.query({
    name: 'import-hold',
    text: `
      WITH locked AS (
        SELECT id FROM invoice WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE)
      UPDATE invoice SET is_on_hold = true, hold_reason = $2, held_by = $3, held_at = $4,
             version = version + 1
        FROM locked WHERE invoice.id = locked.id AND NOT is_on_hold`,
    values: [
      invoiceIds,
      `${incomingNumber} came in and says that it follows this invoice.`,
      HELD_BY,
      head.now,
    ],
  });
}

/** Of each that no other row still asks about: its hold is for all that follow it. */
export async function liftConflictHolds(
  { client, head, position }: RowContext,
  invoiceIds: readonly string[],
): Promise<void> {
  await client.query({
    name: 'import-lift-hold',
    text: `
      WITH locked AS (
        SELECT id, number_key, organization_id FROM invoice WHERE id = ANY($1::uuid[])
         ORDER BY id FOR NO KEY UPDATE)
      UPDATE invoice SET is_on_hold = false, hold_reason = NULL, held_by = NULL, held_at = NULL,
             version = version + 1
        FROM locked
       WHERE invoice.id = locked.id AND is_on_hold AND held_by = $2 AND NOT EXISTS (
         SELECT FROM import JOIN import_row ON import_id = import.id
          WHERE status IN ('applying', 'waiting') AND reason_code = 'followsKnown'
            AND outcome IN ('conflict', 'staged') AND (import_id, position) <> ($3::uuid, $4::int)
            AND import_row.organization_id = locked.organization_id
            AND EXISTS (
              SELECT FROM jsonb_array_elements(staged #> '{invoice,preceding}') AS named(earlier)
               WHERE lower(btrim(normalize(earlier ->> 'number', NFC))) = locked.number_key))`,
    values: [invoiceIds, HELD_BY, head.importId, position],
  });
}

/** Voids it: nothing of it is charged, and nothing planned on it moves over. */
export async function replaceInvoice(
  { client, actor }: RowContext,
  invoiceId: string,
): Promise<readonly string[]> {
  const reason = 'replaced by another document';
  const { touchedPaymentIds } = await changeFromOutside(client, {
    invoiceId,
    kind: 'void',
    reason,
    actor,
  });
  return touchedPaymentIds;
}

/** Voids all of them. */
export async function replaceInvoices(
  context: RowContext,
  invoiceIds: readonly string[],
): Promise<readonly string[]> {
  const touched = new Set<string>();
  for (const id of [...invoiceIds].sort()) {
    for (const paymentId of await replaceInvoice(context, id)) touched.add(paymentId);
  }
  return [...touched];
}

const PASS_ON = {
  name: 'import-pass-on-reference',
  text: `UPDATE invoice SET source_reference = 'replaced:' || id, version = version + 1
          WHERE id = $1 AND source_id = $2 AND source_reference = $3`,
};

/** The source's own id means what replaces it from now on: an id stands for one invoice. */
export async function passOnReference(
  { client, head }: RowContext,
  invoiceId: string,
  sourceId: string | null,
): Promise<void> {
  if (sourceId === null) return;
  await client.query({ ...PASS_ON, values: [invoiceId, head.sourceId, sourceId] });
}

/** By what the books find an invoice: its source, and the id that this gives it. */
export type PlaceInBooks = Readonly<{ sourceId: string; sourceReference: string | null }>;

const VACATE = {
  name: 'import-vacate-place',
  text: `
  WITH place AS (
    SELECT source_id AS "sourceId", source_reference AS "sourceReference" FROM invoice WHERE id = $1
  ), vacated AS (
    UPDATE invoice SET source_reference = 'replaced:' || id, version = version + 1 WHERE id = $1
  )
  SELECT * FROM place`,
};

/** Where the books find the invoice they find from now on what replaces it: it is given this place. */
export async function vacatePlace(
  { client }: RowContext,
  invoiceId: string,
): Promise<PlaceInBooks> {
  const { rows } = await client.query<PlaceInBooks>({ ...VACATE, values: [invoiceId] });
  const [place] = rows;
  if (place === undefined) throw new Error(`invoice ${invoiceId} was not found`);
  return place;
}

export type Taken = Readonly<{
  balanceMinor: number;
  asOf: string;
  totalMinor: number | null;
  issuedOn: string | null;
  dueOn: string | null;
}>;

const BECOME = {
  name: 'import-become',
  text: `
  UPDATE invoice SET total_minor = coalesce($2::bigint, total_minor),
         issued_on = coalesce($3::date, issued_on), due_on = coalesce($4::date, due_on),
         version = version + 1
   WHERE id = $1`,
};

/**
 * The invoice becomes what a list says, which is not older than what was read. Planned payments that no longer
 * fit are lowered.
 */
export async function takeInvoice(
  { client, head, actor, decidedBy }: RowContext,
  invoiceId: string,
  { balanceMinor, asOf, totalMinor, issuedOn, dueOn }: Taken,
): Promise<readonly string[]> {
  const result = await applyReading(client, {
    invoiceId,
    sourceId: head.sourceId,
    importId: head.importId,
    asOf,
    balanceMinor,
    inside: {},
    confirmedRise: RiseCause.other,
    decidedBy,
    actor,
  });
  if (result.kind !== 'applied') throw new Error(`a reading of ${asOf} is ${result.kind}`);
  await client.query({ ...BECOME, values: [invoiceId, totalMinor, issuedOn, dueOn] });
  return result.touchedPaymentIds;
}
