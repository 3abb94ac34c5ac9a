/**
 * One request to the sandbox, and what its status means.
 *
 * | answer | means |
 * | --- | --- |
 * | 2xx, 402 | an outcome |
 * | 400, 404, 409 `duplicate`, 422 | a no before anything was done |
 * | 401, 403 | nothing happened: thrown, to be tried again once the key is right |
 * | 409 in use, 429 | thrown: ask again under the same key |
 * | 5xx, no connection, time-out, unreadable | thrown: not known |
 */
import { type Fields, fieldsOf, textOf } from './json';

/** There is no answer to go by. Whether anything happened is not known unless the message says so. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export type Reply =
  | Readonly<{ kind: 'done'; body: Fields }>
  | Readonly<{ kind: 'declined'; body: Fields }>
  | Readonly<{ kind: 'refused'; code: string; error: Fields }>;

type Options = Readonly<{
  baseUrl: string;
  apiKey: string;
  timeoutMs: number;
  fetch: typeof globalThis.fetch;
}>;

export type Call = Readonly<{ path: string; key?: string; body?: object }>;

/** @throws NoAnswer as the table above says. */
export async function ask(options: Options, call: Call): Promise<Reply> {
  const { status, text } = await exchange(options, call);
  if (status === 401 || status === 403) {
    throw new NoAnswer(`the gateway does not accept our key (${status}): nothing happened`);
  }
  if (status >= 500 || status === 429) throw new NoAnswer(`the gateway answered ${status}`);
  const body = parse(text, status);
  if (status >= 200 && status < 300) return { kind: 'done', body };
  if (status === 402) return { kind: 'declined', body };
  const error = readable(() => fieldsOf(body['error'], 'error'), status);
  const code = readable(() => textOf(error, 'code'), status);
  const isBeforeExecution =
    [400, 404, 422].includes(status) || (status === 409 && code === 'duplicate');
  if (!isBeforeExecution) throw new NoAnswer(`the gateway answered ${status} ${code}`);
  return { kind: 'refused', code, error };
}

async function exchange(
  { baseUrl, apiKey, timeoutMs, fetch }: Options,
  { path, key, body }: Call,
): Promise<Readonly<{ status: number; text: string }>> {
  try {
    const response = await fetch(new URL(path, baseUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      // It also ends a body that stops halfway.
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new NoAnswer(`no answer from the gateway: ${reasonOf(error)}`, { cause: error });
  }
}

const parse = (text: string, status: number): Fields =>
  readable(() => fieldsOf(JSON.parse(text), 'the answer'), status);

/** @throws NoAnswer when what came cannot be read. */
export function readable<Value>(read: () => Value, status: number | null = null): Value {
  try {
    return read();
  } catch (error) {
    const told = status === null ? '' : ` ${status}`;
    throw new NoAnswer(`the gateway's answer${told} cannot be read`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : null;
  return typeof cause === 'string' ? cause : error.name;
}
