/**
 * Goal: the workflow of an import asks for one step after the other, tells the payments that were
 * lowered, goes on after a failing step, and sees a decision that comes while it runs.
 *
 * Method: a real Temporal server; the activities are a small honest fake. `maxCachedWorkflows: 0`, so
 * that each step replays the whole history and non-determinism fails here.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { ImportActivities, RowsApplied } from '../../activities/import/import-activities';
import { createTemporalStarter } from '../../api/starting/temporal-starter';
import {
  autopayRuleStart,
  changedSignal,
  DOCUMENTS_QUEUE,
  importFilesStart,
  importFilesWorkflowId,
  invoicePaymentWorkflowId,
  PAYMENTS_QUEUE,
} from '../../workflows/messages';
import { builtWorkflows } from '../support/built';
import { freshNamespace, useTemporal } from '../support/temporal';

jest.setTimeout(60_000);

/** Rows of one import, as a list that is worked off in batches of two. */
class FakeImport implements ImportActivities {
  files = 2;
  rows = 5;
  failNext = 0;
  touched: readonly string[] = [];
  told: readonly string[] = [];
  toldRules: readonly string[] = [];
  readonly calls: string[] = [];
  /** Makes an answer as long as that of a batch that touched very many payments. */
  padding = '';
  onFinish: () => Promise<void> = async () => undefined;

  readImportFile = async () => {
    this.calls.push('read');
    const isMore = this.files > 0;
    this.files -= isMore ? 1 : 0;
    return { isMore };
  };

  applyImportRows = async (): Promise<RowsApplied> => {
    if (this.failNext > 0) {
      this.failNext -= 1;
      throw new Error('the database is away');
    }
    this.calls.push('apply');
    this.rows -= Math.min(2, this.rows);
    const touchedPaymentIds = this.touched;
    this.touched = [];
    return { left: this.rows, touchedPaymentIds, ...(this.padding && { padding: this.padding }) };
  };

  finishImport = async () => {
    this.calls.push('finish');
    await this.onFinish();
    return {
      state: 'done',
      explanation: 'Rows: 5 created.',
      toldPaymentIds: this.told,
      toldRuleIds: this.toldRules,
    };
  };
}

let client: Client;
let connection: Connection;
let native: NativeConnection;
let workers: Worker[];
let running: Promise<void>[];
let fake = new FakeImport();

beforeAll(async () => {
  const { address } = await useTemporal();
  const namespace = await freshNamespace();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection, namespace });
  const workflowBundle = await builtWorkflows();
  const common = { connection: native, namespace };
  const activities: ImportActivities = {
    readImportFile: () => fake.readImportFile(),
    applyImportRows: () => fake.applyImportRows(),
    finishImport: () => fake.finishImport(),
  };
  workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: PAYMENTS_QUEUE,
      workflowBundle,
      maxCachedWorkflows: 0,
    }),
    Worker.create({ ...common, taskQueue: DOCUMENTS_QUEUE, activities }),
  ]);
  running = workers.map((worker) => worker.run());
});

afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await connection.close();
  await native.close();
});

beforeEach(() => {
  fake = new FakeImport();
});

async function run(importId: string) {
  await createTemporalStarter(client).startImport(importId);
  return client.workflow.getHandle(importFilesWorkflowId(importId)).result();
}

test('files first, then rows batch by batch, then the end', async () => {
  expect(await run(randomUUID())).toEqual({ state: 'done', explanation: 'Rows: 5 created.' });
  const rounds = fake.calls.join(' ');
  expect(rounds).toMatch(/^read read read apply apply apply finish/);
});

test('a step that fails is tried again until it works', async () => {
  fake.failNext = 2;
  await run(randomUUID());
  expect(fake.rows).toBe(0);
});

test('payments that were lowered are told, and one that has closed holds nothing up', async () => {
  const paymentId = randomUUID();
  // Stands for the payment: a workflow of its id on a queue that nobody polls keeps its signals.
  const payment = await client.workflow.start('invoicePayment', {
    workflowId: invoicePaymentWorkflowId(paymentId),
    taskQueue: `nobody-${randomUUID()}`,
    args: [{ paymentId }],
  });
  fake.touched = [paymentId, randomUUID()];
  fake.told = [paymentId];
  await run(randomUUID());
  const { events } = await payment.fetchHistory();
  const signals = events?.flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
  );
  // Once when it was lowered, and once when the mail about it was written.
  expect(signals?.slice(0, 2)).toEqual(['adjusted', 'adjusted']);
  await payment.terminate('the test is over');
});

test('each rule of autopay for which it is news is told once, at the end', async () => {
  const ruleId = randomUUID();
  const start = autopayRuleStart({ ruleId, organizationId: randomUUID() });
  const rule = await client.workflow.start('autopayRule', {
    ...start,
    taskQueue: `nobody-${randomUUID()}`,
  });
  // Another one has no workflow yet: the sweep starts it.
  fake.toldRules = [ruleId, randomUUID()];
  fake.rows = 5;
  await run(randomUUID());
  const { events } = await rule.fetchHistory();
  const signals = events?.flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
  );
  expect(signals).toEqual(['changed']);
  await rule.terminate('the test is over');
});

test('a decision while it ends is seen by the same run', async () => {
  const importId = randomUUID();
  fake.onFinish = async () => {
    fake.onFinish = async () => undefined;
    fake.rows = 1;
    await client.workflow.getHandle(importFilesWorkflowId(importId)).signal(changedSignal);
  };
  await run(importId);
  expect(fake.rows).toBe(0);
  expect(fake.calls.filter((call) => call === 'finish').length).toBeGreaterThanOrEqual(2);
});

test('after its end a decision starts it anew, under the same id', async () => {
  const importId = randomUUID();
  await run(importId);
  fake.rows = 1;
  await run(importId);
  expect(fake.rows).toBe(0);
  expect(importFilesStart(importId).workflowId).toBe(`import:${importId}`);
});

test('a history that grows long is left for a new one between two batches, and nothing is done twice', async () => {
  const importId = randomUUID();
  // A server suggests it at 4 MB or 4,096 events, whichever comes first.
  fake.padding = 'x'.repeat(1_500_000);
  fake.rows = 12;
  await createTemporalStarter(client).startImport(importId);
  const started = client.workflow.getHandle(importFilesWorkflowId(importId));
  const { runId } = await started.describe();
  expect(await started.result()).toMatchObject({ state: 'done' });
  const first = client.workflow.getHandle(importFilesWorkflowId(importId), runId);
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  expect(fake.calls.filter((call) => call === 'apply')).toHaveLength(6);
  expect(fake.calls.filter((call) => call === 'finish')).toHaveLength(1);
});
