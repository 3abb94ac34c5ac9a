/** The starter on a real Temporal client. */
import type { Client } from '@temporalio/client';
import {
  autopayRuleStart,
  changedSignal,
  clockMovedSignal,
  gatewayReportedSignal,
  importFilesStart,
  invoiceDocumentStart,
  invoicePaymentStart,
  messageDeliveryStart,
} from '../../workflows/messages';
import type { PaymentNews, WorkflowStarter } from './workflow-starter';

const SIGNALS = {
  changed: changedSignal,
  gatewayReported: gatewayReportedSignal,
  clockMoved: clockMovedSignal,
} as const satisfies Readonly<Record<PaymentNews, unknown>>;

const REACHABLE_WITHIN_MS = 1_000;

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
    async tellRule(start, news) {
      await client.workflow.signalWithStart('autopayRule', {
        ...autopayRuleStart(start),
        signal: SIGNALS[news],
        signalArgs: [],
      });
    },
    async startDocument(invoiceId) {
      await client.workflow.start('invoiceDocument', invoiceDocumentStart(invoiceId));
    },
    async startImport(importId) {
      await client.workflow.signalWithStart('importFiles', {
        ...importFilesStart(importId),
        signal: changedSignal,
        signalArgs: [],
      });
    },
    async startMessage(messageId) {
      await client.workflow.start('messageDelivery', messageDeliveryStart(messageId));
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
