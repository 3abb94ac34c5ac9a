/**
 * What the payment workflow may ask of the outside world and of the database: the contract, as types.
 * Workflows import this file as types only; each member is made by a factory beside it.
 *
 * Every activity is one step that may run twice: it reads the row first and changes it by
 * compare-and-set. Everything in and out is plain JSON.
 */
import type { PaymentStep } from '../domain/payment-step';

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
