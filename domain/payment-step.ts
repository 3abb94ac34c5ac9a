/**
 * What is to be done next with a payment: what the database tells its workflow, and what the steps
 * at the gateway work with. Plain JSON; kept in Temporal's history, so without names or addresses.
 */
import type { PaymentKind, PaymentState } from './payment';
import type { Charge, ChargeOutcome } from './ports';

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
  /**
   * Rules of autopay that are going to pay an invoice of it, when it has just taken or given back.
   * Histories of before there were rules do not have it.
   */
  touchedRuleIds?: readonly string[];
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

/** What the last look decided. Answered again, unchanged, while the payment is `submitting`. */
export type Frozen =
  | Readonly<{ kind: 'submitting'; charge: Charge; resendDeadline: string }>
  /** The last reading of the method is too old to decide by: nothing was changed. */
  | Readonly<{ kind: 'methodUnread'; methodToken: string }>
  | Readonly<{ kind: 'otherwise'; step: PaymentStep }>;

/** A charge on its way, or done and still worth a question. */
export type AskableCharge = Readonly<{
  charge: Charge;
  resendDeadline: string;
  /** The money may not have been taken: `submitting`, `unknown`. */
  isOpen: boolean;
  /** Time is up, or a person gave it up: make sure that it can never happen (rules.md 11). */
  isFenceDue: boolean;
  /** It was answered *duplicate*: looked up, and fenced where it is not found, but never sent again (rules.md 12). */
  isDuplicate: boolean;
}>;

/** What a question to the gateway can come to, besides an outcome. */
export type Asked = ChargeOutcome | 'silence' | 'fenced' | 'not-found';
