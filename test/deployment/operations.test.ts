/**
 * Goal: the page that an operator trusts and the code say the same.
 * Method: the tables of `docs/operations.md` are compared with what the code itself names.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetrics } from '../../api/health/metrics';
import { variableNames } from '../../config';
import { createWorkerMetrics } from '../../workers/worker-metrics';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** The first cells of the table below a heading. */
function named(heading: string): string[] {
  const [, after = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
}

const gauges = {
  stuckPayments: 0,
  overdueSteps: 0,
  oldestOverdueSeconds: 0,
  gatewayQueueOldestSeconds: 0,
  unknownPayments: 0,
  unsentMessages: 0,
  failedMessages: 0,
  openTasks: 0,
};

async function metricsOfApi(): Promise<string> {
  const { expose } = createMetrics({
    health: { ping: async () => undefined, gauges: async () => gauges },
    waitingStarts: () => 0,
    openStreams: () => 0,
  });
  return new Promise((resolve, reject) => {
    const response = { type: () => response, send: resolve };
    Promise.resolve(expose({} as never, response as never, reject)).catch(reject);
  });
}

const worker = {
  getState: () => 'RUNNING' as const,
  getStatus: () => ({
    runState: 'RUNNING' as const,
    workflowPollerState: 'POLLING' as const,
    activityPollerState: 'POLLING' as const,
    hasOutstandingWorkflowPoll: true,
    hasOutstandingActivityPoll: true,
    numInFlightWorkflowActivations: 1,
    numInFlightActivities: 5,
    numInFlightNonLocalActivities: 2,
    numInFlightLocalActivities: 3,
    numCachedWorkflows: 4,
    numHeartbeatingActivities: 0,
  }),
};

const ownNames = (text: string) =>
  [...text.matchAll(/^# HELP (\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !/^headroom_(api|workers)_/.test(name));

it('names every variable of the configuration once', () => {
  expect(named('Configuration').sort()).toEqual([...variableNames].sort());
});

it('names every metric of the API and of the workers once', async () => {
  const workers = await createWorkerMetrics([worker], ['payments']).read();
  const all = [...ownNames(await metricsOfApi()), ...ownNames(workers)];
  expect(named('What to watch').sort()).toEqual(all.sort());
});

it('tells the workers’ steps apart by queue and kind', async () => {
  const text = await createWorkerMetrics([worker], ['payments']).read();
  expect(text).toContain('headroom_worker_polling{queue="payments"} 1');
  expect(text).toContain('headroom_worker_steps_in_flight{queue="payments",kind="workflow"} 1');
  expect(text).toContain('headroom_worker_steps_in_flight{queue="payments",kind="activity"} 2');
  expect(text).toContain('headroom_worker_steps_in_flight{queue="payments",kind="local"} 3');
});

it('explains every kind of task that the page has words for', () => {
  const words = readFileSync(join(root, 'web/screens/tasks/task-words.ts'), 'utf8');
  const [, map = ''] = words.split('const KINDS');
  const [entries = ''] = map.split('\n};');
  const kinds = [...entries.matchAll(/^ {2}(\w+): \{$/gm)].map(([, kind = '']) => kind);
  expect(kinds.length).toBeGreaterThan(9);
  expect(named('What a task means')).toEqual(expect.arrayContaining(kinds));
});
