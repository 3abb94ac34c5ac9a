import { proxyActivities } from '@temporalio/workflow';
import type { Compared, SystemActivities } from '../activities/system-activities';

const { compareRunningRules } = proxyActivities<SystemActivities>({
  startToCloseTimeout: '4 minutes',
  // The schedule comes round anyway.
  retry: { maximumAttempts: 1 },
  summary: 'Compare rules with running workflows',
});

/** Compares the rules in the database with the workflows that run, and heals both ways. */
export async function compareRules(): Promise<Compared> {
  return compareRunningRules();
}
