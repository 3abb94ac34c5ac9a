import type { Response } from 'express';
import { streamEvents } from '../../contracts/events';
import { openEventStream, STREAMS_MAX } from '../live/event-stream';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { RouteDependencies } from './dependencies';

/** The live stream. The header of a reconnecting browser wins over the query. */
export function eventRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { hub, events, sessions, heartbeatMs, log } = dependencies;

  mount(mounting, streamEvents, async ({ query, request }) => {
    if (hub.count >= STREAMS_MAX) {
      throw new Problem('UNAVAILABLE', { retryAfterSeconds: 30 }, { 'Retry-After': '30' });
    }
    const lastEventId = request.get('last-event-id') ?? query.lastEventId ?? null;
    const isStillAllowed = () => sessions.isOpen(request);
    return answer(200, (response: Response) =>
      openEventStream({ hub, events, log }, { response, lastEventId, isStillAllowed, heartbeatMs }),
    );
  });
}
