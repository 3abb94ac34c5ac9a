/**
 * Reads new events once for all streams of this process and hands them on in order.
 *
 * Invariant: `position` only moves forward, and every event above it will still come. A stream that
 * has joined and then caught up to `position` therefore misses nothing.
 */
import type { Logger } from 'pino';
import type { EventPosition } from '../../contracts/event-position';
import type { LiveEvents, LiveEventRow } from './ports';

const PAGE = 500;
/**
 * The shortest time from one reading to the next: one payment writes several times within it. Also
 * how soon to look again while an older transaction holds events back.
 */
const PAUSE_MS = 40;

export type HubSubscriber = Readonly<{
  onEvents(rows: readonly LiveEventRow[]): void;
  onState(isLive: boolean): void;
  /** The process ends: browsers come back to the next one. */
  onEnd(): void;
}>;

export class EventHub {
  private readonly subscribers = new Set<HubSubscriber>();
  private position: EventPosition | null = null;
  private isLive = false;
  private isPumping = false;
  private mustPumpAgain = false;
  private timer: NodeJS.Timeout | null = null;
  /** When the next reading may begin, in milliseconds of the process's own clock. */
  private notBefore = 0;
  private isStopped = false;

  constructor(private readonly dependencies: Readonly<{ events: LiveEvents; log: Logger }>) {}

  /** The reading goes on from here; what came before is for those who resume. */
  async start(): Promise<void> {
    this.position = await this.dependencies.events.head();
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const subscriber of this.subscribers) subscriber.onEnd();
  }

  get count(): number {
    return this.subscribers.size;
  }

  get live(): boolean {
    return this.isLive;
  }

  /** Once the hub has stopped, a subscriber is told so at once. @returns a function that ends it. */
  subscribe(subscriber: HubSubscriber): () => void {
    if (this.isStopped) subscriber.onEnd();
    else this.subscribers.add(subscriber);
    return () => this.subscribers.delete(subscriber);
  }

  setLive(isLive: boolean): void {
    this.isLive = isLive;
    for (const subscriber of this.subscribers) subscriber.onState(isLive);
  }

  /** Something was written. Any number of calls before the next reading make one. */
  wake(): void {
    if (this.isStopped || this.timer) return;
    if (this.isPumping) {
      this.mustPumpAgain = true;
      return;
    }
    const earlyMs = this.notBefore - performance.now();
    if (earlyMs > 0) this.wakeLater(earlyMs);
    else this.read();
  }

  private read(): void {
    this.isPumping = true;
    this.mustPumpAgain = false;
    this.pump()
      .catch((error: unknown) => {
        this.dependencies.log.warn({ err: error }, 'live events could not be read');
        this.wakeLater(1_000);
      })
      .finally(() => {
        this.isPumping = false;
        this.notBefore = performance.now() + PAUSE_MS;
        if (this.mustPumpAgain) this.wake();
      });
  }

  private async pump(): Promise<void> {
    this.position ??= await this.dependencies.events.head();
    for (;;) {
      const { rows, hasHeldBack } = await this.dependencies.events.readAfter(this.position, PAGE);
      this.position = rows.at(-1)?.position ?? this.position;
      if (rows.length > 0) for (const subscriber of this.subscribers) subscriber.onEvents(rows);
      if (rows.length === PAGE) continue;
      if (hasHeldBack) this.wakeLater(PAUSE_MS);
      return;
    }
  }

  private wakeLater(afterMs: number): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.wake();
    }, afterMs);
    this.timer.unref();
  }
}
