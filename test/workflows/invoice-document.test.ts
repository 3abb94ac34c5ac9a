/**
 * Goal: a document that was asked for is fetched until there is one or a plain reason, the API says
 * where that stands at each moment, and nothing replaces a document that is kept.
 *
 * Method: the real API, store and activities on a real PostgreSQL and a real Temporal server; the
 * accounting system is a fake that is late, away or answers with a web page when told to.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { createDocumentActivities } from '../../activities/fetch-document';
import { createTemporalStarter } from '../../api/starting/temporal-starter';
import { checkPdf } from '../../documents/check-pdf';
import type { DocumentSource } from '../../domain/ports';
import { createDocumentKeeping } from '../../prisma/stores/documents/document-keeping';
import { createDocumentStore } from '../../prisma/stores/invoices/document-store';
import {
  DOCUMENTS_QUEUE,
  invoiceDocumentWorkflowId,
  PAYMENTS_QUEUE,
} from '../../workflows/messages';
import { aPdf } from '../accounting/a-pdf';
import { createTestApp, signIn } from '../api/support/app';
import { aClient, anInvoice } from '../prisma/reading-books';
import { usePostgres } from '../support/postgres';
import { builtWorkflows } from '../support/built';
import { freshNamespace, useTemporal } from '../support/temporal';

jest.setTimeout(60_000);

type Fetched = Awaited<ReturnType<DocumentSource['fetch']>>;

/** Keeps the port's promises: bytes, or a plain no, or a throw while it is away. */
class FakeSource implements DocumentSource {
  asked = 0;
  answer: () => Promise<Fetched> = async () => pdf;

  fetch(): Promise<Fetched> {
    this.asked += 1;
    return this.answer();
  }
}

const pdf = { kind: 'bytes', bytes: aPdf(), fileName: 'INV-7.pdf' } as const;
const webPage = {
  kind: 'bytes',
  bytes: Buffer.from('<!doctype html><html><body>Please sign in</body></html>'),
  fileName: 'INV-7.pdf',
} as const;

let pool: Pool;
let client: Client;
let connection: Connection;
let native: NativeConnection;
let workers: Worker[];
let running: Promise<void>[];
let source = new FakeSource();

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  const { address } = await useTemporal();
  const namespace = await freshNamespace();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection, namespace });
  const workflowBundle = await builtWorkflows();
  const activities = createDocumentActivities({
    sourceOf: () => source,
    checkPdf,
    documents: createDocumentKeeping({ pool }),
  });
  const common = { connection: native, namespace, activities };
  workers = await Promise.all([
    Worker.create({ ...common, taskQueue: PAYMENTS_QUEUE, workflowBundle, maxCachedWorkflows: 0 }),
    Worker.create({ ...common, taskQueue: DOCUMENTS_QUEUE }),
  ]);
  running = workers.map((worker) => worker.run());
});

afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  await native.close();
  await pool.end();
});

async function setUp() {
  source = new FakeSource();
  const invoiceId = await anInvoice(pool, await aClient(pool, `Client ${randomUUID()}`));
  const app = createTestApp({ stores: { documents: createDocumentStore({ pool }) } });
  const viewer = await signIn(app, 'viewer');
  const get = () => app.anyone.get(`/api/invoices/${invoiceId}/document`).set(viewer);
  const start = () => createTemporalStarter(client).startDocument(invoiceId);
  const result = () => client.workflow.getHandle(invoiceDocumentWorkflowId(invoiceId)).result();
  return { get, start, result };
}

test('one that comes late is on its way until it is there, byte for byte', async () => {
  const { get, start, result } = await setUp();
  let arrive: (fetched: Fetched) => void = () => undefined;
  let isAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  source.answer = () =>
    new Promise((resolve) => {
      arrive = resolve;
      isAsked();
    });
  expect((await get()).body).toEqual({ state: 'fetching' });
  await start();
  await asked;
  expect((await get()).status).toBe(202);
  arrive(pdf);
  expect(await result()).toMatchObject({ kind: 'kept' });
  const response = await get();
  expect([response.status, response.headers['content-type']]).toEqual([200, 'application/pdf']);
  expect(Buffer.compare(response.body as Buffer, Buffer.from(pdf.bytes))).toBe(0);
});

test('a system that is away is asked again until it answers', async () => {
  const { get, start, result } = await setUp();
  source.answer = async () => {
    if (source.asked < 3) throw new Error('the accounting system is away');
    return pdf;
  };
  await start();
  expect(await result()).toMatchObject({ kind: 'kept' });
  expect(source.asked).toBe(3);
  expect((await get()).status).toBe(200);
});

test('a web page that looks like a success ends with the plain reason', async () => {
  const { get, start, result } = await setUp();
  source.answer = async () => webPage;
  await start();
  const reason = 'The file is a web page, not a PDF.';
  expect(await result()).toEqual({ kind: 'not-available', explanation: reason });
  const { status, body } = await get();
  expect([status, body.code, body.reason]).toEqual([404, 'DOCUMENT_NOT_AVAILABLE', reason]);
});

test('neither a web page nor a plain no replaces a document that is kept', async () => {
  const { get, start, result } = await setUp();
  await start();
  await result();
  for (const answer of [webPage, { kind: 'not-available', reason: 'It was deleted.' }] as const) {
    source.answer = async () => answer;
    await start();
    expect(await result()).toMatchObject({ kind: 'not-available' });
    const response = await get();
    expect(response.status).toBe(200);
    expect(Buffer.compare(response.body as Buffer, Buffer.from(pdf.bytes))).toBe(0);
  }
});
