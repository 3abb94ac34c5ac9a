/**
 * What the rules need from the outside world, in the domain's own words.
 *
 * Instants are UTC ISO strings, civil dates `YYYY-MM-DD`, amounts whole minor units. A *no* from
 * outside is a value; silence, an outage and an unreadable answer are thrown.
 */

/** Which kinds of method exist. A card answers at once, a bank debit takes days. */
export const MethodKind = { card: 'card', bankDebit: 'bankDebit' } as const;
export type MethodKind = (typeof MethodKind)[keyof typeof MethodKind];

/**
 * One intention to take money once. `key` is ours (`<payment id>:charge`), stored before anything
 * is sent. `handle` is what `prepare` answered; null where the gateway has no such thing.
 */
export type Charge = Readonly<{
  key: string;
  amountMinor: number;
  currency: string;
  methodToken: string;
  methodKind: MethodKind;
  /** Short number of the payment, for the statement of the payer. */
  statementText: string;
  handle: string | null;
}>;

/** What a gateway knows about a charge. Silence is not an outcome: it is thrown, and means unknown. */
export type ChargeOutcome =
  | Readonly<{ kind: 'settled'; reference: string; settledAt: string }>
  /** Accepted and on its way (a bank debit). From here every *no* is a return. */
  | Readonly<{ kind: 'pending'; reference: string }>
  /** The payer's bank wants the payer to do something before money can move. */
  | Readonly<{ kind: 'actionRequired'; reference: string }>
  /** A final no before any money was accepted. `isHard`: this method will not work again. */
  | Readonly<{ kind: 'declined'; reference: string | null; reason: DeclineReason; isHard: boolean }>
  /** The request itself was refused before execution: our bug or a setting. Nothing happened. */
  | Readonly<{ kind: 'refused'; reason: string }>
  /** Not taken because another charge looks like it (rules.md 12). Nothing is known about ours. */
  | Readonly<{ kind: 'duplicate'; retryAt: string }>
  /** Money that had been accepted went back, at any age. */
  | Readonly<{ kind: 'returned'; reference: string; code: string; reason: string }>
  /** Voided by staff before it settled, with the gateway's yes. */
  | Readonly<{ kind: 'voided'; reference: string }>
  | Readonly<{ kind: 'disputed'; reference: string; reason: string }>
  /** It was disputed and the bank decided for us; a lost dispute is `returned`. */
  | Readonly<{ kind: 'disputeWon'; reference: string }>;

export const DeclineReason = {
  declined: 'declined',
  insufficientFunds: 'insufficientFunds',
  expired: 'expired',
  methodRemoved: 'methodRemoved',
  accountClosed: 'accountClosed',
} as const;
export type DeclineReason = (typeof DeclineReason)[keyof typeof DeclineReason];

/** What the gateway says of a stored method now. Never a number, never a code of the card. */
export type MethodReading = Readonly<{
  status: 'usable' | 'expired' | 'removed' | 'switchedOff';
  kind: MethodKind;
  /** `Visa`, `Mastercard`, or the bank's name. */
  brand: string;
  lastFour: string;
  /** Month the card ends with, `YYYY-MM`; null for a bank account. */
  expiresIn: string | null;
}>;

export type GatewayCapabilities = Readonly<{
  /** What a fence is made with: the prepared handle, our key, or nothing at all. */
  fence: 'handle' | 'key' | 'none';
  /** For how long the gateway remembers our key, in hours of real time. */
  keyLifetimeHours: number;
  /** A like charge within this many seconds is answered `duplicate`; null where there is no such rule. */
  duplicateWindowSeconds: number | null;
  /** Days after settlement during which a bank debit may still come back. */
  returnsUntilDays: number;
  minimumMinor: number;
  maximumMinor: number;
}>;

/** A report the gateway sent by itself, verified. It may come twice, late or out of order. */
export type GatewayReport = Readonly<{
  eventId: string;
  chargeKey: string;
  outcome: ChargeOutcome;
}>;

export interface PaymentGateway {
  readonly name: string;
  readonly capabilities: GatewayCapabilities;

