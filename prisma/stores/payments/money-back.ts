/** Money that went back, or may: the plan is not restored, and a person decides (rules.md 13). */
import { PaymentState } from '../../../domain/payment';

export type MoneyBack = Readonly<{
  taskKind: string;
  /** By this the hold of autopay is told from one that a person set. */
  holdReason: string;
}>;

export const RETURNED: MoneyBack = {
  taskKind: 'paymentReturned',
  holdReason: 'A payment on it was returned.',
};

export const DISPUTED: MoneyBack = {
  taskKind: 'paymentDisputed',
  holdReason: 'A payment on it is disputed.',
};

/** Null for a state in which no money went back. */
export function moneyBackAt(state: PaymentState): MoneyBack | null {
  if (state === PaymentState.returned) return RETURNED;
  return state === PaymentState.disputed ? DISPUTED : null;
}
