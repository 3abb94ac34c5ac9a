/** What was asked of a payment and not answered by yes: what is true now. */
import { ProblemError } from '../../../contracts/client';
import type { Problem } from '../../../contracts/problem';
import type { Words } from '../../words/business';
import { refusalWords } from './refusal-words';

export type PlacingTrouble = Readonly<{
  headline: string;
  sentence: string;
  /** Nobody knows whether it was done: the same request again finds out and does nothing twice. */
  isUnknown: boolean;
}>;

export type Act = 'place' | 'change' | 'approve' | 'cancel';

const ACTS: Readonly<Record<Act, Readonly<{ refused: string; unknown: string }>>> = {
  place: {
    refused: 'It was not placed.',
    unknown:
      'It may or may not be placed. Send it again: it is the same payment, so it is never charged twice.',
  },
  change: {
    refused: 'It was not changed.',
    unknown: 'It may or may not be changed. Send it again: the same change is not made twice.',
  },
  approve: {
    refused: 'It did not go on.',
    unknown:
      'It may or may not go on. Send it again: it is the same payment, so it is never charged twice.',
  },
  cancel: {
    refused: 'It was not cancelled.',
    unknown: 'It may or may not be cancelled. Send it again: it is not cancelled twice.',
  },
};

/** What was said no with; null when nobody knows what became of it: no clear answer, or an outage. */
export function refusedBy(error: unknown): Problem | null {
  const isNo = error instanceof ProblemError && error.problem.status < 500;
  return isNo ? error.problem : null;
}

export function placingTrouble(error: unknown, words: Words, act: Act): PlacingTrouble {
  const problem = refusedBy(error);
  if (problem === null) {
    return {
      headline: 'No clear answer from Headroom.',
      sentence: ACTS[act].unknown,
      isUnknown: true,
    };
  }
  const untouched = HAS_MOVED_ON.has(problem.code)
    ? 'Nothing was changed by this.'
    : 'No money moved and nothing was changed.';
  return {
    headline: ACTS[act].refused,
    sentence: `${whyNot(problem, words)} ${untouched}${waitOf(problem)}`,
    isUnknown: false,
  };
}

/** The payment is no longer what was looked at: what became of it, money too, is not known here. */
const HAS_MOVED_ON: ReadonlySet<string> = new Set(['VERSION_CONFLICT', 'PAYMENT_NOT_CHANGEABLE']);

/** Every reason, each as a sentence. */
export function whyNot({ code, refusals = [], reason }: Problem, words: Words): string {
  const reasons = refusals.map((refusal) => {
    const number = refusal.invoice?.number;
    const sentence = refusalWords(refusal, words);
    return `${number && !sentence.startsWith(number) ? `${number}: ` : ''}${sentence}.`;
  });
  return reasons.length > 0 ? reasons.join(' ') : (reason ?? PLAIN[code] ?? 'It was refused.');
}

function waitOf({ retryAfterSeconds }: Problem): string {
  return retryAfterSeconds === undefined ? '' : ` Ready again in ${retryAfterSeconds} s.`;
}

const PLAIN: Readonly<Record<string, string>> = {
  ROLE_NOT_ALLOWED: 'Your role does not allow it.',
  SIGN_IN_REQUIRED: 'You are not signed in any more.',
  TOO_MANY_REQUESTS: 'Too many requests came from here in a short time.',
  VERSION_CONFLICT:
    'The payment was changed a moment ago, by somebody or by an earlier sending of yours. Look at it again.',
  PAYMENT_ID_USED: 'It has been placed already, with other amounts.',
  NOT_FOUND: 'It is not there any more.',
};
