/** The sweeps as Temporal Schedules: made when they are missing, brought up to date when they differ. */
import {
  ScheduleAlreadyRunning,
  type ScheduleClient,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { SYSTEM_QUEUE } from '../workflows/messages';

const SWEEP = 'sweep';

/** A minute that was missed needs no making up: the next pass does the same work. */
const CATCH_UP = '10 seconds' as const;

/** Safe at every start, and from several processes at once. */
export async function ensureSchedules(schedules: ScheduleClient): Promise<void> {
  const sweep = {
    spec: { intervals: [{ every: '1 minute' as const }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'sweep',
      workflowId: SWEEP,
      taskQueue: SYSTEM_QUEUE,
      args: [],
      workflowExecutionTimeout: '5 minutes' as const,
      staticSummary: 'Start or wake what is overdue',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
  };
  try {
    await schedules.create({ scheduleId: SWEEP, ...sweep });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedules.getHandle(SWEEP).update((known) => ({ ...known, ...sweep }));
  }
}
