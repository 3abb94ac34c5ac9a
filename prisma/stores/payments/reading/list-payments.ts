/** Pages of payments with the counts of the quick filters, in one statement. */
import type { Pool } from 'pg';
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { always, dateOrLast, keysetOf } from '../../lists/keyset';
import { allOf, Parameters } from '../../lists/parameters';
import { type Reach, reachOf, withParts } from '../../lists/search';
import { filterOf, isIn, isOfAll, searchOf, type View, VIEWS, waysOf } from './payment-filter';
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

export function listStatement(query: PaymentsQuery, reach: Reach = 'found') {
  const parameters = new Parameters();
  // A file shows no counts: those of all are as good, and cost nothing.
  const isCounted = query.format === 'json' && !isOfAll(query);
  const isFound = reach === 'found' || isCounted;
  const search = withParts(isFound ? searchOf(query, parameters) : []);
  const filter = filterOf(query, parameters, reach);
  const keys = query.view === 'all' ? SORT_KEYS : SORT_KEYS_OF_VIEW;
  const keyset = keysetOf('payments', query, keys, 'payment.id', parameters);
  const shown = allOf([filter, isIn(query.view), keyset.after]);
  const count = (view: View) =>
    `'${view}', coalesce(sum(payments) FILTER (WHERE ${isIn(view, 'counted')}), 0)`;
  const counted = isCounted
    ? `(SELECT state, count(*) AS payments FROM payment WHERE ${filterOf(query, parameters)} GROUP BY state)`
    : 'payment_tally';
  const text = `${search}
    SELECT ARRAY(
             SELECT json_build_object(${PAYMENT_PAIRS}, 'sort_key', sort_key)
               FROM (SELECT payment.*, ${keyset.column}
                       FROM payment JOIN organization ON organization.id = payment.organization_id
                      WHERE ${shown}
                      ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}) AS payment
                    ${PAYMENT_JOINS}
              ORDER BY ${keyset.orderBy}) AS records,
           (SELECT json_build_object(${VIEWS.map(count).join(', ')}) FROM ${counted} AS counted) AS counts,
           (SELECT count(*) FROM payment_tally)::int AS tally_rows`;
  return { statement: { text, values: parameters.values }, keyset };
}

/** More than this is not found again for each page of a file. */
const FOUND_MAX = 10_000;

/** A file of all that is found is one walk; of a single page nobody knows how far that would be. */
export async function searchReach(pool: Pick<Pool, 'query'>, query: PaymentsQuery): Promise<Reach> {
  if (query.search === undefined || query.format === 'json') return 'found';
  return reachOf(pool, FOUND_MAX, (parameters) => waysOf(query, parameters));
}

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
