import type {
  PaymentNews,
  RuleNews,
  WorkflowStarter,
} from '../../../api/starting/workflow-starter';
import type { AutopayRuleStart, InvoicePaymentStart } from '../../../workflows/messages';

/** The only double of these suites: remembers what Temporal was asked, and can be away. */
export class RecordingStarter implements WorkflowStarter {
  readonly started: string[] = [];
  readonly told: { paymentId: string; news: PaymentNews }[] = [];
  readonly toldRules: { ruleId: string; news: RuleNews }[] = [];
  readonly documents: string[] = [];
  readonly imports: string[] = [];
  readonly messages: string[] = [];
  isAway = false;
  /** While set, every call waits for it: to see how many are made at once. */
  gate: Promise<void> | null = null;
  inFlight = 0;
  inFlightMax = 0;

  startPayment(start: InvoicePaymentStart): Promise<void> {
    return this.call(() => this.started.push(start.paymentId));
  }

  tellPayment(start: InvoicePaymentStart, news: PaymentNews): Promise<void> {
    return this.call(() => this.told.push({ paymentId: start.paymentId, news }));
  }

  tellRule({ ruleId }: AutopayRuleStart, news: RuleNews): Promise<void> {
    return this.call(() => this.toldRules.push({ ruleId, news }));
  }

  startDocument(invoiceId: string): Promise<void> {
    return this.call(() => this.documents.push(invoiceId));
  }

  startImport(importId: string): Promise<void> {
    return this.call(() => this.imports.push(importId));
  }

  startMessage(messageId: string): Promise<void> {
    return this.call(() => this.messages.push(messageId));
  }

  async isReachable(): Promise<boolean> {
    return !this.isAway;
  }

  private async call(remember: () => void): Promise<void> {
    this.inFlight += 1;
    this.inFlightMax = Math.max(this.inFlightMax, this.inFlight);
    try {
      await this.gate;
      if (this.isAway) throw new Error('14 UNAVAILABLE: no connection');
      remember();
    } finally {
      this.inFlight -= 1;
    }
  }
}
