import {
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ImportActivities } from '../activities/import/import-activities';
import {
  adjustedSignal,
  changedSignal,
  DOCUMENTS_QUEUE,
  type ImportFilesInput,
  type ImportFilesResult,
  invoicePaymentWorkflowId,
} from './messages';

// The readers limit each file themselves; tried for ever, because only a person may give up an import.
const { readImportFile, finishImport } = proxyActivities<ImportActivities>({
  taskQueue: DOCUMENTS_QUEUE,
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Files to rows',
});
// A batch that lost its worker is gone on with at once: what it applied is closed.
const { applyImportRows } = proxyActivities<ImportActivities>({
  taskQueue: DOCUMENTS_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Rows to invoices',
});

/**
 * Takes an import as far as it goes without a person: files to rows, rows to invoices, and what is
 * missing. A decision starts it again, or is seen by the running one.
 *
 * The rows hold the progress and this only asks for the next step, so a second run changes nothing.
 */
export async function importFiles({ importId }: ImportFilesInput): Promise<ImportFilesResult> {
  let wakeUps = 0;
  setHandler(changedSignal, () => {
    wakeUps += 1;
  });
  let seen: number;
  let end: ImportFilesResult;
  do {
    seen = wakeUps;
    setCurrentDetails('Reading files.');
    while ((await readImportFile({ importId })).isMore) {
      if (workflowInfo().continueAsNewSuggested) {
        return continueAsNew<typeof importFiles>({ importId });
      }
    }
    await applyAll(importId);
    const { toldPaymentIds, ...result } = await finishImport({ importId });
    end = result;
    await Promise.all(toldPaymentIds.map(tellAdjusted));
    setCurrentDetails(end.explanation);
    if (workflowInfo().continueAsNewSuggested && seen !== wakeUps) {
      return continueAsNew<typeof importFiles>({ importId });
    }
  } while (seen !== wakeUps);
  return end;
}

async function applyAll(importId: string): Promise<void> {
  let left: number;
  do {
    const applied = await applyImportRows({ importId });
    left = applied.left;
    if (left > 0) setCurrentDetails(`${left} rows are left.`);
    await Promise.all(applied.touchedPaymentIds.map(tellAdjusted));
  } while (left > 0);
}

/** One that has closed needs no news. */
async function tellAdjusted(paymentId: string): Promise<void> {
  await getExternalWorkflowHandle(invoicePaymentWorkflowId(paymentId))
    .signal(adjustedSignal)
    .catch(() => undefined);
}
