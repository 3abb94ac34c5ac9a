/** Goal: a saved method is what the gateway says it is; our API never sees a number. */
import { randomUUID } from 'node:crypto';
import type { RulesOf } from '../../api/stores/autopay-runs';
import type { MethodStore } from '../../api/stores/books';
import { ok, refuse } from '../../domain/result';
import { createTestApp, signIn } from './support/app';
import { createMemoryStores } from './support/memory-stores';

const ID = randomUUID();

const RULE = randomUUID();

async function setUp(methods: Partial<MethodStore> = {}) {
  const added: Parameters<MethodStore['add']>[1][] = [];
  const notFound = async () => refuse({ code: 'NOT_FOUND' as const });
  const asked: RulesOf[] = [];
  const app = createTestApp({
    stores: {
      autopayRuns: {
        ...createMemoryStores().autopayRuns,
        readNews: async (of) => {
          asked.push(of);
          return [{ ruleId: RULE, organizationId: ID }];
        },
      },
      methods: {
        list: async () => null,
        change: notFound,
        remove: notFound,
        add: async (_organizationId, method) => {
          added.push(method);
          const { kind, brand, lastFour, expiresIn, status } = method.reading;
          const { friendlyName, isDefault } = method;
          const readAt = '2026-11-25T16:42:00.000Z';
          const seen = { kind, brand, lastFour, expiresIn, status, friendlyName, isDefault };
          return ok({ id: ID, version: 1, readAt, planned: [], rules: [], ...seen });
        },
        ...methods,
      },
    },
  });
  const biller = await signIn(app, 'biller');
  const add = (body: object) =>
    app.anyone.post(`/api/organizations/${ID}/payment-methods`).set(biller).send(body);
  const remove = (query: string) =>
    app.anyone.delete(`/api/payment-methods/${ID}?${query}`).set(biller);
  return { app, added, add, remove, asked };
}

it('is read from the gateway by its token, whatever the caller calls it', async () => {
  const { add, added } = await setUp();
  const response = await add({
    token: 'card_ok',
    friendlyName: 'Front office card',
    isDefault: true,
  });
  expect(response.status).toBe(201);
  expect(response.body).toMatchObject({ brand: 'Visa', lastFour: '4242', isDefault: true });
  expect(added[0]).toMatchObject({
    gateway: 'fake',
    token: 'card_ok',
    reading: { lastFour: '4242' },
  });
});

it.each([
  ['a number of a card', { number: '4242424242424242' }],
  ['its last four, made up', { lastFour: '9999' }],
])('takes no %s from the caller', async (_name, more) => {
  const { add, added } = await setUp();
  const response = await add({ token: 'card_ok', ...more });
  expect([response.status, added]).toEqual([400, []]);
});

it('is refused when the gateway says it cannot be used', async () => {
  const { add } = await setUp();
  const response = await add({ token: 'card_expired' });
  expect([response.status, response.body.code]).toEqual([422, 'METHOD_UNUSABLE']);
});

it('cannot be saved while the gateway is silent, and the answer says when to try again', async () => {
  const { app, add, added } = await setUp();
  app.gateway.readMethod = async () => {
    throw new Error('socket hang up');
  };
  const response = await add({ token: 'card_ok' });
  expect([response.status, response.headers['retry-after'], added]).toEqual([503, '10', []]);
});

describe('removing', () => {
  const payments = [{ id: randomUUID(), number: 'P-10391' }];

  it('lists what is planned on it first', async () => {
    const { remove } = await setUp({
      remove: async (_id, { isConfirmed }) =>
        isConfirmed
          ? ok({ touchedPaymentIds: [] })
          : refuse({ code: 'METHOD_HAS_PLANS' as const, payments, rules: [] }),
    });
    const asked = await remove('version=1');
    expect([asked.status, asked.body.payments]).toEqual([409, payments]);
    expect((await remove('version=1&confirmed=true')).status).toBe(204);
  });

  it('tells the workflows of what went to review', async () => {
    const placed = randomUUID();
    const { app, remove } = await setUp({
      remove: async () => ok({ touchedPaymentIds: [placed] }),
    });
    const start = { paymentId: placed, organizationId: ID, kind: 'scheduled', state: 'inReview' };
    app.memory.payments.readStart = async () =>
      ({
        ...start,
        methodKind: 'card',
        amountMinor: 1,
        currency: 'USD',
        invoiceNumbers: [],
        runAt: null,
      }) as never;
    await remove('version=1&confirmed=true');
    await app.soon.idle();
    expect(app.starter.told).toEqual([{ paymentId: placed, news: 'changed' }]);
  });

  it('wants the version that was seen', async () => {
    const { remove } = await setUp();
    expect((await remove('confirmed=true')).body.errors[0].pointer).toBe('/query/version');
  });
});

it('is told at once to the rules of its client, added or removed', async () => {
  const { app, add, remove, asked } = await setUp({
    remove: async () => ok({ touchedPaymentIds: [] }),
  });
  await add({ token: 'card_ok', isDefault: true });
  await remove('version=1');
  await app.soon.idle();
  expect(asked).toEqual([
    { kind: 'organization', id: ID },
    { kind: 'method', id: ID },
  ]);
  expect(app.starter.toldRules).toEqual([
    { ruleId: RULE, news: 'changed' },
    { ruleId: RULE, news: 'changed' },
  ]);
});
