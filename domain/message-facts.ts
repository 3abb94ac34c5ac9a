/**
 * What is known when a message is written: the facts of an outcome, frozen with it.
 *
 * Plain JSON, kept with the message, so that a mail sent an hour later speaks of the moment it is
 * about. Amounts are whole minor units of the payment's currency, instants UTC ISO strings.
 */
import type { DeclineReason, MethodKind } from './ports';

export type BusinessFacts = Readonly<{
  name: string;
  /** Where an answer goes; null when the mail cannot be answered. */
  replyTo: string | null;
  /** BCP 47, such as `en-US`. Decides how amounts and dates are written. */
  locale: string;
  /** IANA zone for everything but a run, which has its own. */
  zone: string;
}>;

export type RecipientFacts = Readonly<{
  name: string | null;
  organizationName: string;
  /** A contact, or an address typed for this very payment or invoice. */
  reason: 'contact' | 'typed';
}>;

export type MethodFacts = Readonly<{
  kind: MethodKind;
  brand: string;
  lastFour: string;
  friendlyName: string | null;
}>;

/** `unpaidAfterMinor`: what the invoice's balance is after this outcome. */
export type LineFacts = Readonly<{
  invoiceNumber: string;
  amountMinor: number;
  unpaidAfterMinor: number;
}>;

/** The instant of a run, and the zone that was stored with the payment. */
export type RunFacts = Readonly<{ at: string; zone: string }>;

type Written = Readonly<{ business: BusinessFacts; recipient: RecipientFacts }>;

type OfPayment = Written &
  Readonly<{
    payment: Readonly<{
      /** Short number, `P-10423`. */
      number: string;
      currency: string;
      method: MethodFacts;
      /** Typed by staff, printed on the receipt. */
      reference: string | null;
      lines: readonly LineFacts[];
    }>;
  }>;

/** A card was charged. */
export type ReceiptFacts = OfPayment &
  Readonly<{ kind: 'receipt'; chargedAt: string; gatewayReference: string | null }>;

/** A payment was placed for a date, or a person changed one. Lines: as if it had run. */
export type PaymentScheduledFacts = OfPayment &
  Readonly<{ kind: 'paymentScheduled'; runsAt: RunFacts }>;

/**
 * Why a payment will not happen. `stepNotTaken`: the payer's bank wanted something that nobody did
 * in time. `neverTaken`: after a silence it was proved that no charge can happen. `voided`: stopped
 * by staff after the gateway had accepted it.
 */
export type CancelCause = 'byBusiness' | 'stepNotTaken' | 'neverTaken' | 'voided';

export type PaymentCancelledFacts = OfPayment &
  Readonly<{ kind: 'paymentCancelled'; cause: CancelCause; wasToRunAt: RunFacts | null }>;

/** A final no before money was taken. `refused`: the request itself was not accepted. */
export type PaymentDeclinedFacts = OfPayment &
  Readonly<{
    kind: 'paymentDeclined';
    reason: DeclineReason | 'refused';
    /** This method will not work again. */
    isHard: boolean;
    declinedAt: string;
  }>;

/** The bank has a debit. Lines: what is unpaid once it is settled. */
export type BankDebitInitiatedFacts = OfPayment &
  Readonly<{ kind: 'bankDebitInitiated'; initiatedAt: string; gatewayReference: string | null }>;

export type BankDebitSettledFacts = OfPayment &
  Readonly<{ kind: 'bankDebitSettled'; settledAt: string; gatewayReference: string | null }>;

export type BankDebitReturnedFacts = OfPayment &
  Readonly<{
    kind: 'bankDebitReturned';
    returnedAt: string;
    /** The bank's code, such as `R01`, and what the gateway calls it. */
    code: string;
    reason: string;
    /** It had arrived before it went back. */
    wasSettled: boolean;
    gatewayReference: string | null;
  }>;

/** What made the system change planned payments. One action, one cause, one mail. */
export type ChangeCause =
  /** Another payment took its place on the invoice. */
  | Readonly<{ kind: 'payment'; paymentNumber: string; amountMinor: number; currency: string }>
  /** That payment failed, and what it had taken was given back. */
  | Readonly<{ kind: 'release'; paymentNumber: string }>
  /** The books show less unpaid than before. */
  | Readonly<{ kind: 'balance'; invoiceNumbers: readonly string[] }>
  | Readonly<{ kind: 'void'; invoiceNumbers: readonly string[] }>
  /** A bank debit met a day on which banks do not work. */
  | Readonly<{ kind: 'bankingDay' }>;

export type ChangedPaymentFacts = Readonly<{
  number: string;
  currency: string;
  runsAtBefore: RunFacts;
  runsAtAfter: RunFacts;
  lines: readonly Readonly<{ invoiceNumber: string; beforeMinor: number; afterMinor: number }>[];
  /**
   * `runs`: at its instant, for what it has · `waits`: at zero, while something may be given back ·
   * `ended`: superseded, for ever · `inReview`: a person decides.
   */
  next: 'runs' | 'waits' | 'ended' | 'inReview';
}>;

/** The system changed planned payments of one client. At least one. */
export type PaymentChangedFacts = Written &
  Readonly<{
    kind: 'paymentChanged';
    cause: ChangeCause;
    payments: readonly ChangedPaymentFacts[];
  }>;

/**
 * A rule of autopay will pay an invoice. `amountMinor` is what it would take now, `unpaidMinor` the
 * balance; both may be less when it runs.
 */
export type AutopayNoticeFacts = Written &
  Readonly<{
    kind: 'autopayNotice';
    ruleName: string;
    invoiceNumber: string;
    currency: string;
    amountMinor: number;
    unpaidMinor: number;
    method: MethodFacts;
    runsAt: RunFacts;
  }>;

/** The exact document of an invoice, sent by a person. `unpaidMinor`: its balance at that moment. */
export type InvoiceFacts = Written &
  Readonly<{
    kind: 'invoice';
    invoiceNumber: string;
    currency: string;
    totalMinor: number;
    unpaidMinor: number;
    /** Civil dates, `YYYY-MM-DD`. */
    issuedOn: string | null;
    dueOn: string | null;
  }>;

export type MessageFacts =
  | ReceiptFacts
  | PaymentScheduledFacts
  | PaymentChangedFacts
  | PaymentCancelledFacts
  | PaymentDeclinedFacts
  | BankDebitInitiatedFacts
  | BankDebitSettledFacts
  | BankDebitReturnedFacts
  | AutopayNoticeFacts
  | InvoiceFacts;

export type PaymentMessageFacts = Exclude<
  MessageFacts,
  PaymentChangedFacts | AutopayNoticeFacts | InvoiceFacts
>;

/** Documents of the invoices: all of them are attached, or none is because they are too large. */
export type AttachedFiles = Readonly<{ files: readonly string[]; areAttached: boolean }>;
