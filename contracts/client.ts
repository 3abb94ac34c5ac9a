/**
 * A client typed by the operations: one function each, problems thrown as `ProblemError`.
 *
 * Runs in the browser and in Node; it is given `fetch` and the address, and knows no other state.
 */
import type { z } from 'zod';
import { type OperationId, type Operations, operations } from './index';
import {
  type BytesResponse,
  isBytesResponse,
  isRawBody,
  type Operation,
  type RawBody,
} from './operation';
import type { Problem } from './problem';

type QueryOf<T> = T extends { query: infer Query extends z.ZodType }
  ? { query?: z.input<Query> }
  : unknown;
type RequiredQuery<T> = T extends { query: infer Query extends z.ZodType }
  ? Record<never, never> extends z.input<Query>
    ? { query?: z.input<Query> }
    : { query: z.input<Query> }
  : QueryOf<T>;
type ParamsOf<T> = T extends { params: infer Params extends z.ZodType }
  ? { params: z.input<Params> }
  : unknown;
type BodyOf<T> = T extends { body: infer Body }
  ? Body extends RawBody
    ? { body: Blob | ArrayBuffer }
    : Body extends z.ZodType
      ? { body: z.input<Body> }
      : unknown
  : unknown;
type InputOf<T> = ParamsOf<T> & RequiredQuery<T> & BodyOf<T>;

type Answered<Shape> = Shape extends null
  ? undefined
  : Shape extends BytesResponse
    ? Response
    : Shape extends z.ZodType
      ? z.output<Shape>
      : never;
type OutputOf<T extends Operation> = Answered<T['responses'][keyof T['responses']]>;

export type CallOptions = Readonly<{ signal?: AbortSignal }>;

type Call<T extends Operation> =
  Record<never, never> extends InputOf<T>
    ? (input?: InputOf<T>, options?: CallOptions) => Promise<OutputOf<T>>
    : (input: InputOf<T>, options?: CallOptions) => Promise<OutputOf<T>>;

export type Client = { readonly [Id in OperationId]: Call<Operations[Id]> };

/** What an operation answers when it says yes. */
export type AnswerOf<Id extends OperationId> = OutputOf<Operations[Id]>;
/** What an operation is given. */
export type CallInputOf<Id extends OperationId> = InputOf<Operations[Id]>;

/** Shows the API that a script of the page's own origin sent the request. */
export const CALLER_HEADER = 'X-Headroom-Client';

/** The API said no. Nothing of what was asked for has happened, unless `code` is `INTERNAL`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.title}`);
  }
}

/** The answer was not one of the API: a proxy's page, or nothing readable. Money may have moved. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';

  constructor(readonly status: number) {
    super(`unreadable answer with status ${status}`);
  }
}

/**
 * @param fetch as in browsers; rejects when there is no answer, which is passed on.
 * @param baseUrl where the operations live, without a slash at the end.
 */
export function createClient(fetch: typeof globalThis.fetch, baseUrl = '/api'): Client {
  const calls = Object.entries(operations).map(([id, operation]) => [
    id,
    (input: Input = {}, options: CallOptions = {}) =>
      call(fetch, baseUrl, operation, input, options),
  ]);
  return Object.fromEntries(calls) as Client;
}

type Input = Readonly<{
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | undefined>>;
  body?: unknown;
}>;

/** The address of an operation, for links and frames. Parameters are escaped. */
export function urlOf(
  operation: Operation,
  { params = {}, query = {} }: Input,
  baseUrl = '/api',
): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const search = new URLSearchParams(given).toString();
  return `${baseUrl}${path}${search === '' ? '' : `?${search}`}`;
}

async function call(
  fetch: typeof globalThis.fetch,
  baseUrl: string,
  operation: Operation,
  input: Input,
  options: CallOptions,
): Promise<unknown> {
  const isRaw = isRawBody(operation.body);
  const headers: Record<string, string> = { [CALLER_HEADER]: '1' };
  if (operation.body !== undefined) {
    headers['Content-Type'] = isRaw ? 'application/octet-stream' : 'application/json';
  }
  const response = await fetch(urlOf(operation, input, baseUrl), {
    method: operation.method,
    credentials: 'same-origin',
    headers,
    ...(operation.body === undefined
      ? {}
      : { body: isRaw ? (input.body as Blob | ArrayBuffer) : JSON.stringify(input.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (!response.ok) throw await problemOf(response);
  const shape = operation.responses[response.status] ?? null;
  if (isBytesResponse(shape)) return response;
  if (shape === null) return undefined;
  return response.json().catch(() => {
    throw new UnreadableAnswerError(response.status);
  });
}

async function problemOf(response: Response): Promise<Error> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (!isProblem) return new UnreadableAnswerError(response.status);
  try {
    return new ProblemError((await response.json()) as Problem);
  } catch {
    return new UnreadableAnswerError(response.status);
  }
}
