/**
 * One browser's stream of server-sent events: what it missed, then what comes.
 *
 * It joins the hub first and catches up from the database then, so that nothing falls between; what
 * both bring is told apart by position.
 */
import type { Response } from 'express';
import type { Logger } from 'pino';
import {
  type EventPosition,
  formatPosition,
  isAfter,
  parsePosition,
} from '../../contracts/event-position';
import { changesOf } from './changes';
import type { EventHub } from './event-hub';
import type { LiveEventRow, LiveEvents } from './ports';

const CATCH_UP_PAGE = 500;
/** Who has missed more than this reads everything anew: cheaper than being told each change. */
const CATCH_UP_MAX = 5_000;
/** When a browser comes back after the process has ended: to its sibling, or to the next one. */
const COME_BACK_MS = 1_000;
/** A browser that does not read is let go; it comes back and resumes. */
const UNSENT_BYTES_MAX = 1_000_000;
/** A process has so many streams at most; one browser holds one. */
export const STREAMS_MAX = 500;

export type StreamDependencies = Readonly<{ hub: EventHub; events: LiveEvents; log: Logger }>;

export type StreamRequest = Readonly<{
  response: Response;
  lastEventId: string | null;
  /**
   * Asked at each heartbeat: a session that was ended, or that nobody has used for too long, ends its
   * stream. The stream itself is no use.
   */
  isStillAllowed(): Promise<boolean>;
  /** How often a sign of life is sent. */
  heartbeatMs: number;
}>;

/** Answers when the stream is open and caught up. */
export async function openEventStream(
  dependencies: StreamDependencies,
  request: StreamRequest,
): Promise<void> {
  const stream = new EventStream(dependencies, request);
  await stream.open();
}

class EventStream {
  private position: EventPosition | null = null;
  /** What the hub brings before the catching up is done. */
  private waiting: LiveEventRow[] | null = [];
  private leave: (() => void) | null = null;
  private heartbeat: NodeJS.Timeout | null = null;

  constructor(
    private readonly dependencies: StreamDependencies,
    private readonly request: StreamRequest,
  ) {}

  async open(): Promise<void> {
    const { hub } = this.dependencies;
    const { response } = this.request;
    response.set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.on('close', () => this.close());
    this.leave = hub.subscribe({
      onEvents: (rows) => this.receive(rows),
      onState: (isLive) => this.write('state', { isLive }),
      onEnd: () => response.end(`retry: ${COME_BACK_MS}\n\n`),
    });
    this.heartbeat = setInterval(() => this.beat(), this.request.heartbeatMs);
    try {
      await this.catchUp();
    } catch (error) {
      this.dependencies.log.warn({ err: error }, 'a live stream could not catch up');
      response.end();
    }
  }

  private async catchUp(): Promise<void> {
    const { hub, events } = this.dependencies;
    const from = await this.resumePoint();
    let isResumed = from !== null;
    this.position = from ?? (await events.head());
    for (let count = 0; isResumed; ) {
      const { rows } = await events.readAfter(this.position, CATCH_UP_PAGE);
      if (rows.length === 0) break;
      count += rows.length;
      if (count > CATCH_UP_MAX) {
        isResumed = false;
        this.position = await events.head();
      } else {
        this.send(rows);
      }
    }
    this.write('ready', { isResumed, isLive: hub.live }, this.position);
    const waiting = this.waiting ?? [];
    this.waiting = null;
    this.receive(waiting);
  }

  /** Null when there is none, or it is of another cluster: the page then reads everything anew. */
  private async resumePoint(): Promise<EventPosition | null> {
    const position = parsePosition(this.request.lastEventId ?? '');
    if (position === null) return null;
    return (await this.dependencies.events.isOfThisCluster(position)) ? position : null;
  }

  private receive(rows: readonly LiveEventRow[]): void {
    if (this.waiting !== null) {
      this.waiting.push(...rows);
      return;
    }
    const position = this.position;
    this.send(position === null ? rows : rows.filter((row) => isAfter(row.position, position)));
  }

  private send(rows: readonly LiveEventRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.position = last.position;
    this.write('changed', changesOf(rows), last.position);
  }

  private write(event: string, data: unknown, position?: EventPosition): void {
    const { response } = this.request;
    // The process may end, or the session, while the stream still catches up.
    if (response.writableEnded) return;
    if (response.writableLength > UNSENT_BYTES_MAX) {
      response.destroy();
      return;
    }
    const id = position === undefined ? '' : `id: ${formatPosition(position)}\n`;
    response.write(`${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private beat(): void {
    this.write('heartbeat', { isLive: this.dependencies.hub.live });
    this.request
      .isStillAllowed()
      .then((isAllowed) => {
        if (!isAllowed) this.request.response.end();
      })
      .catch((error: unknown) => {
        this.dependencies.log.warn({ err: error }, 'a session could not be checked');
      });
  }

  private close(): void {
    this.leave?.();
    if (this.heartbeat) clearInterval(this.heartbeat);
  }
}
