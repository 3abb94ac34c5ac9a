/**
 * Payments as their workflow sees them, in memory: a row per payment and the steps it goes through,
 * honest about the one thing that matters here, that a step is a compare-and-set on the row.
 */
import type { PaymentActivities } from '../../activities/payment-activities';
import type { PaymentStep } from '../../domain/payment-step';

export const aStep = (overrides: Partial<PaymentStep> = {}): PaymentStep => ({
  paymentId: 'none',
  state: 'reserved',
  kind: 'manual',
  next: 'charge',
  waitMs: 0,
  touchedPaymentIds: [],
  touchedRuleIds: [],
  unsentMessages: 0,
  facts: {
    amountMinor: 150_000,
    currency: 'USD',
    invoiceNumbers: ['INV-1042'],
    heldAdjustments: 0,
    runAt: null,
    gatewayReference: null,
    reason: null,
  },
  ...overrides,
});

export const settled = (overrides: Partial<PaymentStep> = {}): PaymentStep =>
  aStep({ state: 'settled', next: 'none', waitMs: null, unsentMessages: 1, ...overrides });

type Take = (row: PaymentStep) => PaymentStep;

export class FakePayments implements PaymentActivities {
  readonly calls: string[] = [];
  private readonly rows = new Map<string, PaymentStep>();
  private readonly takes = new Map<string, Partial<Record<'charge' | 'ask' | 'finish', Take>>>();
  /** Called before each activity, to act at the worst moment. */
  before: (call: string, paymentId: string) => Promise<void> | void = () => undefined;

  place(
    paymentId: string,
    row: Partial<PaymentStep>,
    takes: Partial<Record<'charge' | 'ask' | 'finish', Take>> = {},
  ): void {
    this.rows.set(paymentId, aStep({ ...row, paymentId }));
    this.takes.set(paymentId, takes);
  }

  change(paymentId: string, changes: Partial<PaymentStep>): void {
    this.rows.set(paymentId, { ...this.row(paymentId), ...changes });
  }

  callsOf(name: string): number {
    return this.calls.filter((call) => call === name).length;
  }

  readPayment = async ({ paymentId }: { paymentId: string }) => {
    await this.called('readPayment', paymentId);
    return this.rows.get(paymentId) ?? null;
  };
  chargePayment = ({ paymentId }: { paymentId: string }) =>
    this.step('chargePayment', 'charge', paymentId);
  askGateway = ({ paymentId }: { paymentId: string }) => this.step('askGateway', 'ask', paymentId);
  finishPayment = ({ paymentId }: { paymentId: string }) =>
    this.step('finishPayment', 'finish', paymentId);
  sendMessages = async ({ paymentId }: { paymentId: string }) => {
    await this.called('sendMessages', paymentId);
    this.change(paymentId, { unsentMessages: 0 });
  };

  private async step(
    name: string,
    next: 'charge' | 'ask' | 'finish',
    paymentId: string,
  ): Promise<PaymentStep> {
    await this.called(name, paymentId);
    const row = this.row(paymentId);
    const take = this.takes.get(paymentId)?.[next];
    if (row.next !== next || take === undefined) return row;
    this.rows.set(paymentId, { ...take(row), paymentId });
    // What was touched is said once, by the step that touched it.
    const after = this.row(paymentId);
    this.rows.set(paymentId, { ...after, touchedPaymentIds: [] });
    return after;
  }

  private async called(name: string, paymentId: string): Promise<void> {
    this.calls.push(name);
    await this.before(name, paymentId);
  }

  private row(paymentId: string): PaymentStep {
    const row = this.rows.get(paymentId);
    if (row === undefined) throw new Error(`no payment ${paymentId}`);
    return row;
  }
}
