/** Pages of payments with the counts of the quick filters, in one statement. */
import type { Pool } from 'pg';
import type { PaymentsPage, PaymentsQuery } from '../../../../contracts/payments';
import { always, dateOrLast, keysetOf } from '../../lists/keyset';
import { allOf, Parameters } from '../../lists/parameters';
import { withParts } from '../../lists/search';
import { filterOf, isIn, isOfAll, searchOf, type View, VIEWS } from './payment-filter';
import { foldTally } from './tally';
import { PAYMENT_JOINS, PAYMENT_PAIRS, type PaymentRecord, paymentRowOf } from './payment-row';

const SORT_KEYS = {
  placedAt: always('timestamptz', 'payment.placed_at'),
  runOn: dateOrLast('payment.run_on'),
  amount: always('bigint', 'payment.amount_minor'),
  number: always('bigint', 'payment.number'),
  organization: always('text', 'organization.name_key'),
};

type SortedRecord = PaymentRecord & Readonly<{ sort_key: string }>;

type Answer = Readonly<{
  records: SortedRecord[];
  counts: PaymentsPage['counts'];
  tally_rows: number;
}>;

export function listStatement(query: PaymentsQuery) {
  const parameters = new Parameters();
  const search = withParts(searchOf(query, parameters));
  const filter = filterOf(query, parameters);
  const keyset = keysetOf('payments', query, SORT_KEYS, 'payment.id', parameters);
  const shown = allOf([filter, isIn(query.view), keyset.after]);
  const count = (view: View) =>
    `'${view}', coalesce(sum(payments) FILTER (WHERE ${isIn(view, 'counted')}), 0)`;
  const counted = isOfAll(query)
    ? 'payment_tally'
    : `(SELECT state, count(*) AS payments FROM payment WHERE ${filter} GROUP BY state)`;
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

/** @throws CursorError for a cursor of another list or sort. */
export async function listPayments(pool: Pool, query: PaymentsQuery): Promise<PaymentsPage> {
  const { statement, keyset } = listStatement(query);
  const { rows } = await pool.query<Answer>(statement);
  const answer = rows[0];
  if (answer === undefined) throw new Error('a list of payments read nothing');
  await foldTally(pool, answer.tally_rows);
  const { items, nextCursor } = keyset.pageOf(answer.records, query.limit, paymentRowOf);
  return { items: [...items], nextCursor, counts: answer.counts };
}
