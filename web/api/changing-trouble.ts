/** Trouble with something that was to be saved and moves no money: what happened, what is true now. */
import { ProblemError } from '../../contracts/client';
import type { ProblemCode } from '../../contracts/problem-codes';

export type ChangingWords = Partial<Readonly<Record<ProblemCode, string>>>;

/** One or two sentences. `own` are words for what only this change can be refused for. */
export function changingTrouble(error: unknown, own: ChangingWords = {}): string {
  if (!(error instanceof ProblemError)) {
    return 'No answer from Headroom, so it may or may not be saved. Look before you try again. No money moved.';
  }
  const { code, retryAfterSeconds } = error.problem;
  const words = own[code] ?? USUAL_WORDS[code];
  if (words === undefined) {
    return 'Headroom has a fault of its own, which has been logged. Look whether it was saved. No money moved.';
  }
  const wait = retryAfterSeconds === undefined ? '' : ` Ready again in ${retryAfterSeconds} s.`;
  return `${words} Nothing was saved.${wait}`;
}

/** Where in the body a refused request did not fit, by JSON pointer: `/name`. */
export function refusedFields(error: unknown): readonly string[] {
  if (!(error instanceof ProblemError) || error.problem.code !== 'REQUEST_INVALID') return [];
  return (error.problem.errors ?? []).map(({ pointer }) => pointer);
}

const USUAL_WORDS: ChangingWords = {
  REQUEST_INVALID: 'Something in the form does not fit.',
  ROLE_NOT_ALLOWED: 'Your role does not allow this. An admin can change it.',
  SIGN_IN_REQUIRED: 'You are not signed in any more.',
  NOT_FOUND: 'It is not there any more.',
  VERSION_CONFLICT: 'Somebody changed it a moment ago. Look at it again.',
  NAME_TAKEN: 'Another one has this name.',
  TOO_MANY_REQUESTS: 'Too many requests came from here in a short time.',
  UNAVAILABLE: 'Headroom is being restarted or cannot reach what it needs.',
};
