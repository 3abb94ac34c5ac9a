/**
 * What the lists cost at the size of a large business beside a hundredth of it: the same request, in
 * turns, on two databases of one server.
 */
import { Pool } from 'pg';
import { InvoicesQuery, InvoicesSummaryQuery } from '../contracts/invoices';
import { OrganizationsQuery } from '../contracts/organizations';
import { PaymentsQuery } from '../contracts/payments';
import { SESSION } from '../prisma/stores/connect';
import { createInvoiceStore } from '../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../prisma/stores/organizations/organization-store';
import { createPaymentReader } from '../prisma/stores/payments/reading/payment-reader';
import { LIMITS } from '../test/prisma/books';
import { type BooksSize, LARGE_BOOKS_NOW, makeLargeBooks } from '../test/prisma/large-books';
import { median, rounded } from './measure';

/** Books of a small business, and so many times as large. */
export const booksTimes = (times: number): BooksSize => ({
  invoices: 1_000 * times,
  organizations: 50 * times,
  payments: 5_000 * times,
});
const TURNS = 15;

export const LISTS_HEAD = ['request', '1,000 invoices, ms', 'large, ms', 'large : 1,000'] as const;

type Requests = readonly (readonly [name: string, ask: () => Promise<unknown>])[];

/** Both databases are empty and migrated. `times` is how much larger the second is. */
export async function lists(
  smallUrl: string,
  largeUrl: string,
  times: number,
): Promise<readonly (readonly string[])[]> {
  const [small, large] = [smallUrl, largeUrl].map(
    (connectionString) => new Pool({ connectionString, max: 1, options: SESSION }),
  ) as [Pool, Pool];
  try {
    await makeLargeBooks(small, booksTimes(1));
    await makeLargeBooks(large, booksTimes(times));
    const ofLarge = requestsOn(large);
    const rows: string[][] = [];
    for (const [index, [name, ask]] of requestsOn(small).entries()) {
      const [, askLarge] = ofLarge[index] ?? [name, ask];
      const [one, other] = await inTurns(ask, askLarge);
      rows.push([name, rounded(one, 1), rounded(other, 1), rounded(other / one, 2)]);
    }
    return rows;
  } finally {
    await Promise.all([small.end(), large.end()]);
  }
}

/** Medians of both, asked one after the other, so that others' load weighs on both alike. */
async function inTurns(one: () => Promise<unknown>, other: () => Promise<unknown>) {
  const tookMs: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    for (const [index, ask] of [one, other].entries()) {
      const begin = performance.now();
      await ask();
      // The first turn fills caches.
      if (turn > 0) tookMs[index]?.push(performance.now() - begin);
    }
  }
  return tookMs.map(median) as [number, number];
}

function requestsOn(pool: Pool): Requests {
  const now = () => LARGE_BOOKS_NOW;
  const invoices = createInvoiceStore({ pool, now, limits: LIMITS });
  const organizations = createOrganizationStore({ pool, now, limits: LIMITS });
  const payments = createPaymentReader({ pool, capabilities: { fence: 'key' } });
  const ofInvoices = (query: object) => () => invoices.list(InvoicesQuery.parse(query));
  const ofPayments = (query: object) => () => payments.list(PaymentsQuery.parse(query));
  return [
    ['invoices, first page', ofInvoices({})],
    ['invoices past due, by balance', ofInvoices({ view: 'pastDue', sort: '-balance' })],
    ['invoices uncovered, by client', ofInvoices({ view: 'uncovered', sort: 'organization' })],
    ['invoices, also paid, by number', ofInvoices({ status: 'any', sort: 'number' })],
    ['invoices, an amount', ofInvoices({ search: '1,310.15' })],
    ['invoices, a number of all', ofInvoices({ search: 'inv', sort: '-balance' })],
    ['invoices, a name of many', ofInvoices({ search: 'Dental', sort: 'organization' })],
    ['invoices due in 7 days, by number', ofInvoices({ view: 'dueIn7Days', sort: 'number' })],
    ['payments, first page', ofPayments({})],
    ['payments failed, by amount', ofPayments({ view: 'failed', sort: '-amount' })],
    ['payments scheduled, by run date', ofPayments({ view: 'scheduled', sort: 'runOn' })],
    ['payments, a number', ofPayments({ search: 'P-10423' })],
    ['payments, a reference of many', ofPayments({ search: 'Order' })],
    ['payments, a name of many, by amount', ofPayments({ search: 'Dental', sort: 'amount' })],
    [
      'clients past due, by balance',
      () => organizations.list(OrganizationsQuery.parse({ view: 'pastDue', sort: '-balance' })),
    ],
    [
      'clients, a search',
      () => organizations.list(OrganizationsQuery.parse({ search: 'Acme Dental 1' })),
    ],
    ['clients, first page', () => organizations.list(OrganizationsQuery.parse({}))],
    ['counts and sums of open invoices', () => invoices.summarize(InvoicesSummaryQuery.parse({}))],
  ];
}
