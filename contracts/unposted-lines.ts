/** *Payments to enter*: settled lines that no reading of the books has shown yet (import.md 2.2). */
import { z } from 'zod';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  OrganizationReference,
  PaymentReference,
  Uuid,
  Who,
} from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';
import { pageFields, pageOf, searchText } from './paging';

/** Lines that went out together, to be entered in the client's own books. */
export const EntryExport = z
  .strictObject({
    id: Uuid,
    exportedAt: Instant,
    exportedBy: Who,
    lines: z.int().min(0),
    /** One per currency. */
    sums: z.array(Amount),
  })
  .meta({ id: 'EntryExport' });
export type EntryExport = z.output<typeof EntryExport>;

export const UnpostedLine = z
  .strictObject({
    payment: PaymentReference,
    invoice: InvoiceReference,
    organization: OrganizationReference,
    amount: Amount,
    settledOn: CivilDate,
    /** The gateway's reference of the charge, for the entry in the books. */
    reference: z.string().nullable(),
    method: z.string(),
    export: z.strictObject({ id: Uuid, exportedAt: Instant, exportedBy: Who }).nullable(),
    /** By whom it was marked as entered, and before which instant that was. */
    entered: z.strictObject({ at: Instant, by: Who }).nullable(),
  })
  .meta({ id: 'UnpostedLine' });
export type UnpostedLine = z.output<typeof UnpostedLine>;

export const UnpostedView = z.enum(['toEnter', 'notExported', 'entered', 'all']);

export const UnpostedQuery = z.strictObject({
  ...pageFields,
  /** `toEnter`: not marked. `entered`: marked, and not in a reading yet. */
  view: UnpostedView.default('toEnter'),
  organizationId: Uuid.optional(),
  exportId: Uuid.optional(),
  /** Payment, invoice, client, or the gateway's reference. */
  search: searchText,
});
export type UnpostedQuery = z.output<typeof UnpostedQuery>;

export const UnpostedPage = pageOf(UnpostedLine)
  .extend({
    counts: z.strictObject({ toEnter: z.int(), notExported: z.int(), entered: z.int() }),
    /** Of the view, per currency. */
    sums: z.array(Amount),
    /** Exports with a line that is not marked yet, newest first; at most 20. */
    exports: z.array(EntryExport),
  })
  .meta({ id: 'UnpostedPage' });
export type UnpostedPage = z.output<typeof UnpostedPage>;

export const MarkEntered = z
  .strictObject({
    /** A whole export, or lines of it one by one. */
    exportId: Uuid.optional(),
    lines: z
      .array(z.strictObject({ paymentId: Uuid, invoiceId: Uuid }))
      .min(1)
      .max(200)
      .optional(),
    /** They were entered before this instant; null takes the mark away again. */
    enteredAt: Instant.nullable(),
  })
  .refine(({ exportId, lines }) => (exportId === undefined) !== (lines === undefined), {
    path: ['lines'],
    message: 'name an export or lines, not both',
  })
  .meta({ id: 'MarkEntered' });
export type MarkEntered = z.output<typeof MarkEntered>;

export const listUnpostedLines = defineOperation({
  id: 'listUnpostedLines',
  tag: 'Payments to enter',
  method: 'GET',
  path: '/unposted-lines',
  summary: 'Settled lines that the books do not show yet, oldest first, and the exports of them.',
  permission: ANY_ROLE,
  query: UnpostedQuery,
  responses: { 200: UnpostedPage },
  problems: [],
  isCsvToo: true,
});

export const exportUnpostedLines = defineOperation({
  id: 'exportUnpostedLines',
  tag: 'Payments to enter',
  method: 'POST',
  path: '/unposted-lines/exports',
  summary:
    'Put every line that was never exported into one export. It is read as CSV of `GET /unposted-lines?exportId=`.',
  permission: BILLERS,
  responses: { 201: EntryExport },
  problems: ['NOTHING_TO_EXPORT'],
});

export const markEntered = defineOperation({
  id: 'markEntered',
  tag: 'Payments to enter',
  method: 'POST',
  path: '/unposted-lines/entered',
  summary:
    'Say that lines were entered in the books before an instant: a later list holds them. Lines that a reading has shown already stay as they are.',
  permission: BILLERS,
  body: MarkEntered,
  responses: { 200: z.strictObject({ lines: z.int().min(0) }) },
  problems: ['NOT_FOUND', 'ENTERED_AT_NOT_ALLOWED'],
});
