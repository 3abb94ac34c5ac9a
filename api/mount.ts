/**
 * One way from an operation of the contracts to a route: parse, act, present. Permission, origin and
 * limits were settled before; a handler sees parsed values only.
 */
import type { Request, RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';
import {
  type BytesResponse,
  isBytesResponse,
  isRawBody,
  type Operation,
  type RawBody,
} from '../contracts/operation';
import { Problem, RequestError } from './problem';
import type { Actor } from './stores/actor';

type Parsed<T, Key extends 'params' | 'query'> =
  T extends Record<Key, infer S extends z.ZodType> ? z.output<S> : undefined;
type ParsedBody<T> = T extends { body: infer Body }
  ? Body extends RawBody
    ? Buffer
    : Body extends z.ZodType
      ? z.output<Body>
      : undefined
  : undefined;

export type Call<T extends Operation> = Readonly<{
  params: Parsed<T, 'params'>;
  query: Parsed<T, 'query'>;
  body: ParsedBody<T>;
  /** Null for public operations. */
  actor: T['permission'] extends 'public' ? null : Actor;
  request: Request;
  response: Response;
}>;

type Writer = (response: Response) => void | Promise<void>;

type BodyOf<Shape, Csv> = Shape extends null
  ? null
  : Shape extends BytesResponse
    ? Writer
    : Shape extends z.ZodType
      ? z.input<Shape> | (Csv extends { isCsvToo: true } ? Writer : never)
      : never;

/** One of the answers the operation names. Bytes and CSV are written by a function of the handler. */
export type Answer<T extends Operation> = {
  [Status in keyof T['responses']]: Readonly<{
    status: Status;
    body: BodyOf<T['responses'][Status], T>;
  }>;
}[keyof T['responses']];

/** Keeps the status a literal, which an object in an async function does not. */
export function answer<Status extends number, Body>(
  status: Status,
  body: Body,
): Readonly<{ status: Status; body: Body }> {
  return { status, body };
}

export type Handler<T extends Operation> = (call: Call<T>) => Promise<Answer<T>>;

export type Mounting = Readonly<{
  router: Router;
  /** Answers are checked against their schemas: in tests and development, not where it costs. */
  checksAnswers: boolean;
  guard(operation: Operation): RequestHandler[];
}>;

/** Adds the operation to the router. */
export function mount<T extends Operation>(
  { router, checksAnswers, guard }: Mounting,
  operation: T,
  handler: Handler<T>,
): void {
  const method = operation.method.toLowerCase() as Lowercase<T['method']>;
  router[method](operation.path, ...guard(operation), async (request, response) => {
    const call = {
      params: parse('params', operation.params, request.params),
      query: parse('query', operation.query, request.query),
      body: parseBody(operation, request),
      actor: response.locals['actor'] ?? null,
      request,
      response,
    } as Call<T>;
    const { status, body } = (await handler(call)) as { status: number; body: unknown };
    await present(operation, response, status, body, checksAnswers);
  });
}

/** An operation without a query takes none: an unknown key is refused there too. */
function parse(part: 'params' | 'query', schema: z.ZodObject | undefined, value: unknown): unknown {
  if (schema === undefined) {
    const keys = part === 'query' ? Object.keys(value as object) : [];
    if (keys.length === 0) return undefined;
    throw new RequestError(
      keys.map((key) => ({ pointer: `/query/${key}`, detail: 'is not a field of this operation' })),
    );
  }
  const result = schema.safeParse({ ...(value as object) });
  if (!result.success) throw RequestError.of(part, result.error);
  return result.data;
}

function parseBody(operation: Operation, request: Request): unknown {
  if (operation.body === undefined) return undefined;
  if (isRawBody(operation.body)) {
    return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  }
  if (!request.is('application/json')) throw new Problem('CONTENT_TYPE_NOT_SUPPORTED');
  const result = operation.body.safeParse(request.body);
  if (!result.success) throw RequestError.of('body', result.error);
  return result.data;
}

async function present(
  operation: Operation,
  response: Response,
  status: number,
  body: unknown,
  checksAnswers: boolean,
): Promise<void> {
  const shape = operation.responses[status];
  response.status(status);
  if (typeof body === 'function') {
    await body(response);
    return;
  }
  if (shape === null || shape === undefined || isBytesResponse(shape)) {
    response.end();
    return;
  }
  if (checksAnswers) shape.parse(body);
  response.json(body);
}
