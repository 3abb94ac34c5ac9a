/**
 * Clients with what they owe: one statement over a forecast of autopay. Its counts and sums speak of all clients, so the
 * open invoices are added up once, by their index, and everything else is made of these sums.
 */
import type { Pool } from 'pg';
import type {
  OrganizationRow,
  OrganizationsPage,
  OrganizationsQuery,
} from '../../../contracts/organizations';
import type { PaymentKind } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { type Forecast, forecastFigures, NO_FORECAST, readForecast } from '../autopay/forecast';
import {
  currencyTotalsOf,
  summedTotals,
  totalsColumns,
  totalsJson,
  type TotalsRecord,
} from '../invoices/currency-totals';
import { IS_OPEN } from '../invoices/invoice-figures';
import { businessToday } from '../lists/business-today';
import { always, dateOrLast, keysetOf } from '../lists/keyset';
import { Parameters } from '../lists/parameters';
import { holdsText } from '../lists/search';

/** Amounts go by the first currency of a client; a client that owes nothing owes zero. */
const SORT_KEYS = {
  name: always('text', 'client.name_key'),
  balance: always('bigint', 'client.balance'),
  pastDue: always('bigint', 'client.past_due'),
  uncovered: always('bigint', 'client.uncovered'),
  oldestDueOn: dateOrLast('client.oldest_due_on'),
  nextPlannedOn: dateOrLast('client.next_run_on'),
};

const VIEWS = {
  all: 'true',
  pastDue: 'client.has_past_due',
  uncovered: 'client.has_uncovered',
  nothingPlanned: 'client.owes AND client.next_run_on IS NULL',
} as const;

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

export function listStatement(
  query: OrganizationsQuery,
  now: Date,
  forecast: Forecast = NO_FORECAST,
) {
  const parameters = new Parameters();
  const today = businessToday(now, parameters);
  const figures = forecastFigures(forecast, parameters);
  const search = query.search === undefined ? 'true' : matches(query.search, parameters);
  const keyset = keysetOf('organizations', query, SORT_KEYS, 'client.id', parameters);
  const text = `
    WITH owed AS MATERIALIZED (
      SELECT organization_id, currency, min(due_on) AS oldest_due_on, ${totalsColumns(today, figures)}
        FROM invoice WHERE ${IS_OPEN} GROUP BY organization_id, currency
    ), first_owed AS (
      SELECT DISTINCT ON (organization_id) * FROM owed
       ORDER BY organization_id, open_invoices DESC, currency
    ), owing AS (
      SELECT organization_id, min(oldest_due_on) AS oldest_due_on,
             bool_or(past_due > 0) AS has_past_due, bool_or(uncovered > 0) AS has_uncovered
        FROM owed GROUP BY organization_id
    ), next_planned AS (
      SELECT DISTINCT ON (organization_id) organization_id, id, number, kind, run_on, amount_minor, currency
        FROM payment WHERE state = 'scheduled' AND amount_minor > 0
       ORDER BY organization_id, run_on, id
    ), client AS MATERIALIZED (
      SELECT organization.id, organization.name, organization.name_key,
             organization.customer_number, organization.city,
             coalesce(first_owed.balance, 0)::bigint AS balance,
             coalesce(first_owed.past_due, 0)::bigint AS past_due,
             coalesce(first_owed.uncovered, 0)::bigint AS uncovered,
             owing.organization_id IS NOT NULL AS owes, owing.oldest_due_on,
             coalesce(has_past_due, false) AS has_past_due,
             coalesce(has_uncovered, false) AS has_uncovered,
             next_planned.run_on AS next_run_on
        FROM organization
        LEFT JOIN owing ON owing.organization_id = organization.id
        LEFT JOIN first_owed ON first_owed.organization_id = organization.id
        LEFT JOIN next_planned ON next_planned.organization_id = organization.id
       WHERE organization.merged_into_id IS NULL AND (${search})
    ), shown_totals AS (
      SELECT owed.currency, ${summedTotals('owed')}
        FROM owed JOIN client ON client.id = owed.organization_id
       WHERE ${VIEWS[query.view]} GROUP BY owed.currency
    ), page AS (
      SELECT client.*, ${keyset.column} FROM client
       WHERE ${VIEWS[query.view]} AND ${keyset.after ?? 'true'}
       ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}
    )
    SELECT json_build_object(
      'counts', (SELECT json_build_object('all', count(*),
          'pastDue', count(*) FILTER (WHERE ${VIEWS.pastDue}),
          'uncovered', count(*) FILTER (WHERE ${VIEWS.uncovered}),
          'nothingPlanned', count(*) FILTER (WHERE ${VIEWS.nothingPlanned})) FROM client),
      'totals', ${totalsJson('shown_totals')},
      'rows', (SELECT coalesce(json_agg(json_build_object(
          'id', client.id, 'name', client.name, 'customer_number', client.customer_number,
          'city', client.city, 'oldest_due_on', client.oldest_due_on, 'sort_key', client.sort_key,
          'totals', ${totalsJson('owed WHERE owed.organization_id = client.id')},
          'next_planned', (SELECT json_build_object('id', id, 'number', 'P-' || number, 'kind', kind,
              'runOn', run_on, 'amountMinor', amount_minor, 'currency', currency)
              FROM next_planned WHERE next_planned.organization_id = client.id))
          ORDER BY ${keyset.orderBy}), '[]') FROM page AS client)) AS answer`;
  return { statement: { text, values: parameters.values }, keyset };
}

function matches(search: string, parameters: Parameters): string {
  const texts = ['name', 'customer_number', 'city'].map(
    (column) => `lower(organization.${column})`,
  );
  const aliases = holdsText(search, ['lower(alias)'], parameters);
  return `${holdsText(search, texts, parameters)} OR EXISTS (
    SELECT FROM organization_alias
     WHERE organization_alias.organization_id = organization.id AND (${aliases}))`;
}

/** @throws CursorError for a cursor of another list or sort. */
export async function listOrganizations(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  query: OrganizationsQuery,
): Promise<OrganizationsPage> {
  const { statement, keyset } = listStatement(
    query,
    now,
    await readForecast(pool, limits, undefined),
  );
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
