/** Open invoices: rows with everything a list, a selection bar and the pay dialog need. */
import { z } from 'zod';
import { ById, CivilDate, Currency, line, listOf, MinorInQuery, Uuid, Version } from './fields';
import { InvoiceDetails } from './invoice-details';
import { ANY_ROLE, BILLERS, type BytesResponse, defineOperation } from './operation';
import { CurrencyTotals } from './organizations';
import { pageFields, pageOf, searchText, sortBy } from './paging';
import { InvoiceRow } from './invoice-row';

export const InvoiceView = z.enum([
  'all',
  'pastDue',
  'dueIn7Days',
  'scheduled',
  'autopay',
  'pending',
  'uncovered',
]);
export type InvoiceView = z.output<typeof InvoiceView>;

/** Which invoices; the list and its summary take the same. */
const filterFields = {
  view: InvoiceView.default('all'),
  /** `open`: with a balance, not void. `any`: also what is paid or void. */
  status: z.enum(['open', 'any']).default('open'),
  organizationId: Uuid.optional(),
  /** These invoices and no others, at most 200: a selection. */
  ids: listOf(Uuid, 200).optional(),
  /** Number or client; a number like `1310.15` also against total, balance and headroom. */
  search: searchText,
  currency: Currency.optional(),
  balanceFromMinor: MinorInQuery.optional(),
  balanceToMinor: MinorInQuery.optional(),
  dueFrom: CivilDate.optional(),
  dueTo: CivilDate.optional(),
  issuedFrom: CivilDate.optional(),
  issuedTo: CivilDate.optional(),
} as const;

export const InvoicesQuery = z.strictObject({
  ...pageFields,
  ...filterFields,
  /** Without a due date comes last in either direction. */
  sort: sortBy(
    ['dueOn', 'issuedOn', 'number', 'organization', 'total', 'balance', 'headroom', 'uncovered'],
    'dueOn',
  ),
});
export type InvoicesQuery = z.output<typeof InvoicesQuery>;

export const InvoicesSummaryQuery = z.strictObject(filterFields);
export type InvoicesSummaryQuery = z.output<typeof InvoicesSummaryQuery>;

export const InvoicesSummary = z
  .strictObject({
    /** How many each quick filter would show, with the other filters kept. */
    counts: z.strictObject({
      all: z.int(),
      pastDue: z.int(),
      dueIn7Days: z.int(),
      scheduled: z.int(),
      autopay: z.int(),
      pending: z.int(),
      uncovered: z.int(),
    }),
    /** Of what the whole filter shows. */
    invoices: z.int(),
    organizations: z.int(),
    totals: z.array(CurrencyTotals),
    /**
     * The ids of that moment which can be paid, by due date, at most 200: *select all that match*.
     */
    payableIds: z.array(Uuid),
  })
  .meta({ id: 'InvoicesSummary' });
export type InvoicesSummary = z.output<typeof InvoicesSummary>;

export const InvoicesDetails = z
  .strictObject({ items: z.array(InvoiceDetails), totals: z.array(CurrencyTotals) })
  .meta({ id: 'InvoicesDetails' });

/** Only the fields named are written. A hold wants its reason. */
export const InvoiceChange = z
  .strictObject({
    version: Version,
    onHold: z.boolean().optional(),
    autopayHold: z.boolean().optional(),
    autopayExcluded: z.boolean().optional(),
    reason: line(300).optional(),
  })
  .refine((change) => change.onHold !== true || change.reason !== undefined, {
    path: ['reason'],
    message: 'a hold wants a reason',
  });
export type InvoiceChange = z.output<typeof InvoiceChange>;

export const listInvoices = defineOperation({
  id: 'listInvoices',
  tag: 'Invoices',
  method: 'GET',
  path: '/invoices',
  summary: 'Invoices, by default the open ones, with what is planned and in flight on each.',
  permission: ANY_ROLE,
  query: InvoicesQuery,
  responses: { 200: pageOf(InvoiceRow).meta({ id: 'InvoicesPage' }) },
  problems: [],
  isCsvToo: true,
});

export const summarizeInvoices = defineOperation({
  id: 'summarizeInvoices',
  tag: 'Invoices',
  method: 'GET',
  path: '/invoices/summary',
  summary: 'Counts of the quick filters and sums of all invoices that match.',
  permission: ANY_ROLE,
  query: InvoicesSummaryQuery,
  responses: { 200: InvoicesSummary },
  problems: [],
});

export const readInvoices = defineOperation({
  id: 'readInvoices',
  tag: 'Invoices',
  method: 'GET',
  path: '/invoices/details',
  summary: 'Several invoices in full, in the order asked, with their sums; at most 50.',
  permission: ANY_ROLE,
  query: z.strictObject({ ids: listOf(Uuid, 50) }),
  responses: { 200: InvoicesDetails },
  problems: ['NOT_FOUND'],
});

export const readInvoice = defineOperation({
  id: 'readInvoice',
  tag: 'Invoices',
  method: 'GET',
  path: '/invoices/:id',
  summary: 'One invoice: coverage, everything against it, lines, timeline, document state.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: InvoiceDetails },
  problems: ['NOT_FOUND'],
});

export const changeInvoice = defineOperation({
  id: 'changeInvoice',
  tag: 'Invoices',
  method: 'PATCH',
  path: '/invoices/:id',
  summary: 'Hold an invoice, or only its autopay, or exclude it from autopay.',
  permission: BILLERS,
  params: ById,
  body: InvoiceChange,
  responses: { 200: InvoiceDetails },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT'],
});

const Pdf = {
  kind: 'bytes',
  contentType: 'application/pdf',
  description: 'The exact document of the invoice.',
} as const satisfies BytesResponse;

export const readInvoiceDocument = defineOperation({
  id: 'readInvoiceDocument',
  tag: 'Invoices',
  method: 'GET',
  path: '/invoices/:id/document',
  summary:
    'The exact PDF. 202 while it is being fetched: an event says when to ask again. `download` names it an attachment.',
  permission: ANY_ROLE,
  params: ById,
  query: z.strictObject({ download: z.enum(['true', 'false']).default('false') }),
  responses: { 200: Pdf, 202: z.strictObject({ state: z.literal('fetching') }) },
  problems: ['NOT_FOUND', 'DOCUMENT_NOT_AVAILABLE'],
});
