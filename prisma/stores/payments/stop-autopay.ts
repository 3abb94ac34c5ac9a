/** What becomes of autopay payments that wait for the gateway when autopay of their invoice stops. */
import { PaymentKind, PaymentState } from '../../../domain/payment';
import type { BooksEdit } from '../books/books-edit';

/**
 * Cancels those that are planned on the invoices, in the transaction that stops autopay there. They
 * have lowered nobody, so nothing is given back. Answers which they are.
 */
export function stopWaitingAutopay(edit: BooksEdit, invoiceIds: readonly string[]): string[] {
  const waiting = edit.payments.filter(
    ({ kind, state, lines }) =>
      kind === PaymentKind.autopay &&
      state === PaymentState.scheduled &&
      lines.some(({ invoiceId }) => invoiceIds.includes(invoiceId)),
  );
  const stateReason = 'Autopay of the invoice was stopped.';
  for (const { paymentId } of waiting) {
    edit.setState(paymentId, PaymentState.cancelled, {
      nextStep: null,
      closedAt: edit.books.business.now,
      stateReason,
    });
    edit.happened(paymentId, 'payment.cancelled', null, stateReason);
  }
  return waiting.map(({ paymentId }) => paymentId);
}
