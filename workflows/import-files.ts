import {
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SignalDefinition } from '@temporalio/common';
import type { ImportActivities } from '../activities/import/import-activities';
import {
  adjustedSignal,
  autopayRuleWorkflowId,
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
  heartbeatTimeout: '10 seconds',
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
      if (workflowInfo().continueAsNewSuggested) return goOnAnew(importId);
    }
    while ((await applyBatch(importId)) > 0) {
      if (workflowInfo().continueAsNewSuggested) return goOnAnew(importId);
    }
    const { toldPaymentIds, toldRuleIds = [], ...result } = await finishImport({ importId });
    end = result;
    await tellAll(toldPaymentIds.map(invoicePaymentWorkflowId), adjustedSignal);
    await tellAll(toldRuleIds.map(autopayRuleWorkflowId), changedSignal);
    setCurrentDetails(end.explanation);
    if (workflowInfo().continueAsNewSuggested && seen !== wakeUps) return goOnAnew(importId);
  } while (seen !== wakeUps);
  return end;
}

/** With a fresh history: what is done is in the rows, so that nothing has to be handed over. */
function goOnAnew(importId: string): Promise<never> {
  return continueAsNew<typeof importFiles>({ importId });
}

/** Answers how many rows are left. */
async function applyBatch(importId: string): Promise<number> {
  const { left, touchedPaymentIds } = await applyImportRows({ importId });
  if (left > 0) setCurrentDetails(`${left} rows are left.`);
  await tellAll(touchedPaymentIds.map(invoicePaymentWorkflowId), adjustedSignal);
  return left;
}

/** A server takes 2,000 signals of one workflow that are under way; a batch may touch more payments. */
const SIGNALS_AT_ONCE = 500;

async function tellAll(workflowIds: readonly string[], signal: SignalDefinition): Promise<void> {
  for (let from = 0; from < workflowIds.length; from += SIGNALS_AT_ONCE) {
    const some = workflowIds.slice(from, from + SIGNALS_AT_ONCE);
    await Promise.all(some.map((workflowId) => tell(workflowId, signal)));
  }
}

/** One that has closed needs no news. */
async function tell(workflowId: string, signal: SignalDefinition): Promise<void> {
  await getExternalWorkflowHandle(workflowId)
    .signal(signal)
    .catch(() => undefined);
}
