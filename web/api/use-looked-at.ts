/**
 * What a person looked at when a question was opened, while the page goes on reading it. Invariant: a
 * change is sent with the version of what was looked at, never with that of something unseen.
 */
import { useState } from 'react';

/**
 * @param differing says what is different now, a sentence each. Nothing: what was read since is what
 * was looked at.
 */
export function useLookedAt<Thing>(
  present: Thing,
  differing: (looked: Thing, present: Thing) => readonly string[],
) {
  const [looked, setLooked] = useState(present);
  const changes = looked === present ? [] : differing(looked, present);
  return {
    looked: changes.length === 0 ? present : looked,
    changes,
    /** The person has seen what is different. */
    lookAgain: () => setLooked(present),
  };
}
