/** What becomes of the planned payments that a payment had lowered, once its fate is known. */
import { afterHoldsEnd, holdsAfter, isGivenBackTooLate } from '../../../domain/adjustments';
import { addDays } from '../../../domain/calendar';
import { civilDateAt } from '../../../domain/instants';
import { PaymentState } from '../../../domain/payment';
import { release } from '../../../domain/release';
import type { BookInvoice } from '../books/books';
import type { BooksEdit } from '../books/books-edit';
import { lowerPlanned } from '../books/lower-planned';

/**
 * Applies, releases or keeps what the payment holds, by the change of its state that the edit has
 * made already. Answers the payments that were changed.
 */
export function settleHolds(edit: BooksEdit, paymentId: string, from: PaymentState): string[] {
  const { state, methodKind } = edit.payment(paymentId);
  switch (holdsAfter(from, state, methodKind)) {
    case 'keep':
      return [];
    case 'apply':
      return applyHolds(edit);
    case 'release':
      return releaseHolds(edit, paymentId);
  }
}

/** For good: a payment at zero that waited for this has nothing left to wait for. */
export function applyHolds(edit: BooksEdit): string[] {
  edit.decideHolds('applied');
  const adjusted = new Set(edit.books.holds.map(({ paymentId }) => paymentId));
  return [...adjusted].flatMap((paymentId) => {
    const openHoldCount = edit.openHoldCountOf(paymentId);
    if (afterHoldsEnd({ ...edit.payment(paymentId), openHoldCount }) === null) return [];
    edit.setState(paymentId, PaymentState.superseded, {
      nextStep: null,
      closedAt: edit.books.business.now,
      stateReason: 'Other payments have paid all of it.',
    });
    edit.happened(paymentId, 'payment.superseded', null);
    return [paymentId];
  });
}

function releaseHolds(edit: BooksEdit, causePaymentId: string): string[] {
  const { holds } = edit.books;
  if (holds.length === 0) return [];
  const before = new Map(edit.payments.map((payment) => [payment.paymentId, payment]));
  const released = release({
    causePaymentId,
    invoices: invoicesAfter(edit),
    payments: edit.payments.filter(({ paymentId }) => paymentId !== causePaymentId),
    adjustments: holds.map((hold) => ({ ...hold, status: 'held' as const })),
  });
  edit.decideHolds('released');
  for (const { paymentId, lines } of released.payments) {
    for (const { invoiceId, amountMinor } of lines) {
      const line = before.get(paymentId)?.lines.find((known) => known.invoiceId === invoiceId);
      if (line?.amountMinor !== amountMinor) edit.setLine(paymentId, invoiceId, amountMinor);
    }
  }
  lowerPlanned(edit, released.trimmedAgain, 'given back and trimmed again');
  for (const given of released.notGivenBack) {
    edit.tasks.push({
      kind: 'holdNotGivenBack',
      dedupeKey: `holdNotGivenBack:${causePaymentId}:${given.paymentId}:${given.invoiceId}`,
      organizationId: edit.payment(causePaymentId).organizationId,
      paymentId: given.paymentId,
      invoiceId: given.invoiceId,
      facts: { causePaymentId, amountMinor: given.amountMinor },
    });
  }
  return edit.changedPayments
    .map(({ after }) => after.paymentId)
    .filter((paymentId) => paymentId !== causePaymentId)
    .map((paymentId) => afterRelease(edit, paymentId, before.get(paymentId)?.lines ?? []));
}

/** A payment that was given something back runs at its instant, or goes to review when that is past. */
function afterRelease(
  edit: BooksEdit,
  paymentId: string,
  linesBefore: readonly Readonly<{ amountMinor: number }>[],
): string {
  const { state, lines, runAt, zone } = edit.payment(paymentId);
  const { business } = edit.books;
  edit.happened(paymentId, 'payment.givenBack', { lines });
  if (state !== PaymentState.scheduled || runAt === null || zone === null) return paymentId;
  const sum = (of: typeof linesBefore) => of.reduce((total, line) => total + line.amountMinor, 0);
  const change = {
    beforeMinor: sum(linesBefore),
    afterMinor: sum(lines),
    runAt,
    now: business.now,
  };
  if (isGivenBackTooLate(change)) {
    edit.setState(paymentId, PaymentState.inReview, {
      nextStep: null,
      reviewReason: 'GIVEN_BACK_TOO_LATE',
      proposedRunOn: addDays(civilDateAt(business.now, zone), 1),
      stateReason: 'Its amount came back after its run date had passed.',
    });
    openReview(edit, paymentId, 'GIVEN_BACK_TOO_LATE');
  } else if (change.beforeMinor === 0 && change.afterMinor > 0) {
    edit.set(paymentId, { nextStep: { step: 'charge', clock: 'business', at: runAt } });
  }
  return paymentId;
}

/** The task of a payment that waits for a person. */
export function openReview(
  edit: BooksEdit,
  paymentId: string,
  reason: string,
  facts: unknown = null,
): void {
  edit.openTask(paymentId, 'paymentInReview', { reason, detail: facts });
}

/** The invoices with the counters that the edit leaves them with. */
export function invoicesAfter(edit: BooksEdit): BookInvoice[] {
  const deltas = new Map(edit.deltas.map((delta) => [delta.invoiceId, delta]));
  return edit.books.invoices.map((invoice) => {
    const delta = deltas.get(invoice.invoiceId);
    if (delta === undefined) return invoice;
    return {
      ...invoice,
      firmMinor: invoice.firmMinor + delta.firm,
      disputedMinor: invoice.disputedMinor + delta.disputed,
    };
  });
}
