/**
 * Goal: the workflow of a payment asks the row and nothing else, loses no signal, waits for exactly
 * what the row says, and costs no more history than was promised to operators.
 *
 * Method: a real Temporal server; the activities are a small honest fake. `maxCachedWorkflows: 0`, so
 * that each step replays the whole history and non-determinism fails here.
 */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import {
  adjustedSignal,
  changedSignal,
  clockMovedSignal,
  invoicePaymentStart,
  type InvoicePaymentResult,
} from '../../workflows/messages';
import { builtWorkflows } from '../support/built';
import { useTemporal } from '../support/temporal';
import { aStep, FakePayments, settled } from './fake-payments';

jest.setTimeout(60_000);

let client: Client;
let connection: Connection;
let native: NativeConnection;
let namespace: string;
let workers: Worker[];
let running: Promise<void>[];
const payments = new FakePayments();
const queue = `payments-${randomUUID()}`;

beforeAll(async () => {
  const temporal = await useTemporal();
  namespace = temporal.namespace;
  connection = await Connection.connect({ address: temporal.address });
  native = await NativeConnection.connect({ address: temporal.address });
  client = new Client({ connection, namespace });
  const workflowBundle = await builtWorkflows();
  const common = { connection: native, namespace, activities: { ...payments } };
  workers = await Promise.all([
    Worker.create({ ...common, taskQueue: queue, workflowBundle, maxCachedWorkflows: 0 }),
    Worker.create({ ...common, taskQueue: 'gateway' }),
    Worker.create({ ...common, taskQueue: 'documents' }),
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
  payments.calls.length = 0;
  payments.before = () => undefined;
});

async function start(paymentId: string, state: 'reserved' | 'scheduled' = 'reserved') {
  const options = invoicePaymentStart({
    paymentId,
    organizationId: randomUUID(),
    kind: state === 'scheduled' ? 'scheduled' : 'manual',
    state,
    methodKind: 'card',
    amountMinor: 150_000,
    currency: 'USD',
    invoiceNumbers: ['INV-1042'],
    runAt: null,
  });
  return client.workflow.start('invoicePayment', { ...options, taskQueue: queue });
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('an immediate payment that touches nothing takes at most 22 history events', async () => {
  const id = randomUUID();
  payments.place(id, {}, { charge: () => settled() });
  const handle = await start(id);
  const result: InvoicePaymentResult = await handle.result();
  expect(result).toMatchObject({ state: 'settled', amount: '1,500.00 USD', invoices: 'INV-1042' });
  const { events } = await handle.fetchHistory();
  expect(events?.length).toBeLessThanOrEqual(22);
  expect(payments.calls).toEqual(['readPayment', 'chargePayment', 'sendMessages']);
});

test('each payment it touches costs ten events more, half of them its own', async () => {
  const [id, touched] = [randomUUID(), randomUUID()];
  payments.place(touched, { state: 'scheduled', waitMs: 3_600_000 });
  const other = await start(touched, 'scheduled');
  await until(() => payments.callsOf('readPayment') === 1);
  const eventsBefore = (await other.fetchHistory()).events?.length ?? 0;

  payments.place(id, { touchedPaymentIds: [touched] }, { charge: () => settled() });
  const handle = await start(id);
  await handle.result();
  await until(() => payments.callsOf('readPayment') === 3);
  const own = (await handle.fetchHistory()).events?.length ?? 0;
  const others = ((await other.fetchHistory()).events?.length ?? 0) - eventsBefore;
  expect(own).toBeLessThanOrEqual(22 + 5);
  expect(others).toBeLessThanOrEqual(7);
  await other.terminate();
});

test('a step that a worker never received, or died with, is noticed by fifteen seconds of silence', async () => {
  const id = randomUUID();
  payments.place(id, {}, { charge: () => settled() });
  const handle = await start(id);
  await handle.result();
  const { events } = await handle.fetchHistory();
  const silences = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: step }) =>
    step ? [[step.activityType?.name, Number(step.heartbeatTimeout?.seconds)]] : [],
  );
  expect(silences).toEqual([
    ['chargePayment', 15],
    ['sendMessages', 15],
  ]);
});

test('a signal to a payment that has closed is no trouble', async () => {
  const id = randomUUID();
  payments.place(id, { touchedPaymentIds: [randomUUID()] }, { charge: () => settled() });
  const result: InvoicePaymentResult = await (await start(id)).result();
  expect(result.state).toBe('settled');
});

test('a scheduled payment waits, and a signal makes it read again', async () => {
  const id = randomUUID();
  payments.place(id, { state: 'scheduled', waitMs: 3_600_000 }, { charge: () => settled() });
  const handle = await start(id, 'scheduled');
  await until(() => payments.callsOf('readPayment') === 1);
  payments.change(id, { waitMs: 0 });
  await handle.signal(clockMovedSignal);
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('settled');
});

test('a cancelled payment ends without a charge', async () => {
  const id = randomUUID();
  payments.place(id, { state: 'scheduled', waitMs: 3_600_000 });
  const handle = await start(id, 'scheduled');
  await until(() => payments.callsOf('readPayment') === 1);
  payments.change(id, { state: 'cancelled', next: 'none', waitMs: null });
  await handle.signal(changedSignal);
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('cancelled');
  expect(payments.callsOf('chargePayment')).toBe(0);
});

