/** The one Express app of the sandbox: gateway, inbox, levers and pages side by side. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { ZodError } from 'zod';
import { problem } from './answer';
import type { Clocks } from './clocks';
import { controlRoutes } from './control/routes';
import type { DurableMemory } from './durable-memory';
import type { Faults } from './faults';
import type { Gateway } from './gateway/gateway';
import { BadRequest, gatewayRoutes } from './gateway/routes';
import { tokenRoutes } from './gateway/token-routes';
import type { PostOffice } from './inbox/post-office';
import { inboxRoutes } from './inbox/routes';
import { pageRoutes } from './pages/routes';

type Dependencies = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  faults: Faults;
  gateway: Gateway;
  postOffice: PostOffice;
  apiKey: string;
  slowMs: number;
}>;

export function createApp(parts: Dependencies): Express {
  const { gateway, postOffice, memory } = parts;
  return express()
    .disable('x-powered-by')
    .use((_request, response, next) => {
      response.set({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
      next();
    })
    .get('/healthz', (_request, response) => {
      response.json({ status: 'ok' });
    })
    .use(pageRoutes({ charges: gateway.charges, postOffice }))
    .use(inboxRoutes(parts))
    .use('/control', controlRoutes(parts))
    .use('/v1', tokenRoutes({ methods: gateway.methods, memory }))
    .use('/v1', gatewayRoutes(parts))
    .use((_request, response) => {
      response.status(404).json(problem(404, 'not_found', 'There is nothing here.').body);
    })
    .use(answerError);
}

/** Express knows an error handler by its four parameters. */
function answerError(
  error: unknown,
  _request: Request,
  response: Response,
  _next: NextFunction,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, body } = answerTo(error);
  if (status >= 500) console.error(error);
  response.status(status).json(body);
}

function answerTo(error: unknown) {
  if (error instanceof BadRequest) return error.answer;
  if (error instanceof ZodError) {
    const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))];
    return problem(422, 'invalid_request', 'The request does not hold what it must.', { fields });
  }
  if (isHttpError(error)) return problem(error.status, 'unreadable_request', error.message);
  return problem(500, 'internal_server_error', 'The sandbox itself has failed.');
}

/** What the body parser throws: too large, or no JSON. */
function isHttpError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}
