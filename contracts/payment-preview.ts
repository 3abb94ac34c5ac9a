/** What a placement would do, exactly; or why it would be refused. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import { TrimStrategy } from '../domain/trim';
import { RuleReference } from './autopay-rule';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  MethodSummary,
  PaymentReference,
  Uuid,
  Who,
} from './fields';
import { PlannedEntry } from './invoice-row';
import type { ProblemCode } from './problem-codes';

/** Why a payment is not placed, changed or approved as asked. */
export const PLACEMENT_REFUSALS = [
  'INVOICE_REPEATED',
  'INVOICE_NOT_OF_ORGANIZATION',
  'CURRENCY_MISMATCH',
  'INVOICE_VOID',
  'INVOICE_ON_HOLD',
  'AMOUNT_NOT_POSITIVE',
  'AMOUNT_EXCEEDS_HEADROOM',
  'AMOUNT_EXCEEDS_UNPLANNED',
  'AMOUNT_BELOW_GATEWAY_MINIMUM',
  'AMOUNT_ABOVE_GATEWAY_MAXIMUM',
  'METHOD_NOT_OF_ORGANIZATION',
  'PAYMENT_NOT_OF_ORGANIZATION',
  'METHOD_UNUSABLE',
  'TOO_MANY_LINES',
  'RUN_DATE_NOT_ALLOWED',
] as const satisfies readonly ProblemCode[];

const REFUSAL_CODES = [
  ...PLACEMENT_REFUSALS,
  'AMOUNT_EXCEEDS_OPEN',
  'AMOUNT_EXCEEDS_UNAPPLIED',
  'RECEIVED_DATE_NOT_ALLOWED',
] as const satisfies readonly ProblemCode[];

/** One reason against the request; a request may have one per line. */
export const Refusal = z
  .strictObject({
    code: z.enum(REFUSAL_CODES),
    /** Null where it is about the whole request. */
    invoice: InvoiceReference.nullable(),
    /** The most or least that would be taken. */
    limit: Amount.nullable(),
    /** With `AMOUNT_EXCEEDS_UNPLANNED`: what is planned, when and by whom. */
    plannedEntries: z.array(PlannedEntry),
    /** With the two about a date: the dates between which it may lie. */
    earliest: CivilDate.nullable(),
    latest: CivilDate.nullable(),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.output<typeof Refusal>;

/** One planned payment lowered on one invoice. */
export const AdjustmentPreview = z
  .strictObject({
    payment: PaymentReference,
    kind: z.enum(PaymentKind),
    state: z.enum(PaymentState),
    runOn: CivilDate,
    placedBy: Who,
    invoice: InvoiceReference,
    before: Amount,
    after: Amount,
  })
  .meta({ id: 'AdjustmentPreview' });

/** What autopay is to take of one invoice, where the payment makes it less, or few enough for the gateway. */
export const AutopayPreview = z
  .strictObject({
    /** That takes it afterwards, or took it before where nothing is taken any more. */
    rule: RuleReference,
    runOn: CivilDate,
    invoice: InvoiceReference,
    before: Amount,
    after: Amount,
  })
  .meta({ id: 'AutopayPreview' });

export const InvoiceEffect = z
  .strictObject({
    invoice: InvoiceReference,
    /** What this payment takes of it. */
    amount: Amount,
    headroomBefore: Amount,
    headroomAfter: Amount,
    plannedBefore: Amount,
    plannedAfter: Amount,
    residualAfter: Amount,
    balance: Amount,
    isMissing: z.boolean(),
    hasDrift: z.boolean(),
  })
  .meta({ id: 'InvoiceEffect' });

export const Recipient = z
  .strictObject({
    contactId: Uuid.nullable(),
    name: z.string().nullable(),
    address: z.string(),
    /** Profile the reason comes from; null for a typed address. */
    profile: z.string().nullable(),
    reason: z.enum([
      'profileReceives',
      'amountReachesMinimum',
      'typedForThisPayment',
      'profileDoesNotReceive',
      'amountBelowMinimum',
      'addressBounced',
    ]),
    /** With the two about a minimum. */
    minimum: Amount.nullable(),
  })
  .meta({ id: 'Recipient', description: 'Who gets the receipt, or does not, and why.' });
export type Recipient = z.output<typeof Recipient>;

export const Audience = z
  .strictObject({ recipients: z.array(Recipient), excluded: z.array(Recipient) })
  .meta({ id: 'Audience' });

export const RunTiming = z
  .strictObject({
    /** The day asked for; `runOn` is later when a bank debit's day is not a banking day. */
    requestedOn: CivilDate,
    runOn: CivilDate,
    runAt: Instant,
    /** Wall time and zone, kept with the payment. */
    runTime: z.string(),
    zone: z.string(),
  })
  .meta({ id: 'RunTiming' });

export const PossiblePreview = z
  .strictObject({
    kind: z.literal('possible'),
    fingerprint: z.string(),
    total: Amount,
    method: MethodSummary,
    strategy: z.enum(TrimStrategy),
    /** Null for a payment that is made now. */
    timing: RunTiming.nullable(),
    /** The banking day on which a bank debit reaches the bank; null for a card. */
    reachesBankOn: CivilDate.nullable(),
    /** By run date, payment, invoice. */
    adjustments: z.array(AdjustmentPreview),
    /** By run date and invoice. A forecast, and no part of the fingerprint: the run decides. */
    autopay: z.array(AutopayPreview),
    /** Payments that would have nothing left. */
    emptied: z.array(PaymentReference),
    /** Planned on the same invoices, and left as they are. */
    untouched: z.array(
      z.strictObject({
        payment: PaymentReference,
        kind: z.enum(PaymentKind),
        runOn: CivilDate,
        invoice: InvoiceReference,
        amount: Amount,
      }),
    ),
    invoices: z.array(InvoiceEffect),
    audience: Audience,
    /** Credit of the client that this payment does not use. */
    unapplied: z.array(Amount),
  })
  .meta({ id: 'PossiblePreview' });
export type PossiblePreview = z.output<typeof PossiblePreview>;

export const RefusedPreview = z
  .strictObject({ kind: z.literal('refused'), refusals: z.array(Refusal).min(1) })
  .meta({ id: 'RefusedPreview' });
export type RefusedPreview = z.output<typeof RefusedPreview>;

export const PaymentPreview = z
  .discriminatedUnion('kind', [PossiblePreview, RefusedPreview])
  .meta({ id: 'PaymentPreview' });
export type PaymentPreview = z.output<typeof PaymentPreview>;

/** One for each part, in their order: what it would do once those before it are placed. */
export const SplitPreview = z
  .strictObject({ parts: z.array(PaymentPreview) })
  .meta({ id: 'SplitPreview' });
export type SplitPreview = z.output<typeof SplitPreview>;
