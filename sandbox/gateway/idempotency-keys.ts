/**
 * What was answered under which key, for as long as the account's profile remembers.
 *
 * A key that is too old is as unknown as one that never was: that is why callers need a deadline of
 * their own for repeating a request.
 */
import { type Answer, problem } from '../answer';
import type { Clocks } from '../clocks';
import type { Change, Collection, DurableMemory } from '../durable-memory';
import { scoped } from './charge-store';
import type { Profile } from './profiles';

type Known = Readonly<{ request: string; at: string; answer: Answer }>;

const HOUR_MS = 60 * 60 * 1000;

export class IdempotencyKeys {
  private readonly known: Collection<Known>;

  constructor(
    private readonly memory: DurableMemory,
    private readonly clocks: Clocks,
  ) {
    this.known = memory.collection<Known>('keys');
  }

  /** The first answer again; a refusal when another request came under the key; null when new. */
  recall(
    account: string,
    { keyLifetimeHours }: Profile,
    operation: string,
    key: string,
    request: string,
  ): Answer | null {
    const id = scoped(account, `${operation} ${key}`);
    const known = this.known.get(id);
    if (!known) return null;
    if (this.clocks.now('keys').getTime() - Date.parse(known.at) >= keyLifetimeHours * HOUR_MS) {
      this.memory.commit(this.known.drop(id));
      return null;
    }
    if (known.request !== request) {
      const first = { first: known.answer.body };
      return problem(422, 'key_reused', 'This key was used for another request.', first);
    }
    return { ...known.answer, headers: { 'idempotent-replay': 'true' } };
  }

  /** The change that makes the answer the answer; the caller commits it with what was done. */
  remember(
    account: string,
    operation: string,
    key: string,
    request: string,
    answer: Answer,
  ): Change {
    const at = this.clocks.now('keys').toISOString();
    return this.known.put(scoped(account, `${operation} ${key}`), { request, at, answer });
  }

  /** Forgets keys at once: all of them, or those of one charge. */
  forget(reference: string | null): number {
    const entries = [...this.known.entries()];
    const chosen = entries.filter(
      ([, { request }]) =>
        reference === null || (JSON.parse(request) as unknown[])[0] === reference,
    );
    this.memory.commit(...chosen.map(([id]) => this.known.drop(id)));
    return chosen.length;
  }
}
