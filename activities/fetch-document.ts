import { log } from '@temporalio/activity';
import type { DocumentSource } from '../domain/ports';
import type { DocumentActivities } from './document-activities';

type PdfChecked = Readonly<{ ok: true; pages: number }> | Readonly<{ ok: false; reason: string }>;

type InvoiceReference = Parameters<DocumentSource['fetch']>[0];

type Dependencies = {
  /** One source per kind of accounting system; null when the invoice's source has none. */
  sourceOf(source: string): DocumentSource | null;
  checkPdf(bytes: Uint8Array): Promise<PdfChecked>;
  documents: {
    invoiceOf(invoiceId: string): Promise<InvoiceReference | null>;
    /** Stores the bytes under their SHA-256 and makes them the invoice's document. */
    keep(
      invoiceId: string,
      document: Readonly<{ bytes: Uint8Array; fileName: string; pages: number }>,
    ): Promise<Readonly<{ sha256: string }>>;
    /** Says why there is none. Never replaces a kept one. */
    recordNotAvailable(invoiceId: string, reason: string): Promise<void>;
  };
};

/** Fetches and keeps the exact PDF of an invoice, or says plainly why there is none. */
export function createDocumentActivities({
  sourceOf,
  checkPdf,
  documents,
}: Dependencies): DocumentActivities {
  return {
    async fetchDocument({ invoiceId }) {
      const invoice = await documents.invoiceOf(invoiceId);
      if (invoice === null) return unavailable(invoiceId, 'There is no such invoice.');
      const source = sourceOf(invoice.source);
      if (source === null) return unavailable(invoiceId, 'Its source keeps no documents.');

      const fetched = await source.fetch(invoice);
      if (fetched.kind === 'not-available') return unavailable(invoiceId, fetched.reason);
      const checked = await checkPdf(fetched.bytes);
      if (!checked.ok) return unavailable(invoiceId, checked.reason);

      const { bytes, fileName } = fetched;
      const { sha256 } = await documents.keep(invoiceId, { bytes, fileName, pages: checked.pages });
      return { kind: 'kept', sha256, pages: checked.pages };
    },

    async giveUpDocument({ invoiceId }) {
      await documents.recordNotAvailable(
        invoiceId,
        'The accounting system could not be reached. Ask again in a while.',
      );
    },
  };

  async function unavailable(invoiceId: string, reason: string) {
    log.info('no document', { invoiceId, reason });
    await documents.recordNotAvailable(invoiceId, reason);
    return { kind: 'not-available', reason } as const;
  }
}
