/**
 * A body as it is, up to a limit. Express's own reader takes in the whole of a body that is too large
 * before it answers: a gigabyte was sent for nothing. Here the answer is given at the first byte too
 * many, or before any where the size is said; what still arrives is dropped unread.
 */
import type { RequestHandler } from 'express';
import { Problem, RequestError } from './problem';

/** Makes of the Buffer in `request.body` what its JSON says; nothing at all is an empty object. */
export const jsonBody: RequestHandler = (request, _response, next) => {
  const bytes = request.body as Buffer;
  if (bytes.length === 0) {
    request.body = {};
    return next();
  }
  try {
    request.body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return next(new Problem('BODY_NOT_JSON'));
  }
  const isObject = typeof request.body === 'object' && request.body !== null;
  next(isObject ? undefined : new Problem('BODY_NOT_JSON'));
};

/** Puts a Buffer of at most `limit` bytes into `request.body`. */
export function rawBody(limit: number): RequestHandler {
  return (request, _response, next) => {
    const parts: Buffer[] = [];
    let length = 0;
    const end = (problem?: Error) => {
      request.off('data', take).off('end', finish).off('aborted', breakOff).off('error', breakOff);
      if (problem !== undefined) {
        parts.length = 0;
        request.resume();
      }
      next(problem);
    };
    const take = (part: Buffer) => {
      length += part.length;
      if (length > limit) end(new Problem('BODY_TOO_LARGE'));
      else parts.push(part);
    };
    const finish = () => {
      request.body = Buffer.concat(parts, length);
      end();
    };
    const breakOff = () =>
      end(new RequestError([{ pointer: '/body', detail: 'did not arrive whole' }]));

    if (Number(request.headers['content-length'] ?? 0) > limit) {
      end(new Problem('BODY_TOO_LARGE'));
    } else if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
      // A packed body could unpack to anything.
      end(new Problem('CONTENT_TYPE_NOT_SUPPORTED'));
    } else {
      request.on('data', take).on('end', finish).on('aborted', breakOff).on('error', breakOff);
    }
  };
}
