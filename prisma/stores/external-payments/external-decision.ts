/**
 * Decides money from outside on one invoice from what was read of it: the same for a preview as for
 * the write that follows it, so that a fingerprint holds (rules.md 7).
 */
import { createHash } from 'node:crypto';
import type { ExternalAsked } from '../../../api/stores/external-payments';
import type { Refusal } from '../../../contracts/payment-preview';
import type { ExternalEffect } from '../../../domain/external';
import { type ExternalPaymentRefusal, planExternalPayment } from '../../../domain/external-payment';
import { externalFingerprintText } from '../../../domain/fingerprint';
import { civilDateAt } from '../../../domain/instants';
import { ok, type Result, refuse } from '../../../domain/result';
import type { BookInvoice, Books } from '../books/books';
import { plannedIn } from '../books/lower-planned';

/** The client's money that would be applied, as it stands. */
export type UnappliedRead = Readonly<{
  organizationId: string;
  currency: string;
  remainingMinor: number;
  documentNumber: string | null;
}>;

export const READ_UNAPPLIED = `
  SELECT organization_id AS "organizationId", currency, remaining_minor::float8 AS "remainingMinor",
         document_number AS "documentNumber"
    FROM unapplied_money WHERE id = $1`;

export type ExternalDecision = Readonly<{ effect: ExternalEffect; fingerprint: string }>;

export function decideExternalPayment(
  { invoiceId, amountMinor, from }: ExternalAsked,
  books: Books,
  invoice: BookInvoice,
  unapplied: UnappliedRead | null,
): Result<ExternalDecision, readonly Refusal[]> {
  const { now, zone } = books.business;
  const planned = plannedIn(books);
  const planning = planExternalPayment({
    invoice,
    amountMinor,
    received:
      from.kind === 'receivedElsewhere'
        ? { on: from.receivedOn, today: civilDateAt(now, zone) }
        : null,
    unapplied,
    planned,
  });
  if (!planning.ok) {
    return refuse(planning.refusal.map((refusal) => inWords(refusal, invoice)));
  }
  const states = new Map(books.payments.map(({ paymentId, state }) => [paymentId, state]));
  const text = externalFingerprintText({
    request: {
      invoiceId,
      amountMinor,
      unappliedId: from.kind === 'creditApplied' ? from.unappliedId : null,
      remainingMinor: unapplied?.remainingMinor ?? null,
    },
    invoice,
    planned: planned.flatMap((payment) => {
      const state = states.get(payment.paymentId);
      return state === undefined ? [] : [{ ...payment, state }];
    }),
  });
  const fingerprint = createHash('sha256').update(text).digest('hex');
  return ok({ effect: planning.value, fingerprint });
}

function inWords(refusal: ExternalPaymentRefusal, invoice: BookInvoice): Refusal {
  const { code } = refusal;
  const { invoiceId, number, currency } = invoice;
  return {
    code,
    // An invoice of somebody else keeps its number to itself.
    invoice: code === 'INVOICE_NOT_OF_ORGANIZATION' ? null : { id: invoiceId, number },
    limit: 'limitMinor' in refusal ? { amountMinor: refusal.limitMinor, currency } : null,
    plannedEntries: [],
    earliest: null,
    latest: 'latest' in refusal ? refusal.latest : null,
  };
}
