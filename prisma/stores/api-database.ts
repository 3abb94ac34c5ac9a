/** The database as the API has it: one pool, the live events, and every store over it. */
import type { ApiDatabase, ApiStores } from '../../api/stores/index';
import { createClockStore } from './clock/clock-store';
import { connect, type Database, type DatabaseOptions } from './connect';
import { createContactStore } from './contacts/contact-store';
import { createLiveEvents } from './events/live-events';
import { createHealthStore } from './health/health-store';
import { createSessionStore } from './people/session-store';
import { createSignInAttemptStore } from './people/sign-in-attempt-store';
import { createUserStore } from './people/user-store';
import { createSettingsStore } from './settings/settings-store';
import { createTaskStore } from './tasks/task-store';

/** @throws Error when the server does not answer, or may lose acknowledged commits. */
export async function openApiDatabase(options: DatabaseOptions): Promise<ApiDatabase> {
  const database = await connect(options);
  return {
    stores: storesOf(database),
    events: createLiveEvents(database.pool),
    pool: database.pool,
    close: database.close,
  };
}

function storesOf({ pool, prisma }: Database): ApiStores {
  return {
    users: createUserStore(pool),
    sessions: createSessionStore(pool),
    signInAttempts: createSignInAttemptStore(pool),
    settings: createSettingsStore(prisma),
    contacts: createContactStore(prisma),
    tasks: createTaskStore(pool),
    clock: createClockStore(pool),
    health: createHealthStore(pool),
  };
}
