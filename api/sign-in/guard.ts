/**
 * Who may call an operation, decided from its contract before anything of the request is read:
 * the origin for everything that changes something, then the session, then the role.
 */
import type { RequestHandler } from 'express';
import { CALLER_HEADER } from '../../contracts/client';
import type { Operation } from '../../contracts/operation';
import { Problem } from '../problem';
import type { Actor } from '../stores/actor';
import type { Sessions } from './sessions';

/** @param publicUrl its origin is the only one that may change anything. */
export function createGuard(
  dependencies: Readonly<{ sessions: Sessions; publicUrl: string }>,
): (operation: Operation) => RequestHandler[] {
  const origin = requireOwnOrigin(new URL(dependencies.publicUrl).origin);
  return (operation) => {
    const handlers: RequestHandler[] = [];
    // A gateway's report is no browser's request: its signature speaks for it.
    const isSigned = operation.path.startsWith('/webhooks/');
    if (operation.method !== 'GET' && !isSigned) handlers.push(origin);
    if (operation.permission !== 'public') {
      handlers.push(requireRole(dependencies.sessions, operation.permission));
    }
    return handlers;
  };
}

/**
 * Three signs, each enough to refuse: the header that another site's form cannot send, the origin,
 * and what the browser says of where the request comes from.
 */
function requireOwnOrigin(own: string): RequestHandler {
  return (request, _response, next) => {
    const origin = request.get('origin');
    const site = request.get('sec-fetch-site');
    const isOurs =
      request.get(CALLER_HEADER) !== undefined &&
      (origin === undefined || origin === own) &&
      (site === undefined || site === 'same-origin' || site === 'none');
    next(isOurs ? undefined : new Problem('ORIGIN_NOT_ALLOWED'));
  };
}

function requireRole(sessions: Sessions, roles: readonly string[]): RequestHandler {
  return async (request, response, next) => {
    const session = await sessions.find(request);
    if (session === null) throw new Problem('SIGN_IN_REQUIRED');
    const { user } = session;
    response.locals['session'] = session;
    response.locals['actor'] = { kind: 'user', id: user.id, name: user.name } satisfies Actor;
    if (!roles.includes(user.role)) throw new Problem('ROLE_NOT_ALLOWED');
    next();
  };
}
