/**
 * Goal: an import whose worker is killed between two batches goes on where it was, with nothing
 * half-written and nothing twice, and its progress is a row that anybody reads meanwhile.
 *
 * Method: real PostgreSQL, a real Temporal server, the worker of the documents queue as a process that
 * is ended with SIGKILL. IMPORT_ROWS=50000 runs it at full size; figures are printed then.
 */
import { writeSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { until } from '../../bin/waiting.mjs';
import { createTemporalStarter } from '../../api/starting/temporal-starter';
import { inconsistenciesOf } from '../../prisma/consistency';
import { importFilesWorkflowId, PAYMENTS_QUEUE } from '../../workflows/messages';
import { aList, importsOn } from '../prisma/an-import';
import { theBusiness } from '../prisma/reading-books';
import { peakMemoryOf } from '../support/peak-memory';
import { usePostgres } from '../support/postgres';
import { freshNamespace, useTemporal } from '../support/temporal';
import { Programs } from './programs';

const ROWS = Number(process.env['IMPORT_ROWS'] ?? 1_200);
const BATCH = 500;
const LIMIT_MS = 120_000 + ROWS * 60;
jest.setTimeout(LIMIT_MS);

let pool: Pool;
let programs: Programs;
let client: Client;
let connection: Connection;
let native: NativeConnection;
let workflows: Worker;
let running: Promise<void>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  const { address } = await useTemporal();
  const [namespace, systemNamespace] = [await freshNamespace(), await freshNamespace()];
  const temporal = { address, namespace, systemNamespace };
  programs = await Programs.prepare('import-restart', { databaseUrl, temporal });
  pool = new Pool({ connectionString: databaseUrl, max: 4 });
  await theBusiness(pool);
  connection = await Connection.connect({ address });
  client = new Client({ connection, namespace });
  native = await NativeConnection.connect({ address });
  workflows = await Worker.create({
    connection: native,
    namespace,
    taskQueue: PAYMENTS_QUEUE,
    workflowBundle: { codePath: programs.environment['WORKFLOW_BUNDLE_PATH'] ?? '' },
  });
  running = workflows.run();
}, 240_000);

afterAll(async () => {
  programs.killAll();
  workflows.shutdown();
  await running;
  await connection.close();
  await native.close();
  await pool.end();
});

const numberOf = async (text: string): Promise<number> =>
  Number(Object.values((await pool.query<Record<string, unknown>>(text)).rows[0] ?? {})[0]);

function say(figures: Readonly<Record<string, number>>): void {
  if (process.env['IMPORT_ROWS'] === undefined) return;
  writeSync(2, `${JSON.stringify(figures)}\n`);
}

test('a worker that is killed between batches leaves an import that goes on where it was', async () => {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    return [`INV-${100_000 + index}`, '100.00', `${(index % 90) + 1}.00`] as const;
  });
  const imports = importsOn(pool);
  const { id } = await imports.open([aList('Garrison Pediatrics', rows)], {
    asOf: '2026-11-01T05:00:00.000Z',
  });
  await programs.start('documents');
  await createTemporalStarter(client).startImport(id);

  const isBetween = async () =>
    (await numberOf('SELECT rows_done FROM import')) >= Math.max(BATCH, Math.floor(ROWS / 3));
  expect(await until(isBetween, { limitMs: LIMIT_MS, everyMs: 20 })).toBe(true);
  const firstPeak = peakMemoryOf(programs.pidOf('documents'));
  programs.kill('documents');

  // Each invoice is whole or not there, and what a page that is loaded now reads is true.
  const invoices = await numberOf('SELECT count(*) FROM invoice');
  expect(invoices).toBeGreaterThanOrEqual(BATCH);
  expect(invoices).toBeLessThan(ROWS);
  expect(await inconsistenciesOf(pool)).toEqual([]);
  expect(await imports.store.read(id)).toMatchObject({
    state: 'applying',
    rows: ROWS,
    counts: { created: invoices, left: ROWS - invoices, refused: 0 },
  });

  const begin = performance.now();
  await programs.start('documents');
  const handle = client.workflow.getHandle(importFilesWorkflowId(id));
  expect(await handle.result()).toMatchObject({ state: 'done' });
  const seconds = (performance.now() - begin) / 1000;

  expect(await imports.store.read(id)).toMatchObject({
    state: 'done',
    counts: { created: ROWS, left: 0, refused: 0, conflicting: 0 },
  });
  expect(await numberOf('SELECT count(*) FROM invoice')).toBe(ROWS);
  expect(await numberOf('SELECT count(*) FROM reading')).toBe(ROWS);
  expect(await inconsistenciesOf(pool)).toEqual([]);
  // One worker began and another one ended it; a history stays far below what a server takes.
  const { events } = await handle.fetchHistory();
  const workers = (events ?? []).flatMap(
    (event) => event.activityTaskStartedEventAttributes?.identity ?? [],
  );
  expect(new Set(workers).size).toBe(2);
  expect((events ?? []).length).toBeLessThan(30 + Math.ceil(ROWS / BATCH) * 8);
  say({
    rows: ROWS,
    rowsPerSecond: Math.round((ROWS - invoices) / seconds),
    peakBeforeKillMB: firstPeak,
    peakMB: peakMemoryOf(programs.pidOf('documents')),
    historyEvents: (events ?? []).length,
  });
});