  /**
   * Stores an intention from which no money can move yet and answers its handle; the same key
   * answers the same handle. Only where `capabilities.fence` is `handle`, else it answers null.
   *
   * @throws any error when there is no answer: nothing can have happened.
   */
  prepare(charge: Charge): Promise<string | null>;

  /**
   * Takes the money. Asked again with the same key and body within `keyLifetimeHours` it answers
   * as it did the first time and takes nothing; a changed body under a known key is `refused`.
   *
   * @throws any error when the answer is not known. The caller keeps the claim and asks `query`.
   */
  submit(charge: Charge): Promise<ChargeOutcome>;

  /** `not-found` proves nothing: the request may still be on its way. Only `fence` proves it. */
  query(charge: Charge): Promise<ChargeOutcome | 'not-found'>;

  /** After `fenced` this charge can never happen. `cannot` where the gateway knows no fence. */
  fence(charge: Charge): Promise<ChargeOutcome | 'fenced' | 'cannot'>;

  /** Gives money back under a key of its own (`refundKey`), at most once per key. */
  refund(
    charge: Charge,
    refund: Readonly<{ refundKey: string; amountMinor: number }>,
  ): Promise<
    Readonly<{ kind: 'refunded'; reference: string } | { kind: 'refused'; reason: string }>
  >;

  readMethod(methodToken: string): Promise<MethodReading>;

  /** Null when the signature does not hold or the body is not one of its reports. */
  readReport(
    headers: Readonly<Record<string, string | undefined>>,
    rawBody: Uint8Array,
  ): GatewayReport | null;
}

/** One mail to one recipient, already in finished words. */
export type OutgoingMail = Readonly<{
  to: string;
  from: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  attachments: readonly Readonly<{ fileName: string; contentType: string; bytes: Uint8Array }>[];
}>;

export type MailAnswer =
  | Readonly<{ kind: 'sent'; providerId: string }>
  /** The provider will never take this mail. */
  | Readonly<{ kind: 'rejected'; reason: string }>;

export interface MailTransport {
  readonly sizeLimitBytes: number;

  /**
   * Hands one mail to the provider. The same key within its lifetime sends nothing twice.
   *
   * @throws when it is not known whether the provider took it, or when it asks to come back later.
   */
  send(mail: OutgoingMail, idempotencyKey: string): Promise<MailAnswer>;
}

/** What the provider says of a mail after it took it, verified. It may come twice, late or out of order. */
export type MailReport = Readonly<{
  /** What it answered when it took the mail. */
  providerId: string;
  /** Real time, UTC: when it happened there. */
  at: string;
  outcome:
    | Readonly<{ kind: 'delivered' }>
    /** `isAddressDead`: no later mail to this address will fare better. */
    | Readonly<{ kind: 'notDelivered'; reason: string; isAddressDead: boolean }>
    /** It arrived, and the recipient does not want any more. */
    | Readonly<{ kind: 'unwanted'; reason: string }>;
}>;

export interface MailReports {
  /** Null when the signature does not hold; `other` when it is about nothing that a mail becomes. */
  read(
    headers: Readonly<Record<string, string | undefined>>,
    rawBody: Uint8Array,
  ): MailReport | 'other' | null;
}

/** Where the exact PDF of an invoice comes from. */
export interface DocumentSource {
  /**
   * The bytes as the accounting system gives them, unchecked: the caller checks that they are a
   * PDF. `not-available` with a reason in plain words when there is none to be had.
   *
   * @throws when the source cannot be reached: worth another try.
   */
  fetch(
    invoice: Readonly<{
      invoiceId: string;
      source: string;
      sourceId: string | null;
      number: string;
    }>,
  ): Promise<
    | Readonly<{ kind: 'bytes'; bytes: Uint8Array; fileName: string }>
    | Readonly<{ kind: 'not-available'; reason: string }>
  >;
}

/** The business's *now* (movable in the sandbox) and the real one. Only composition roots make one. */
export interface Clock {
  /** Drives run instants, grace, finality, approvals, notices. */
  businessNow(): Promise<Date>;
  /** Drives charges, keys, polling, alarms, sign-ins. */
  realNow(): Date;
}
