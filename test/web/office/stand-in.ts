/**
 * An API for screens: answers by the contracts, whose schemas judge every answer it gives, and keeps
 * what it was asked to do. A question it has no answer for fails the page, and so the test.
 *
 * With `SLOW_ANSWERS=<ms>` answers and news take up to that long, each its own time: a test that holds
 * only because all is quick does not hold then.
 */
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OperationId, operations } from '../../../contracts/index';
import type { ProblemCode } from '../../../contracts/problem-codes';
import { PROBLEMS } from '../../../contracts/problem-codes';
import { uuid } from './figures';

export type Asked = Readonly<{
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
}>;

const SLOWEST_MS = Number(process.env['SLOW_ANSWERS'] ?? 0);

type Answering = (asked: Asked) => unknown;

export class Refused extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

export class StandIn {
  readonly asked: (Asked & Readonly<{ id: OperationId }>)[] = [];
  private readonly heard = new EventEmitter();
  private readonly streams = new Set<ServerResponse>();
  /** As they were written; the place in it is the id, from 1. */
  private readonly told: string[] = [];

  constructor(private readonly answers: Partial<Record<OperationId, Answering>>) {}

  set(id: OperationId, answering: Answering): void {
    this.answers[id] = answering;
  }

  /** The last request for `id`, as soon as there is one. */
  async whenAsked(id: OperationId): Promise<Asked> {
    for (;;) {
      const found = this.asked.findLast((asked) => asked.id === id);
      if (found) return found;
      await once(this.heard, 'asked');
    }
  }

  /** Tells the page what to read again. */
  tell(...topics: readonly string[]): void {
    const changes = topics.map((topic) => ({ topic, id: null }));
    const id = `1-${this.told.length + 1}`;
    const event = `event: changed\nid: ${id}\ndata: ${JSON.stringify({ changes })}\n\n`;
    this.told.push(event);
    const write = () => this.streams.forEach((stream) => stream.write(event));
    if (SLOWEST_MS === 0) write();
    else void takeTime().then(write);
  }

  /** Of the last event. */
  private get head(): string {
    return `1-${this.told.length}`;
  }

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      // A page takes for granted that it misses nothing.
      const last = url.searchParams.get('lastEventId')?.split('-')[1];
      for (const event of this.told.slice(Number(last))) response.write(event);
      response.write(`event: ready\nid: ${this.head}\ndata: {"isResumed":true}\n\n`);
      this.streams.add(response);
      response.on('close', () => this.streams.delete(response));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.reply(request, response, url, Buffer.concat(chunks)).catch((fault: unknown) =>
        // Of the stand-in itself: the suite fails with it.
        setImmediate(() => {
          throw fault;
        }),
      );
    });
  };

  private async reply(
    { method, headers }: IncomingMessage,
    response: ServerResponse,
    url: URL,
    bytes: Buffer,
  ): Promise<void> {
    if (SLOWEST_MS > 0) await takeTime();
    const found = matching(method ?? 'GET', url.pathname);
    const answering = found && this.answers[found.id];
    const send = (status: number, body: unknown, type = 'application/json') =>
      response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
    const refuse = (code: ProblemCode, more = {}) => {
      const { status, title } = PROBLEMS[code];
      const problem = { type: 'about:blank', title, status, code, instance: uuid(9), ...more };
      send(status, problem, 'application/problem+json');
    };
    if (!found || !answering) {
      refuse('NOT_FOUND');
      return;
    }
    const isJson = headers['content-type'] === 'application/json' && bytes.length > 0;
    const asked = {
      params: found.params,
      query: url.searchParams,
      body: isJson ? JSON.parse(bytes.toString()) : bytes,
    };
    this.asked.push({ id: found.id, ...asked });
    this.heard.emit('asked');
    const [status, shape] = Object.entries(operations[found.id].responses)[0] ?? [];
    try {
      const answered = await answering(asked);
      const isSession = found.id === 'readSession';
      const body = isSession ? { ...(answered as object), lastEventId: this.head } : answered;
      if (shape === null) response.writeHead(Number(status)).end();
      else if ('parse' in (shape as object)) send(Number(status), (shape as Parsing).parse(body));
      else response.writeHead(Number(status), { 'Content-Type': 'text/csv' }).end(String(body));
    } catch (error) {
      if (error instanceof Refused) refuse(error.code, error.more);
      else throw error;
    }
  }
}

const takeTime = () => sleep(Math.random() * SLOWEST_MS);

type Parsing = Readonly<{ parse: (body: unknown) => unknown }>;

function matching(method: string, path: string) {
  for (const [id, operation] of Object.entries(operations)) {
    const names: string[] = [];
    const pattern = operation.path.replace(/:(\w+)/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    const match = new RegExp(`^/api${pattern}$`).exec(path);
    if (operation.method !== method || !match) continue;
    const values = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]);
    return { id: id as OperationId, params: Object.fromEntries(values) as Record<string, string> };
  }
  return null;
}
