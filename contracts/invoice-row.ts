/** An invoice as lists, selections and the pay dialog show it. */
import { z } from 'zod';
import { PaymentKind, PaymentState } from '../domain/payment';
import { RuleReference } from './autopay-rule';
import {
  Amount,
  CivilDate,
  Currency,
  Instant,
  OrganizationReference,
  PaymentReference,
  Uuid,
  Version,
  Who,
} from './fields';

/** Money that another payment plans on this invoice: a chip, and the reason for a limit. */
export const PlannedEntry = z
  .strictObject({
    payment: PaymentReference,
    kind: z.enum(PaymentKind),
    state: z.enum(PaymentState),
    runOn: CivilDate,
    amount: Amount,
    placedBy: Who,
  })
  .meta({ id: 'PlannedEntry' });
export type PlannedEntry = z.output<typeof PlannedEntry>;

/** What autopay is to take, decided from the books as they are now; nothing is claimed by it. */
export const InvoiceForecast = z
  .strictObject({ rule: RuleReference, runOn: CivilDate, amount: Amount })
  .meta({ id: 'InvoiceForecast' });
export type InvoiceForecast = z.output<typeof InvoiceForecast>;

/** Why the box of a row is off. The first that holds, in this order. */
export const CannotPay = z
  .strictObject({
    code: z.enum(['VOID', 'ON_HOLD', 'NOTHING_OPEN', 'ALL_IN_FLIGHT', 'DISPUTED']),
    /** With `ALL_IN_FLIGHT`: the payments that hold it. */
    payments: z.array(PaymentReference),
  })
  .meta({ id: 'CannotPay' });

export const Hold = z
  .strictObject({ reason: z.string(), by: Who, at: Instant })
  .meta({ id: 'Hold', description: 'A person holds the invoice: nothing is placed on it.' });

export const DocumentState = z
  .strictObject({
    /** `none`: never asked for. `wanted`: being fetched. `kept`: the PDF is here. */
    state: z.enum(['none', 'wanted', 'kept', 'unavailable']),
    fileName: z.string().nullable(),
    pages: z.int().nullable(),
    receivedAt: Instant.nullable(),
    /** Plain words, with `unavailable`. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'DocumentState' });

export const invoiceRowFields = {
  id: Uuid,
  version: Version,
  organization: OrganizationReference,
  number: z.string(),
  currency: Currency,
  issuedOn: CivilDate,
  dueOn: CivilDate.nullable(),
  /** By the business's date. Without a due date it is never past due. */
  isPastDue: z.boolean(),
  isVoid: z.boolean(),
  total: Amount,
  /** Unpaid: open less what has settled and the source does not show yet. */
  balance: Amount,
  /** The most that anyone may still take; below zero when more is in flight than is open. */
  headroom: Amount,
  planned: Amount,
  /** The most that may still be scheduled. */
  residual: Amount,
  /** Residual less the autopay forecast. */
  uncovered: Amount,
  /** Null when no rule takes it. Once its run is decided it is a payment like others. */
  autopay: InvoiceForecast.nullable(),
  /** Null when nothing is in flight. */
  pending: z.strictObject({ amount: Amount, payments: z.array(PaymentReference) }).nullable(),
  /** By run date, at most 20 of them; `plannedCount` says how many there are. */
  plannedEntries: z.array(PlannedEntry),
  plannedCount: z.int().min(0),
  hold: Hold.nullable(),
  hasAutopayHold: z.boolean(),
  isAutopayExcluded: z.boolean(),
  /** The source's complete list no longer names it, since when. */
  missingSince: Instant.nullable(),
  /** The books lost or moved a payment of ours, since when. */
  driftSince: Instant.nullable(),
  /** Null when it can be paid. */
  cannotPay: CannotPay.nullable(),
} as const;

export const InvoiceRow = z.strictObject(invoiceRowFields).meta({ id: 'InvoiceRow' });
export type InvoiceRow = z.output<typeof InvoiceRow>;
