/** Payments: preview, place, list, read, change, cancel, approve, receipts. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import { Amount, ById, CivilDate, Instant, listOf, Uuid, Version } from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';
import { pageFields, pageOf, searchText, sortBy } from './paging';
import { PaymentDetails, PaymentMessage, SentMessage } from './payment-details';
import { PaymentPreview, PLACEMENT_REFUSALS, SplitPreview } from './payment-preview';
import {
  ApprovePaymentBody,
  CancelPaymentBody,
  ChangePaymentBody,
  PreviewPaymentBody,
  PreviewSplitBody,
  PutPaymentBody,
  SendReceiptsBody,
} from './payment-request';
import { PaymentRow } from './payment-row';

/** The answer to a placement: durable from here on, whatever happens to any process. */
export const PlacedPayment = z
  .strictObject({
    id: Uuid,
    version: Version,
    number: z.string(),
    kind: z.enum(PaymentKind),
    state: z.enum(PaymentState),
    amount: Amount,
    runOn: CivilDate.nullable(),
    runAt: Instant.nullable(),
  })
  .meta({ id: 'PlacedPayment' });
export type PlacedPayment = z.output<typeof PlacedPayment>;

export const PaymentView = z.enum([
  'all',
  'scheduled',
  'inFlight',
  'settled',
  'failed',
  'needsReview',
]);

export const PaymentsQuery = z.strictObject({
  ...pageFields,
  view: PaymentView.default('all'),
  organizationId: Uuid.optional(),
  invoiceId: Uuid.optional(),
  methodId: Uuid.optional(),
  states: listOf(z.enum(PaymentState), 20).optional(),
  kind: z.enum(PaymentKind).optional(),
  /** Number, client, reference, invoice number or amount. */
  search: searchText,
  placedFrom: CivilDate.optional(),
  placedTo: CivilDate.optional(),
  sort: sortBy(['placedAt', 'runOn', 'amount', 'number', 'organization'], '-placedAt'),
});
export type PaymentsQuery = z.output<typeof PaymentsQuery>;

export const PaymentsPage = pageOf(PaymentRow)
  .extend({
    /**
     * How many each quick filter would show, with the other filters kept. Null where more match than
     * are counted: ten thousand, or a search that finds very many.
     */
    counts: z
      .strictObject({
        all: z.int(),
        scheduled: z.int(),
        inFlight: z.int(),
        settled: z.int(),
        failed: z.int(),
        needsReview: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'PaymentsPage' });
export type PaymentsPage = z.output<typeof PaymentsPage>;

const PLACEMENT_PROBLEMS = [...PLACEMENT_REFUSALS, 'PLAN_CHANGED'] as const;

export const previewPayment = defineOperation({
  id: 'previewPayment',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/preview',
  summary: 'What a payment, or a change of one, would do. Nothing is written.',
  permission: BILLERS,
  body: PreviewPaymentBody,
  responses: { 200: PaymentPreview },
  problems: ['NOT_FOUND'],
});

export const previewSplit = defineOperation({
  id: 'previewSplit',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/preview-split',
  summary:
    'What several scheduled payments, placed one after the other, would do. Nothing is written. A part that would be refused plans nothing; one that is placed already counts once.',
  permission: BILLERS,
  body: PreviewSplitBody,
  responses: { 200: SplitPreview },
  problems: ['NOT_FOUND'],
});

export const putPayment = defineOperation({
  id: 'putPayment',
  tag: 'Payments',
  method: 'PUT',
  path: '/payments/:id',
  summary:
    'Place a payment under an id of your own. 201 when placed; 200 with the placed payment for a repeat of the same body.',
  permission: BILLERS,
  params: ById,
  body: PutPaymentBody,
  responses: { 200: PlacedPayment, 201: PlacedPayment },
  problems: [...PLACEMENT_PROBLEMS, 'PAYMENT_ID_USED'],
});

export const listPayments = defineOperation({
  id: 'listPayments',
  tag: 'Payments',
  method: 'GET',
  path: '/payments',
  summary: 'Payments, newest first.',
  permission: ANY_ROLE,
  query: PaymentsQuery,
  responses: { 200: PaymentsPage },
  problems: [],
  isCsvToo: true,
});

export const readPayment = defineOperation({
  id: 'readPayment',
  tag: 'Payments',
  method: 'GET',
  path: '/payments/:id',
  summary:
    'One payment: timeline, lines, adjustments, charge, messages, what is possible, its workflow.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: PaymentDetails },
  problems: ['NOT_FOUND'],
});

export const cancelPayment = defineOperation({
  id: 'cancelPayment',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/:id/cancel',
  summary:
    'Cancel a payment that has not been submitted: what it had lowered is put back. One that waits for the payer is stopped at the gateway, and cancelled once that says so.',
  permission: BILLERS,
  params: ById,
  body: CancelPaymentBody,
  responses: { 200: PlacedPayment },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'PAYMENT_NOT_CHANGEABLE'],
});

export const changePayment = defineOperation({
  id: 'changePayment',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/:id/change',
  summary: 'Change amounts, method or date of a scheduled payment or one in review.',
  permission: BILLERS,
  params: ById,
  body: ChangePaymentBody,
  responses: { 200: PlacedPayment },
  problems: [...PLACEMENT_PROBLEMS, 'NOT_FOUND', 'VERSION_CONFLICT', 'PAYMENT_NOT_CHANGEABLE'],
});

export const approvePayment = defineOperation({
  id: 'approvePayment',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/:id/approve',
  summary: 'Let a payment in review go on: a draft now, a dated one on a day.',
  permission: BILLERS,
  params: ById,
  body: ApprovePaymentBody,
  responses: { 200: PlacedPayment },
  problems: [...PLACEMENT_PROBLEMS, 'NOT_FOUND', 'VERSION_CONFLICT', 'PAYMENT_NOT_CHANGEABLE'],
});

export const listReceipts = defineOperation({
  id: 'listReceipts',
  tag: 'Payments',
  method: 'GET',
  path: '/payments/:id/receipts',
  summary: 'Every mail about a payment, exactly as sent, with its delivery.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: z.strictObject({ items: z.array(SentMessage) }) },
  problems: ['NOT_FOUND'],
});

export const sendReceipts = defineOperation({
  id: 'sendReceipts',
  tag: 'Payments',
  method: 'POST',
  path: '/payments/:id/receipts',
  summary: 'Send the receipt to further addresses, or again what could not be delivered.',
  permission: BILLERS,
  params: ById,
  body: SendReceiptsBody,
  responses: { 202: z.strictObject({ items: z.array(PaymentMessage) }) },
  problems: ['NOT_FOUND', 'PAYMENT_NOT_CHANGEABLE'],
});
