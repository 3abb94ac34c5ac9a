/**
 * Money that reaches an invoice without a payment of ours: received elsewhere, or what a credit note
 * left to its client. No charge is made; what is planned on the invoice gives way.
 */
import { z } from 'zod';
import {
  Amount,
  ById,
  CivilDate,
  Instant,
  InvoiceReference,
  line,
  Minor,
  orNull,
  PaymentReference,
  Uuid,
  Who,
} from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';
import { AdjustmentPreview, PossiblePreview, RefusedPreview } from './payment-preview';

/** What it would do to the invoice and to what is planned on it. */
export const PossibleExternalPreview = z
  .strictObject({
    kind: z.literal('possible'),
    fingerprint: z.string(),
    invoice: InvoiceReference,
    amount: Amount,
    openBefore: Amount,
    openAfter: Amount,
    headroomBefore: Amount,
    headroomAfter: Amount,
    /** What is in flight already and that the invoice no longer wants. */
    overageAfter: Amount,
    /** By run date and payment. They are lowered for good: no charge of ours could give them back. */
    adjustments: z.array(AdjustmentPreview),
    emptied: z.array(PaymentReference),
    untouched: PossiblePreview.shape.untouched,
    /** The instant for which the balance speaks; null: only its document spoke. */
    readAt: Instant.nullable(),
  })
  .meta({ id: 'PossibleExternalPreview' });
export type PossibleExternalPreview = z.output<typeof PossibleExternalPreview>;

export const ExternalPreview = z
  .discriminatedUnion('kind', [PossibleExternalPreview, RefusedPreview])
  .meta({ id: 'ExternalPreview' });
export type ExternalPreview = z.output<typeof ExternalPreview>;

export const ExternalPayment = z
  .strictObject({
    id: Uuid,
    kind: z.enum(['receivedElsewhere', 'creditApplied']),
    invoice: InvoiceReference,
    amount: Amount,
    /** The day of receipt; null for a credit note's money. */
    receivedOn: CivilDate.nullable(),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    recordedAt: Instant,
    recordedBy: Who,
  })
  .meta({ id: 'ExternalPayment' });
export type ExternalPayment = z.output<typeof ExternalPayment>;

/** Money of a client that belongs to no invoice yet. */
export const Unapplied = z
  .strictObject({
    id: Uuid,
    kind: z.enum(['creditNote']),
    documentNumber: z.string().nullable(),
    issuedOn: CivilDate.nullable(),
    amount: Amount,
    remaining: Amount,
  })
  .meta({ id: 'Unapplied' });
export type Unapplied = z.output<typeof Unapplied>;

/** `fingerprint` is that of the preview; without it any plan is taken. The page always sends it. */
const confirmed = {
  /** Made by the page: the same id and body again answers what was recorded. */
  id: Uuid,
  fingerprint: orNull(z.string().max(100)),
} as const;

export const RecordExternalPayment = z
  .strictObject({
    ...confirmed,
    amountMinor: Minor,
    receivedOn: CivilDate,
    reference: orNull(line(100)),
    reason: line(300),
  })
  .meta({ id: 'RecordExternalPayment' });
export type RecordExternalPayment = z.output<typeof RecordExternalPayment>;

export const ApplyUnapplied = z
  .strictObject({ ...confirmed, invoiceId: Uuid, amountMinor: Minor })
  .meta({ id: 'ApplyUnapplied' });
export type ApplyUnapplied = z.output<typeof ApplyUnapplied>;

const REFUSED = [
  'NOT_FOUND',
  'PLAN_CHANGED',
  'PAYMENT_ID_USED',
  'AMOUNT_NOT_POSITIVE',
  'AMOUNT_EXCEEDS_OPEN',
  'INVOICE_VOID',
] as const;

export const previewExternalPayment = defineOperation({
  id: 'previewExternalPayment',
  tag: 'Invoices',
  method: 'POST',
  path: '/invoices/:id/external-payments/preview',
  summary: 'What a payment received elsewhere would do to what is planned. Writes nothing.',
  permission: BILLERS,
  params: ById,
  body: z.strictObject({ amountMinor: Minor, receivedOn: CivilDate }),
  responses: { 200: ExternalPreview },
  problems: ['NOT_FOUND'],
});

export const recordExternalPayment = defineOperation({
  id: 'recordExternalPayment',
  tag: 'Invoices',
  method: 'POST',
  path: '/invoices/:id/external-payments',
  summary:
    'Record a payment received elsewhere. Nothing is charged; planned payments that no longer fit are lowered.',
  permission: BILLERS,
  params: ById,
  body: RecordExternalPayment,
  responses: { 200: ExternalPayment, 201: ExternalPayment },
  problems: [...REFUSED, 'RECEIVED_DATE_NOT_ALLOWED'],
});

export const listUnapplied = defineOperation({
  id: 'listUnapplied',
  tag: 'Unapplied money',
  method: 'GET',
  path: '/unapplied',
  summary: 'Money of one client that belongs to no invoice yet, oldest first.',
  permission: ANY_ROLE,
  query: z.strictObject({ organizationId: Uuid }),
  responses: { 200: z.strictObject({ items: z.array(Unapplied) }) },
  problems: ['NOT_FOUND'],
});

export const previewUnapplied = defineOperation({
  id: 'previewUnapplied',
  tag: 'Unapplied money',
  method: 'POST',
  path: '/unapplied/:id/preview',
  summary: 'What applying unapplied money to an invoice would do. Writes nothing.',
  permission: BILLERS,
  params: ById,
  body: z.strictObject({ invoiceId: Uuid, amountMinor: Minor }),
  responses: { 200: ExternalPreview },
  problems: ['NOT_FOUND'],
});

export const applyUnapplied = defineOperation({
  id: 'applyUnapplied',
  tag: 'Unapplied money',
  method: 'POST',
  path: '/unapplied/:id/apply',
  summary: 'Apply unapplied money to an invoice of the same client and currency.',
  permission: BILLERS,
  params: ById,
  body: ApplyUnapplied,
  responses: { 200: ExternalPayment, 201: ExternalPayment },
  problems: [
    ...REFUSED,
    'AMOUNT_EXCEEDS_UNAPPLIED',
    'INVOICE_NOT_OF_ORGANIZATION',
    'CURRENCY_MISMATCH',
  ],
});
