/**
 * How often one may try to sign in, counted in the database so that every process counts the same.
 *
 * The tight limit is per address *and* person: a stranger who guesses for somebody runs into it
 * alone and does not lock that person out.
 */
import type { SignInAttemptStore } from '../stores/people';
import { Problem } from '../problem';

export const WINDOW_MINUTES = 15;
/** A person who has forgotten a password tries a few; a guesser wants thousands. */
const PER_PAIR_MAX = 10;
/** A whole office behind one address signs in in the morning. */
const PER_ADDRESS_MAX = 100;
/** Against a guesser with many addresses. */
const PER_PERSON_MAX = 200;

export type SignInLimit = Readonly<{
  /** Answers how many are left after this try. @throws Problem `TOO_MANY_REQUESTS` when it is one too many. */
  take(email: string, address: string, now: Date): Promise<number>;
  /** After a success. */
  forgive(email: string, address: string): Promise<void>;
}>;

export function createSignInLimit(attempts: SignInAttemptStore): SignInLimit {
  return {
    async take(email, address, now) {
      const since = new Date(now.getTime() - WINDOW_MINUTES * 60_000);
      const keys = [pairKey(email, address), `address:${address}`, `email:${email.toLowerCase()}`];
      const counts = await attempts.record(keys, now, since);
      const limits = [PER_PAIR_MAX, PER_ADDRESS_MAX, PER_PERSON_MAX];
      const left = Math.min(...limits.map((limit, index) => limit - (counts[index] ?? 0)));
      if (left >= 0) return left;
      const retryAfterSeconds = WINDOW_MINUTES * 60;
      throw new Problem(
        'TOO_MANY_REQUESTS',
        { retryAfterSeconds },
        { 'Retry-After': String(retryAfterSeconds) },
      );
    },
    forgive: (email, address) => attempts.forget(pairKey(email, address)),
  };
}

function pairKey(email: string, address: string): string {
  return `pair:${email.toLowerCase()}|${address}`;
}
