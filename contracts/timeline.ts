/** What happened, newest first. Sentences are the page's; here is what they are made of. */
import { z } from 'zod';
import { Amount, Instant, InvoiceReference, PaymentReference } from './fields';

export const TimelineEntry = z
  .strictObject({
    /** Of the event; grows with time. */
    id: z.string(),
    at: Instant,
    /** `payment.placed`, `payment.settled`, `invoice.read` and so on, as events are stored. */
    kind: z.string(),
    by: z.strictObject({
      kind: z.enum(['user', 'system', 'gateway', 'source']),
      name: z.string().nullable(),
    }),
    payment: PaymentReference.nullable(),
    invoice: InvoiceReference.nullable(),
    amount: Amount.nullable(),
    /** Why, in the words that were given or a plain sentence; null when the kind says it all. */
    reason: z.string().nullable(),
    before: z.record(z.string(), z.json()).nullable(),
    after: z.record(z.string(), z.json()).nullable(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.output<typeof TimelineEntry>;
