/** What an outcome means on the payment's row and in its story, in words for staff. */
import { isTerminal, PaymentState } from '../../../domain/payment';
import type { Asked } from '../../../domain/payment-step';
import type { BookPayment } from '../books/books';
import type { BooksEdit, PaymentFields } from '../books/books-edit';

/** The end of a dispute is told as that: the payment was charged, or is returned, but not by it. */
export function happeningOf(from: PaymentState, to: PaymentState): string {
  if (from !== PaymentState.disputed) return `payment.${to}`;
  return to === PaymentState.settled ? 'payment.disputeWon' : 'payment.disputeLost';
}

/** The gateway took the charge for a repeat of another: nothing is known of ours (rules.md 12). */
export const DUPLICATE = 'GATEWAY_DUPLICATE';
const TAKEN_FOR_A_REPEAT = 'The gateway took it for a repeat of another charge.';

/** Why a charge failed, for the task: the gateway's reason, or that it took the charge for another. */
export const noWords = (asked: Asked): string =>
  typeof asked !== 'string' && 'reason' in asked ? asked.reason : TAKEN_FOR_A_REPEAT;

/** What the row says of an outcome, in words for staff; no codes without words. */
export function fieldsOf(
  edit: BooksEdit,
  { settledAt }: BookPayment,
  asked: Asked,
  state: PaymentState,
): PaymentFields {
  const { now } = edit.books.business;
  const closed = isTerminal(state) ? { closedAt: now } : {};
  if (asked === 'silence')
    return { stateReason: 'The gateway has not said what became of the charge.' };
  if (asked === 'fenced')
    return { ...closed, stateReason: 'The charge was stopped before any money moved.' };
  if (asked === 'not-found') return {};
  switch (asked.kind) {
    case 'settled':
      return { settledAt: now, stateReason: null, failureCode: null };
    case 'declined':
      return {
        ...closed,
        failureCode: asked.reason,
        failureIsHard: asked.isHard,
        stateReason: null,
      };
    case 'refused':
      return { ...closed, failureCode: 'REFUSED', stateReason: asked.reason };
    case 'duplicate':
      return {
        failureCode: DUPLICATE,
        retryAt: asked.retryAt,
        stateReason: TAKEN_FOR_A_REPEAT,
      };
    case 'returned':
      return { ...closed, failureCode: asked.code, stateReason: asked.reason };
    case 'disputed':
      return { stateReason: asked.reason };
    case 'disputeWon':
      return {
        settledAt: settledAt ?? now,
        stateReason: 'It was disputed, and the bank decided for us.',
        failureCode: null,
      };
    case 'voided':
      return { ...closed, stateReason: 'Voided before it settled.' };
    case 'pending':
    case 'actionRequired':
      return { stateReason: null, failureCode: null, retryAt: null };
  }
}
