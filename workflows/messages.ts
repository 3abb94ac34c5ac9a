/**
 * How the rest of the system talks to the workflows: queues, ids, inputs, results, signals, starts.
 * Everyone else imports this file and nothing else from the folder at run time.
 *
 * No signal carries data. Each says *read again*; its name is for the reader of the timeline.
 */
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { defineSignal } from '@temporalio/workflow';
import type { PaymentKind, PaymentState } from '../domain/payment';
import type { MethodKind } from '../domain/ports';
import { amountForOperators, invoicesForOperators } from './operator-words';

/** Workflows and their database work. */
export const PAYMENTS_QUEUE = 'payments';
/** Charge, query, fence: rate-limited for the whole queue. */
export const GATEWAY_QUEUE = 'gateway';
/** PDF, mail, imports. */
export const DOCUMENTS_QUEUE = 'documents';
/** Sweeps, in a namespace of their own. */
export const SYSTEM_QUEUE = 'system';

export const invoicePaymentWorkflowId = (paymentId: string) => `payment:${paymentId}`;
export const autopayRuleWorkflowId = (ruleId: string) => `autopay-rule:${ruleId}`;
export const invoiceDocumentWorkflowId = (invoiceId: string) => `document:${invoiceId}`;
export const importFilesWorkflowId = (importId: string) => `import:${importId}`;
export const messageDeliveryWorkflowId = (messageId: string) => `message:${messageId}`;

/** `paymentId` is made by the page and is the idempotency key all the way to the gateway. */
export type InvoicePaymentInput = Readonly<{ paymentId: string }>;
/** What an operator reads after the workflow has closed. No names, no addresses, no tokens. */
export type InvoicePaymentResult = Readonly<{
  state: PaymentState | 'absent';
  amount: string;
  invoices: string;
  explanation: string;
}>;
export type InvoiceDocumentInput = Readonly<{ invoiceId: string }>;
export type InvoiceDocumentResult = Readonly<{
  kind: 'kept' | 'not-available';
  explanation: string;
}>;
export type MessageDeliveryInput = Readonly<{ messageId: string }>;
export type AutopayRuleInput = Readonly<{ ruleId: string }>;
export type AutopayRuleResult = Readonly<{ explanation: string }>;
export type ImportFilesInput = Readonly<{ importId: string }>;
/** As far as it went without a person; counts, no names. */
export type ImportFilesResult = Readonly<{ state: string; explanation: string }>;

/** Another payment on the same invoice changed this one. */
export const adjustedSignal = defineSignal('adjusted');
/** A person changed this one. */
export const changedSignal = defineSignal('changed');
/** The gateway reported something about its charge. */
export const gatewayReportedSignal = defineSignal('gatewayReported');
/** The business's clock was moved. */
export const clockMovedSignal = defineSignal('clockMoved');

/** Every signal of a payment; all of them mean *read again*. */
export const PAYMENT_SIGNALS = [
  adjustedSignal,
  changedSignal,
  gatewayReportedSignal,
  clockMovedSignal,
] as const;

/** Every signal of a rule; all of them mean *read again*. */
export const RULE_SIGNALS = [adjustedSignal, changedSignal, clockMovedSignal] as const;

export const ORGANIZATION_ID = defineSearchAttributeKey('OrganizationId', 'KEYWORD');
export const INVOICE_NUMBERS = defineSearchAttributeKey('InvoiceNumbers', 'KEYWORD_LIST');
export const PAYMENT_STATE = defineSearchAttributeKey('PaymentState', 'KEYWORD');
export const PAYMENT_KIND = defineSearchAttributeKey('PaymentKind', 'KEYWORD');
export const AMOUNT = defineSearchAttributeKey('Amount', 'KEYWORD');
export const RUN_AT = defineSearchAttributeKey('RunAt', 'DATETIME');

/** What is known of a payment when its workflow is started. */
export type InvoicePaymentStart = Readonly<{
  paymentId: string;
  organizationId: string;
  kind: PaymentKind;
  state: PaymentState;
  methodKind: MethodKind;
  amountMinor: number;
  currency: string;
  invoiceNumbers: readonly string[];
  /** UTC instant; null for an immediate payment. */
  runAt: string | null;
}>;

/** A person waits for an immediate payment; a schedule can wait a little; autopay comes last. */
const PRIORITY: Readonly<Record<PaymentKind, number>> = { manual: 1, scheduled: 3, autopay: 5 };

