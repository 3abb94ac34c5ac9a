/** The starter on a real Temporal client. */
import type { Client } from '@temporalio/client';
import {
  changedSignal,
  clockMovedSignal,
  gatewayReportedSignal,
  invoiceDocumentStart,
  invoicePaymentStart,
} from '../../workflows/messages';
import type { PaymentNews, WorkflowStarter } from './workflow-starter';

const SIGNALS = {
  changed: changedSignal,
  gatewayReported: gatewayReportedSignal,
  clockMoved: clockMovedSignal,
} as const satisfies Readonly<Record<PaymentNews, unknown>>;

const REACHABLE_WITHIN_MS = 1_000;

/** @param startImport made by the room that owns the import's workflow. */
export function createTemporalStarter(
  client: Client,
  startImport: (client: Client, importId: string) => Promise<void>,
): WorkflowStarter {
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
    startImport: (importId) => startImport(client, importId),
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
