/** Credit notes that bear the number of a row. */
import type { RowContext } from './row-context';

export type KnownNote = Readonly<{
  organizationId: string;
  currency: string;
  amountMinor: number;
  remainingMinor: number;
  /** Null where nobody has said it. */
  issuedOn: string | null;
}>;

/** SQL of a `KnownNote` as `known`, of every client. `number` is SQL, of a number as it is compared. */
export const notesByNumber = (number: string): string => `
  SELECT json_build_object('organizationId', organization_id, 'currency', currency,
           'amountMinor', amount_minor, 'remainingMinor', remaining_minor,
           'issuedOn', issued_on) AS known
    FROM unapplied_money
   WHERE kind = 'creditNote' AND lower(btrim(document_number)) = ${number} ORDER BY id`;

const BY_NUMBER = { name: 'import-known-note', text: notesByNumber('$1') };

/** A credit note of this number that the client has already; null when it has none. */
export async function knownNote(
  { client, identity, ahead }: RowContext,
  organizationId: string,
  number: string,
): Promise<KnownNote | null> {
  const notes = ahead?.notes ?? (await readNotes());
  return notes.find((note) => note.organizationId === organizationId) ?? null;

  async function readNotes(): Promise<readonly KnownNote[]> {
    const values = [identity.comparable(number)];
    const { rows } = await client.query<{ known: KnownNote }>({ ...BY_NUMBER, values });
    return rows.map(({ known }) => known);
  }
}
