/**
 * What a test needs of the world behind a gateway: to break it, to move it on, and to count what it
 * really took. One for the fake, one for the real adapter with a real sandbox behind it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { GatewayCapabilities, MethodReading, PaymentGateway } from '../../domain/ports';
import type { SandboxProfile } from '../../gateways/sandbox/profiles';
import { createSandboxGateway } from '../../gateways/sandbox/sandbox-gateway';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { FakeGateway } from './fake-gateway';

export type Delivered = Readonly<{
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
}>;

export interface GatewayWorld {
  readonly gateway: PaymentGateway;
  loseNextAnswer(): Promise<void>;
  loseNextRequest(): Promise<void>;
  delayNextRequest(): Promise<void>;
  deliverLate(): Promise<void>;
  setOutage(isOut: boolean): Promise<void>;
  forgetKeys(): Promise<void>;
  /** Moves every clock of the gateway. */
  advance(seconds: number): Promise<void>;
  settle(key: string): Promise<void>;
  returnCharge(key: string, code: string): Promise<void>;
  dispute(key: string): Promise<void>;
  winDispute(key: string): Promise<void>;
  loseDispute(key: string): Promise<void>;
  voidCharge(key: string): Promise<void>;
  tellMethod(token: string, status: MethodReading['status']): Promise<void>;
  /** How often money was taken under this key, in all its time. */
  takenCount(key: string): Promise<number>;
  /**
   * The latest report about this charge, as it came. Where they travel by themselves one is not there
   * at once, and an earlier one may be: with `holding` it is the one with this in it.
   */
  reportOf(key: string, holding?: string): Promise<Delivered>;
  /** The time from which on a report sent now is stale. */
  moveReceiverClock(seconds: number): void;
  close(): Promise<void>;
}

export function openFakeWorld(capabilities: Partial<GatewayCapabilities>): GatewayWorld {
  let receiverOffset = 0;
  const start = Date.parse('2026-11-02T15:00:00.000Z');
  const gateway = new FakeGateway({
    capabilities,
    now: () => new Date(start + receiverOffset * 1000),
  });
  const reading = { kind: 'card', brand: 'Visa', lastFour: '4242', expiresIn: '2031-12' } as const;
  return {
    gateway,
    loseNextAnswer: async () => gateway.loseNextAnswers(1),
    loseNextRequest: async () => gateway.loseNextRequests(1),
    delayNextRequest: async () => gateway.delayNextRequests(1),
    deliverLate: async () => gateway.deliverLate(),
    setOutage: async (isOut) => gateway.setOutage(isOut),
    forgetKeys: async () => gateway.forgetKeys(),
    advance: async (seconds) => gateway.advance(seconds),
    settle: async (key) => gateway.settle(key),
    returnCharge: async (key, code) => gateway.return(key, code),
    dispute: async (key) => gateway.dispute(key, 'fraudulent'),
    winDispute: async (key) => gateway.winDispute(key),
    loseDispute: async (key) => gateway.return(key, 'dispute_lost'),
    voidCharge: async (key) => gateway.voidCharge(key),
    tellMethod: async (token, status) => gateway.setMethod(token, { ...reading, status }),
    takenCount: async (key) => gateway.takenCount(key),
    reportOf: async (key) => gateway.report(key),
    moveReceiverClock: (seconds) => {
      receiverOffset += seconds;
    },
    close: async () => undefined,
  };
}

const API_KEY = 'the key of the merchant';
const WEBHOOK_SECRET = 'the secret of the reports';

export async function openSandboxWorld(profile: SandboxProfile): Promise<GatewayWorld> {
  const receiver = await startReceiver();
  const sandbox = await startSandbox({
    dataFolder: null,
    apiKey: API_KEY,
    webhookSecret: WEBHOOK_SECRET,
    webhookUrl: receiver.url,
    clock: () => new Date(),
    // Far beyond any test: late requests arrive when the test says so.
    lateMs: 3_600_000,
  });
  let receiverOffset = 0;
  const gateway = createSandboxGateway({
    baseUrl: sandbox.url,
    apiKey: API_KEY,
    webhookSecret: WEBHOOK_SECRET,
    profile,
    timeoutMs: 5_000,
    now: () => new Date(Date.now() + receiverOffset * 1000),
  });
  const lever = leverOf(sandbox);
  const fault = (kind: string) => lever('faults', { kind, operation: 'submit' });
  return {
    gateway,
    loseNextAnswer: () => fault('answerLost'),
    loseNextRequest: () => fault('requestLost'),
    delayNextRequest: () => fault('late'),
    deliverLate: () => lever('arrivals', {}),
    setOutage: (isOut) => lever('outage', { isOut }),
    forgetKeys: () => lever('keys/forget', {}),
    advance: (advanceSeconds) => lever('clock', { advanceSeconds, of: 'both' }),
    settle: (key) => lever(`charges/${key}/settle`, {}),
    returnCharge: (key, code) => lever(`charges/${key}/return`, { code }),
    dispute: (key) => lever(`charges/${key}/dispute`, {}),
    winDispute: (key) => lever(`charges/${key}/win-dispute`, {}),
    loseDispute: (key) => lever(`charges/${key}/lose-dispute`, {}),
    voidCharge: (key) => lever(`charges/${key}/void`, {}),
    tellMethod: (token, status) => lever(`methods/${token}`, { status }),
    takenCount: (key) => takenCount(sandbox.url, key),
    reportOf: (key, holding) => receiver.latest(key, holding),
    moveReceiverClock: (seconds) => {
      receiverOffset += seconds;
    },
    async close() {
      await sandbox.stop();
      await receiver.close();
    },
  };
}

export function leverOf({ url }: Pick<Sandbox, 'url'>) {
  return async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
}

/** Counted from the ledger, not from the gateway's answers: the two must agree. */
export async function takenCount(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/ledger.json?reference=${encodeURIComponent(key)}`);
  const { charges } = (await response.json()) as {
    charges: { reference: string; history: { state: string }[] }[];
  };
  return charges.filter(
    ({ reference, history }) =>
      reference === key && history.some(({ state }) => state === 'settled' || state === 'pending'),
  ).length;
}

/** Takes reports in and hands them to whoever waits for one. */
export async function startReceiver(statusOf: (count: number) => number = () => 204): Promise<
  Readonly<{
    url: string;
    received: readonly Delivered[];
    latest(key: string, holding?: string): Promise<Delivered>;
    until(count: number): Promise<void>;
    close(): Promise<void>;
  }>
> {
  const received: Delivered[] = [];
  const waiting = new Set<() => void>();
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      headers: request.headers as Record<string, string | undefined>,
      rawBody: Buffer.concat(chunks),
    });
    response.writeHead(statusOf(received.length)).end();
    for (const wake of waiting) wake();
  };
  const server: Server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const when = <Value>(find: () => Value | undefined): Promise<Value> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reports`,
    received,
    latest: (key, holding = '') =>
      when(() =>
        received.findLast(({ rawBody }) => {
          const body = rawBody.toString();
          return body.includes(`"${key}"`) && body.includes(holding);
        }),
      ),
    until: (count) =>
      when(() => (received.length >= count ? true : undefined)).then(() => undefined),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
