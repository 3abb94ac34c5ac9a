/**
 * Applies a credit note: money of the client that belongs to no invoice until a person applies it.
 * One that the balances of a complete list hold already changes nothing.
 */
import { randomUUID } from 'node:crypto';
import type { EInvoice } from '../../../accounting';
import type { NewDocument } from './add-invoice';
import { addClient, type Buyer } from './client-of-row';
import { holdForConflict, liftConflictHolds, replaceInvoices } from './decided-conflict';
import type { KnownInvoice } from './known-invoice';
import { type KnownNote, knownNote } from './known-note';
import { idsOf, precedingInWords } from './preceding';
import { type RowContext, saidOn } from './row-context';
import { leftOut, type Verdict, verdict } from './staged';

type Parts = Readonly<{
  buyer: Buyer;
  organizationId: string | null;
  /** Known invoices that it says it follows. */
  preceding: readonly KnownInvoice[];
  document: NewDocument;
}>;

export async function applyCreditNote(
  context: RowContext,
  { number, currency, standing, issuedOn }: EInvoice,
  { buyer, organizationId, preceding, document }: Parts,
): Promise<Verdict> {
  const amountMinor = standing.unappliedMinor;
  const note = { number, currency, amountMinor, issuedOn, document };
  const known = organizationId === null ? null : await knownNote(context, organizationId, number);
  if (organizationId !== null && known !== null)
    return compare(context, organizationId, note, known);
  const [earlier] = preceding;
  let touchedPaymentIds: readonly string[] = [];
  if (earlier !== undefined) {
    const said = saidOn(context, 'followsKnown');
    if (said === undefined) return followsKnown(context, note, organizationId, preceding);
    await liftConflictHolds(context, idsOf(preceding));
    if (said === 'keep') return leftOut({ organizationId, invoiceId: earlier.id });
    if (said === 'replaces') touchedPaymentIds = await replaceInvoices(context, idsOf(preceding));
  }
  if (organizationId !== null && (await isInBalances(context, organizationId, issuedOn))) {
    return verdict('unchanged', {
      code: 'creditNoteInBalances',
      reason: 'A complete list of a later instant holds it in its balances already.',
      organizationId,
      touchedPaymentIds,
    });
  }
  const id = organizationId ?? (await addClient(context, buyer));
  await addNote(context, id, note);
  return verdict('created', {
    code: 'creditNote',
    reason: 'A credit note: money of the client that can be applied to an invoice.',
    organizationId: id,
    effect: { currency, afterMinor: amountMinor },
    touchedPaymentIds,
  });
}

export type Note = Readonly<{
  number: string;
  currency: string;
  amountMinor: number;
  issuedOn: string | null;
  document: NewDocument | null;
}>;

/**
 * One number, a credit note that the client has and an invoice that comes in: both side by side, until a
 * person says that both hold (rules.md 15). Null when nothing is in its way.
 */
export async function underNumberOfNote(
  context: RowContext,
  {
    number,
    currency,
    openMinor,
  }: Readonly<{ number: string; currency: string; openMinor: number }>,
  organizationId: string | null,
): Promise<Verdict | null> {
  const known = organizationId === null ? null : await knownNote(context, organizationId, number);
  const said = saidOn(context, OTHER_KIND);
  if (known === null || said === 'take') return null;
  if (said === 'keep') return leftOut({ organizationId });
  return verdict('conflict', {
    code: OTHER_KIND,
    reason: `The number ${number} is known, as that of a credit note.`,
    organizationId,
    effect: {
      currency: known.currency === currency ? currency : null,
      beforeMinor: known.amountMinor,
      afterMinor: openMinor,
      differences: [{ field: 'Kind', known: 'Credit note', incoming: 'Invoice' }],
      decisions: ['conflict'],
      choices: ['keep', 'take'],
    },
  });
}

const OTHER_KIND = 'sameNumberOtherKind';

function compare(
  context: RowContext,
  organizationId: string,
  { number, currency, amountMinor, issuedOn }: Note,
  known: KnownNote,
): Verdict {
  const isOtherDate = known.issuedOn !== null && issuedOn !== null && known.issuedOn !== issuedOn;
  const isSameMoney = known.currency === currency && known.amountMinor === amountMinor;
  if (isSameMoney && !isOtherDate) return verdict('unchanged', { code: 'known', organizationId });
  const code = isOtherDate ? 'sameNumberOtherDate' : 'sameNumberOtherTotal';
  if (saidOn(context, code) === 'keep') return leftOut({ organizationId });
  const differing = isSameMoney ? 'date' : isOtherDate ? 'date and amount' : 'amount';
  return verdict('conflict', {
    code,
    reason: `The credit note ${number} is known, with another ${differing}.`,
    organizationId,
    effect: {
      currency: known.currency === currency ? currency : null,
      beforeMinor: known.amountMinor,
      afterMinor: amountMinor,
      differences: isOtherDate
        ? [{ field: 'Date of issue', known: known.issuedOn, incoming: issuedOn }]
        : [],
      decisions: ['conflict'],
      choices: ['keep'],
    },
  });
}

