/** One payment in full, for its page and for the live list after confirming. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import { TrimStrategy } from '../domain/trim';
import { RuleVersionReference } from './autopay-versions';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  PaymentReference,
  Uuid,
  Who,
} from './fields';
import { Audience, RunTiming } from './payment-preview';
import { paymentRowFields } from './payment-row';
import { TimelineEntry } from './timeline';

export const PaymentLineDetails = z
  .strictObject({
    invoice: InvoiceReference,
    amount: Amount,
    /** What a person last set; `amount` is lower where the system trimmed it. */
    setAmount: Amount,
    balanceNow: Amount,
    /** A reading of the source shows it. */
    isInside: z.boolean(),
    /** A person said that it was entered in the books. */
    enteredAt: Instant.nullable(),
  })
  .meta({ id: 'PaymentLineDetails' });

/** One line of a planned payment lowered. `other` is the other payment: the cause, or what it lowered. */
export const AdjustmentDetails = z
  .strictObject({
    id: z.string(),
    at: Instant,
    /** Null for an adjustment from outside: another balance, a void. */
    other: z
      .strictObject({
        payment: PaymentReference,
        kind: z.enum(PaymentKind),
        state: z.enum(PaymentState),
        runOn: CivilDate.nullable(),
      })
      .nullable(),
    cause: z.enum(['payment', 'external']),
    state: z.enum(['held', 'applied', 'released']),
    invoice: InvoiceReference,
    before: Amount,
    after: Amount,
  })
  .meta({ id: 'AdjustmentDetails' });

export const ChargeDetails = z
  .strictObject({
    gateway: z.string(),
    /** The gateway's own; null until it answered. */
    reference: z.string().nullable(),
    submittedAt: Instant.nullable(),
    /** How often the gateway was asked for the outcome, and when it is asked again. */
    asked: z.int().min(0),
    nextAskAt: Instant.nullable(),
    history: z.array(
      z.strictObject({ at: Instant, outcome: z.string(), detail: z.string().nullable() }),
    ),
  })
  .meta({ id: 'ChargeDetails' });

export const PaymentMessage = z
  .strictObject({
    id: Uuid,
    /** `receipt`, `declined` and so on, as messages are stored. */
    kind: z.string(),
    name: z.string().nullable(),
    address: z.string(),
    /** `waiting` is tried again by itself; `failed`, refused or come back, only when a person asks; `dropped` never was. */
    status: z.enum(['waiting', 'sent', 'failed', 'dropped']),
    subject: z.string().nullable(),
    writtenAt: Instant,
    sentAt: Instant.nullable(),
    /** When the recipient's mail server took it; null while nothing was heard of it. */
    deliveredAt: Instant.nullable(),
    nextTryAt: Instant.nullable(),
    tries: z.int().min(0),
    error: z.string().nullable(),
  })
  .meta({ id: 'PaymentMessage' });
export type PaymentMessage = z.output<typeof PaymentMessage>;

export const SentMessage = PaymentMessage.extend({
  /** Exactly as sent; null until it was written out. */
  html: z.string().nullable(),
  text: z.string().nullable(),
  attachments: z.array(z.string()),
}).meta({ id: 'SentMessage' });
export type SentMessage = z.output<typeof SentMessage>;

export const PaymentAction = z
  .strictObject({
    action: z.enum(['cancel', 'change', 'approve', 'sendReceipt', 'retry', 'restore']),
    isPossible: z.boolean(),
    /** Why not; null when it is possible. */
    reason: z
      .enum([
        'alreadySubmitted',
        // A person gave it up; the gateway has not said yet that it can take no money any more.
        'isBeingStopped',
        'alreadyEnded',
        'notInReview',
        'notFailed',
        'notEnded',
        'noOutcomeYet',
        'alreadyRetried',
        'alreadyRestored',
      ])
      .nullable(),
  })
  .meta({ id: 'PaymentAction' });

export const PaymentDetails = z
  .strictObject({
    ...paymentRowFields,
    /** The rule that made it, in the version it ran under; null for a payment of a person. */
    autopay: RuleVersionReference.nullable(),
    timing: RunTiming.nullable(),
    reachesBankOn: CivilDate.nullable(),
    strategy: z.enum(TrimStrategy),
    note: z.string().nullable(),
    lines: z.array(PaymentLineDetails),
    /** What it lowered. */
    caused: z.array(AdjustmentDetails),
    /** What lowered it. */
    suffered: z.array(AdjustmentDetails),
    charge: ChargeDetails.nullable(),
    /** A final no; null without one. */
    decline: z
      .strictObject({
        /** A `DeclineReason`, `GATEWAY_DUPLICATE`, or the gateway’s own. */
        code: z.string(),
        words: z.string(),
        isHard: z.boolean(),
        /** After a duplicate: when it may be tried again. */
        retryAt: Instant.nullable(),
      })
      .nullable(),
    /** Why it waits for a person; null when it does not. */
    review: z
      .strictObject({ code: z.string(), words: z.string(), proposedRunOn: CivilDate.nullable() })
      .nullable(),
    audience: Audience,
    /** Typed for this payment, beside its contacts. */
    extraRecipients: z.array(z.string()),
    messages: z.array(PaymentMessage),
    /** When each step was done; null while it is not. Drives the live list. */
    progress: z.strictObject({
      placedAt: Instant,
      chargedAt: Instant.nullable(),
      settledAt: Instant.nullable(),
      /** On the list to enter, or shown by a connected source. */
      postedAt: Instant.nullable(),
      endedAt: Instant.nullable(),
      /** Addresses that are told of the state it is in now, by their latest mail. */
      receipts: z.strictObject({ total: z.int(), sent: z.int(), failed: z.int() }),
    }),
    /** When adjustments become final; null when that is past or does not apply. */
    finalAt: Instant.nullable(),
    retryOf: PaymentReference.nullable(),
    retriedBy: PaymentReference.nullable(),
    restoredFrom: PaymentReference.nullable(),
    /** The latest one that took its place. */
    restoredBy: PaymentReference.nullable(),
    cancelledBy: Who,
    /** A person gave it up while it waited for the payer; the gateway has not said yet that it is stopped. */
    isBeingStopped: z.boolean(),
    actions: z.array(PaymentAction),
    timeline: z.array(TimelineEntry),
    workflow: z.strictObject({ id: z.string(), url: z.string().nullable() }),
  })
  .meta({ id: 'PaymentDetails' });
export type PaymentDetails = z.output<typeof PaymentDetails>;
