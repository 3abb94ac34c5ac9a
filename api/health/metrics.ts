/** Figures for operators, read when they are asked for. */
import type { RequestHandler } from 'express';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Gauges, HealthStore } from '../stores/clock';

export type Metrics = Readonly<{
  /** Counts how long each request took, by operation and status. */
  observe: RequestHandler;
  expose: RequestHandler;
}>;

const HELP: Readonly<Record<keyof Gauges, string>> = {
  stuckPayments: 'Payments whose next step is overdue by five minutes and not waiting in a queue',
  overdueSteps: 'Payments whose next step is overdue by a minute',
  oldestOverdueSeconds: 'Age of the step that is overdue longest',
  gatewayQueueOldestSeconds: 'Age of the oldest charge that waits for the gateway',
  unknownPayments: 'Payments whose outcome the gateway has not told',
  unsentMessages: 'Messages written and not sent',
  failedMessages: 'Messages given up, waiting for a person',
  openTasks: 'Tasks that wait for a person',
};

export function createMetrics(
  dependencies: Readonly<{
    health: HealthStore;
    waitingStarts(): number;
    openStreams(): number;
  }>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'headroom_api_' });
  const durations = new Histogram({
    name: 'headroom_request_seconds',
    help: 'How long requests took',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [registry],
  });
  const gauges = gaugesIn(registry);
  const starts = gauge(registry, 'waiting_starts', 'Workflow starts that wait in this process');
  const streams = gauge(registry, 'open_streams', 'Browsers that follow live events');

  return {
    observe: (_request, response, next) => {
      const stop = durations.startTimer();
      response.on('finish', () => {
        const operation = String(response.locals['operationId'] ?? 'other');
        // A live stream lasts as long as its page: its length says nothing.
        if (operation !== 'streamEvents') stop({ operation, status: response.statusCode });
      });
      next();
    },
    expose: async (_request, response) => {
      const read = await dependencies.health.gauges();
      for (const [name, metric] of gauges) metric.set(read[name]);
      starts.set(dependencies.waitingStarts());
      streams.set(dependencies.openStreams());
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
}

function gaugesIn(registry: Registry): [keyof Gauges, Gauge][] {
  return (Object.keys(HELP) as (keyof Gauges)[]).map((name) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [name, gauge(registry, snake, HELP[name])];
  });
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  return new Gauge({ name: `headroom_${name}`, help, registers: [registry] });
}
