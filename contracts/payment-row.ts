/** A payment as lists show it. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  MethodSummary,
  OrganizationReference,
  Uuid,
  Version,
  Who,
} from './fields';

export const paymentRowFields = {
  id: Uuid,
  version: Version,
  /** `P-10423`. */
  number: z.string(),
  organization: OrganizationReference,
  kind: z.enum(PaymentKind),
  state: z.enum(PaymentState),
  /** Came back before it was charged: `inReview` without a run date. */
  isDraft: z.boolean(),
  /** The lines settled and a source shows all of them. */
  isPosted: z.boolean(),
  amount: Amount,
  method: MethodSummary,
  /** Null for an immediate payment. */
  runOn: CivilDate.nullable(),
  placedAt: Instant,
  placedBy: Who,
  settledAt: Instant.nullable(),
  reference: z.string().nullable(),
  /** The first three by number; `invoiceCount` says how many there are. */
  invoices: z.array(InvoiceReference),
  invoiceCount: z.int().min(1),
} as const;

export const PaymentRow = z.strictObject(paymentRowFields).meta({ id: 'PaymentRow' });
export type PaymentRow = z.output<typeof PaymentRow>;
