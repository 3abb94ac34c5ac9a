/**
 * Reads one file that a person dropped: a PDF with an e-invoice in it, a plain PDF, or the XML of an
 * e-invoice alone.
 *
 * Which attachment is the invoice is decided by its root element, whatever its file name. None makes
 * the file a plain PDF; two are refused, because nobody can say which one counts.
 */
import { ok, type Result, refuse } from '../../domain/result';
import { withoutControls } from '../reading/plain-text';
import { isInvoiceRoot, readEInvoice } from './e-invoice';
import { looksLikePdf, type PdfContent, type PdfReader } from './pdf';
import { type FileRefusal, fileRefusal } from './refusal';
import type { StagedDocument, StagedPlainPdf } from './staged-row';
import { sniffXmlRoot } from './xml';

export type DroppedFile = Readonly<{ name: string; bytes: Uint8Array }>;

export type DocumentReader = Readonly<{
  /** Reads one file. Never throws on any bytes. */
  read(file: DroppedFile): Promise<Result<StagedDocument | StagedPlainPdf, FileRefusal>>;
}>;

/** Makes a reader of dropped documents; the PDF reader stays the caller's to close. */
export function createDocumentReader({ pdf }: Readonly<{ pdf: PdfReader }>): DocumentReader {
  return {
    async read({ name, bytes }) {
      if (bytes.length === 0) return refuse(fileRefusal('FILE_EMPTY', 'The file is empty.'));
      if (!looksLikePdf(bytes)) return readXmlFile(name, bytes);
      const content = await pdf.read(bytes);
      return content.ok ? readPdfFile(name, content.value) : content;
    },
  };
}

function readXmlFile(name: string, bytes: Uint8Array): Result<StagedDocument, FileRefusal> {
  if (!isInvoice(bytes)) {
    const sentence = 'The file is neither a PDF nor the XML of an e-invoice.';
    return refuse(fileRefusal('NEITHER_PDF_NOR_INVOICE', sentence));
  }
  const invoice = readEInvoice(bytes);
  if (!invoice.ok) return invoice;
  return ok({
    kind: 'document',
    position: { file: name, attachment: null },
    pages: null,
    invoice: invoice.value,
  });
}

function readPdfFile(
  name: string,
  { pages, attachments }: PdfContent,
): Result<StagedDocument | StagedPlainPdf, FileRefusal> {
  const invoices = attachments.filter((attachment) => isInvoice(attachment.bytes));
  const [found] = invoices;
  if (!found)
    return ok({
      kind: 'plainPdf',
      position: { file: name, attachment: null },
      pages,
    });
  if (invoices.length > 1) {
    const sentence = `The PDF carries ${invoices.length} invoices, and nobody can say which one counts.`;
    return refuse(fileRefusal('SEVERAL_INVOICES_IN_PDF', sentence));
  }
  const invoice = readEInvoice(found.bytes);
  if (!invoice.ok) return invoice;
  const position = { file: name, attachment: withoutControls(found.name) };
  return ok({ kind: 'document', position, pages, invoice: invoice.value });
}

function isInvoice(bytes: Uint8Array): boolean {
  const root = sniffXmlRoot(bytes);
  return root !== null && isInvoiceRoot(root);
}
