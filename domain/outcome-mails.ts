/**
 * Which mails of a payment tell of the state that it is in now. The others tell of what it was before
 * (a debit that was on its way), or of what it changed for other payments.
 */
import type { PaymentMessageFacts } from './message-facts';
import { PaymentState } from './payment';

type Kind = PaymentMessageFacts['kind'];

const OF_STATE: Readonly<Partial<Record<PaymentState, readonly Kind[]>>> = {
  [PaymentState.scheduled]: ['paymentScheduled'],
  [PaymentState.pending]: ['bankDebitInitiated'],
  [PaymentState.settled]: ['receipt', 'bankDebitSettled'],
  [PaymentState.failed]: ['paymentDeclined'],
  [PaymentState.returned]: ['bankDebitReturned'],
  [PaymentState.cancelled]: ['paymentCancelled'],
};

/** `kind` is that of a stored message. */
export function tellsOfState(kind: string, state: PaymentState): boolean {
  const kinds: readonly string[] = OF_STATE[state] ?? [];
  return kinds.includes(kind);
}

/** Whether it says that money was paid, which is not true any more once that went back. */
export function saysPaid(kind: string): boolean {
  return tellsOfState(kind, PaymentState.settled);
}
