/** Which charges a magic method has already hit once: it strikes the first request of each key. */
import type { Collection, DurableMemory } from '../durable-memory';
import { scoped } from './charge-store';

export class FirstTimes {
  private readonly seen: Collection<true>;

  constructor(private readonly memory: DurableMemory) {
    this.seen = memory.collection<true>('firstTimes');
  }

  /** True once for each charge key, also across restarts. */
  isFirst(account: string, reference: string): boolean {
    const id = scoped(account, reference);
    if (this.seen.get(id)) return false;
    this.memory.commit(this.seen.put(id, true));
    return true;
  }
}
