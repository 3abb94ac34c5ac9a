/** A browser that follows the live stream, as `EventSource` does. */
import type { LiveEvent } from '../../../contracts/events';

export type Received = Readonly<{ event: string; id: string | null; data: unknown }>;

export class LiveStream {
  readonly received: Received[] = [];
  lastEventId: string | null;
  hasEnded = false;
  /** How soon the server wants the browser back, once it has said so. */
  retryMs: number | null = null;
  private readonly abort = new AbortController();
  private waiters: (() => void)[] = [];

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
    lastEventId: string | null = null,
  ) {
    this.lastEventId = lastEventId;
    void this.run();
  }

  /** Every change, in order. */
  get changes(): LiveEvent['changes'] {
    return this.received
      .filter(({ event }) => event === 'changed')
      .flatMap(({ data }) => (data as LiveEvent).changes);
  }

  of(event: string): unknown[] {
    return this.received.filter((one) => one.event === event).map(({ data }) => data);
  }

  /** Resolves as soon as the condition holds. */
  async until(condition: () => boolean, limitMs = 10_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error('the stream did not bring it in time');
      await new Promise<void>((resolve) => {
        this.waiters.push(resolve);
        setTimeout(resolve, Math.min(left, 50));
      });
    }
  }

  close(): void {
    this.abort.abort();
  }

  private async run(): Promise<void> {
    try {
      const resume = this.lastEventId === null ? {} : { 'Last-Event-ID': this.lastEventId };
      const response = await fetch(this.url, {
        headers: { ...this.headers, ...resume },
        signal: this.abort.signal,
      });
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) this.receive(message);
      }
    } catch {
      // Closed by the test, or by the server.
    }
    this.hasEnded = true;
    this.wake();
  }

  private receive(message: string): void {
    const fields = new Map(
      message.split('\n').map((line) => {
        const [name = '', ...rest] = line.split(': ');
        return [name, rest.join(': ')];
      }),
    );
    if (fields.has('retry')) {
      this.retryMs = Number(fields.get('retry'));
      return;
    }
    const id = fields.get('id') ?? null;
    this.lastEventId = id ?? this.lastEventId;
    const data = JSON.parse(fields.get('data') ?? 'null') as unknown;
    this.received.push({ event: fields.get('event') ?? 'message', id, data });
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}
