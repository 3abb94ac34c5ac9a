/**
 * Goal: a payment that was started by yesterday's code goes on under today's, for as long as a
 * schedule may wait.
 *
 * Method: the histories committed beside this file are replayed by the worker's own replayer, which
 * needs no server. `RECORD_HISTORIES=1` records those that are missing on a real server; a recorded
 * one is never recorded again, since that is what open workflows in the world look like.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import {
  bundleWorkflowCode,
  NativeConnection,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { changedSignal, invoicePaymentStart } from '../../workflows/messages';
import { useTemporal } from '../support/temporal';
import { ENDINGS, type Ending } from './endings';
import { FakePayments } from './fake-payments';

jest.setTimeout(120_000);

const FOLDER = join(__dirname, 'histories');
const fileOf = ({ name }: Ending) => join(FOLDER, `${name.replace(/[ ,]+/g, '-')}.json`);
const SILENT = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows'),
    logger: SILENT,
  });
  const missing = ENDINGS.filter((ending) => !existsSync(fileOf(ending)));
  if (process.env['RECORD_HISTORIES'] === '1') await record(missing);
});

type StoredHistory = { events: { eventType: string; [attributes: string]: unknown }[] };
const read = (file: string) =>
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as StoredHistory;

test('every ending has a committed history', () => {
  expect(ENDINGS.map(fileOf).filter((file) => !existsSync(file))).toEqual([]);
});

test.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))(
  '%s replays under this code',
  async (file) => {
    await Worker.runReplayHistory({ workflowBundle }, read(file), file);
  },
);

test('a step that this code would not take is found', async () => {
  const history = read('settled-at-once.json');
  const text = JSON.stringify(history).replaceAll('chargePayment', 'chargeTwice');
  await expect(
    Worker.runReplayHistory({ workflowBundle }, JSON.parse(text), 'changed'),
  ).rejects.toThrow(/nondeterminism|Nondeterminism|determinism/i);
});

async function record(endings: readonly Ending[]): Promise<void> {
  const temporal = await useTemporal();
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  const { namespace } = temporal;
  const client = new Client({ connection, namespace });
  const payments = new FakePayments();
  const common = { connection: native, namespace, activities: { ...payments } };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: 'payments', workflowBundle }),
    Worker.create({ ...common, taskQueue: 'gateway' }),
    Worker.create({ ...common, taskQueue: 'documents' }),
  ]);
  const running = workers.map((worker) => worker.run());
  for (const ending of endings) {
    const paymentId = randomUUID();
    payments.place(paymentId, ending.row, ending.takes);
    const options = invoicePaymentStart({
      paymentId,
      organizationId: randomUUID(),
      kind: ending.row.kind ?? 'manual',
      state: ending.row.state ?? 'reserved',
      methodKind: 'card',
      amountMinor: 150_000,
      currency: 'USD',
      invoiceNumbers: ['INV-1042'],
      runAt: null,
    });
    const handle = await client.workflow.start('invoicePayment', options);
    if (ending.decision !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      payments.change(paymentId, ending.decision);
      await handle.signal(changedSignal);
    }
    await handle.result();
    const history = historyToJSON(await handle.fetchHistory());
    writeFileSync(fileOf(ending), `${anonymous(history)}\n`);
  }
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  await native.close();
}

/** Without the name of the machine that recorded it. */
function anonymous(history: string): string {
  return history
    .replace(/"(identity|workerId)":\s*"[^"]*"/g, '"$1": "recorder"')
    .replaceAll(hostname(), 'recorder');
}