/**
 * The options of `client.workflow.start('invoicePayment', …)`, the same for the API and the sweep:
 * a second start of a running workflow uses the running one, a closed one may be started again.
 */
export function invoicePaymentStart(payment: InvoicePaymentStart) {
  return {
    workflowId: invoicePaymentWorkflowId(payment.paymentId),
    taskQueue: PAYMENTS_QUEUE,
    args: [{ paymentId: payment.paymentId }] as [InvoicePaymentInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    priority: { priorityKey: PRIORITY[payment.kind] },
    staticSummary: summaryOf(payment),
    typedSearchAttributes: searchAttributesOf(payment),
  };
}

/** What is known of a rule when its workflow is started. */
export type AutopayRuleStart = Readonly<{ ruleId: string; organizationId: string }>;

/** Started for every decision about the rule: one that runs is told, one that ended starts anew. */
export function autopayRuleStart({ ruleId, organizationId }: AutopayRuleStart) {
  return {
    workflowId: autopayRuleWorkflowId(ruleId),
    taskQueue: PAYMENTS_QUEUE,
    args: [{ ruleId }] as [AutopayRuleInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    priority: { priorityKey: PRIORITY.autopay },
    staticSummary: 'Autopay rule',
    typedSearchAttributes: [{ key: ORGANIZATION_ID, value: organizationId }],
  };
}

export function invoiceDocumentStart(invoiceId: string) {
  return {
    workflowId: invoiceDocumentWorkflowId(invoiceId),
    taskQueue: PAYMENTS_QUEUE,
    args: [{ invoiceId }] as [InvoiceDocumentInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    priority: { priorityKey: 1 },
    staticSummary: 'Fetch the document of an invoice',
  };
}

/** Started again for every decision: one that runs is told, one that has closed is started anew. */
export function importFilesStart(importId: string) {
  return {
    workflowId: importFilesWorkflowId(importId),
    taskQueue: PAYMENTS_QUEUE,
    args: [{ importId }] as [ImportFilesInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    priority: { priorityKey: 4 },
    staticSummary: 'Read an import',
  };
}

export function messageDeliveryStart(messageId: string) {
  return {
    workflowId: messageDeliveryWorkflowId(messageId),
    taskQueue: PAYMENTS_QUEUE,
    args: [{ messageId }] as [MessageDeliveryInput],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: 'Deliver one message',
  };
}

const KIND_WORDS: Readonly<Record<PaymentKind, string>> = {
  manual: 'Manual',
  scheduled: 'Scheduled',
  autopay: 'Autopay',
};
const METHOD_WORDS: Readonly<Record<MethodKind, string>> = {
  card: 'card payment',
  bankDebit: 'bank debit',
};

/** `Manual card payment of 1,500.00 USD on INV-1042`. */
function summaryOf(payment: InvoicePaymentStart): string {
  const amount = amountForOperators(payment);
  const invoices = invoicesForOperators(payment.invoiceNumbers);
  return `${KIND_WORDS[payment.kind]} ${METHOD_WORDS[payment.methodKind]} of ${amount} on ${invoices}`;
}

/** Twenty numbers and `+N more`: the server refuses an attribute of more than 2,048 bytes. */
const INVOICE_NUMBERS_MAX = 20;
/** Bytes of UTF-8 for all of them, well under the server's limit with its own overhead. */
const INVOICE_NUMBERS_BYTES_MAX = 1500;

function searchAttributesOf(payment: InvoicePaymentStart): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [
    { key: ORGANIZATION_ID, value: payment.organizationId },
    { key: INVOICE_NUMBERS, value: listedNumbers(payment.invoiceNumbers) },
    { key: PAYMENT_STATE, value: payment.state },
    { key: PAYMENT_KIND, value: payment.kind },
    { key: AMOUNT, value: amountForOperators(payment, 'currency-first') },
  ];
  if (payment.runAt !== null) pairs.push({ key: RUN_AT, value: new Date(payment.runAt) });
  return pairs;
}

function listedNumbers(numbers: readonly string[]): string[] {
  const encoder = new TextEncoder();
  const listed: string[] = [];
  let bytes = 0;
  for (const number of numbers) {
    bytes += encoder.encode(number).length;
    if (listed.length === INVOICE_NUMBERS_MAX || bytes > INVOICE_NUMBERS_BYTES_MAX) break;
    listed.push(number);
  }
  const more = numbers.length - listed.length;
  return more > 0 ? [...listed, `+${more} more`] : listed;
}
