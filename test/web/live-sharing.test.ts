/**
 * Goal: one stream per browser, whatever tabs come, hide and go, and no event missed by any of them.
 * Method: tabs in one process on a lock and a channel that keep the browser's promises, and sources
 * of events that the test speaks through.
 */
import { joinLive } from '../../web/live/live-sharing';
import type { LiveState } from '../../web/live/live-state';

type Listener = (event: unknown) => void;

/** One holder at a time, the others in the order they came; a withdrawn wish leaves the queue. */
class Locks {
  private isHeld = false;
  private readonly waiting: (() => void)[] = [];

  request = (async (
    _name: string,
    { signal }: { signal: AbortSignal },
    hold: () => Promise<void>,
  ) => {
    if (this.isHeld) {
      await new Promise<void>((granted, refused) => {
        this.waiting.push(granted);
        signal.addEventListener('abort', () => {
          const index = this.waiting.indexOf(granted);
          if (index === -1) return;
          this.waiting.splice(index, 1);
          refused(new DOMException('withdrawn', 'AbortError'));
        });
      });
    }
    this.isHeld = true;
    await hold();
    this.isHeld = false;
    this.waiting.shift()?.();
  }) as unknown as LockManager['request'];
}

/** Every message reaches all channels but the one that sent it. */
class Channels {
  private readonly listeners = new Map<object, Listener>();

  open() {
    const channel = {
      postMessage: (data: unknown) => {
        for (const [other, listener] of this.listeners) if (other !== channel) listener({ data });
      },
      addEventListener: (_type: string, listener: unknown) =>
        void this.listeners.set(channel, listener as Listener),
      removeEventListener: () => void this.listeners.delete(channel),
    };
    return channel as unknown as BroadcastChannel;
  }
}

/** Of the session that a tab read first. */
const FROM = '4-1';

class Source {
  isClosed = false;
  private readonly listeners = new Map<string, Listener>();

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: unknown) {
    this.listeners.set(type, listener as Listener);
  }

  close() {
    this.isClosed = true;
  }

  say(type: string, event: unknown = {}) {
    this.listeners.get(type)?.(event);
  }

  ready({ isResumed = true, at = FROM } = {}) {
    this.say('ready', { lastEventId: at, data: JSON.stringify({ isResumed }) });
  }

  change(lastEventId: string, id: string) {
    const data = JSON.stringify({ changes: [{ topic: 'payment', id }] });
    this.say('changed', { lastEventId, data });
  }
}

function setUp() {
  const locks = new Locks();
  const channels = new Channels();
  const sources: Source[] = [];
  const openTab = (lastEventId = FROM) => {
    let onVisibility: () => void = () => undefined;
    const tab = {
      seen: [] as (string | null)[],
      states: [] as LiveState[],
      gaps: 0,
      visibilityState: 'visible' as 'visible' | 'hidden',
    };
    const document = {
      get visibilityState() {
        return tab.visibilityState;
      },
      addEventListener: (_type: string, listener: () => void) => {
        onVisibility = listener;
      },
      removeEventListener: () => undefined,
    };
    const { stop } = joinLive({
      locks,
      channel: channels.open(),
      document: document as unknown as Document,
      openSource: (url) => {
        const source = new Source(url);
        sources.push(source);
        return source;
      },
      lastEventId,
      onChanges: (changes) => tab.seen.push(...changes.map(({ id }) => id)),
      onGap: () => {
        tab.gaps += 1;
      },
      onState: (state) => tab.states.push(state),
    });
    const look = async (next: 'visible' | 'hidden') => {
      tab.visibilityState = next;
      onVisibility();
      await settle();
    };
    return { ...tab, tab, stop, show: () => look('visible'), hide: () => look('hidden') };
  };
  const openStreams = () => sources.filter(({ isClosed }) => !isClosed);
  return { openTab, sources, openStreams };
}

