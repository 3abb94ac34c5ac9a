/** Applies a plain PDF: the document of the one known invoice whose number is its file name. */
import { attachDocument } from './add-invoice';
import { knownByFileName } from './known-invoice';
import type { RowContext } from './row-context';
import { type StagedFileRow, type Verdict, verdict } from './staged';

export type StagedPdf = Extract<StagedFileRow, { kind: 'plainPdf' }>;

export async function applyPlainPdf(
  context: RowContext,
  { pages, pdfRefusal }: StagedPdf,
): Promise<Verdict> {
  if (pdfRefusal !== null) {
    return verdict('refused', { code: 'pdfNotKept', reason: pdfRefusal });
  }
  const known = await knownByFileName(context, stemOf(context));
  const [invoice, another] = known;
  if (invoice === undefined) {
    const reason = 'It is a plain PDF, and no invoice has the number that its name gives.';
    return verdict('refused', { code: 'noInvoice', reason });
  }
  if (another !== undefined) {
    const reason = `It is a plain PDF, and ${known.length} invoices have the number that its name gives.`;
    return verdict('refused', { code: 'severalInvoices', reason });
  }
  const { organizationId, currency, openMinor } = invoice;
  const parts = {
    organizationId,
    invoiceId: invoice.id,
    effect: { currency, beforeMinor: openMinor, afterMinor: openMinor },
  };
  if (invoice.hasDocument) {
    const isSame = invoice.sha256 === (await sha256Of(context));
    return verdict('unchanged', {
      ...parts,
      code: isSame ? 'known' : 'documentKept',
      reason: isSame ? null : 'The invoice has its document already, and it is never replaced.',
    });
  }
  await attachDocument(context, invoice.id, { ...PLAIN, number: invoice.number, pages });
  return verdict('updated', { ...parts, code: 'documentAdded' });
}

const PLAIN = {
  kind: 'plain',
  format: 'pdf',
  typeCode: null,
  identityKey: null,
  sellerKey: null,
  issuedOn: null,
  currency: null,
  totalMinor: null,
  data: null,
} as const;

/** As the index has it: without the ending, one hyphen for all that a file name cannot hold. */
function stemOf({ identity, fileName }: RowContext): string {
  const stem = fileName.replace(/\.pdf$/i, '');
  return identity.comparable(stem).replaceAll(/[\\/:*?"<>|\s_-]+/g, '-');
}

async function sha256Of({ client, head, fileName }: RowContext): Promise<string | null> {
  const { rows } = await client.query<{ sha256: string }>({
    name: 'import-file-sha256',
    text: `SELECT sha256 FROM import_file WHERE import_id = $1 AND name = $2`,
    values: [head.importId, fileName],
  });
  return rows[0]?.sha256 ?? null;
}
