/** What a worker process tells those who watch it: whether its queues are polled, and how full they are. */
import type { Worker } from '@temporalio/worker';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { QueueName } from '../config';

type Watched = Pick<Worker, 'getState' | 'getStatus'>;

export type WorkerMetrics = Readonly<{ contentType: string; read(): Promise<string> }>;

/** `queues[i]` is the queue of `workers[i]`. */
export function createWorkerMetrics(
  workers: readonly Watched[],
  queues: readonly QueueName[],
): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'headroom_workers_' });
  const gauge = (name: string, help: string, labelNames: readonly string[]) =>
    new Gauge({ name: `headroom_worker_${name}`, help, labelNames, registers: [registry] });
  const polling = gauge('polling', 'Whether this process takes work of the queue', ['queue']);
  const steps = gauge('steps_in_flight', 'Steps of the queue at work in this process', [
    'queue',
    'kind',
  ]);
  const cached = gauge('cached_workflows', 'Workflows of the queue kept in memory', ['queue']);

  return {
    contentType: registry.contentType,
    read() {
      for (const [index, worker] of workers.entries()) {
        const queue = queues[index] ?? '';
        const status = worker.getStatus();
        polling.set({ queue }, worker.getState() === 'RUNNING' ? 1 : 0);
        steps.set({ queue, kind: 'workflow' }, status.numInFlightWorkflowActivations);
        steps.set({ queue, kind: 'activity' }, status.numInFlightNonLocalActivities);
        steps.set({ queue, kind: 'local' }, status.numInFlightLocalActivities);
        cached.set({ queue }, status.numCachedWorkflows);
      }
      return registry.metrics();
    },
  };
}