/** Lets promises that have settled go on. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

test('opens one stream for all tabs and tells each of them every change once', async () => {
  const { openTab, sources, openStreams } = setUp();
  const [first, second] = [openTab(), openTab()];
  await settle();
  expect(openStreams()).toHaveLength(1);
  sources[0]?.ready();
  sources[0]?.change('7-1', 'a');
  expect(first.seen).toEqual(['a']);
  expect(second.seen).toEqual(['a']);
  expect(second.tab.states.at(-1)).toBe('live');
  first.stop();
  second.stop();
});

test('resumes after the last event it was told when another tab takes over', async () => {
  const { openTab, sources, openStreams } = setUp();
  const first = openTab();
  const second = openTab();
  await settle();
  sources[0]?.ready();
  sources[0]?.change('7-1', 'a');
  await first.hide();
  expect(openStreams()).toHaveLength(1);
  expect(sources[1]?.url).toBe('/api/events?lastEventId=7-1');
  sources[1]?.ready();
  sources[1]?.change('8-1', 'b');
  expect(first.seen).toEqual(['a', 'b']);
  second.stop();
});

test('closes the stream when no tab is looked at, and resumes when one is', async () => {
  const { openTab, sources, openStreams } = setUp();
  const [first, second] = [openTab(), openTab()];
  await settle();
  sources[0]?.change('9-1', 'a');
  await second.hide();
  await first.hide();
  expect(openStreams()).toHaveLength(0);
  expect(first.tab.states.at(-1)).toBe('resting');
  await second.show();
  expect(sources.at(-1)?.url).toBe('/api/events?lastEventId=9-1');
  second.stop();
});

test('begins after the last event before the first reading, and nothing is read again for it', async () => {
  const { openTab, sources } = setUp();
  const [first, second] = [openTab(), openTab()];
  await settle();
  expect(sources[0]?.url).toBe(`/api/events?lastEventId=${FROM}`);
  sources[0]?.ready();
  expect([first.tab.gaps, second.tab.gaps]).toEqual([0, 0]);
  first.stop();
  second.stop();
});

test('says in every tab that what was read before may be old when the stream begins anew', async () => {
  const { openTab, sources } = setUp();
  const [first, second] = [openTab(), openTab()];
  await settle();
  sources[0]?.ready({ isResumed: false, at: '12-3' });
  expect([first.tab.gaps, second.tab.gaps]).toEqual([1, 1]);
  await first.hide();
  expect(sources.at(-1)?.url).toBe('/api/events?lastEventId=12-3');
  second.stop();
});

test('tells a tab that comes later how the stream stands', async () => {
  const { openTab, sources } = setUp();
  const first = openTab();
  await settle();
  sources[0]?.ready();
  sources[0]?.change('5-1', 'a');
  const second = openTab('5-1');
  await settle();
  expect(second.tab.states).toEqual(['connecting', 'live']);
  expect(second.tab.gaps).toBe(0);
  await first.hide();
  expect(sources.at(-1)?.url).toBe('/api/events?lastEventId=5-1');
  second.stop();
});

test.each([
  ['10-2', 1],
  ['10-1', 0],
  ['9-7', 0],
])(
  'a tab that read after 10-1 and comes when %s was told reads again %i times',
  async (told, gaps) => {
    const { openTab, sources } = setUp();
    const first = openTab('9-1');
    await settle();
    sources[0]?.ready({ at: '9-1' });
    sources[0]?.change(told, 'a');
    const second = openTab('10-1');
    await settle();
    expect(second.tab.gaps).toBe(gaps);
    first.stop();
    second.stop();
  },
);

describe('when the line breaks', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('says so only after three seconds, and opens it again where it was', async () => {
    const { openTab, sources, openStreams } = setUp();
    const only = openTab();
    await settle();
    sources[0]?.ready();
    sources[0]?.change('3-1', 'a');
    sources[0]?.say('error');
    jest.advanceTimersByTime(2900);
    expect(only.tab.states.at(-1)).toBe('live');
    jest.advanceTimersByTime(200);
    expect(only.tab.states.at(-1)).toBe('stale');
    expect(openStreams().at(-1)?.url).toBe('/api/events?lastEventId=3-1');
    openStreams().at(-1)?.ready();
    expect(only.tab.states.at(-1)).toBe('live');
    only.stop();
  });
});
