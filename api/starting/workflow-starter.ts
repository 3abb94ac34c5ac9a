/** What the API asks of Temporal: start, or start and tell. Each may fail while Temporal is away. */
import type { AutopayRuleStart, InvoicePaymentStart } from '../../workflows/messages';

/** Names of the signals; each only says *read again*. */
export type PaymentNews = 'changed' | 'gatewayReported' | 'clockMoved';

export type RuleNews = 'changed' | 'clockMoved';

export interface WorkflowStarter {
  startPayment(start: InvoicePaymentStart): Promise<void>;
  /** Starts the workflow when it is not running, and signals it in the same call. */
  tellPayment(start: InvoicePaymentStart, news: PaymentNews): Promise<void>;
  /** Starts the workflow of a rule when it is not running, and signals it in the same call. */
  tellRule(start: AutopayRuleStart, news: RuleNews): Promise<void>;
  startDocument(invoiceId: string): Promise<void>;
  /** Also after a decision: the workflow reads its rows again. */
  startImport(importId: string): Promise<void>;
  startMessage(messageId: string): Promise<void>;
  /** Whether the server answers, within a second. */
  isReachable(): Promise<boolean>;
}
