/**
 * One Temporal worker per task queue, with what that queue does. A process runs one or several of
 * them; every root beside this file names its own.
 */
import type { Client } from '@temporalio/client';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Pool } from 'pg';
import type { DocumentActivities } from '../activities/document-activities';
import { createDocumentActivities } from '../activities/fetch-document';
import type { MessageActivities } from '../activities/message-activities';
import type { PaymentActivities } from '../activities/payment-activities';
import { createSendMessage, createSendMessages } from '../activities/send-messages';
import { createStartOverdue } from '../activities/start-overdue';
import type { SystemActivities } from '../activities/system-activities';
import { createFileDocumentSource } from '../accounting';
import { checkPdf } from '../documents/check-pdf';
import type { MailTransport, PaymentGateway } from '../domain/ports';
import { createDocumentKeeping } from '../prisma/stores/documents/document-keeping';
import { unfinishedImports } from '../prisma/stores/imports/unfinished-imports';
import { createMessageStore } from '../prisma/stores/payments/messages/message-store';
import { createFlagEndingMethods } from '../prisma/stores/autopay/ending-methods';
import { createWatching } from '../prisma/stores/autopay/watching';
import { createStarting } from '../prisma/stores/payments/starting';
import {
  autopayRuleStart,
  changedSignal,
  DOCUMENTS_QUEUE,
  GATEWAY_QUEUE,
  importFilesStart,
  invoicePaymentStart,
  messageDeliveryStart,
  PAYMENTS_QUEUE,
  SYSTEM_QUEUE,
} from '../workflows/messages';
import { beating } from './beating';
import { importSteps } from './import-steps';
import { gatewaySteps, paymentReaders } from './payment-steps';
import { compareRules, ruleSteps } from './rule-steps';

export type WorkerDependencies = Readonly<{
  connection: NativeConnection;
  client: Client;
  namespace: string;
  systemNamespace: string;
  pool: Pool;
  gateway: PaymentGateway;
  gatewayRatePerSecond: number;
  mail: MailTransport;
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
}>;

/**
 * Runs of autopay rules, each a row of transactions. More of them at once would only keep connections
 * from the short looks that a person's payment waits for.
 */
const RULE_RUNS_IN_FLIGHT_MAX = 5;
/** Past ten or twenty in flight a small machine's throughput only falls; it keeps its memory too. */
export const STEPS_IN_FLIGHT_MAX = 20;

export function createPaymentsWorker(dependencies: WorkerDependencies): Promise<Worker> {
  return Worker.create({
    connection: dependencies.connection,
    namespace: dependencies.namespace,
    taskQueue: PAYMENTS_QUEUE,
    workflowBundle: dependencies.workflowBundle,
    activities: {
      ...paymentReaders(dependencies),
      ...ruleSteps(dependencies),
      giveUpDocument: documentActivities(dependencies).giveUpDocument,
    },
    maxConcurrentActivityTaskExecutions: RULE_RUNS_IN_FLIGHT_MAX,
    maxConcurrentLocalActivityExecutions: STEPS_IN_FLIGHT_MAX,
    maxConcurrentWorkflowTaskExecutions: STEPS_IN_FLIGHT_MAX,
  });
}

export function createGatewayWorker(dependencies: WorkerDependencies): Promise<Worker> {
  return Worker.create({
    connection: dependencies.connection,
    namespace: dependencies.namespace,
    taskQueue: GATEWAY_QUEUE,
    activities: gatewaySteps(dependencies),
    maxConcurrentActivityTaskExecutions: STEPS_IN_FLIGHT_MAX,
    maxTaskQueueActivitiesPerSecond: dependencies.gatewayRatePerSecond,
  });
}

export function createDocumentsWorker(dependencies: WorkerDependencies): Promise<Worker> {
  return Worker.create({
    connection: dependencies.connection,
    namespace: dependencies.namespace,
    taskQueue: DOCUMENTS_QUEUE,
    activities: {
      ...messageActivities(dependencies),
      ...documentActivities(dependencies),
      ...importSteps(dependencies),
    },
    maxConcurrentActivityTaskExecutions: STEPS_IN_FLIGHT_MAX,
  });
}

function messageActivities({
  pool,
  mail,
}: WorkerDependencies): MessageActivities & Pick<PaymentActivities, 'sendMessages'> {
  const clock = { realNow: () => new Date() };
  const sending = { mail, clock, messages: createMessageStore({ pool }) };
  return {
    sendMessages: beating(createSendMessages(sending)),
    sendMessage: beating(createSendMessage(sending)),
  };
}

function documentActivities({ pool }: Pick<WorkerDependencies, 'pool'>): DocumentActivities {
  const documents = createDocumentKeeping({ pool });
  const files = createFileDocumentSource({ readStored: documents.readStored });
  return createDocumentActivities({
    sourceOf: (kind) => (kind === 'files' ? files : null),
    checkPdf,
    documents,
  });
}

export function createSystemWorker(dependencies: WorkerDependencies): Promise<Worker> {
  return Worker.create({
    connection: dependencies.connection,
    namespace: dependencies.systemNamespace,
    taskQueue: SYSTEM_QUEUE,
    workflowBundle: dependencies.workflowBundle,
    activities: systemActivities(dependencies),
  });
}

/** The sweep's pass, with the workflows of the business's namespace. */
export function systemActivities({
  pool,
  client,
  gateway,
}: Pick<WorkerDependencies, 'pool' | 'client' | 'gateway'>): SystemActivities {
  const starting = createStarting({ pool });
  const watching = createWatching({ pool });
  type Start = Parameters<typeof invoicePaymentStart>[0];
  return {
    startOverdue: createStartOverdue<Start>({
      overdue: {
        payments: starting.overdue,
        messages: starting.overdueMessages,
        imports: (limit) => unfinishedImports(pool, limit),
        rules: watching.overdue,
        recordRuleSwept: watching.recordSwept,
        recordSwept: starting.recordSwept,
        recordRefused: starting.recordRefused,
      },
      workflows: {
        async startPayment(start) {
          await client.workflow.start('invoicePayment', invoicePaymentStart(start));
        },
        async wakePayment(start) {
          await client.workflow.signalWithStart('invoicePayment', {
            ...invoicePaymentStart(start),
            signal: changedSignal,
          });
        },
        async startMessage(messageId) {
          await client.workflow.start('messageDelivery', messageDeliveryStart(messageId));
        },
        async startImport(importId) {
          await client.workflow.start('importFiles', importFilesStart(importId));
        },
        async startRule(start) {
          await client.workflow.start('autopayRule', autopayRuleStart(start));
        },
        async wakeRule(start) {
          await client.workflow.signalWithStart('autopayRule', {
            ...autopayRuleStart(start),
            signal: changedSignal,
          });
        },
        isRefusal: (error) => isInvalidArgument(error),
      },
    }),
    compareRunningRules: compareRules({ pool, client }),
    flagEndingMethods: createFlagEndingMethods({ pool, limits: gateway.capabilities }),
  };
}

/** gRPC's code for a request that will never be taken as it is. */
const INVALID_ARGUMENT = 3;

function isInvalidArgument(error: unknown): boolean {
  const cause = (error as Readonly<{ cause?: unknown }> | null)?.cause ?? error;
  return (cause as Readonly<{ code?: unknown }> | null)?.code === INVALID_ARGUMENT;
}
