/** Client organizations: the list, and the header of one. */
import { z } from 'zod';
import {
  Amount,
  ById,
  CivilDate,
  Currency,
  Instant,
  InvoiceReference,
  MethodSummary,
  PaymentReference,
  Uuid,
} from './fields';
import { ANY_ROLE, defineOperation } from './operation';
import { pageFields, pageOf, searchText, sortBy } from './paging';
import { PaymentKind } from '../domain/payment';
import { TimelineEntry } from './timeline';

/** What a client owes in one currency. The currency with most open invoices comes first. */
export const CurrencyTotals = z
  .strictObject({
    currency: Currency,
    openInvoices: z.int().min(0),
    total: Amount,
    balance: Amount,
    headroom: Amount,
    pastDue: Amount,
    pastDueInvoices: z.int().min(0),
    autopayForecast: Amount,
    /** Less what is planned and the autopay forecast. */
    uncovered: Amount,
  })
  .meta({ id: 'CurrencyTotals', description: 'Sums over open invoices of one currency.' });
export type CurrencyTotals = z.output<typeof CurrencyTotals>;

const NextPlanned = z.strictObject({
  payment: PaymentReference,
  kind: z.enum(PaymentKind),
  runOn: CivilDate,
  amount: Amount,
});

export const OrganizationRow = z
  .strictObject({
    id: Uuid,
    name: z.string(),
    customerNumber: z.string().nullable(),
    city: z.string().nullable(),
    totals: z.array(CurrencyTotals),
    /** Due date of the oldest open invoice that has one. */
    oldestDueOn: CivilDate.nullable(),
    nextPlanned: NextPlanned.nullable(),
  })
  .meta({ id: 'OrganizationRow' });
export type OrganizationRow = z.output<typeof OrganizationRow>;

export const OrganizationView = z.enum(['all', 'pastDue', 'uncovered', 'nothingPlanned']);

export const OrganizationsQuery = z.strictObject({
  ...pageFields,
  view: OrganizationView.default('all'),
  search: searchText,
  /** `balance`, `pastDue` and `uncovered` go by the first currency of each client. */
  sort: sortBy(['name', 'balance', 'pastDue', 'oldestDueOn', 'uncovered', 'nextPlannedOn'], 'name'),
});
export type OrganizationsQuery = z.output<typeof OrganizationsQuery>;

export const OrganizationDetails = z
  .strictObject({
    /** Of the survivor, where the id that was asked for was merged into another client. */
    id: Uuid,
    name: z.string(),
    customerNumber: z.string().nullable(),
    city: z.string().nullable(),
    terms: z.string().nullable(),
    aliases: z.array(z.string()),
    /** Where its invoices come from, newest reading first; null before the first. */
    source: z.strictObject({ name: z.string(), readAt: Instant }).nullable(),
    totals: z.array(CurrencyTotals),
    oldest: z.strictObject({ invoice: InvoiceReference, dueOn: CivilDate }).nullable(),
    /** Credit that no invoice has taken yet, one entry per currency; empty when none. */
    unapplied: z.array(Amount),
    defaultMethod: MethodSummary.nullable(),
    counts: z.strictObject({
      openInvoices: z.int().min(0),
      payments: z.int().min(0),
      /** Rules, also those that are off. */
      autopayRules: z.int().min(0),
      methods: z.int().min(0),
      contacts: z.int().min(0),
    }),
  })
  .meta({ id: 'OrganizationDetails' });
export type OrganizationDetails = z.output<typeof OrganizationDetails>;

/** Counts for the quick filters and sums for the foot of the list. */
export const OrganizationsPage = pageOf(OrganizationRow)
  .extend({
    counts: z.strictObject({
      all: z.int(),
      pastDue: z.int(),
      uncovered: z.int(),
      nothingPlanned: z.int(),
    }),
    /** Over all clients that match, not only this page. */
    totals: z.array(CurrencyTotals),
  })
  .meta({ id: 'OrganizationsPage' });
export type OrganizationsPage = z.output<typeof OrganizationsPage>;

export const listOrganizations = defineOperation({
  id: 'listOrganizations',
  tag: 'Organizations',
  method: 'GET',
  path: '/organizations',
  summary: 'Client organizations with what they owe, and the next payment planned.',
  permission: ANY_ROLE,
  query: OrganizationsQuery,
  responses: { 200: OrganizationsPage },
  problems: [],
  isCsvToo: true,
});

export const ActivityQuery = z.strictObject({ limit: pageFields.limit, cursor: pageFields.cursor });
export type ActivityQuery = z.output<typeof ActivityQuery>;

export const listActivity = defineOperation({
  id: 'listActivity',
  tag: 'Organizations',
  method: 'GET',
  path: '/organizations/:id/activity',
  summary: 'What happened to a client and to everything of it, newest first.',
  permission: ANY_ROLE,
  params: ById,
  query: ActivityQuery,
  responses: { 200: pageOf(TimelineEntry).meta({ id: 'ActivityPage' }) },
  problems: ['NOT_FOUND'],
});

export const readOrganization = defineOperation({
  id: 'readOrganization',
  tag: 'Organizations',
  method: 'GET',
  path: '/organizations/:id',
  summary: 'One client: what it owes, the oldest invoice, unapplied money, default method.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: OrganizationDetails },
  problems: ['NOT_FOUND'],
});
