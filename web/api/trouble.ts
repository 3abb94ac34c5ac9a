/** Trouble in a clerk's words: what happened, whether money moved, what to do next. */
import { ProblemError, UnreadableAnswerError } from '../../contracts/client';

export type Trouble = Readonly<{
  sentence: string;
  /** To be found in the log; absent when no server answered. */
  requestId?: string;
}>;

/** For what only reads: nothing can have been changed by it. */
export function readingTrouble(error: unknown): Trouble {
  const nothing = 'No money moved and nothing was changed.';
  if (error instanceof ProblemError) {
    const { code, instance, retryAfterSeconds } = error.problem;
    const wait = retryAfterSeconds === undefined ? '' : ` Ready again in ${retryAfterSeconds} s.`;
    const what = READING_WORDS[code] ?? 'Headroom has a fault of its own. It has been logged.';
    return { sentence: `${what} ${nothing}${wait}`, requestId: instance };
  }
  if (error instanceof UnreadableAnswerError) {
    return { sentence: `Something between this page and Headroom answered instead. ${nothing}` };
  }
  return { sentence: `Headroom did not answer. ${nothing}` };
}

const READING_WORDS: Readonly<Record<string, string>> = {
  NOT_FOUND: 'There is no such thing, or not any more.',
  ROLE_NOT_ALLOWED: 'Your role does not allow this. An admin can change it.',
  TOO_MANY_REQUESTS: 'Too many requests came from here in a short time.',
  UNAVAILABLE: 'Headroom is being restarted or cannot reach its database.',
  REQUEST_INVALID: 'The address of this page holds something that does not fit.',
};
