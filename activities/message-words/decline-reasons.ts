import { type DeclineReason, MethodKind } from '../../domain/ports';
import type { PaymentDeclinedFacts } from '../../domain/message-facts';

/** Why, as the end of a sentence, and what to do next, as a sentence. */
export type ReasonWords = Readonly<{ why: string; next: string }>;

type Reason = (method: string, businessName: string) => ReasonWords;

const reasons: Readonly<Record<DeclineReason | 'refused', Reason>> = {
  declined: (method, businessName) => ({
    why: `the bank of the ${method} did not allow it and gave no other reason`,
    next: `Ask the bank about it, or give ${businessName} another method.`,
  }),
  insufficientFunds: (_method, businessName) => ({
    why: 'there was not enough money available',
    next: `${businessName} can try again once there is enough, or with another method.`,
  }),
  expired: (method, businessName) => ({
    why: `the ${method} has expired`,
    next: `Give ${businessName} the new one, or another method.`,
  }),
  methodRemoved: (method, businessName) => ({
    why: `the ${method} is no longer stored`,
    next: `Give ${businessName} a method that can be used.`,
  }),
  accountClosed: (_method, businessName) => ({
    why: 'the account is closed',
    next: `Give ${businessName} another method.`,
  }),
  refused: (method, businessName) => ({
    why: 'the payment service did not accept it',
    next: `This says nothing about your ${method}. ${businessName} looks into it.`,
  }),
};

export function declineInWords(
  { reason, isHard }: Pick<PaymentDeclinedFacts, 'reason' | 'isHard'>,
  methodKind: MethodKind,
  businessName: string,
): ReasonWords {
  const method = methodKind === MethodKind.card ? 'card' : 'bank account';
  const words = reasons[reason](method, businessName);
  return isHard && reason !== 'refused'
    ? {
        ...words,
        next: `This ${method} cannot be used again. Give ${businessName} another method.`,
      }
    : words;
}
