/** The real application with everything handed in, and a signed-in browser for each role. */
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { previewBalanceList } from '../../../accounting';
import { createApp } from '../../../api/create-app';
import { EventHub } from '../../../api/live/event-hub';
import type { LiveEvents } from '../../../api/live/ports';
import { createLog } from '../../../api/request-log';
import { hashPassword } from '../../../api/sign-in/passwords';
import type { ApiStores } from '../../../api/stores/index';
import { CALLER_HEADER } from '../../../contracts/client';
import type { Role } from '../../../contracts/operation';
import type { MailReports } from '../../../domain/ports';
import { FakeGateway } from '../../gateways/fake-gateway';
import { createMemoryStores, type MemoryStores } from './memory-stores';
import { RecordingStarter } from './recording-starter';

export const ORIGIN = 'http://127.0.0.1:4600';
export const PASSWORD = 'a long enough password';

const noEvents: LiveEvents = {
  readAfter: async () => ({ rows: [], hasHeldBack: false }),
  head: async () => ({ transactionId: 0n, id: 0n }),
  isOfThisCluster: async () => true,
};

export type TestApp = ReturnType<typeof createTestApp>;

export type AppOverrides = Readonly<{
  stores?: Partial<ApiStores>;
  events?: LiveEvents;
  isSandbox?: boolean;
  mailReports?: MailReports | null;
  requestsPerMinute?: number;
}>;

export function createTestApp(overrides: AppOverrides = {}) {
  const memory = createMemoryStores();
  const stores: ApiStores = { ...memory, ...overrides.stores };
  const starter = new RecordingStarter();
  const gateway = new FakeGateway();
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  const events = overrides.events ?? noEvents;
  const hub = new EventHub({ events, log });
  const clock = { now: new Date('2026-11-25T16:42:00.000Z') };
  const { express, soon } = createApp({
    stores,
    gateway,
    mailReports: overrides.mailReports ?? null,
    starter,
    events,
    hub,
    businessNow: async () => clock.now,
    realNow: () => clock.now,
    pause: async () => undefined,
    importTemplate: () => 'client,number,balance\r\n',
    previewList: previewBalanceList,
    log,
    options: {
      publicUrl: ORIGIN,
      webRoot: builtPage(),
      docsAssets: path.dirname(require.resolve('swagger-ui-dist/package.json')),
      sessionSecret: 'a secret for tests only',
      importFileMaxBytes: 64 * 1024,
      requestsPerMinute: overrides.requestsPerMinute ?? 100_000,
      heartbeatMs: 200,
      checksAnswers: true,
      deployment: {
        isSandbox: overrides.isSandbox ?? true,
        sandboxUrl: 'http://127.0.0.1:4601',
        tokenizationUrl: 'http://127.0.0.1:4601/tokenize',
        gatewayProfile: 'handle',
        temporalUiUrl: 'http://127.0.0.1:4603',
        temporalNamespace: 'headroom',
      },
      version: '0.1.0',
    },
  });
  const anyone = supertest(express);
  return { express, soon, stores, memory, starter, gateway, hub, clock, lines, anyone };
}

/** Requests of the page's own scripts carry both. */
export const fromPage = { Origin: ORIGIN, [CALLER_HEADER]: '1', 'Sec-Fetch-Site': 'same-origin' };

let hash: Promise<string> | undefined;

/** A person of the role, and the cookie of a browser in which they signed in. */
export async function signIn(
  app: Readonly<{ anyone: TestApp['anyone']; memory: MemoryStores }>,
  role: Role,
): Promise<{ Cookie: string } & typeof fromPage> {
  hash ??= hashPassword(PASSWORD);
  const email = `${role}@lakefront.example`;
  app.memory.users.add(email, role, await hash, `Dana the ${role}`);
  const response = await app.anyone
    .post('/api/session')
    .set(fromPage)
    .send({ email, password: PASSWORD });
  return { ...fromPage, Cookie: cookieOf(response) };
}

/** `name=value` of the session cookie that a response sets. */
export function cookieOf(response: supertest.Response): string {
  const header = (response.headers['set-cookie'] as unknown as string[] | undefined)?.[0];
  return header?.split(';')[0] ?? '';
}

let webRoot: string | undefined;

/** A folder as the build leaves it: a document, and an asset under a hashed name. */
function builtPage(): string {
  if (webRoot !== undefined) return webRoot;
  webRoot = mkdtempSync(path.join(tmpdir(), 'headroom-page-'));
  mkdirSync(path.join(webRoot, 'assets'));
  writeFileSync(
    path.join(webRoot, 'index.html'),
    '<!doctype html><html><title>Headroom</title></html>',
  );
  writeFileSync(path.join(webRoot, 'assets', 'index-abc123.js'), 'export {};');
  return webRoot;
}
