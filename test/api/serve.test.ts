/**
 * Goal: the process around the application starts, serves and ends as it should.
 * Method: the real server on a free port with a real database; live streams are open while it ends.
 */
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Pool } from 'pg';
import { createLog } from '../../api/request-log';
import { serveApi } from '../../api/serve';
import { loadConfig } from '../../config';
import { createLiveEvents } from '../../prisma/stores/events/live-events';
import { FakeGateway } from '../gateways/fake-gateway';
import { freePort } from '../support/ports';
import { usePostgres } from '../support/postgres';
import { fromPage, PASSWORD } from './support/app';
import { LiveStream } from './support/live-stream';
import { createMemoryStores } from './support/memory-stores';
import { RecordingStarter } from './support/recording-starter';
import { hashPassword } from '../../api/sign-in/passwords';

let pool: Pool;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl });
}, 60_000);
afterAll(() => pool.end());

async function setUp(ping: () => Promise<void> = async () => undefined) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    API_PORT: String(port),
    PUBLIC_URL: base,
    SESSION_SECRET: 'a secret for tests only',
    SANDBOX_MODE: 'true',
    SANDBOX_URL: 'http://127.0.0.1:4601',
    GATEWAY_API_KEY: 'a key for tests only',
    GATEWAY_WEBHOOK_SECRET: 'a secret for tests only',
    RESEND_API_KEY: 're_test',
    MAIL_FROM: 'Billing <billing@lakefront.example>',
  });
  const stores = createMemoryStores();
  stores.users.add('dana@lakefront.example', 'viewer', await hashPassword(PASSWORD));
  const served = await serveApi({
    config,
    database: {
      stores: { ...stores, health: { ...stores.health, ping } },
      events: createLiveEvents(pool),
      pool,
      close: async () => undefined,
    },
    gateway: new FakeGateway(),
    mailReports: null,
    starter: new RecordingStarter(),
    log: createLog('silent'),
  });
  const signedIn = async () => {
    const response = await fetch(`${base}/api/session`, {
      method: 'POST',
      headers: { ...fromPage, Origin: base, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'dana@lakefront.example', password: PASSWORD }),
    });
    return { Cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  return { base, port, served, signedIn };
}

it('serves its documentation and nothing else without a session', async () => {
  const { base, served } = await setUp();
  const status = async (path: string) => (await fetch(`${base}${path}`)).status;
  expect(await status('/healthz')).toBe(200);
  expect(await status('/api/openapi.json')).toBe(200);
  expect(await status('/api/docs')).toBe(200);
  expect(await status('/api/organizations')).toBe(401);
  await served.close();
});

it('shows a stream that it is live, and ends while streams are open', async () => {
  const { base, served, signedIn } = await setUp();
  const stream = new LiveStream(`${base}/api/events`, await signedIn());
  await stream.until(() => stream.of('ready').length > 0);
  await served.close();
  await stream.until(() => stream.hasEnded);
  expect(stream.retryMs).toBe(1_000);
  await expect(fetch(`${base}/healthz`)).rejects.toThrow();
}, 60_000);

it('finishes an answer that is under way, as the last of its connection, and takes no other', async () => {
  let isAsked = () => {};
  let letGo = () => {};
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const { base, served } = await setUp(() => {
    isAsked();
    return gate;
  });
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    get(`${base}/readyz`, { agent }, resolve).on('error', reject);
  });
  await asked;
  const closed = served.close();
  await expect(fetch(`${base}/healthz`)).rejects.toThrow();
  letGo();
  const answer = await answered;
  expect(answer.headers.connection).toBe('close');
  const parts = await answer.toArray();
  expect(JSON.parse(Buffer.concat(parts as Buffer[]).toString())).toMatchObject({ database: 'ok' });
  await closed;
  agent.destroy();
}, 60_000);

it('ends a connection that nothing is asked on, at once', async () => {
  const { port, served } = await setUp();
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('end', resolve));
  socket.write('GET /healthz HTTP/1.1\r\nHost: headroom\r\n\r\n');
  const first = await new Promise((resolve) => socket.once('data', resolve));
  expect(String(first)).toContain('Connection: keep-alive');
  await served.close();
  await ended;
}, 60_000);
