/** The starter on a real Temporal client. */
import type { Client } from '@temporalio/client';
import {
  changedSignal,
  clockMovedSignal,
  gatewayReportedSignal,
  invoiceDocumentStart,
  invoicePaymentStart,
  PAYMENTS_QUEUE,
} from '../../workflows/messages';
import type { PaymentNews, WorkflowStarter } from './workflow-starter';

const SIGNALS = {
  changed: changedSignal,
  gatewayReported: gatewayReportedSignal,
  clockMoved: clockMovedSignal,
} as const satisfies Readonly<Record<PaymentNews, unknown>>;

const REACHABLE_WITHIN_MS = 1_000;

/** Started again for every decision: one that runs is told, one that has closed is started anew. */
function importStart(importId: string) {
  return {
    workflowId: `import:${importId}`,
    taskQueue: PAYMENTS_QUEUE,
    args: [{ importId }] as [{ importId: string }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: 'Read an import',
  };
}

export function createTemporalStarter(client: Client): WorkflowStarter {
  return {
    async startPayment(start) {
      await client.workflow.start('invoicePayment', invoicePaymentStart(start));
    },
    async tellPayment(start, news) {
      await client.workflow.signalWithStart('invoicePayment', {
        ...invoicePaymentStart(start),
        signal: SIGNALS[news],
        signalArgs: [],
      });
    },
    async startDocument(invoiceId) {
      await client.workflow.start('invoiceDocument', invoiceDocumentStart(invoiceId));
    },
    async startImport(importId) {
      await client.workflow.signalWithStart('importFiles', {
        ...importStart(importId),
        signal: changedSignal,
        signalArgs: [],
      });
    },
    async isReachable() {
      const deadline = Date.now() + REACHABLE_WITHIN_MS;
      try {
        await client.connection.withDeadline(deadline, () =>
          client.connection.workflowService.getSystemInfo({}),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}
