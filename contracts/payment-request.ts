/** What may be asked of payments: placing, previewing, changing, cancelling, approving. */
import { z } from 'zod';
import { PARTS_MAX } from '../domain/split-schedule';
import { TrimStrategy } from '../domain/trim';
import {
  CivilDate,
  Currency,
  EmailAddress,
  line,
  Minor,
  orNull,
  paragraph,
  Uuid,
  Version,
} from './fields';

/** More is refused by the schema; above 200 the answer is `TOO_MANY_LINES`. */
const LINES_BODY_MAX = 1000;
const EXTRA_RECIPIENTS_MAX = 20;

/** Any whole number: what is not above zero is refused by its code, with the invoice. */
export const PaymentLine = z
  .strictObject({ invoiceId: Uuid, amountMinor: Minor })
  .meta({ id: 'PaymentLine' });

const Lines = z.array(PaymentLine).min(1).max(LINES_BODY_MAX);
const Strategy = z.enum(TrimStrategy).default(TrimStrategy.nearestFirst);
const Addresses = z.array(EmailAddress).max(EXTRA_RECIPIENTS_MAX);
const ExtraRecipients = Addresses.default([]);
/** Of the preview; without it any plan within the limits is taken. */
const Fingerprint = orNull(z.string().regex(/^[0-9a-f]{64}$/));

/** Without `runOn` the payment is made now. */
export const PutPaymentBody = z
  .strictObject({
    organizationId: Uuid,
    methodId: Uuid,
    currency: Currency,
    lines: Lines,
    runOn: orNull(CivilDate),
    strategy: Strategy,
    fingerprint: Fingerprint,
    /** Printed on the receipt. */
    reference: orNull(line(60)),
    /** Only staff see it. */
    note: orNull(paragraph(1000)),
    extraRecipients: ExtraRecipients,
    /** The failed payment that this one tries again. */
    retryOf: orNull(Uuid),
    /** The ended payment that this one puts back. */
    restoredFrom: orNull(Uuid),
  })
  .meta({ id: 'PutPaymentBody' });
export type PutPaymentBody = z.output<typeof PutPaymentBody>;

export const PreviewPaymentBody = z
  .strictObject({
    organizationId: Uuid,
    methodId: Uuid,
    currency: Currency,
    lines: Lines,
    runOn: orNull(CivilDate),
    strategy: Strategy,
    extraRecipients: ExtraRecipients,
    /** The placed payment that would be changed to this, or approved: planned without its own lines. */
    changes: orNull(Uuid),
  })
  .meta({ id: 'PreviewPaymentBody' });
export type PreviewPaymentBody = z.output<typeof PreviewPaymentBody>;

/** Payments that would be placed one after the other, each under the id it is placed by. */
export const PreviewSplitBody = z
  .strictObject({
    organizationId: Uuid,
    methodId: Uuid,
    currency: Currency,
    strategy: Strategy,
    extraRecipients: ExtraRecipients,
    /** In the order of their placing. */
    parts: z
      .array(z.strictObject({ paymentId: Uuid, runOn: CivilDate, lines: Lines }))
      .min(1)
      .max(PARTS_MAX)
      .refine(
        (parts) => new Set(parts.map(({ paymentId }) => paymentId)).size === parts.length,
        'two parts have the same id',
      ),
  })
  .meta({ id: 'PreviewSplitBody' });
export type PreviewSplitBody = z.output<typeof PreviewSplitBody>;

/** Only what is named changes. Possible while `scheduled` or `inReview`. */
export const ChangePaymentBody = z
  .strictObject({
    version: Version,
    lines: Lines.optional(),
    methodId: Uuid.optional(),
    runOn: CivilDate.optional(),
    /** All of them: an address that was typed before and is not named gets nothing any more. */
    extraRecipients: Addresses.optional(),
    fingerprint: Fingerprint,
  })
  .refine(
    (body) => body.lines ?? body.methodId ?? body.runOn ?? body.extraRecipients,
    'nothing is changed',
  )
  .meta({ id: 'ChangePaymentBody' });
export type ChangePaymentBody = z.output<typeof ChangePaymentBody>;

export const CancelPaymentBody = z
  .strictObject({ version: Version, reason: orNull(line(300)) })
  .meta({ id: 'CancelPaymentBody' });
export type CancelPaymentBody = z.output<typeof CancelPaymentBody>;

/** A draft is placed anew under its id; a review with a date wants `runOn`. */
export const ApprovePaymentBody = z
  .strictObject({ version: Version, runOn: orNull(CivilDate), fingerprint: Fingerprint })
  .meta({ id: 'ApprovePaymentBody' });
export type ApprovePaymentBody = z.output<typeof ApprovePaymentBody>;

/** Sends the receipt to further addresses, or again what could not be delivered. */
export const SendReceiptsBody = z
  .strictObject({
    addresses: z.array(EmailAddress).max(EXTRA_RECIPIENTS_MAX).default([]),
    resendMessageIds: z.array(Uuid).max(200).default([]),
  })
  .refine(
    (body) => body.addresses.length + body.resendMessageIds.length > 0,
    'name an address or a message',
  )
  .meta({ id: 'SendReceiptsBody' });
export type SendReceiptsBody = z.output<typeof SendReceiptsBody>;
