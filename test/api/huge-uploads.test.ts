/**
 * Goal: a file of a gigabyte is refused while it is being sent, and costs the process no memory.
 * Method: the real application on a port of its own; the sender stops when it is answered.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestApp, signIn } from './support/app';

jest.setTimeout(60_000);

const GIGABYTE = 1024 ** 3;
const CHUNK = Buffer.alloc(64 * 1024, 0x41);

let server: Server;
let headers: Record<string, string>;

beforeAll(async () => {
  const app = createTestApp();
  headers = await signIn(app, 'admin');
  server = createServer(app.express).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends until it is answered or a gigabyte is out. */
async function upload(path: string, more: Readonly<Record<string, string>>) {
  const { port } = server.address() as AddressInfo;
  const sending = request({
    host: '127.0.0.1',
    port,
    method: 'PUT',
    path,
    headers: { ...headers, ...more },
  });
  let answer: IncomingMessage | undefined;
  const answered = once(sending, 'response').then(([response]) => {
    answer = response as IncomingMessage;
  });
  let sent = 0;
  let peak = 0;
  while (answer === undefined && sent < GIGABYTE) {
    const isTaken = sending.write(CHUNK);
    sent += CHUNK.length;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
    if (!isTaken) await Promise.race([once(sending, 'drain'), answered]);
  }
  await answered;
  let body = '';
  for await (const part of answer ?? []) body += String(part);
  sending.destroy();
  return { status: answer?.statusCode, problem: JSON.parse(body) as { code: string }, sent, peak };
}

const WITH_SIZE = { 'Content-Length': String(GIGABYTE) };
const IN_PIECES = { 'Transfer-Encoding': 'chunked' };
const FILE = [`/api/imports/${randomUUID()}/files/huge.csv`, 'application/octet-stream'] as const;
const JSON_BODY = [`/api/payments/${randomUUID()}`, 'application/json'] as const;

it.each([
  ['of a file that says its size', FILE, WITH_SIZE],
  ['of a file in pieces without a size', FILE, IN_PIECES],
  ['of JSON that says its size', JSON_BODY, WITH_SIZE],
  ['of JSON in pieces without a size', JSON_BODY, IN_PIECES],
])('a gigabyte %s is refused after its first pieces, with memory flat', async (_, to, more) => {
  const before = process.memoryUsage().arrayBuffers;
  const [path, contentType] = to;
  const { status, problem, sent, peak } = await upload(path, {
    'Content-Type': contentType,
    ...more,
  });
  expect([status, problem.code]).toEqual([413, 'BODY_TOO_LARGE']);
  expect(sent).toBeLessThan(GIGABYTE / 16);
  expect(peak - before).toBeLessThan(32 * 1024 * 1024);
});
