/**
 * Whether this process lives, and whether it can serve. Temporal is told, not required: a payment is
 * confirmed by the database, also while Temporal restarts.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { Router } from 'express';
import type { HealthStore } from '../stores/clock';

const ANSWER_WITHIN_MS = 2_000;

export function healthRoutes(
  dependencies: Readonly<{
    health: HealthStore;
    webRoot: string;
    isTemporalReachable(): Promise<boolean>;
  }>,
): Router {
  const router = Router();

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/readyz', async (_request, response) => {
    const [database, page, temporal] = await Promise.all([
      succeeds(dependencies.health.ping()),
      succeeds(access(path.join(dependencies.webRoot, 'index.html'))),
      dependencies.isTemporalReachable().catch(() => false),
    ]);
    response.status(database && page ? 200 : 503).json({
      database: database ? 'ok' : 'away',
      page: page ? 'ok' : 'not built',
      temporal: temporal ? 'ok' : 'away',
    });
  });

  return router;
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([done, limit]);
  clearTimeout(timer);
  return result;
}
