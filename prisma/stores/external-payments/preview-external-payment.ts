/** What money from outside would do, in the words of the contract. Nothing is locked or written. */
import type { Pool, PoolClient } from 'pg';
import type { ExternalAsked, ExternalPaymentStore } from '../../../api/stores/external-payments';
import type { PossibleExternalPreview } from '../../../contracts/external-payments';
import { headroomOf } from '../../../domain/invoice';
import type { Adjustment } from '../../../domain/trim';
import type { BookInvoice, Books } from '../books/books';
import { readBooksOfInvoice } from '../books/lock-books';
import { plannedIn } from '../books/lower-planned';
import {
  decideExternalPayment,
  type ExternalDecision,
  READ_UNAPPLIED,
  type UnappliedRead,
} from './external-decision';

type Reads = Pick<Pool | PoolClient, 'query'>;

export function createPreviewExternalPayment(pool: Pool): ExternalPaymentStore['preview'] {
  return async (asked) => {
    const books = await readBooksOfInvoice(pool, asked.invoiceId);
    const [invoice] = books.invoices;
    const unapplied = await unappliedOf(pool, asked);
    if (invoice === undefined || unapplied === undefined) return null;
    const decided = decideExternalPayment(asked, books, invoice, unapplied);
    if (!decided.ok) return { kind: 'refused', refusals: [...decided.refusal] };
    return possiblePreview(pool, asked, books, invoice, decided.value);
  };
}

/** Null where the money is not the client's own; undefined where it is and there is none such. */
async function unappliedOf(
  reads: Reads,
  { from }: ExternalAsked,
): Promise<UnappliedRead | null | undefined> {
  if (from.kind !== 'creditApplied') return null;
  const { rows } = await reads.query<UnappliedRead>({
    name: 'external-read-unapplied',
    text: READ_UNAPPLIED,
    values: [from.unappliedId],
  });
  return rows[0];
}

type Names = Readonly<{ readAt: string | null; placedBy: Readonly<Record<string, string | null>> }>;

const NAMES = {
  name: 'external-names',
  text: `
  SELECT to_char(read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "readAt",
         (SELECT coalesce(json_object_agg(id, CASE WHEN placed_by_id IS NOT NULL THEN placed_by_name END), '{}')
            FROM payment WHERE id = ANY($2::uuid[])) AS "placedBy"
    FROM invoice WHERE id = $1`,
};

export async function possiblePreview(
  reads: Reads,
  { amountMinor }: ExternalAsked,
  books: Books,
  invoice: BookInvoice,
  { effect, fingerprint }: ExternalDecision,
): Promise<PossibleExternalPreview> {
  const ids = books.payments.map(({ paymentId }) => paymentId);
  const { rows } = await reads.query<Names>({ ...NAMES, values: [invoice.invoiceId, ids] });
  const [names] = rows;
  if (names === undefined) throw new Error(`invoice ${invoice.invoiceId} was not read`);
  const amount = (minor: number) => ({ amountMinor: minor, currency: invoice.currency });
  const reference = { id: invoice.invoiceId, number: invoice.number };
  const payment = (paymentId: string) => {
    const found = books.payments.find((candidate) => candidate.paymentId === paymentId);
    if (found === undefined) throw new Error(`payment ${paymentId} was not read`);
    return found;
  };
  const adjusted = ({ paymentId, beforeMinor, afterMinor }: Adjustment) => {
    const { number, kind, state, runOn } = payment(paymentId);
    return {
      payment: { id: paymentId, number },
      kind,
      state,
      runOn: runOn ?? '',
      placedBy: names.placedBy[paymentId] ?? null,
      invoice: reference,
      before: amount(beforeMinor),
      after: amount(afterMinor),
    };
  };
  const lowered = new Set(effect.adjustments.map(({ paymentId }) => paymentId));
  return {
    kind: 'possible',
    fingerprint,
    invoice: reference,
    amount: amount(amountMinor),
    openBefore: amount(invoice.openMinor),
    openAfter: amount(effect.openMinor),
    headroomBefore: amount(headroomOf(invoice)),
    headroomAfter: amount(headroomOf({ ...invoice, openMinor: effect.openMinor })),
    overageAfter: amount(effect.overageMinor),
    adjustments: effect.adjustments.map(adjusted),
    emptied: effect.emptied.map((id) => ({ id, number: payment(id).number })),
    untouched: plannedIn(books).flatMap(({ paymentId, runOn, lines }) =>
      lines
        .filter((line) => line.invoiceId === invoice.invoiceId && line.amountMinor > 0)
        .filter(() => !lowered.has(paymentId))
        .map((line) => ({
          payment: { id: paymentId, number: payment(paymentId).number },
          kind: payment(paymentId).kind,
          runOn,
          invoice: reference,
          amount: amount(line.amountMinor),
        })),
    ),
    readAt: names.readAt,
  };
}
