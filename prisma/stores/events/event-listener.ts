/**
 * Wakes the live stream when something was written. A connection can die without a word, so it
 * proves itself: every few seconds it must hear a note of its own, else it is replaced and, until
 * the new one hears, the stream is called stale.
 */
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';

export const EVENTS_CHANNEL = 'headroom_events';

/** How long a dead connection may go unnoticed, twice this at most. */
const SELF_TEST_MS = 2_000;
const RECONNECT_MS = 500;
const SELF_PREFIX = 'self:';

export type EventListener = Readonly<{ stop(): Promise<void> }>;

export type ListenerOptions = Readonly<{
  databaseUrl: string;
  /** Sends the notes to itself: another connection than the one that listens. */
  pool: Pick<Pool, 'query'>;
  /** Something was written, or may have been while nobody listened. */
  onWake(): void;
  /** Called on each change, first with true once it hears. */
  onState(isLive: boolean): void;
  onError(error: unknown): void;
  selfTestMs?: number;
}>;

/** Listens until it is stopped, through any number of lost connections. */
export function startEventListener(options: ListenerOptions): EventListener {
  const listening = new Listening(options);
  listening.run();
  return { stop: () => listening.stop() };
}

class Listening {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private isLive = false;
  /** The note that has been sent and not been heard; null when all was heard. */
  private awaited: string | null = null;

  constructor(private readonly options: ListenerOptions) {}

  run(): void {
    this.connect().catch((error: unknown) => this.lose(error));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'headroom-events',
      connectionTimeoutMillis: 5_000,
    });
    this.client = client;
    client.on('error', (error) => this.lose(error, client));
    client.on('end', () => this.lose(new Error('the connection ended'), client));
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    await client.connect();
    await client.query(`LISTEN ${EVENTS_CHANNEL}`);
    await this.selfTest(client);
  }

  private hear(payload: string): void {
    if (!payload.startsWith(SELF_PREFIX)) {
      this.options.onWake();
      return;
    }
    if (payload !== this.awaited) return;
    this.awaited = null;
    this.setLive(true);
  }

  /** Sends a note and looks again later whether it was heard. */
  private async selfTest(client: Client): Promise<void> {
    this.awaited = `${SELF_PREFIX}${randomUUID()}`;
    await this.options.pool.query('SELECT pg_notify($1, $2)', [EVENTS_CHANNEL, this.awaited]);
    this.schedule(this.options.selfTestMs ?? SELF_TEST_MS, () => {
      if (client !== this.client) return;
      if (this.awaited !== null) this.lose(new Error('it does not hear itself'), client);
      else this.selfTest(client).catch((error: unknown) => this.lose(error, client));
    });
  }

  private setLive(isLive: boolean): void {
    if (isLive === this.isLive) return;
    this.isLive = isLive;
    this.options.onState(isLive);
    // Whatever was written while nobody listened.
    if (isLive) this.options.onWake();
  }

  private lose(error: unknown, client: Client | null = this.client): void {
    if (this.isStopped || client !== this.client) return;
    this.client = null;
    this.options.onError(error);
    this.setLive(false);
    client?.removeAllListeners();
    client?.on('error', () => undefined);
    client?.end().catch(() => undefined);
    this.schedule(RECONNECT_MS, () => this.run());
  }

  private schedule(afterMs: number, action: () => void): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.isStopped) return;
    this.timer = setTimeout(action, afterMs);
    this.timer.unref();
  }
}
