/**
 * Documents of invoices that came from files: the exact PDF was kept when it was imported, so the
 * source answers from storage and asks nobody.
 */
import type { DocumentSource } from '../../domain/ports';

export type StoredPdf = Readonly<{ bytes: Uint8Array; fileName: string }>;

type Dependencies = Readonly<{
  /** The PDF kept for an invoice, exactly as it was imported; null when none was. */
  readStored(invoiceId: string): Promise<StoredPdf | null>;
}>;

/** Makes the document source of file imports. An outage of the storage is thrown, as the port says. */
export function createFileDocumentSource({ readStored }: Dependencies): DocumentSource {
  return {
    async fetch({ invoiceId }) {
      const stored = await readStored(invoiceId);
      if (stored) return { kind: 'bytes', ...stored };
      return { kind: 'not-available', reason: 'No PDF of this invoice has been imported.' };
    },
  };
}