async function followsKnown(
  context: RowContext,
  { number, currency, amountMinor }: Note,
  organizationId: string | null,
  preceding: readonly KnownInvoice[],
): Promise<Verdict> {
  const known = precedingInWords(preceding);
  await holdForConflict(context, idsOf(preceding), number);
  return verdict('conflict', {
    code: 'followsKnown',
    reason: `It says that it credits ${known.numbers}. Does it replace ${known.them}, or is it money of the client?`,
    organizationId,
    invoiceId: known.invoiceId,
    effect: {
      currency: known.currencyWith(currency),
      beforeMinor: known.openMinor,
      afterMinor: amountMinor,
      decisions: ['conflict'],
      choices: ['keep', 'take', 'replaces'],
    },
  });
}

/**
 * A complete list of the client, which may come in with it, speaks for an instant on or after its date. A list
 * of other books says nothing of it, also when it is complete for all of theirs.
 */
async function isInBalances(
  { client, head }: RowContext,
  organizationId: string,
  issuedOn: string,
): Promise<boolean> {
  const { rows } = await client.query<{ is_held: boolean }>({
    name: 'import-note-in-balances',
    text: `
      SELECT EXISTS (
        SELECT FROM import
         WHERE is_complete AND (status IN ('waiting', 'done') OR import.id = $5)
           AND (as_of AT TIME ZONE $3)::date >= $2::date
           AND (scope = 'all' OR EXISTS (
             SELECT FROM import_row WHERE import_id = import.id AND organization_id = $1))
           AND (source_id = $4 OR EXISTS (
             SELECT FROM invoice WHERE organization_id = $1 AND (invoice.source_id = import.source_id OR EXISTS (
               SELECT FROM reading WHERE invoice_id = invoice.id AND reading.source_id = import.source_id))))
      ) AS is_held`,
    values: [organizationId, issuedOn, head.zone, head.sourceId, head.importId],
  });
  return rows[0]?.is_held === true;
}

/** Keeps the money and, where there is one, the document that says so. */
export async function addNote(
  { client, head, fileName, actor }: RowContext,
  organizationId: string,
  { number, currency, amountMinor, issuedOn, document }: Note,
): Promise<void> {
  await client.query({
    name: 'import-add-note',
    text: `
      WITH kept AS (
        INSERT INTO document_bytes (sha256, bytes, size_bytes, pages)
        SELECT sha256, bytes, size_bytes, $9::int FROM import_file
         WHERE import_id = $7::uuid AND name = $8 AND $9::int IS NOT NULL
        ON CONFLICT DO NOTHING
      ), document AS (
        INSERT INTO document (id, organization_id, kind, format, type_code, identity_key, seller_key, number,
          issued_on, currency, total_minor, file_name, sha256, data)
        SELECT $10::uuid, $2::uuid, d.kind, d.format, d."typeCode", d."identityKey", d."sellerKey", d.number,
          d."issuedOn", d.currency, d."totalMinor", $8,
          CASE WHEN $9::int IS NOT NULL THEN (SELECT sha256 FROM import_file WHERE import_id = $7::uuid AND name = $8) END,
          d.data
          FROM json_to_record($11::json) AS d(kind text, format text, "typeCode" text, "identityKey" text,
            "sellerKey" text, number text, "issuedOn" date, currency text, "totalMinor" bigint, data jsonb)
         WHERE $11::json IS NOT NULL
        ON CONFLICT (identity_key, format) DO NOTHING RETURNING id
      ), money AS (
        INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind,
          document_number, document_id, issued_on)
        VALUES ($1::uuid, $2::uuid, $3, $4::bigint, $4::bigint, 'creditNote', $5, (SELECT id FROM document), $6::date)
      )
      INSERT INTO event (happened_at, actor_kind, actor_name, kind, after, organization_id, subject)
      VALUES ($12::timestamptz, $13, $14, 'creditNote.created',
              jsonb_build_object('amountMinor', $4::bigint, 'currency', $3::text, 'number', $5::text),
              $2::uuid, 'import:' || $7::text)`,
    values: [
      randomUUID(),
      organizationId,
      currency,
      amountMinor,
      number,
      issuedOn,
      head.importId,
      fileName,
      document?.pages ?? null,
      randomUUID(),
      document === null ? null : JSON.stringify(document),
      head.now,
      actor.kind,
      actor.name,
    ],
  });
}