test('a signal that arrives while the row is being read still ends the wait', async () => {
  const id = randomUUID();
  payments.place(id, { state: 'scheduled', waitMs: 3_600_000 }, { charge: () => settled() });
  payments.before = async (call) => {
    if (call !== 'readPayment' || payments.callsOf('readPayment') > 1) return;
    payments.change(id, { waitMs: 3_600_000 });
    await client.workflow.getHandle(`payment:${id}`).signal(adjustedSignal);
    // The answer that is on its way still says to wait; the next reading does not.
    setTimeout(() => payments.change(id, { waitMs: 0 }), 0);
  };
  const handle = await start(id, 'scheduled');
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('settled');
});

test('an unknown outcome is asked about until it is known', async () => {
  const id = randomUUID();
  let asked = 0;
  payments.place(
    id,
    {},
    {
      charge: () => aStep({ state: 'unknown', next: 'ask', waitMs: 50 }),
      ask: (row) => {
        asked += 1;
        return asked < 3 ? { ...row, waitMs: 50 } : settled();
      },
    },
  );
  const result: InvoicePaymentResult = await (await start(id)).result();
  expect(result.state).toBe('settled');
  expect(asked).toBe(3);
});

test('mail that cannot be sent holds up no outcome and fails no payment', async () => {
  const id = randomUUID();
  let failures = 0;
  payments.before = (call) => {
    if (call !== 'sendMessages' || failures === 2) return;
    failures += 1;
    throw new Error('the mail service is away');
  };
  payments.place(id, {}, { charge: () => settled() });
  const result: InvoicePaymentResult = await (await start(id)).result();
  expect(result.state).toBe('settled');
  expect(payments.callsOf('sendMessages')).toBe(3);
});

test('a payment approved while its mail is refused is charged before the mail is through', async () => {
  const id = randomUUID();
  let isRefused = true;
  payments.before = (call) => {
    if (call === 'sendMessages' && isRefused) throw new Error('the mail service refuses it');
  };
  payments.place(
    id,
    { state: 'scheduled', unsentMessages: 1 },
    { charge: (row) => ({ ...row, state: 'inReview', next: 'none', waitMs: null }) },
  );
  const handle = await start(id, 'scheduled');
  await until(() => payments.callsOf('chargePayment') === 1);
  const approved = { state: 'reserved', next: 'charge', waitMs: 0 } as const;
  payments.place(id, { ...approved, unsentMessages: 1 }, { charge: () => settled() });
  await handle.signal(changedSignal);
  const giveUpAt = Date.now() + 10_000;
  await until(() => payments.callsOf('chargePayment') === 2 || Date.now() > giveUpAt);
  const charges = payments.callsOf('chargePayment');
  isRefused = false;
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('settled');
  expect(charges).toBe(2);
});

test('news in the last moment of a mail are read before the payment ends', async () => {
  const id = randomUUID();
  payments.before = async (call) => {
    if (call !== 'sendMessages' || payments.callsOf('sendMessages') > 1) return;
    const approved = { state: 'reserved', next: 'charge', waitMs: 0, unsentMessages: 0 } as const;
    payments.place(id, approved, { charge: () => settled({ unsentMessages: 0 }) });
    await client.workflow.getHandle(`payment:${id}`).signal(changedSignal);
  };
  payments.place(id, { state: 'inReview', next: 'none', waitMs: null, unsentMessages: 1 });
  const handle = await start(id);
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('settled');
});

test('a step that changes nothing is not taken again at once', async () => {
  const id = randomUUID();
  let isReady = false;
  payments.place(id, {}, { charge: (row) => (isReady ? settled() : row) });
  const handle = await start(id);
  await until(() => payments.callsOf('chargePayment') === 1);
  isReady = true;
  expect(((await handle.result()) as InvoicePaymentResult).state).toBe('settled');
  expect(payments.callsOf('chargePayment')).toBe(2);
});

test('a second start of a running payment uses the running one', async () => {
  const id = randomUUID();
  payments.place(id, { state: 'scheduled', waitMs: 3_600_000 });
  const first = await start(id, 'scheduled');
  const second = await start(id, 'scheduled');
  expect(second.firstExecutionRunId).toBe(first.firstExecutionRunId);
  await first.terminate();
});

test('a payment that was never placed ends at once', async () => {
  const result: InvoicePaymentResult = await (await start(randomUUID())).result();
  expect(result.state).toBe('absent');
});

test('the list and the page of the Temporal UI say what a payment is', async () => {
  const id = randomUUID();
  const numbers = Array.from({ length: 140 }, (_, index) => `INV-${1000 + index}`);
  payments.place(id, { state: 'scheduled', waitMs: 3_600_000 });
  const options = invoicePaymentStart({
    paymentId: id,
    organizationId: 'o-1',
    kind: 'scheduled',
    state: 'scheduled',
    methodKind: 'bankDebit',
    amountMinor: 293_000,
    currency: 'USD',
    invoiceNumbers: numbers,
    runAt: '2026-12-04T15:00:00Z',
  });
  const handle = await client.workflow.start('invoicePayment', { ...options, taskQueue: queue });
  const described = await handle.describe();
  expect(await described.staticSummary()).toBe(
    'Scheduled bank debit of 2,930.00 USD on INV-1000, INV-1001, INV-1002 and 137 more',
  );
  expect(described.searchAttributes).toMatchObject({
    OrganizationId: ['o-1'],
    PaymentState: ['scheduled'],
    PaymentKind: ['scheduled'],
    Amount: ['USD 2930.00'],
    RunAt: [new Date('2026-12-04T15:00:00Z')],
  });
  const listed = described.searchAttributes['InvoiceNumbers'];
  expect(listed).toHaveLength(21);
  expect(listed?.[20]).toBe('+120 more');
  await handle.terminate();
});
