/** What a person's decision about a placed payment begins with: its books, locked, and its terms. */
import type { PoolClient } from 'pg';
import { ok, type Result, refuse } from '../../../domain/result';
import type { TrimStrategy } from '../../../domain/trim';
import type { BookPayment } from '../books/books';
import { BooksEdit } from '../books/books-edit';
import { lockBooksOf } from '../books/lock-books';
import type { Asked, PlacedBefore } from './placement-decision';

/** What was agreed when it was placed and no decision of here changes. */
type Terms = Readonly<{ strategy: TrimStrategy; extraRecipients: readonly string[] }>;

export type OpenDecision = Readonly<{ edit: BooksEdit; payment: BookPayment; terms: Terms }>;

const READ_TERMS = {
  name: 'decision-terms',
  text: `SELECT strategy, extra_recipients AS "extraRecipients" FROM payment WHERE id = $1`,
};

/** `moreInvoiceIds` are those that the payment would be changed to: locked with its own. */
export async function openDecision(
  client: PoolClient,
  paymentId: string,
  version: number,
  moreInvoiceIds: readonly string[] = [],
): Promise<
  Result<OpenDecision, Readonly<{ code: 'NOT_FOUND' }> | Readonly<{ code: 'VERSION_CONFLICT' }>>
> {
  const books = await lockBooksOf(client, paymentId, moreInvoiceIds);
  if (books === null) return refuse({ code: 'NOT_FOUND' });
  const edit = new BooksEdit(books);
  const payment = edit.payment(paymentId);
  if (payment.version !== version) return refuse({ code: 'VERSION_CONFLICT' });
  const { rows } = await client.query<Terms>({ ...READ_TERMS, values: [paymentId] });
  const terms = rows[0];
  if (terms === undefined) throw new Error(`no payment ${paymentId}`);
  return ok({ edit, payment, terms });
}

/** The request that the payment is, with what would change of it. */
export function askedOf(
  { payment, terms }: Pick<OpenDecision, 'payment' | 'terms'>,
  change: Readonly<{
    lines?: Asked['lines'] | undefined;
    methodId?: string | undefined;
    runOn?: string | null | undefined;
    extraRecipients?: readonly string[] | undefined;
  }>,
): Asked {
  const { organizationId, currency, methodId, runOn, lines } = payment;
  return {
    organizationId,
    currency,
    methodId: change.methodId ?? methodId,
    lines:
      change.lines ??
      lines
        .filter(({ amountMinor }) => amountMinor > 0)
        .map(({ invoiceId, amountMinor }) => ({ invoiceId, amountMinor })),
    runOn: change.runOn ?? runOn,
    strategy: terms.strategy,
    extraRecipients: change.extraRecipients ?? terms.extraRecipients,
  };
}

export function placedBefore(payment: BookPayment): PlacedBefore {
  const { paymentId, state, runOn, runAt, runTime, zone } = payment;
  return { paymentId, state, runOn, runAt, runTime, zone };
}
