/** The floor's workers: as many pollers and steps in flight as Headroom's, and nothing to do. */
import { bundleWorkflowCode, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { STEPS_IN_FLIGHT_MAX } from '../workers/create-workers';

const ignore = () => undefined;
const quiet = {
  ...{ log: ignore, trace: ignore, debug: ignore, info: ignore },
  ...{ warn: ignore, error: ignore },
};

async function main(): Promise<void> {
  Runtime.install({ logger: quiet });
  const connection = await NativeConnection.connect({
    address: process.env['TEMPORAL_ADDRESS'] ?? '',
  });
  const namespace = process.env['TEMPORAL_NAMESPACE'] ?? '';
  const base = { connection, namespace, activities: { nothing: () => Promise.resolve(null) } };
  const workflowsPath = require.resolve('./floor-workflow');
  const workers = await Promise.all([
    Worker.create({
      ...base,
      taskQueue: 'floor',
      workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: quiet }),
      maxConcurrentLocalActivityExecutions: STEPS_IN_FLIGHT_MAX,
      maxConcurrentWorkflowTaskExecutions: STEPS_IN_FLIGHT_MAX,
    }),
    Worker.create({
      ...base,
      taskQueue: 'floor-gateway',
      maxConcurrentActivityTaskExecutions: STEPS_IN_FLIGHT_MAX,
      maxTaskQueueActivitiesPerSecond: 1_000,
    }),
    Worker.create({
      ...base,
      taskQueue: 'floor-documents',
      maxConcurrentActivityTaskExecutions: STEPS_IN_FLIGHT_MAX,
    }),
  ]);
  await Promise.all(workers.map((worker) => worker.run()));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
