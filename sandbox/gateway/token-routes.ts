/**
 * Tokenization, called by browsers: the form of `/tokenize`, or any page on this machine. It needs
 * no secret and gives none away: a token is only good with the merchant's key.
 */
import { json, type Request, type Response, Router } from 'express';
import type { DurableMemory } from '../durable-memory';
import { deliver } from '../answer';
import { isLoopbackOrigin } from '../loopback';
import { type Methods, TokenRequest } from './methods';

type Dependencies = Readonly<{ methods: Methods; memory: DurableMemory }>;

export function tokenRoutes({ methods, memory }: Dependencies): Router {
  return Router()
    .use('/tokens', sharedWithLoopback)
    .options('/tokens', (_request, response) => {
      response.status(204).end();
    })
    .post('/tokens', json({ limit: '4kb' }), async (request, response) => {
      response.set('cache-control', 'no-store');
      const body = TokenRequest.parse(request.body);
      await deliver(response, memory, null, () => methods.tokenize(body));
    });
}

function sharedWithLoopback(request: Request, response: Response, next: () => void): void {
  const origin = request.get('origin');
  response.vary('origin');
  if (origin !== undefined && isLoopbackOrigin(origin)) {
    response.set({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    });
  }
  next();
}
