/** What becomes of planned payments when something from outside leaves less room for them. */
import { afterHoldsEnd } from '../../../domain/adjustments';
import { PaymentState } from '../../../domain/payment';
import type { Adjustment, PlannedPayment } from '../../../domain/trim';
import type { Books } from './books';
import type { BooksEdit } from './books-edit';

/** Everything that plans on the invoices of these books. */
export function plannedIn({ payments }: Books): PlannedPayment[] {
  return payments.flatMap(({ paymentId, state, runOn, lines }) => {
    const isPlanned = state === PaymentState.scheduled || state === PaymentState.inReview;
    return isPlanned && runOn !== null ? [{ paymentId, runOn, lines }] : [];
  });
}

/**
 * Lowers lines for good, with cause `external`. A payment left with nothing and with no hold that
 * could give something back is superseded (rules.md 9). Answers the payments that were changed.
 *
 * @param reason for people, in lower case: `the balance fell`.
 */
export function lowerPlanned(
  edit: BooksEdit,
  adjustments: readonly Adjustment[],
  reason: string,
): readonly string[] {
  edit.adjust(adjustments, null, reason);
  const touched = [...new Set(adjustments.map(({ paymentId }) => paymentId))];
  for (const paymentId of touched) {
    const own = adjustments.filter((adjustment) => adjustment.paymentId === paymentId);
    edit.happened(paymentId, 'payment.adjusted', { adjustments: own }, reason);
    const openHoldCount = edit.openHoldCountOf(paymentId);
    if (afterHoldsEnd({ ...edit.payment(paymentId), openHoldCount }) === null) continue;
    edit.setState(paymentId, PaymentState.superseded, {
      nextStep: null,
      closedAt: edit.books.business.now,
      stateReason: 'Nothing is left to pay on its invoices.',
    });
    edit.happened(paymentId, 'payment.superseded', null, reason);
  }
  return touched;
}
