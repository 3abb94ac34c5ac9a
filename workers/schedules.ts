/** The sweeps as Temporal Schedules: made when they are missing, brought up to date when they differ. */
import {
  ScheduleAlreadyRunning,
  type ScheduleClient,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { SYSTEM_QUEUE } from '../workflows/messages';

/** A minute that was missed needs no making up: the next pass does the same work. */
const CATCH_UP = '10 seconds' as const;

type Sweep = Readonly<{ id: string; every: '1 minute' | '5 minutes' | '1 hour'; summary: string }>;

/** The workflow's type is the schedule's id. */
const SWEEPS: readonly Sweep[] = [
  { id: 'sweep', every: '1 minute', summary: 'Start or wake what is overdue' },
  // What it heals is seldom broken, and the list of all rules costs more than a look at the overdue.
  { id: 'compareRules', every: '5 minutes', summary: 'Compare rules with running workflows' },
  // Cards end by the month: an hour is soon enough, and a pass that was missed is hardly late.
  {
    id: 'flagEndingMethods',
    every: '1 hour',
    summary: 'Flag rules whose card ends before they run',
  },
];

/** Safe at every start, and from several processes at once. */
export async function ensureSchedules(schedules: ScheduleClient): Promise<void> {
  for (const sweep of SWEEPS) await ensureSchedule(schedules, sweep);
}

async function ensureSchedule(
  schedules: ScheduleClient,
  { id, every, summary }: Sweep,
): Promise<void> {
  const sweep = {
    spec: { intervals: [{ every }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: id,
      workflowId: id,
      taskQueue: SYSTEM_QUEUE,
      args: [],
      workflowExecutionTimeout: '5 minutes' as const,
      staticSummary: summary,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
  };
  try {
    await schedules.create({ scheduleId: id, ...sweep });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedules.getHandle(id).update((known) => ({ ...known, ...sweep }));
  }
}
