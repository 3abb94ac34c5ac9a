/** Which invoices a list shows, as SQL over the table `invoice`. */
import type { InvoicesSummaryQuery, InvoiceView } from '../../../contracts/invoices';
import { allOf, ofClient, type Parameters } from '../lists/parameters';
import { holdsText, isAmount } from '../lists/search';
import { BALANCE, HEADROOM, IN_FLIGHT, IS_OPEN, isPastDue, RESIDUAL } from './invoice-figures';

/** Everything but the quick filter: its counts are of this. */
export function filterOf(query: InvoicesSummaryQuery, parameters: Parameters): string {
  const compare = (comparison: string, value: unknown, type: string) =>
    value === undefined ? null : `${comparison} ${parameters.bind(value)}::${type}`;
  return allOf([
    query.status === 'open' ? IS_OPEN : null,
    query.organizationId === undefined
      ? null
      : ofClient('invoice.organization_id', query.organizationId, parameters),
    query.ids === undefined ? null : `invoice.id = ANY(${parameters.bind(query.ids)}::uuid[])`,
    compare('invoice.currency =', query.currency, 'text'),
    compare(`${BALANCE} >=`, query.balanceFromMinor, 'bigint'),
    compare(`${BALANCE} <=`, query.balanceToMinor, 'bigint'),
    compare('invoice.due_on >=', query.dueFrom, 'date'),
    compare('invoice.due_on <=', query.dueTo, 'date'),
    compare('invoice.issued_on >=', query.issuedFrom, 'date'),
    compare('invoice.issued_on <=', query.issuedTo, 'date'),
    query.search === undefined ? null : matches(query.search, parameters),
  ]);
}

function matches(search: string, parameters: Parameters): string {
  const amounts = ['invoice.total_minor', BALANCE, HEADROOM];
  const ways = [
    holdsText(search, ['invoice.number_key'], parameters),
    `invoice.organization_id IN (SELECT id FROM organization
       WHERE ${holdsText(search, ['lower(organization.name)'], parameters)})`,
    isAmount(search, 'invoice.currency', amounts, parameters),
  ];
  return ways.filter((way) => way !== null).join(' OR ');
}

/** The quick filters. `today` is SQL of the business's date. */
export function viewsOf(today: string): Readonly<Record<InvoiceView, string>> {
  return {
    all: 'true',
    pastDue: isPastDue(today),
    dueIn7Days: `${IS_OPEN} AND invoice.due_on BETWEEN ${today} AND ${today} + 7`,
    scheduled: 'invoice.planned_minor > 0',
    pending: `${IN_FLIGHT} > 0`,
    uncovered: `${IS_OPEN} AND ${RESIDUAL} > 0`,
  };
}
