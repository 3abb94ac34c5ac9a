/**
 * Goal: the workflow of a rule asks the rows and nothing else, loses no signal, also across
 * continue-as-new, and costs no more history than was promised to operators.
 *
 * Method: a real Temporal server; the activities are a small honest fake. `maxCachedWorkflows: 0`, so
 * that each step replays the whole history and non-determinism fails here.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import {
  adjustedSignal,
  autopayRuleStart,
  autopayRuleWorkflowId,
  changedSignal,
  clockMovedSignal,
} from '../../workflows/messages';
import { builtWorkflows } from '../support/built';
import { freshNamespace, useTemporal } from '../support/temporal';
import { aRuleStep, due, FakeRules } from './fake-rules';

jest.setTimeout(60_000);

let client: Client;
let connection: Connection;
let native: NativeConnection;
let worker: Worker;
let running: Promise<void>;
const rules = new FakeRules();

beforeAll(async () => {
  const { address } = await useTemporal();
  const namespace = await freshNamespace();
  connection = await Connection.connect({ address });
  native = await NativeConnection.connect({ address });
  client = new Client({ connection, namespace });
  worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue: 'payments',
    activities: { ...rules },
    maxCachedWorkflows: 0,
    workflowBundle: await builtWorkflows(),
  });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await connection.close();
  await native.close();
});

beforeEach(() => {
  rules.calls.length = 0;
  rules.before = () => undefined;
});

const start = (ruleId: string) =>
  client.workflow.start('autopayRule', autopayRuleStart({ ruleId, organizationId: randomUUID() }));

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const eventsOf = async (ruleId: string, runId?: string) => {
  const history = await client.workflow
    .getHandle(autopayRuleWorkflowId(ruleId), runId)
    .fetchHistory();
  return history.events ?? [];
};
const end = (ruleId: string) =>
  client.workflow.getHandle(autopayRuleWorkflowId(ruleId)).terminate();

test('a cycle from the sleep to the run takes at most 20 history events, then a new run begins', async () => {
  const id = randomUUID();
  rules.set(id, aRuleStep({ waitMs: 200 }));
  rules.before = (call) => {
    if (call === 'readRule' && rules.callsOf('readRule') === 2) rules.set(id, due());
  };
  const first = await start(id);
  await until(() => rules.callsOf('readRule') === 3);
  const events = await eventsOf(id, first.firstExecutionRunId);
  expect(events.length).toBeLessThanOrEqual(20);
  expect(events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
  expect(rules.calls).toEqual(['readRule', 'readRule', 'runRule', 'readRule']);
  await end(id);
});

test('a signal costs at most 7 history events', async () => {
  const id = randomUUID();
  rules.set(id, aRuleStep());
  const handle = await start(id);
  await until(() => rules.callsOf('readRule') === 1);
  await until(async () => (await eventsOf(id)).some((event) => event.timerStartedEventAttributes));
  const before = (await eventsOf(id)).length;
  await handle.signal(adjustedSignal);
  await until(() => rules.callsOf('readRule') === 2);
  await until(async () => (await eventsOf(id)).length > before + 3);
  expect((await eventsOf(id)).length - before).toBeLessThanOrEqual(7);
  await end(id);
});

test.each([adjustedSignal, changedSignal, clockMovedSignal])(
  'the signal %s makes it read again',
  async (signal) => {
    const id = randomUUID();
    rules.set(id, aRuleStep());
    const handle = await start(id);
    await until(() => rules.callsOf('readRule') === 1);
    rules.set(id, due());
    await handle.signal(signal);
    await until(() => rules.callsOf('runRule') === 1);
    await end(id);
  },
);

test.each(['readRule', 'runRule'])(
  'a signal that arrives during %s is not lost, also across continue-as-new',
  async (during) => {
    for (let round = 0; round < 4; round += 1) {
      rules.calls.length = 0;
      const id = randomUUID();
      rules.set(id, during === 'runRule' ? due() : aRuleStep());
      let isTold = false;
      rules.before = async (call) => {
        if (call !== during || isTold) return;
        isTold = true;
        await client.workflow.getHandle(autopayRuleWorkflowId(id)).signal(changedSignal);
        // What the signal tells of commits just after the answer that is on its way was read.
        setTimeout(() => rules.set(id, due({ slots: 7 })), 5);
      };
      await start(id);
      await until(() => rules.callsOf('runRule') >= (during === 'runRule' ? 2 : 1));
      await end(id);
    }
  },
);

test('a rule that is disabled ends, and starts again when it is enabled', async () => {
  const id = randomUUID();
  rules.set(id, aRuleStep({ isLive: false }));
  const handle = await start(id);
  expect(await handle.result()).toMatchObject({ explanation: expect.stringContaining('disabled') });
  rules.set(id, aRuleStep());
  await start(id);
  await until(() => rules.callsOf('readRule') === 2);
  const { status } = await client.workflow.getHandle(autopayRuleWorkflowId(id)).describe();
  expect(status.name).toBe('RUNNING');
  await end(id);
});

test('a run that decides nothing is not tried again at once', async () => {
  const id = randomUUID();
  rules.set(id, due({ due: 0 }));
  const handle = await start(id);
  await until(() => rules.callsOf('runRule') === 2);
  const { events } = await handle.fetchHistory();
  expect(events?.some(({ timerFiredEventAttributes: fired }) => fired)).toBe(true);
  await end(id);
});

test('a rule that is told all day begins anew before its history grows long', async () => {
  const id = randomUUID();
  rules.set(id, aRuleStep());
  const handle = await start(id);
  await until(() => rules.callsOf('readRule') === 1);
  for (let told = 1; told <= 32; told += 1) {
    await client.workflow.getHandle(handle.workflowId).signal(adjustedSignal);
    await until(() => rules.callsOf('readRule') > told);
  }
  const [first, now] = [
    handle.firstExecutionRunId,
    (await client.workflow.getHandle(handle.workflowId).describe()).runId,
  ];
  expect(now).not.toBe(first);
  expect((await eventsOf(id, first)).length).toBeLessThanOrEqual(220);
  await end(id);
});

test('a new run keeps what operators find it by', async () => {
  const id = randomUUID();
  rules.set(id, due());
  const { firstExecutionRunId: first } = await start(id);
  await until(() => rules.callsOf('runRule') === 1);
  const handle = client.workflow.getHandle(autopayRuleWorkflowId(id));
  await until(async () => (await handle.describe()).runId !== first);
  const described = await handle.describe();
  expect(described.searchAttributes['OrganizationId']).toHaveLength(1);
  expect(described.priority?.priorityKey).toBe(5);
  await end(id);
});
