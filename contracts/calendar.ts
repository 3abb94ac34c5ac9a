/** Payments to come, by month: planned by people, and those that rules of autopay will make. */
import { z } from 'zod';
import { AutopayOutcomeKind } from './autopay-preview';
import { RuleReference } from './autopay-rule';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  MethodSummary,
  OrganizationReference,
  PaymentReference,
  Uuid,
  Version,
} from './fields';
import { ANY_ROLE, defineOperation } from './operation';

const CalendarEntry = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('planned'),
      runOn: CivilDate,
      runAt: Instant,
      organization: OrganizationReference,
      payment: PaymentReference,
      /** `scheduled`, or `inReview`: a person decides before it runs. */
      state: z.enum(['scheduled', 'inReview']),
      method: MethodSummary,
      amount: Amount,
      invoices: z.array(InvoiceReference),
    }),
    z.strictObject({
      kind: z.literal('autopay'),
      runOn: CivilDate,
      runAt: Instant,
      organization: OrganizationReference,
      /** With its version, so that it can be held or excluded from here. */
      invoice: InvoiceReference,
      invoiceVersion: Version,
      rule: RuleReference,
      /** What it would come to if it ran now. */
      outcome: AutopayOutcomeKind,
      /** Null unless it would charge. */
      amount: Amount.nullable(),
      /** What holds it from autopay, the one that counts most: drift of the books, the invoice, its autopay. */
      hold: z.enum(['drift', 'invoice', 'autopay']).nullable(),
      approval: z.enum(['notWanted', 'toBeAsked', 'asked', 'approved', 'declined']),
    }),
  ])
  .meta({ id: 'CalendarEntry' });
export type CalendarEntry = z.output<typeof CalendarEntry>;

export const Calendar = z
  .strictObject({
    from: CivilDate,
    to: CivilDate,
    /** By instant; at most 1,000 of either kind. */
    items: z.array(CalendarEntry),
    /** There are more than are shown. */
    isMore: z.boolean(),
  })
  .meta({ id: 'Calendar' });
export type Calendar = z.output<typeof Calendar>;

export const CalendarQuery = z.strictObject({
  /** `YYYY-MM`. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be YYYY-MM'),
  organizationId: Uuid.optional(),
});
export type CalendarQuery = z.output<typeof CalendarQuery>;

export const readCalendar = defineOperation({
  id: 'readCalendar',
  tag: 'Autopay',
  method: 'GET',
  path: '/calendar',
  summary: 'Payments to come in a month: scheduled, in review with a date, and by autopay.',
  permission: ANY_ROLE,
  query: CalendarQuery,
  responses: { 200: Calendar },
  problems: [],
});
