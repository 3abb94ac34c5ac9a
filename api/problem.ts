/**
 * Everything an answer can say no with. A refusal of the domain becomes a `Problem` in its route;
 * what nobody foresaw becomes `INTERNAL` and says no more than that.
 */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Problem as ProblemBody } from '../contracts/problem';
import { PROBLEMS, type ProblemCode } from '../contracts/problem-codes';

type Extensions = Partial<Omit<ProblemBody, 'type' | 'title' | 'status' | 'code' | 'instance'>>;

/** Accepts no code outside the closed table. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    readonly extensions: Extensions = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
  }
}

/** The last handler of the chain: turns whatever was thrown into `application/problem+json`. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (problem.code === 'INTERNAL' || problem.code === 'UNAVAILABLE') {
      log.error({ err: error, requestId: requestIdOf(response) }, 'a request failed');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem(request, response, problem);
  };
}

function sendProblem(request: Request, response: Response, problem: Problem): void {
  const { status, title } = PROBLEMS[problem.code];
  const body: ProblemBody = {
    type: `/problems/${problem.code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code: problem.code,
    instance: requestIdOf(response),
    ...problem.extensions,
  };
  // An unread upload is not read to its end only to be refused.
  if (!request.complete) response.set('Connection', 'close');
  response
    .status(status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(body));
}

/** The id that the log and the answer share. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? '');
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RequestError)
    return new Problem('REQUEST_INVALID', { errors: error.errors });
  // By its name: the database's room throws its own and knows nothing of this one.
  if (error instanceof Error && error.name === 'CursorError') {
    return invalid('/query/cursor', 'is not a cursor of this list and sort');
  }
  if (isHttpError(error)) return ofHttpError(error);
  return new Problem('INTERNAL');
}

/** A part of a request that does not fit its schema. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(readonly errors: { pointer: string; detail: string }[]) {
    super('the request does not fit');
  }

  static of(part: 'params' | 'query' | 'body', error: z.ZodError): RequestError {
    return new RequestError(error.issues.flatMap((issue) => describe(part, issue)));
  }
}

/** Unknown fields are named one by one; everything else by its path. */
function describe(part: string, issue: z.core.$ZodIssue): { pointer: string; detail: string }[] {
  const path = [part, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...path, key]),
      detail: 'is not a field of this operation',
    }));
  }
  return [{ pointer: pointerOf(path), detail: issue.message }];
}

/** RFC 6901. */
function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem('REQUEST_INVALID', { errors: [{ pointer, detail }] });
}

type HttpError = Error & Readonly<{ status: number }>;

/** What Express throws: the caller's fault below 500. */
function isHttpError(error: unknown): error is HttpError {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  );
}

function ofHttpError(error: HttpError): Problem {
  if (error.status === 404) return new Problem('NOT_FOUND');
  return invalid('/params', 'cannot be read');
}
