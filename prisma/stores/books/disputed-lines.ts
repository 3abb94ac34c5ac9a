/**
 * What is disputed on an invoice, and whose it is. A reading may show a dispute before its gateway has said a
 * word of it, and less of it than the line where other money came in meanwhile: then nothing on the line says
 * so, and the dispute ends with its payment all the same.
 */
import type { PoolClient } from 'pg';
import type { BookLine } from './books';

/** SQL of what disputed lines add to `invoice.disputed_minor`; `also` is SQL of lines that are marked just now. */
export const disputedOfLines = (also = 'false'): string => `
  coalesce((SELECT sum(line.amount_minor) FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
             WHERE line.invoice_id = invoice.id AND payment.state = 'disputed'
               AND (line.inside_since IS NULL OR line.disputed_since IS NOT NULL OR ${also})), 0)`;

const CLAIM = {
  name: 'disputed-lines-claim',
  text: `
  UPDATE payment_line AS own SET disputed_since = $2::timestamptz FROM invoice
   WHERE own.payment_id = $1 AND invoice.id = own.invoice_id AND own.amount_minor > 0
     AND own.inside_since IS NOT NULL AND own.disputed_since IS NULL
     AND own.amount_minor <= invoice.disputed_minor - ${disputedOfLines()}`,
};

/** Its payment is disputed from now on, and the books have shown so before. The invoices are locked by the caller. */
export async function claimShown(
  client: PoolClient,
  paymentId: string,
  now: string,
): Promise<void> {
  await client.query({ ...CLAIM, values: [paymentId, now] });
}

const GIVE_UP = {
  name: 'disputed-lines-give-up',
  text: `
  UPDATE invoice SET version = version + 1,
         disputed_minor = disputed_minor - least(lost.amount, disputed_minor - ${disputedOfLines()})
    FROM json_to_recordset($1::json) AS lost(id uuid, amount bigint)
   WHERE invoice.id = lost.id AND disputed_minor > ${disputedOfLines()}`,
};

/**
 * The dispute is lost: what the books showed of it is plainly unpaid, also where it was less than the line.
 * `lines` as they were before. The invoices are locked by the caller.
 */
export async function giveUpShown(client: PoolClient, lines: readonly BookLine[]): Promise<void> {
  const unmarked = lines.filter(
    ({ amountMinor, isInside, isInDisputed }) => amountMinor > 0 && isInside && !isInDisputed,
  );
  if (unmarked.length === 0) return;
  const lost = unmarked.map(({ invoiceId, amountMinor }) => ({
    id: invoiceId,
    amount: amountMinor,
  }));
  await client.query({ ...GIVE_UP, values: [JSON.stringify(lost)] });
}
