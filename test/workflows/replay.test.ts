/**
 * Goal: a workflow that was started by yesterday's code goes on under today's, for as long as a
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
import { NativeConnection, Worker } from '@temporalio/worker';
import { changedSignal, invoicePaymentStart } from '../../workflows/messages';
import { builtWorkflows } from '../support/built';
import { useTemporal } from '../support/temporal';
import { ENDINGS, type Ending } from './endings';
import { FakePayments } from './fake-payments';
import { FakeSteps, SIDE_ENDINGS, type SideEnding } from './side-endings';

jest.setTimeout(120_000);

const FOLDER = join(__dirname, 'histories');
const fileOf = ({ name }: Readonly<{ name: string }>) =>
  join(FOLDER, `${name.replace(/[ ,]+/g, '-')}.json`);

let workflowBundle: Awaited<ReturnType<typeof builtWorkflows>>;

beforeAll(async () => {
  workflowBundle = await builtWorkflows();
  const isMissing = (ending: Ending | SideEnding) => !existsSync(fileOf(ending));
  if (process.env['RECORD_HISTORIES'] !== '1') return;
  await record(ENDINGS.filter(isMissing), SIDE_ENDINGS.filter(isMissing));
});

type StoredHistory = { events: { eventType: string; [attributes: string]: unknown }[] };
const read = (file: string) =>
  JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as StoredHistory;

test('every ending has a committed history', () => {
  expect([...ENDINGS, ...SIDE_ENDINGS].map(fileOf).filter((file) => !existsSync(file))).toEqual([]);
});

test.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))(
  '%s replays under this code',
  async (file) => {
    await Worker.runReplayHistory({ workflowBundle }, read(file), file);
  },
);

test.each([
  ['settled-at-once.json', 'chargePayment'],
  ['document-kept.json', 'fetchDocument'],
  ['message-sent.json', 'sendMessage'],
  ['import-done.json', 'applyImportRows'],
  ['rule-that-sleeps-and-runs.json', 'runRule'],
  ['rules-compared.json', 'compareRunningRules'],
])('a step that this code would not take is found: %s, another %s', async (file, step) => {
  const text = JSON.stringify(read(file));
  const changed = text.replaceAll(step, 'somethingElse');
  expect(changed).not.toBe(text);
  await expect(
    Worker.runReplayHistory({ workflowBundle }, JSON.parse(changed), 'changed'),
  ).rejects.toThrow(/determinism/i);
});

async function record(
  endings: readonly Ending[],
  sideEndings: readonly SideEnding[],
): Promise<void> {
  const temporal = await useTemporal();
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  const { namespace } = temporal;
  const client = new Client({ connection, namespace });
  const payments = new FakePayments();
  const steps = new FakeSteps();
  const activities = { ...payments, ...steps.activities };
  const common = { connection: native, namespace, activities };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: 'payments', workflowBundle }),
    Worker.create({ ...common, taskQueue: 'gateway' }),
    Worker.create({ ...common, taskQueue: 'documents' }),
    Worker.create({ ...common, taskQueue: 'system', workflowBundle }),
  ]);
  const running = workers.map((worker) => worker.run());
  for (const ending of endings) {
    const paymentId = randomUUID();
    payments.place(paymentId, ending.row, ending.takes);
    let isRefused = ending.isMailRefused === true;
    payments.before = (call) => {
      if (call === 'sendMessages' && isRefused) throw new Error('the mail service refuses it');
    };
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
      isRefused = false;
    }
    await handle.result();
    const history = historyToJSON(await handle.fetchHistory());
    writeFileSync(fileOf(ending), `${anonymous(history)}\n`);
  }
  for (const ending of sideEndings) {
    steps.play(ending);
    const handle = await client.workflow.start(ending.workflow, {
      ...ending.start(randomUUID()),
      // The history of a rule ends where it begins anew.
      followRuns: false,
    });
    const run = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
    let isDecided = ending.isDecidedAtTheEnd !== true;
    steps.onFinish = async () => {
      if (!isDecided) await handle.signal(changedSignal);
      isDecided = true;
    };
    for (const [already, signal] of (ending.told ?? []).entries()) {
      const sleeps = async () => {
        const last = (await run.fetchHistory()).events?.at(-1);
        return (
          last?.timerStartedEventAttributes || last?.workflowExecutionContinuedAsNewEventAttributes
        );
      };
      while (steps.reads <= already || !(await sleeps())) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await handle.signal(signal);
    }
    // One that gives up fails, and its history is as good as any.
    await handle.result().catch(() => undefined);
    writeFileSync(fileOf(ending), `${anonymous(historyToJSON(await run.fetchHistory()))}\n`);
    await client.workflow
      .getHandle(handle.workflowId)
      .terminate()
      .catch(() => undefined);
  }
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  await native.close();
}

/** Without the name and the paths of the machine that recorded it. */
function anonymous(history: string): string {
  return history
    .replace(/"(identity|workerId)":\s*"[^"]*"/g, '"$1": "recorder"')
    .replace(/"stackTrace":\s*"(?:[^"\\]|\\.)*"/g, '"stackTrace": ""')
    .replaceAll(hostname(), 'recorder');
}
