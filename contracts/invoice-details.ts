/** One invoice in full: the drawer, and the page at the same address. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import { Amount, CivilDate, Instant, PaymentReference, Who } from './fields';
import { DocumentState, invoiceRowFields } from './invoice-row';
import { TimelineEntry } from './timeline';

/** The parts of the coverage bar, in the order of certainty. Never negative; they make the total. */
export const CoverageParts = z
  .strictObject({
    posted: Amount,
    inFlight: Amount,
    planned: Amount,
    disputed: Amount,
    autopayForecast: Amount,
    uncovered: Amount,
  })
  .meta({ id: 'CoverageParts' });
export type CoverageParts = z.output<typeof CoverageParts>;

/** A payment of ours on this invoice, whatever became of it. */
export const AgainstEntry = z
  .strictObject({
    payment: PaymentReference,
    kind: z.enum(PaymentKind),
    state: z.enum(PaymentState),
    /** Which part of the bar it is in; `none` for what ended without money. */
    part: z.enum(['posted', 'inFlight', 'planned', 'disputed', 'none']),
    /** The day it runs, ran or was charged. */
    on: CivilDate,
    amount: Amount,
    placedBy: Who,
  })
  .meta({ id: 'AgainstEntry' });
export type AgainstEntry = z.output<typeof AgainstEntry>;

export const InvoiceLine = z
  .strictObject({
    position: z.int(),
    description: z.string(),
    detail: z.string().nullable(),
    /** As the document writes them. */
    quantity: z.string().nullable(),
    unitPrice: z.string().nullable(),
    amount: Amount.nullable(),
  })
  .meta({ id: 'InvoiceLine' });

export const InvoiceDetails = z
  .strictObject({
    ...invoiceRowFields,
    open: Amount,
    unposted: Amount,
    /** What the balance is known from, and for which instant; null: only its document spoke. */
    source: z.strictObject({ name: z.string(), readAt: Instant.nullable() }),
    coverage: CoverageParts,
    /** Newest last, as the bar reads; the part paid elsewhere is `paidElsewhere`. */
    against: z.array(AgainstEntry),
    /** Posted, and not by a payment of ours. */
    paidElsewhere: Amount,
    unapplied: z.array(Amount),
    agreement: z.string().nullable(),
    agreementType: z.string().nullable(),
    terms: z.string().nullable(),
    invoiceType: z.string().nullable(),
    purchaseOrder: z.string().nullable(),
    location: z.string().nullable(),
    lines: z.array(InvoiceLine),
    document: DocumentState,
    /** The newest 100. */
    timeline: z.array(TimelineEntry),
  })
  .meta({ id: 'InvoiceDetails' });
export type InvoiceDetails = z.output<typeof InvoiceDetails>;
