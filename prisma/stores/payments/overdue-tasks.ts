/** The bank or the gateway owes a word for too long: a person hears of it (rules.md 11). */
import { isPendingForLong } from '../../../domain/long-pending';
import { isUnknownForLong } from '../../../domain/next-step';
import { PaymentState } from '../../../domain/payment';
import type { BookPayment } from '../books/books';
import type { BooksEdit } from '../books/books-edit';
import type { ChargeRow } from './charge-row';

/**
 * Opens the task of a charge that a question leaves, or finds, where it has been for too long. It is
 * done by itself once the outcome is known; until then it comes back with each question in vain.
 */
export function openOverdue(
  edit: BooksEdit,
  { paymentId, methodKind, zone, runTime, ...before }: BookPayment,
  state: PaymentState,
  charge: ChargeRow,
): void {
  const { realNow, business } = edit.books;
  if (state === PaymentState.pending && methodKind === 'bankDebit') {
    const place = { zone: zone ?? business.zone, runTime: runTime ?? business.runTime };
    if (isPendingForLong(realNow, charge.frozenAt, place)) {
      edit.openTask(paymentId, 'paymentPending', {});
    }
  }
  const isStillUnknown = state === PaymentState.unknown && before.state === state;
  if (isStillUnknown && isUnknownForLong(realNow, charge)) {
    edit.openTask(paymentId, 'paymentUnknown', {});
  }
}
