/** What runs rules of autopay, as the API has it. */
import type { Pool } from 'pg';
import type { AutopayRunStore } from '../../../api/stores/autopay-runs';
import type { GatewayLimits } from '../../../domain/plan';
import { createCountWaiting, createDecideApprovals, createListApprovals } from './approvals';
import { createReadCalendar } from './read-calendar';
import { createReopen } from './reopen';
import { createWatching } from './watching';

export function createAutopayRunStore({
  pool,
  limits,
}: Readonly<{ pool: Pool; limits: GatewayLimits }>): AutopayRunStore {
  const { readStart, readNews } = createWatching({ pool });
  return {
    readStart,
    readNews,
    countWaiting: createCountWaiting(pool),
    listApprovals: createListApprovals({ pool, limits }),
    decideApprovals: createDecideApprovals({ pool }),
    reopen: createReopen({ pool }),
    calendar: createReadCalendar({ pool, limits }),
  };
}
