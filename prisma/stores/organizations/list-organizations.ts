/** Clients with what they owe: one statement over the kept figures of each client, which are folded before. */
import type { Pool } from 'pg';
import type {
  OrganizationRow,
  OrganizationsPage,
  OrganizationsQuery,
} from '../../../contracts/organizations';
import type { PaymentKind } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { CLIENT_VIEWS, foldFigures } from '../figures/fold-figures';
import { currencyTotalsOf, totalsJson, type TotalsRecord } from '../invoices/currency-totals';
import { always, dateOrLast, keysetOf } from '../lists/keyset';
import { allOf, Parameters } from '../lists/parameters';
import { findsText, FOUND, foundBy, withParts } from '../lists/search';
import { countedSums, keptSums } from './client-figures';

/** Amounts go by the first currency of a client; a client that owes nothing owes zero. */
const SORT_KEYS = {
  name: always('text', 'organization.name_key'),
  balance: always('bigint', 'client.balance'),
  pastDue: always('bigint', 'client.past_due'),
  uncovered: always('bigint', 'client.uncovered'),
  oldestDueOn: dateOrLast('client.oldest_due_on'),
  nextPlannedOn: dateOrLast('client.next_run_on'),
};

type NextPlanned = Readonly<{
  id: string;
  number: string;
  kind: PaymentKind;
  runOn: string;
  amountMinor: number;
  currency: string;
}>;

type Row = Readonly<{
  id: string;
  name: string;
  customer_number: string | null;
  city: string | null;
  oldest_due_on: string | null;
  totals: readonly TotalsRecord[];
  next_planned: NextPlanned | null;
  sort_key: string;
}>;

type Counts = OrganizationsPage['counts'];
type Answer = Readonly<{ counts: Counts; totals: readonly TotalsRecord[]; rows: readonly Row[] }>;

/** Apart from its running, so that its plan can be looked at. */
export function listStatement(query: OrganizationsQuery) {
  const parameters = new Parameters();
  const search = query.search === undefined ? [] : foundBy(waysOf(query.search, parameters));
  const filter = query.search === undefined ? null : `client.organization_id = ANY(${FOUND})`;
  const { counts, totals } = filter === null ? keptSums(query) : countedSums(query, filter);
  // The id of the table that has the key: the two are in one index.
  const id = query.sort.endsWith('name') ? 'organization.id' : 'client.organization_id';
  const keyset = keysetOf('organizations', query, SORT_KEYS, id, parameters);
  const parts = [
    ...search,
    `page AS (
      SELECT organization.id, organization.name, organization.customer_number, organization.city,
             client.oldest_due_on, ${keyset.key} AS sort_key
        FROM client_figures AS client JOIN organization ON organization.id = client.organization_id
       WHERE ${allOf([CLIENT_VIEWS[query.view], filter, keyset.after])}
       ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}
    )`,
    `shown_totals AS (${totals})`,
  ];
  const text = `${withParts(parts)}
    SELECT json_build_object(
      'counts', ${counts},
      'totals', ${totalsJson('shown_totals')},
      'rows', (SELECT coalesce(json_agg(json_build_object(
          'id', id, 'name', name, 'customer_number', customer_number, 'city', city,
          'oldest_due_on', oldest_due_on, 'sort_key', sort_key::text,
          'totals', ${totalsJson(`client_owed AS owed WHERE view = 'all' AND owed.organization_id = page.id`)},
          'next_planned', ${NEXT_PLANNED})
          ORDER BY ${keyset.orderOf('page')}), '[]') FROM page)) AS answer`;
  return { statement: { text, values: parameters.values }, keyset };
}

const NEXT_PLANNED = `
  (SELECT json_build_object('id', payment.id, 'number', 'P-' || payment.number, 'kind', kind,
            'runOn', run_on, 'amountMinor', amount_minor, 'currency', currency)
     FROM payment
    WHERE payment.organization_id = page.id AND state = 'scheduled' AND amount_minor > 0
    ORDER BY run_on, payment.id LIMIT 1)`;

/** By name, customer number, city or another spelling. */
function waysOf(search: string, parameters: Parameters): readonly string[] {
  const finds = (text: string) => findsText(search, text, parameters);
  return [
    `SELECT id FROM organization WHERE ${finds('lower(organization.name)')}`,
    `SELECT id FROM organization WHERE ${finds('lower(organization.customer_number)')}`,
    `SELECT id FROM organization WHERE ${finds('lower(organization.city)')}`,
    `SELECT organization_id FROM organization_alias WHERE ${finds('lower(alias)')}`,
  ];
}

/** @throws CursorError for a cursor of another list or sort. */
export async function listOrganizations(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: OrganizationsQuery,
): Promise<OrganizationsPage> {
  await foldFigures(pool, now, limits);
  const { statement, keyset } = listStatement(query);
  const { rows } = await pool.query<{ answer: Answer }>(statement);
  const answer = rows[0]?.answer;
  if (answer === undefined) throw new Error('a list of clients read nothing');
  const { items, nextCursor } = keyset.pageOf(answer.rows, query.limit, rowOf);
  return {
    items: [...items],
    nextCursor,
    counts: answer.counts,
    totals: answer.totals.map(currencyTotalsOf),
  };
}

function rowOf(row: Row): OrganizationRow {
  return {
    id: row.id,
    name: row.name,
    customerNumber: row.customer_number,
    city: row.city,
    totals: row.totals.map(currencyTotalsOf),
    oldestDueOn: row.oldest_due_on,
    nextPlanned: row.next_planned === null ? null : nextPlannedOf(row.next_planned),
  };
}

function nextPlannedOf(next: NextPlanned): NonNullable<OrganizationRow['nextPlanned']> {
  const { id, number, kind, runOn, amountMinor, currency } = next;
  return { payment: { id, number }, kind, runOn, amount: { amountMinor, currency } };
}
