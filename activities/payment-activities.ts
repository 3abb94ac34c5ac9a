/**
 * What the payment workflow may ask of the outside world and of the database: the contract, as types.
 * Workflows import this file as types only; each member is made by a factory beside it.
 *
 * Every activity is one step that may run twice: it reads the row first and changes it by
 * compare-and-set. Everything in and out is plain JSON.
 */
import type { PaymentKind, PaymentState } from '../domain/payment';

/**
 * A payment as its workflow needs it: where it stands and what is to be done next.
 * No names, addresses or tokens: this is kept in Temporal's history.
 */
export type PaymentStep = Readonly<{
  paymentId: string;
  state: PaymentState;
  kind: PaymentKind;
  /**
   * `charge`: take the last look and charge · `ask`: ask the gateway · `finish`: at finality, make
   * held adjustments applied · `none`: nothing is left to do but by a person, who starts it again.
   */
  next: 'charge' | 'ask' | 'finish' | 'none';
  /** Real milliseconds until `next` is due; 0 now, null when only news can make it due. */
  waitMs: number | null;
  /** Payments that this one has adjusted, or given back to, in what was just done. */
  touchedPaymentIds: readonly string[];
  unsentMessages: number;
  /** For operators, in words without names: current details and the result. */
  facts: PaymentFacts;
}>;

export type PaymentFacts = Readonly<{
  amountMinor: number;
  currency: string;
  invoiceNumbers: readonly string[];
  heldAdjustments: number;
  /** Instant of the run, UTC; null for an immediate payment. */
  runAt: string | null;
  gatewayReference: string | null;
  /** Why it stands where it stands, a plain sentence; null when the state says it all. */
  reason: string | null;
}>;

export type PaymentInput = Readonly<{ paymentId: string }>;

export interface PaymentActivities {
  /** Null when no such payment was ever placed. */
  readPayment(input: PaymentInput): Promise<PaymentStep | null>;
  /** The last look, the freeze, the charge and its outcome, at most once per payment. */
  chargePayment(input: PaymentInput): Promise<PaymentStep>;
  /** Learns the outcome of a charge that is on its way, or proves that it can never happen. */
  askGateway(input: PaymentInput): Promise<PaymentStep>;
  /** At finality: what was held on planned payments becomes final. */
  finishPayment(input: PaymentInput): Promise<PaymentStep>;
  /** Sends what is written and not sent. @throws while a message can still be tried again. */
  sendMessages(input: PaymentInput): Promise<void>;
}
