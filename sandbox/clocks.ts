/**
 * The two times of the sandbox, each of which can be moved forward.
 *
 * `calendar` is the time of banks: debits settle and come back, cards expire, duplicate windows
 * close. `keys` is the time for which idempotency keys are remembered. They are apart because a
 * demonstration that moves months ahead must not make the gateway forget the keys of requests sent
 * a second ago: our own side measures keys in real time.
 */
import type { Collection, DurableMemory } from './durable-memory';

export const ClockName = { calendar: 'calendar', keys: 'keys' } as const;
export type ClockName = (typeof ClockName)[keyof typeof ClockName];

export class Clocks {
  private readonly offsets: Collection<number>;

  constructor(
    private readonly memory: DurableMemory,
    /** The clock on the wall. Signatures, retries and waiting always use this one. */
    readonly wall: () => Date,
  ) {
    this.offsets = memory.collection<number>('clockOffsetsMs');
  }

  now(name: ClockName): Date {
    return new Date(this.wall().getTime() + (this.offsets.get(name) ?? 0));
  }

  /** @throws RangeError when `byMs` is not a positive whole number: time never goes back. */
  advance(name: ClockName, byMs: number): void {
    if (!Number.isSafeInteger(byMs) || byMs <= 0) {
      throw new RangeError(`a clock moves forward by whole milliseconds, got ${byMs}`);
    }
    this.memory.commit(this.offsets.put(name, (this.offsets.get(name) ?? 0) + byMs));
  }
}
