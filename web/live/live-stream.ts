/** The one stream of server-sent events: opens it, resumes it, and says how up to date it is. */
import type { LiveEvent } from '../../contracts/events';
import type { LiveState } from './live-state';

/** What this needs of an `EventSource`. */
export type EventSourceLike = Pick<EventSource, 'addEventListener' | 'close'>;

export type StreamListener = Readonly<{
  onChanges: (changes: LiveEvent['changes'], eventId: string) => void;
  /** `isResumed` is false when the stream begins anew at `eventId`: what was read before may be old. */
  onReady: (isResumed: boolean, eventId: string) => void;
  onState: (state: LiveState) => void;
}>;

type Dependencies = Readonly<{
  openSource: (url: string) => EventSourceLike;
  listener: StreamListener;
  /** What comes after it is told. */
  lastEventId: string;
}>;

/** Waits before the next try, in ms; the last one repeats. Spread, so that tabs do not come at once. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000] as const;
/** A short break of the line is not worth a word. */
const SILENCE_MS = 3000;

/** Opens the stream and keeps it open until it is closed. A resume misses nothing. */
export function openLiveStream({ openSource, listener, lastEventId }: Dependencies) {
  let eventId = lastEventId;
  let failures = 0;
  let source: EventSourceLike | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const expectAnswer = () => {
    silence ??= setTimeout(() => listener.onState('stale'), SILENCE_MS);
  };
  const onAnswer = () => {
    clearTimeout(silence);
    silence = undefined;
  };
  const open = () => {
    expectAnswer();
    source = openSource(`/api/events?lastEventId=${encodeURIComponent(eventId)}`);
    source.addEventListener('ready', (event) => {
      const message = event as MessageEvent<string>;
      eventId = message.lastEventId;
      const { isResumed } = JSON.parse(message.data) as Readonly<{ isResumed: boolean }>;
      failures = 0;
      onAnswer();
      listener.onReady(isResumed, eventId);
      listener.onState('live');
    });
    source.addEventListener('stale', () => listener.onState('stale'));
    source.addEventListener('changed', (event) => {
      const message = event as MessageEvent<string>;
      eventId = message.lastEventId;
      const { changes } = JSON.parse(message.data) as LiveEvent;
      listener.onChanges(changes, message.lastEventId);
    });
    // The browser's own repeat gives up on any answer but 200: this one does not.
    source.addEventListener('error', () => {
      source?.close();
      expectAnswer();
      const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0;
      failures += 1;
      retry = setTimeout(open, wait * (0.75 + Math.random() / 2));
    });
  };
  listener.onState('connecting');
  open();

  return {
    close() {
      clearTimeout(retry);
      onAnswer();
      source?.close();
    },
  };
}
