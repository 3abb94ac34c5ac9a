/**
 * One line per request: who, what, how it ended, how long. Never a body, a query, a cookie or an
 * address of a person.
 */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import pino, { type DestinationStream, type Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Wherever one of these turns up in what is logged, its value does not. */
const REDACTED = [
  'password',
  'token',
  'cookie',
  'authorization',
  'email',
  '*.password',
  '*.token',
  '*.cookie',
  '*.authorization',
  '*.email',
  '*.headers',
  'headers',
];

/** @param destination standard output when left out. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: 'api' },
    redact: { paths: REDACTED, censor: '[hidden]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export function requestLog(log: Logger): RequestHandler {
  const logRequest = pinoHttp({
    logger: log,
    quietReqLogger: true,
    genReqId: (_request, response) => {
      const id = randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        // One-time tokens are part of a path, searches of a query.
        path: request.url.split('?')[0]?.replace(/(\/invitations\/).*/, '$1[hidden]'),
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return response.statusCode === 429 ? 'warn' : 'info';
    },
  });
  return (request, response, next) => {
    logRequest(request, response);
    response.locals['requestId'] = request.id;
    next();
  };
}
