/** An invoice by mail: its exact document to contacts of the client, or to addresses typed for it. */
import { z } from 'zod';
import { ById, EmailAddress, Uuid } from './fields';
import { BILLERS, defineOperation } from './operation';
import { PaymentMessage } from './payment-details';

const RECIPIENTS_MAX = 20;

export const MailInvoiceBody = z
  .strictObject({
    /** Made by the caller: the same request again, whatever it names, is the first one. */
    id: Uuid,
    contactIds: z.array(Uuid).max(RECIPIENTS_MAX).default([]),
    addresses: z.array(EmailAddress).max(RECIPIENTS_MAX).default([]),
  })
  .refine(
    (body) => body.contactIds.length + body.addresses.length > 0,
    'name a contact or an address',
  )
  .meta({ id: 'MailInvoiceBody' });
export type MailInvoiceBody = z.output<typeof MailInvoiceBody>;

export const mailInvoice = defineOperation({
  id: 'mailInvoice',
  tag: 'Invoices',
  method: 'POST',
  path: '/invoices/:id/mails',
  summary: 'Send the exact document to contacts of the client or typed addresses, one mail each.',
  permission: BILLERS,
  params: ById,
  body: MailInvoiceBody,
  responses: { 202: z.strictObject({ items: z.array(PaymentMessage) }) },
  problems: ['NOT_FOUND', 'DOCUMENT_NOT_AVAILABLE', 'CONTACT_NOT_REACHABLE'],
});
