import { proxyActivities } from '@temporalio/workflow';
import type { SystemActivities } from '../activities/system-activities';

const activities = proxyActivities<SystemActivities>({
  startToCloseTimeout: '4 minutes',
  // The schedule comes round anyway.
  retry: { maximumAttempts: 1 },
  summary: 'Flag rules whose card ends before they run',
});

/** One pass over the cards that come to their end, so that staff see it days before a run. */
export async function flagEndingMethods(): Promise<Readonly<{ clients: number }>> {
  return activities.flagEndingMethods();
}
