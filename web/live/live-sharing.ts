/**
 * One stream per browser, shared by its tabs: browsers allow six connections to a host, and a clerk
 * has more tabs than that.
 *
 * The tab that holds the lock has the stream and tells the others over a channel. Only tabs that are
 * looked at ask for the lock, so it always lies with one of them, and when all are hidden nobody has
 * it and there is no stream. Every tab remembers the last event it was told, at first the one before
 * whatever it read, so whichever takes over resumes there.
 */
import { isAfter, parsePosition } from '../../contracts/event-position';
import type { LiveEvent } from '../../contracts/events';
import type { LiveState } from './live-state';
import { type EventSourceLike, openLiveStream } from './live-stream';

const LOCK = 'headroom-live';

type Changes = LiveEvent['changes'];

/** Said from tab to tab. `hello` asks for the state; only the tab with the stream answers. */
type Message =
  | Readonly<{ kind: 'changes'; changes: Changes; eventId: string }>
  | Readonly<{ kind: 'state'; state: LiveState; eventId: string }>
  | Readonly<{ kind: 'gap'; eventId: string }>
  | Readonly<{ kind: 'hello' }>;

type Dependencies = Readonly<{
  locks: Pick<LockManager, 'request'>;
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>;
  document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  openSource: (url: string) => EventSourceLike;
  /** Everything was read after it. */
  lastEventId: string;
  /** Called in every tab, once for each event. */
  onChanges: (changes: Changes) => void;
  /** Something may have been missed: whatever was read before may be old. */
  onGap: () => void;
  onState: (state: LiveState) => void;
}>;

/** Joins the stream of this browser. Ends when `stop` is called. */
export function joinLive(dependencies: Dependencies): { stop: () => void } {
  const { locks, channel, document, openSource, onChanges, onGap, onState } = dependencies;
  let eventId = dependencies.lastEventId;
  let state: LiveState = 'connecting';
  let wish: AbortController | null = null;
  let hasStream = false;

  const enter = (next: LiveState) => {
    state = next;
    onState(next);
  };
  const tell = (message: Message) => channel.postMessage(message);

  /** Holds the lock, and with it the stream, until `signal` aborts. */
  const lead = (signal: AbortSignal) =>
    new Promise<void>((release) => {
      hasStream = true;
      const stream = openLiveStream({
        openSource,
        lastEventId: eventId,
        listener: {
          onChanges: (changes, id) => {
            eventId = id;
            tell({ kind: 'changes', changes, eventId: id });
            onChanges(changes);
          },
          onReady: (isResumed, id) => {
            eventId = id;
            if (isResumed) return;
            tell({ kind: 'gap', eventId: id });
            onGap();
          },
          onState: (next) => {
            enter(next);
            tell({ kind: 'state', state: next, eventId });
          },
        },
      });
      signal.addEventListener('abort', () => {
        hasStream = false;
        stream.close();
        release();
      });
    });

  const follow = () => {
    if (wish) return;
    const controller = new AbortController();
    wish = controller;
    enter('connecting');
    tell({ kind: 'hello' });
    locks
      .request(LOCK, { signal: controller.signal }, () => lead(controller.signal))
      .catch((error: unknown) => {
        // A wish that is withdrawn is no trouble.
        if (!controller.signal.aborted) throw error;
      });
  };
  const rest = () => {
    wish?.abort();
    wish = null;
    enter('resting');
  };

  const onVisibility = () => (document.visibilityState === 'visible' ? follow() : rest());
  const onMessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'hello') {
      if (hasStream) tell({ kind: 'state', state, eventId });
      return;
    }
    // A tab that has the stream hears only of itself.
    if (hasStream) return;
    if (data.kind === 'changes') {
      eventId = data.eventId;
      onChanges(data.changes);
    } else if (data.kind === 'gap') {
      eventId = data.eventId;
      onGap();
    } else {
      // Told before this tab could hear it, and after it began to read.
      if (isLater(data.eventId, eventId)) {
        eventId = data.eventId;
        onGap();
      }
      if (wish) enter(data.state);
    }
  };

  channel.addEventListener('message', onMessage as EventListener);
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return {
    stop() {
      document.removeEventListener('visibilitychange', onVisibility);
      channel.removeEventListener('message', onMessage as EventListener);
      rest();
    },
  };
}

function isLater(eventId: string, than: string): boolean {
  const [one, other] = [parsePosition(eventId), parsePosition(than)];
  return one !== null && other !== null && isAfter(one, other);
}
