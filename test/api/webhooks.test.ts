/**
 * Goal: a report reaches the books however often, late or wrongly it comes.
 * Method: reports signed by the fake gateway, changed by a byte, repeated.
 */
import { randomUUID } from 'node:crypto';
import { PutPaymentBody } from '../../contracts/payment-request';
import type { PaymentState } from '../../domain/payment';
import type { Charge } from '../../domain/ports';
import { createTestApp, type TestApp } from './support/app';

let app: TestApp;
let paymentId: string;

const charge = (): Charge => ({
  key: `${paymentId}:charge`,
  amountMinor: 150_000,
  currency: 'USD',
  methodToken: 'card_ok',
  methodKind: 'card',
  statementText: 'P-10001',
  handle: null,
});

beforeEach(async () => {
  app = createTestApp();
  paymentId = randomUUID();
  const request = PutPaymentBody.parse({
    organizationId: randomUUID(),
    methodId: randomUUID(),
    currency: 'USD',
    lines: [{ invoiceId: randomUUID(), amountMinor: 150_000 }],
  });
  await app.memory.payments.place(paymentId, request);
  await submit(charge());
});

/** The gateway takes the charge, in the way its fence demands. */
async function submit(given: Charge): Promise<void> {
  const handle = await app.gateway.prepare(given);
  await app.gateway.submit({ ...given, handle });
}

const inState = (state: PaymentState) => app.memory.payments.states.set(paymentId, state);

type Report = Readonly<{ headers: Record<string, string>; rawBody: Uint8Array }>;

function send(report: Report, gateway = 'fake') {
  return app.anyone
    .post(`/api/webhooks/${gateway}`)
    .set(report.headers)
    .type('application/json')
    .send(Buffer.from(report.rawBody).toString());
}

/** A report as the gateway signs it, about the payment of this test. */
const settled = (eventId = 'event-1') => app.gateway.report(charge().key, eventId);

it('applies what the gateway says and tells the workflow that waits for it', async () => {
  inState('pending');
  expect((await send(settled())).status).toBe(204);
  expect(app.memory.payments.applied).toMatchObject([
    { paymentId, outcome: { kind: 'settled', reference: expect.any(String) } },
  ]);
  await app.soon.idle();
  expect(app.starter.told).toEqual([{ paymentId, news: 'gatewayReported' }]);
});

it.each<[PaymentState, boolean]>([
  ['unknown', true],
  ['actionRequired', true],
  ['settled', true],
  ['submitting', false],
  ['reserved', false],
  ['failed', false],
])('a payment that is %s is told: %s', async (state, isTold) => {
  inState(state);
  await send(settled());
  await app.soon.idle();
  expect(app.starter.told).toHaveLength(isTold ? 1 : 0);
  expect(app.memory.payments.applied).toHaveLength(1);
});

it('keeps a repeated report once and applies it again, in case the first try was cut off', async () => {
  inState('pending');
  await Promise.all(Array.from({ length: 20 }, () => send(settled())));
  expect(app.memory.payments.reports.size).toBe(1);
  expect(app.memory.payments.applied).toHaveLength(20);
});

it('does nothing more about what the charging activity has heard and written itself', async () => {
  inState('pending');
  await send(settled());
  inState('returned');
  expect((await send(settled('event-2'))).status).toBe(204);
  expect(app.memory.payments.applied).toHaveLength(1);
});

it('does all of it once more when the same report comes again, for the first try may have been cut off', async () => {
  inState('pending');
  await send(settled());
  inState('returned');
  await send(settled());
  expect(app.memory.payments.applied).toHaveLength(2);
});

it('refuses a body that is changed by one byte, and one signed by nobody', async () => {
  inState('pending');
  const report = settled();
  const rawBody = Buffer.from(report.rawBody.toString().replace('event-1', 'event-2'));
  const forged = await send({ ...report, rawBody });
  expect([forged.status, forged.body.code]).toEqual([401, 'SIGNATURE_WRONG']);
  expect((await send({ headers: {}, rawBody: report.rawBody })).status).toBe(401);
  expect(app.memory.payments.applied).toEqual([]);
});

it('takes a report about a charge that is not ours, so that it is not sent for ever', async () => {
  await submit({ ...charge(), key: 'somebody:else' });
  const report = app.gateway.report('somebody:else');
  expect((await send(report)).status).toBe(204);
  expect(app.memory.payments.applied).toEqual([]);
});

it('knows one gateway', async () => {
  expect((await send(settled(), 'stripe')).status).toBe(404);
});

it('stops a body larger than any report', async () => {
  const response = await send({ headers: {}, rawBody: Buffer.alloc(300_000, 'x') });
  expect([response.status, response.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
});
