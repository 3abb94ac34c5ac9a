/** Pages of payments with the counts of the quick filters, in one statement. */
import type { Pool } from 'pg';
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { always, dateOrLast, keysetOf } from '../../lists/keyset';
import { allOf, Parameters } from '../../lists/parameters';
import {
  ALL_FOUND,
  anyOf,
  isBroad,
  type Reach,
  reachOf,
  searched,
  withParts,
} from '../../lists/search';
import { filterOf, isIn, isOfAll, type View, VIEWS, waysOf } from './payment-filter';
import { foldTally } from './tally';
import { PAYMENT_JOINS, PAYMENT_PAIRS, type PaymentRecord, paymentRowOf } from './payment-row';

const SORT_KEYS = {
  placedAt: always('timestamptz', 'payment.placed_at'),
  runOn: dateOrLast('payment.run_on'),
  amount: always('bigint', 'payment.amount_minor'),
  number: always('bigint', 'payment.number'),
  organization: always('text', 'organization.name_key'),
};

/** The index of a quick filter has its own order of numbers (prisma/migrations, `payments_of_a_view_by_number`). */
const SORT_KEYS_OF_VIEW = { ...SORT_KEYS, number: always('bigint', '(payment.number + 0)') };

type SortedRecord = PaymentRecord & Readonly<{ sort_key: string }>;

type Answer = Readonly<{
  records: SortedRecord[];
  counts: PaymentsPage['counts'];
  tally_rows: number;
}>;

export function listStatement(query: PaymentsQuery, reach: Reach = ALL_FOUND) {
  const parameters = new Parameters();
  const search = searched(waysOf(query), reach, 'payment.id', parameters);
  const filter = filterOf(query, parameters);
  const keys = query.view === 'all' ? SORT_KEYS : SORT_KEYS_OF_VIEW;
  const keyset = keysetOf('payments', query, keys, 'payment.id', parameters);
  const limit = parameters.bind(query.limit + 1);
  const shown = allOf([filter, isIn(query.view), keyset.after]);
  const listed = (condition: string) => `
      (SELECT payment.*, ${keyset.key} AS sort_key
         FROM payment JOIN organization ON organization.id = payment.organization_id
        WHERE ${shown} AND ${condition} ORDER BY ${keyset.orderBy} LIMIT ${limit})`;
  const conditions = search.conditions.length === 0 ? ['true'] : search.conditions;
  // What is found in more than one way is in each of their lists.
  const once = conditions.length > 1 ? 'DISTINCT ON (sort_key, id)' : '';
  const text = `${withParts(search.parts)}
    SELECT ARRAY(
             SELECT json_build_object(${PAYMENT_PAIRS}, 'sort_key', sort_key::text)
               FROM (SELECT ${once} * FROM (${conditions.map(listed).join(' UNION ALL ')}) AS each
                      ORDER BY ${keyset.orderOf('each')} LIMIT ${limit}) AS payment
                    ${PAYMENT_JOINS}
              ORDER BY ${keyset.orderOf('payment')}) AS records,
           ${countsOf(query, reach, allOf([filter, anyOf(search.conditions)]))} AS counts,
           (SELECT count(*) FROM payment_tally)::int AS tally_rows`;
  return { statement: { text, values: parameters.values }, keyset };
}

/** More than this is not counted: a person who reads on narrows the list. */
const COUNTED_MAX = 10_000;

/**
 * JSON of how many each quick filter shows; null where that would be to look at more than is counted.
 * Of all payments it is kept, which is as good for a file: that shows none.
 */
function countsOf(query: PaymentsQuery, reach: Reach, filter: string): string {
  const countsIn = (counted: string, where = 'true') => {
    const count = (view: View) =>
      `'${view}', coalesce(sum(payments) FILTER (WHERE ${isIn(view, 'counted')}), 0)`;
    return `(SELECT json_build_object(${VIEWS.map(count).join(', ')})
               FROM ${counted} AS counted HAVING ${where})`;
  };
  if (query.format === 'csv' || isOfAll(query)) return countsIn('payment_tally');
  if (isBroad(reach)) return 'NULL::json';
  return countsIn(
    `(SELECT state, 1 AS payments FROM payment WHERE ${filter} LIMIT ${COUNTED_MAX + 1})`,
    `count(*) <= ${COUNTED_MAX}`,
  );
}

/** Of half a million about as much work is to find so many as to walk until a page is full. */
const FOUND_MAX = 5_000;

export const searchReach = (pool: Pick<Pool, 'query'>, query: PaymentsQuery) =>
  reachOf(pool, FOUND_MAX, waysOf(query));

/** @throws CursorError for a cursor of another list or sort. */
export async function listPayments(pool: Pool, query: PaymentsQuery): Promise<PaymentsPage> {
  const reach = await searchReach(pool, query);
  const { statement, keyset } = listStatement(query, reach);
  const { rows } = await pool.query<Answer>(statement);
  const answer = rows[0];
  if (answer === undefined) throw new Error('a list of payments read nothing');
  await foldTally(pool, answer.tally_rows);
  const { items, nextCursor } = keyset.pageOf(answer.records, query.limit, paymentRowOf);
  return { items: [...items], nextCursor, counts: answer.counts };
}
