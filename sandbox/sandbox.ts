/**
 * The outside world for development, in one process of its own: a payment gateway and an inbox.
 * It imports nothing of ours, so what it says about our money is a second opinion.
 */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { Clocks } from './clocks';
import { DurableMemory } from './durable-memory';
import { Faults } from './faults';
import { createGateway } from './gateway/gateway';
import { createAttachmentStore } from './inbox/attachments';
import { mailReportSignature } from './inbox/mail-report';
import { PostOffice } from './inbox/post-office';
import { Reports } from './reports';

export type SandboxOptions = Readonly<{
  host?: string;
  /** 0: any free port. */
  port?: number;
  /** Where it remembers; null: only in memory. */
  dataFolder: string | null;
  /** The merchant's secret key, for every call of the gateway. */
  apiKey: string;
  webhookSecret: string;
  /** Where reports go; null: nowhere, and none are written. */
  webhookUrl: string | null;
  /** Where what becomes of a mail is reported, and what that is signed with. */
  mailReports?: Readonly<{ url: string; secret: string }> | null;
  clock: () => Date;
  /** How long the request of a late card is on its way. */
  lateMs?: number;
  /** How long a slow card takes to answer. */
  slowMs?: number;
}>;

export type Sandbox = Readonly<{
  url: string;
  faults: Faults;
  stop(): Promise<void>;
}>;

/** Long enough that a caller has given up and asked at least once before the charge arrives. */
const LATE_MS = 20_000;
/** A mail is on its way for a moment: by then whoever handed it over has written down its id. */
const ARRIVAL_MS = 1_000;
/** Longer than a person likes, shorter than any sensible time-out. */
const SLOW_MS = 3_000;

/** @throws when the port is taken, or the folder cannot be read or written. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataFolder, clock, apiKey, webhookSecret, webhookUrl } = options;
  // The port is ours before the folder is opened: a second start fails here and spoils nothing.
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end();
  };
  const server = createServer((request, response) => answer(request, response));
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const memory = await DurableMemory.open(dataFolder);
  const clocks = new Clocks(memory, clock);
  const faults = new Faults();
  const lateMs = options.lateMs ?? LATE_MS;
  const gateway = createGateway({ memory, clocks, webhookSecret, webhookUrl, lateMs });
  const attachments = createAttachmentStore(dataFolder);
  const reports = new Reports({
    memory,
    clocks,
    url: options.mailReports?.url ?? null,
    name: 'mailReport',
    sign: mailReportSignature(options.mailReports?.secret ?? ''),
    delayMs: ARRIVAL_MS,
  });
  const postOffice = new PostOffice({ memory, clocks, attachments, reports });
  const slowMs = options.slowMs ?? SLOW_MS;
  answer = createApp({ memory, clocks, faults, gateway, postOffice, apiKey, slowMs });
  gateway.start();
  reports.start();

  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    faults,
    async stop() {
      await Promise.all([gateway.stop(), reports.stop()]);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await memory.close();
    },
  };
}
