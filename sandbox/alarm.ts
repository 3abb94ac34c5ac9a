/** One timer that rings as early as the earliest wish. It never keeps the process alive. */
export class Alarm {
  private timer: NodeJS.Timeout | null = null;
  private ringsAtMs = 0;

  constructor(private readonly ring: () => void) {}

  /** Rings after at most this many milliseconds of wall time; an earlier wish stays. */
  within(ms: number): void {
    const ringsAtMs = performance.now() + Math.max(0, ms);
    if (this.timer && this.ringsAtMs <= ringsAtMs) return;
    this.clear();
    this.ringsAtMs = ringsAtMs;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.ring();
      },
      Math.max(0, ms),
    );
    this.timer.unref();
  }

  clear(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
