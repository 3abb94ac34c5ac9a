/** What is on this machine. The sandbox gives its levers to nobody else. */
import type { Request, Response } from 'express';

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK_NAMES.has(new URL(origin).hostname);
}

/**
 * Lets only callers of this machine pass. The host and the origin are looked at too: a page from
 * elsewhere, open in a browser here, also calls from this machine.
 */
export function onlyFromLoopback(request: Request, response: Response, next: () => void): void {
  const address = request.socket.remoteAddress ?? '';
  const isLocal = address === '::1' || /^(::ffff:)?127\./.test(address);
  const origin = request.get('origin');
  const host = request.get('host') ?? '';
  if (
    isLocal &&
    isLoopbackOrigin(`http://${host}`) &&
    (origin === undefined || isLoopbackOrigin(origin))
  ) {
    next();
    return;
  }
  response.status(403).json({
    error: { code: 'loopback_only', message: 'Only callers on this machine may do this.' },
  });
}
