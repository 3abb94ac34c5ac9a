/**
 * Runs actions in order, so many at once, and gives way while somebody waits for an answer: one at a
 * time then, with rests between. So a burst of answers is not slowed down by what follows from it, and
 * what follows goes on all the same. Actions do not throw.
 */

/** Times as long as the action before it took: on a faster server the rests are shorter. */
const REST = 8;
/** The next request of somebody who asks again and again is here within this. */
const LINGER_MS = 20;

export class YieldingQueue {
  private readonly actions: (() => Promise<void>)[] = [];
  private running = 0;
  private answering = 0;
  private isResting = false;
  private idleCalls: (() => void)[] = [];

  constructor(
    private readonly inFlightMax: number,
    private readonly waitingMax: number,
  ) {}

  get waiting(): number {
    return this.actions.length;
  }

  /** False when it is full. */
  add(action: () => Promise<void>): boolean {
    if (this.actions.length >= this.waitingMax) return false;
    this.actions.push(action);
    this.next();
    return true;
  }

  async givingWay<Answer>(answer: () => Promise<Answer>): Promise<Answer> {
    this.answering += 1;
    try {
      return await answer();
    } finally {
      setTimeout(() => {
        this.answering -= 1;
        this.next();
      }, LINGER_MS);
    }
  }

  /** Resolves once nothing waits or runs. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      this.idleCalls.push(resolve);
    });
  }

  private get isIdle(): boolean {
    return this.running === 0 && this.actions.length === 0;
  }

  private next(): void {
    while (this.mayRun()) {
      const action = this.actions.shift();
      if (action === undefined) break;
      this.running += 1;
      void this.run(action);
    }
    if (this.isIdle) for (const resolve of this.idleCalls.splice(0)) resolve();
  }

  private mayRun(): boolean {
    if (this.answering === 0) return this.running < this.inFlightMax;
    return this.running === 0 && !this.isResting;
  }

  private async run(action: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await action();
    this.running -= 1;
    if (this.answering > 0 && this.running === 0) this.rest(REST * (performance.now() - began));
    this.next();
  }

  private rest(milliseconds: number): void {
    this.isResting = true;
    setTimeout(() => {
      this.isResting = false;
      this.next();
    }, milliseconds);
  }
}
