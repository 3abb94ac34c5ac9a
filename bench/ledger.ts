/** What the sandbox's gateway says it took, beside what our books say. */
import type { Pool } from 'pg';
import { rounded } from './measure';

/** `paymentId` is what the key of a charge begins with. */
export type TakenCharge = Readonly<{ paymentId: string; amount: number; createdAtMs: number }>;

type Written = Readonly<{ reference: string; amount: number; state: string; createdAt: string }>;

/** Every charge that holds money. */
export async function takenCharges(sandboxUrl: string): Promise<readonly TakenCharge[]> {
  const response = await fetch(`${sandboxUrl}/ledger.json?state=settled`);
  const { charges } = (await response.json()) as Readonly<{ charges: readonly Written[] }>;
  return charges.map(({ reference, amount, createdAt }) => ({
    paymentId: reference.split(':')[0] ?? '',
    amount,
    createdAtMs: Date.parse(createdAt),
  }));
}

const COMPARE = `
  WITH taken AS (
    SELECT payment_id, count(*) AS times, sum(amount) AS amount
      FROM json_to_recordset($1::json) AS charge("paymentId" uuid, amount bigint)
           CROSS JOIN LATERAL (SELECT "paymentId" AS payment_id) AS named
     GROUP BY payment_id
  ), over AS (
    SELECT invoice.id FROM payment_line AS line JOIN taken USING (payment_id)
      JOIN invoice ON invoice.id = line.invoice_id
     GROUP BY invoice.id HAVING sum(line.amount_minor) > max(invoice.total_minor)
  )
  SELECT (SELECT count(*) FROM taken WHERE times > 1)::int AS twice,
         (SELECT count(*) FROM taken LEFT JOIN payment ON payment.id = payment_id AND state = 'settled'
                                                      AND amount_minor = taken.amount
           WHERE payment.id IS NULL)::int AS unbooked,
         (SELECT count(*) FROM payment WHERE state = 'settled'
             AND id NOT IN (SELECT payment_id FROM taken))::int AS uncharged,
         (SELECT count(*) FROM over)::int AS over,
         (SELECT count(*) FROM payment WHERE state = 'settled')::int AS settled`;

export type Comparison = Readonly<{
  settled: number;
  /** Payments with more than one charge, charges that are no settled payment's, and the reverse. */
  twice: number;
  unbooked: number;
  uncharged: number;
  /** Invoices of which more was taken than they are for. */
  over: number;
}>;

export async function compareWithBooks(
  pool: Pool,
  charges: readonly TakenCharge[],
): Promise<Comparison> {
  const { rows } = await pool.query<Comparison>(COMPARE, [JSON.stringify(charges)]);
  if (rows[0] === undefined) throw new Error('the books answered nothing');
  return rows[0];
}

/** Charges a second: over all, in the busiest ten seconds and in the busiest one. */
export function chargeRates(charges: readonly TakenCharge[]): string {
  const perSecond = new Map<number, number>();
  for (const { createdAtMs } of charges) {
    const second = Math.floor(createdAtMs / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  const seconds = [...perSecond.keys()];
  const of = (first: number, count: number) =>
    Array.from({ length: count }, (_, at) => perSecond.get(first + at) ?? 0).reduce(
      (sum, each) => sum + each,
      0,
    ) / count;
  const most = (count: number) => Math.max(...seconds.map((second) => of(second, count)));
  const span = Math.max(...seconds) - Math.min(...seconds) + 1;
  return [charges.length / span, most(10), most(1)].map((rate) => rounded(rate, 1)).join(', ');
}
