/** What happened to a client and to everything of it, page by page, newest first. */
import type { Pool } from 'pg';
import type { OrganizationStore } from '../../../api/stores/books';
import { CursorError, decodeCursor, encodeCursor } from '../cursor';
import { type EventRecord, timelineOf, timelineOfClient } from '../timeline/timeline';

const LIST = 'activity';

const READ = `
  SELECT ${timelineOfClient({ organizationId: 'client.id', before: '$2::bigint', limit: '$3::int' })} AS events
    FROM organization AS client WHERE client.id = survivor_of($1::uuid)`;

type Activity = OrganizationStore['activity'];

export function createActivity(pool: Pool): Activity {
  return async (organizationId, { cursor, limit }) => {
    const before = cursor === undefined ? null : eventIn(cursor);
    // One more than is shown says whether there is a next page.
    const { rows } = await pool.query<{ events: EventRecord[] }>(READ, [
      organizationId,
      before,
      limit + 1,
    ]);
    const events = rows[0]?.events;
    if (events === undefined) return null;
    const shown = events.slice(0, limit);
    const last = events.length > limit ? shown.at(-1) : undefined;
    return {
      items: timelineOf(shown),
      nextCursor: last === undefined ? null : encodeCursor(LIST, [last.id]),
    };
  };
}

/** @throws CursorError when it is of another list. */
function eventIn(cursor: string): string {
  const [id] = decodeCursor(LIST, cursor, 1);
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) throw new CursorError();
  return id;
}
