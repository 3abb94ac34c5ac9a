/** A placement that was not answered by yes: what is true now. */
import { ProblemError } from '../../../contracts/client';
import type { Words } from '../../words/business';
import { refusalWords } from './refusal-words';

export type PlacingTrouble = Readonly<{
  headline: string;
  sentence: string;
  /** Nobody knows whether it was placed: the same request again finds out and cannot pay twice. */
  isUnknown: boolean;
}>;

export function placingTrouble(error: unknown, words: Words): PlacingTrouble {
  if (!(error instanceof ProblemError) || error.problem.status >= 500) {
    return {
      headline: 'No clear answer from Headroom.',
      sentence:
        'It may or may not be placed. Send it again: it is the same payment, so it is never charged twice.',
      isUnknown: true,
    };
  }
  const { code, refusals = [], reason, retryAfterSeconds } = error.problem;
  const reasons = refusals.map((refusal) => {
    const number = refusal.invoice?.number;
    const sentence = refusalWords(refusal, words);
    return `${number && !sentence.startsWith(number) ? `${number}: ` : ''}${sentence}.`;
  });
  const said =
    reasons.length > 0 ? reasons.join(' ') : (PLAIN[code] ?? reason ?? 'It was refused.');
  const wait = retryAfterSeconds === undefined ? '' : ` Ready again in ${retryAfterSeconds} s.`;
  return {
    headline: 'It was not placed.',
    sentence: `${said} No money moved and nothing was changed.${wait}`,
    isUnknown: false,
  };
}

const PLAIN: Readonly<Record<string, string>> = {
  ROLE_NOT_ALLOWED: 'Your role does not allow it.',
  SIGN_IN_REQUIRED: 'You are not signed in any more.',
  TOO_MANY_REQUESTS: 'Too many requests came from here in a short time.',
  VERSION_CONFLICT: 'Somebody changed this payment a moment ago. Close this and look at it again.',
  PAYMENT_NOT_CHANGEABLE: 'The payment can no longer be changed.',
  PAYMENT_ID_USED: 'It has been placed already, with other amounts.',
  NOT_FOUND: 'It is not there any more.',
};
