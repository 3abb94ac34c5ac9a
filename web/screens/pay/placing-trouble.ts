/** A placement that was not answered by yes: what is true now. */
import { ProblemError } from '../../../contracts/client';
import type { Problem } from '../../../contracts/problem';
import type { Words } from '../../words/business';
import { refusalWords } from './refusal-words';

export type PlacingTrouble = Readonly<{
  headline: string;
  sentence: string;
  /** Nobody knows whether it was placed: the same request again finds out and cannot pay twice. */
  isUnknown: boolean;
}>;

/** What was said no with; null when nobody knows what became of it: no clear answer, or an outage. */
export function refusedBy(error: unknown): Problem | null {
  const isNo = error instanceof ProblemError && error.problem.status < 500;
  return isNo ? error.problem : null;
}

export function placingTrouble(error: unknown, words: Words): PlacingTrouble {
  const problem = refusedBy(error);
  if (problem === null) {
    return {
      headline: 'No clear answer from Headroom.',
      sentence:
        'It may or may not be placed. Send it again: it is the same payment, so it is never charged twice.',
      isUnknown: true,
    };
  }
  return {
    headline: 'It was not placed.',
    sentence: `${whyNot(problem, words)} No money moved and nothing was changed.${waitOf(problem)}`,
    isUnknown: false,
  };
}

/** Every reason, each as a sentence. */
export function whyNot({ code, refusals = [], reason }: Problem, words: Words): string {
  const reasons = refusals.map((refusal) => {
    const number = refusal.invoice?.number;
    const sentence = refusalWords(refusal, words);
    return `${number && !sentence.startsWith(number) ? `${number}: ` : ''}${sentence}.`;
  });
  return reasons.length > 0 ? reasons.join(' ') : (PLAIN[code] ?? reason ?? 'It was refused.');
}

function waitOf({ retryAfterSeconds }: Problem): string {
  return retryAfterSeconds === undefined ? '' : ` Ready again in ${retryAfterSeconds} s.`;
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
