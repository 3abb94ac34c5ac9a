/** The live stream: what to read again, never what changed. */
import { z } from 'zod';
import { ANY_ROLE, type BytesResponse, defineOperation } from './operation';

export const LiveTopic = z.enum([
  'payment',
  'invoice',
  'organization',
  'task',
  'import',
  'method',
  'autopayRule',
  'approval',
  'contact',
  'settings',
  'clock',
]);
export type LiveTopic = z.output<typeof LiveTopic>;

/** The data of one server-sent event named `changed`; its id is the place to resume from. */
export const LiveEvent = z
  .strictObject({
    changes: z.array(z.strictObject({ topic: LiveTopic, id: z.string().nullable() })),
  })
  .meta({ id: 'LiveEvent' });
export type LiveEvent = z.output<typeof LiveEvent>;

export const streamEvents = defineOperation({
  id: 'streamEvents',
  tag: 'Events',
  method: 'GET',
  path: '/events',
  summary:
    'Server-sent events. `changed` says what to read again (LiveEvent); `ready` and `stale` say whether the stream is up to date. `Last-Event-ID` resumes and misses nothing.',
  permission: ANY_ROLE,
  query: z.strictObject({
    /** For clients that cannot send the header `Last-Event-ID`. */
    lastEventId: z.string().max(50).optional(),
  }),
  responses: {
    200: {
      kind: 'bytes',
      contentType: 'text/event-stream',
      description: 'A stream that stays open.',
    } as const satisfies BytesResponse,
  },
  problems: ['UNAVAILABLE'],
});
