/** A final no, by who said it: only a bank declines, and a charge taken for a repeat was declined by nobody. */
import type { PaymentDetails } from '../../contracts/payment-details';
import type { DeclineReason } from '../../domain/ports';
import type { Words } from './business';
import { methodWords } from './methods';

type Decline = NonNullable<PaymentDetails['decline']>;

const OF_THE_BANK: ReadonlySet<string> = new Set<DeclineReason>([
  'declined',
  'insufficientFunds',
  'expired',
  'accountClosed',
]);

type DeclineWords = Readonly<{
  /** What happened, as a headline. */
  headline: string;
  /** The same as a step of the payment. */
  title: string;
  sentence: string;
}>;

export function declineWords(
  { decline, method }: Pick<PaymentDetails, 'decline' | 'method'>,
  words: Words,
): DeclineWords {
  const name = methodWords(method);
  if (decline === null) {
    return {
      headline: `${name} was not charged`,
      title: 'Not charged',
      sentence: 'No reason was given',
    };
  }
  const sentence = [decline.words, againWords(decline, words)]
    .filter((part) => part !== null)
    .join(' ');
  if (OF_THE_BANK.has(decline.code)) {
    return { headline: `The bank declined ${name}`, title: 'Declined', sentence };
  }
  if (decline.code === 'REFUSED') {
    return { headline: `The gateway refused to charge ${name}`, title: 'Refused', sentence };
  }
  return { headline: `${name} was not charged`, title: 'Not charged', sentence };
}

/** From when it can be tried again; null when nothing says so. */
export function againWords({ retryAt }: Decline, words: Words): string | null {
  return retryAt === null
    ? null
    : `It can be tried again from ${words.fullDateAndTime(retryAt)} on.`;
}
