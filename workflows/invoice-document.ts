import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DocumentActivities } from '../activities/document-activities';
import { DOCUMENTS_QUEUE, type InvoiceDocumentInput, type InvoiceDocumentResult } from './messages';

const { fetchDocument } = proxyActivities<DocumentActivities>({
  taskQueue: DOCUMENTS_QUEUE,
  // A slow accounting system renders a long invoice in well under a minute.
  startToCloseTimeout: '2 minutes',
  // A person waits for this; after that they are told, and may ask again.
  scheduleToCloseTimeout: '15 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Fetch the PDF from the accounting system',
});
const { giveUpDocument } = proxyLocalActivities<DocumentActivities>({
  startToCloseTimeout: '10 seconds',
});

/** Fetches a document that was asked for and is not kept. Never part of a payment. */
export async function invoiceDocument({
  invoiceId,
}: InvoiceDocumentInput): Promise<InvoiceDocumentResult> {
  try {
    const fetched = await fetchDocument({ invoiceId });
    return fetched.kind === 'kept'
      ? { kind: 'kept', explanation: `Kept, ${fetched.pages} pages, SHA-256 ${fetched.sha256}.` }
      : { kind: 'not-available', explanation: fetched.reason };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await giveUpDocument({ invoiceId });
    return { kind: 'not-available', explanation: 'The accounting system could not be reached.' };
  }
}
