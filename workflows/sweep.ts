import { proxyActivities } from '@temporalio/workflow';
import type { Swept, SystemActivities } from '../activities/system-activities';

const { startOverdue } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '50 seconds',
  // The schedule comes round each minute anyway.
  retry: { maximumAttempts: 1 },
  summary: 'Start or wake what is overdue',
});

/** One pass over what is overdue; a Temporal Schedule runs it each minute. */
export async function sweep(): Promise<Swept> {
  return startOverdue();
}
