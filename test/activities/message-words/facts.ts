/** Facts to put into words; a test names only what it is about. */
import type {
  AutopayNoticeFacts,
  BankDebitInitiatedFacts,
  BankDebitReturnedFacts,
  BankDebitSettledFacts,
  BusinessFacts,
  ChangedPaymentFacts,
  InvoiceFacts,
  LineFacts,
  MessageFacts,
  MethodFacts,
  PaymentCancelledFacts,
  PaymentChangedFacts,
  PaymentDeclinedFacts,
  PaymentScheduledFacts,
  ReceiptFacts,
} from '../../../domain/message-facts';

export const business: BusinessFacts = {
  name: 'Lakefront IT Services',
  replyTo: 'billing@lakefront.example',
  locale: 'en-US',
  zone: 'America/Chicago',
};

export const recipient = {
  name: 'Maya Lindqvist',
  organizationName: 'Northwind Dental Group',
  reason: 'contact',
} as const;

export const card: MethodFacts = {
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
};

export const bankAccount: MethodFacts = {
  kind: 'bankDebit',
  brand: 'First Prairie Bank',
  lastFour: '6789',
  friendlyName: null,
};

export const line = (
  invoiceNumber: string,
  amountMinor: number,
  unpaidAfterMinor: number,
): LineFacts => ({
  invoiceNumber,
  amountMinor,
  unpaidAfterMinor,
});

export const aPayment = (over: Partial<ReceiptFacts['payment']> = {}): ReceiptFacts['payment'] => ({
  number: 'P-10423',
  currency: 'USD',
  method: card,
  reference: 'PO 7731',
  lines: [line('INV-1042', 150_000, 50_000)],
  ...over,
});

export const runsAt = { at: '2026-12-04T15:00:00Z', zone: 'America/Chicago' } as const;

export const aReceipt = (over: Partial<ReceiptFacts> = {}): ReceiptFacts => ({
  kind: 'receipt',
  business,
  recipient,
  payment: aPayment(),
  chargedAt: '2026-11-25T16:46:05Z',
  gatewayReference: 'ch_8Kd2mQ7',
  ...over,
});

export const aSchedule = (over: Partial<PaymentScheduledFacts> = {}): PaymentScheduledFacts => ({
  kind: 'paymentScheduled',
  business,
  recipient,
  payment: aPayment(),
  runsAt,
  ...over,
});

export const aCancellation = (
  over: Partial<PaymentCancelledFacts> = {},
): PaymentCancelledFacts => ({
  kind: 'paymentCancelled',
  business,
  recipient,
  payment: aPayment(),
  cause: 'byBusiness',
  wasToRunAt: runsAt,
  ...over,
});

export const aDecline = (over: Partial<PaymentDeclinedFacts> = {}): PaymentDeclinedFacts => ({
  kind: 'paymentDeclined',
  business,
  recipient,
  payment: aPayment(),
  reason: 'insufficientFunds',
  isHard: false,
  declinedAt: '2026-11-25T16:46:05Z',
  ...over,
});

export const anInitiation = (
  over: Partial<BankDebitInitiatedFacts> = {},
): BankDebitInitiatedFacts => ({
  kind: 'bankDebitInitiated',
  business,
  recipient,
  payment: aPayment({ method: bankAccount }),
  initiatedAt: '2026-11-25T16:46:05Z',
  gatewayReference: null,
  ...over,
});

export const aSettlement = (over: Partial<BankDebitSettledFacts> = {}): BankDebitSettledFacts => ({
  kind: 'bankDebitSettled',
  business,
  recipient,
  payment: aPayment({ method: bankAccount }),
  settledAt: '2026-11-30T20:05:00Z',
  gatewayReference: null,
  ...over,
});

export const aReturn = (over: Partial<BankDebitReturnedFacts> = {}): BankDebitReturnedFacts => ({
  kind: 'bankDebitReturned',
  business,
  recipient,
  payment: aPayment({ method: bankAccount }),
  returnedAt: '2026-12-02T14:12:00Z',
  code: 'R01',
  reason: 'Insufficient Funds',
  wasSettled: true,
  gatewayReference: null,
  ...over,
});

export const aChangedPayment = (over: Partial<ChangedPaymentFacts> = {}): ChangedPaymentFacts => ({
  number: 'P-10391',
  currency: 'USD',
  runsAtBefore: runsAt,
  runsAtAfter: runsAt,
  lines: [{ invoiceNumber: 'INV-1042', beforeMinor: 83_000, afterMinor: 40_000 }],
  next: 'runs',
  ...over,
});

export const aChange = (over: Partial<PaymentChangedFacts> = {}): PaymentChangedFacts => ({
  kind: 'paymentChanged',
  business,
  recipient,
  cause: { kind: 'payment', paymentNumber: 'P-10423', amountMinor: 150_000, currency: 'USD' },
  payments: [aChangedPayment()],
  ...over,
});

export const anAutopayNotice = (over: Partial<AutopayNoticeFacts> = {}): AutopayNoticeFacts => ({
  kind: 'autopayNotice',
  business,
  recipient,
  ruleName: 'Monthly invoices',
  invoiceNumber: 'INV-1042',
  currency: 'USD',
  amountMinor: 150_000,
  unpaidMinor: 200_000,
  method: aPayment().method,
  runsAt,
  ...over,
});

export const anInvoice = (over: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'invoice',
  business,
  recipient,
  invoiceNumber: 'INV-1042',
  currency: 'USD',
  totalMinor: 125_000,
  unpaidMinor: 83_000,
  issuedOn: '2026-11-01',
  dueOn: '2026-12-01',
  ...over,
});

/** One of each kind. */
export const oneOfEach: readonly MessageFacts[] = [
  aReceipt(),
  aSchedule(),
  aChange(),
  aCancellation(),
  aDecline(),
  anInitiation(),
  aSettlement(),
  aReturn(),
  anAutopayNotice(),
  anInvoice(),
];
