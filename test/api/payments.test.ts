/**
 * Goal: what a route of payments promises beside the rules of money, which its store keeps.
 * Method: the real application; the store answers what a test tells it.
 */
import { randomUUID } from 'node:crypto';
import { ok, refuse } from '../../domain/result';
import { createTestApp, signIn, type TestApp } from './support/app';

const ORGANIZATION = randomUUID();
const METHOD = randomUUID();
const INVOICE = randomUUID();

let app: TestApp;
let biller: Record<string, string>;

beforeEach(async () => {
  app = createTestApp();
  biller = await signIn(app, 'biller');
});

const aBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  organizationId: ORGANIZATION,
  methodId: METHOD,
  currency: 'USD',
  lines: [{ invoiceId: INVOICE, amountMinor: 150_000 }],
  ...more,
});
const put = (id: string, body: object) =>
  app.anyone.put(`/api/payments/${id}`).set(biller).send(body);

describe('placing', () => {
  it('answers 201 with the place of the payment, and starts its workflow', async () => {
    const id = randomUUID();
    const response = await put(id, aBody());
    expect(response.status).toBe(201);
    expect(response.headers['location']).toBe(`/api/payments/${id}`);
    expect(response.body).toMatchObject({
      id,
      state: 'reserved',
      amount: { amountMinor: 150_000, currency: 'USD' },
    });
    await app.soon.idle();
    expect(app.starter.started).toEqual([id]);
  });

  it('answers a repeat the same way and starts nothing twice', async () => {
    const id = randomUUID();
    const first = await put(id, aBody({ fingerprint: 'a'.repeat(64) }));
    const second = await put(id, aBody({ fingerprint: 'b'.repeat(64) }));
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    await app.soon.idle();
    expect(app.starter.started).toEqual([id]);
  });

  it('takes an id in capitals for the same id', async () => {
    const id = randomUUID();
    await put(id, aBody());
    expect((await put(id.toUpperCase(), aBody())).status).toBe(200);
  });

  it('refuses another body under the same id, and shows what was placed', async () => {
    const id = randomUUID();
    const first = await put(id, aBody());
    const other = await put(id, aBody({ reference: 'PO 7731' }));
    expect([other.status, other.body.code]).toEqual([409, 'PAYMENT_ID_USED']);
    expect(other.body.payment).toEqual(first.body);
  });

  it('says yes while Temporal is away', async () => {
    app.starter.isAway = true;
    expect((await put(randomUUID(), aBody())).status).toBe(201);
    await app.soon.idle();
    expect(app.lines.join('')).toContain('a workflow was not started');
  });

  it('does not wait for Temporal', async () => {
    let open = () => {};
    app.starter.gate = new Promise((resolve) => {
      open = resolve;
    });
    expect((await put(randomUUID(), aBody())).status).toBe(201);
    expect(app.starter.started).toEqual([]);
    open();
    await app.soon.idle();
    expect(app.starter.started).toHaveLength(1);
  });

  it('names every reason of a refusal; the first one is the code', async () => {
    const refusal = {
      code: 'AMOUNT_EXCEEDS_HEADROOM' as const,
      invoice: { id: INVOICE, number: 'INV-7' },
      limit: { amountMinor: 30_000, currency: 'USD' },
      plannedEntries: [],
      earliest: null,
      latest: null,
    };
    app.memory.payments.nextRefusal = refuse({
      code: 'REFUSED',
      refusals: [refusal, { ...refusal, code: 'INVOICE_ON_HOLD', limit: null }],
    });
    const response = await put(randomUUID(), aBody());
    expect([response.status, response.body.code]).toEqual([422, 'AMOUNT_EXCEEDS_HEADROOM']);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body.refusals).toHaveLength(2);
    expect(response.body.refusals[0].limit).toEqual({ amountMinor: 30_000, currency: 'USD' });
  });

  it('reports an outage as ours and says no more', async () => {
    app.memory.payments.outage = new Error('connection to 10.0.0.7 refused for user headroom');
    const response = await put(randomUUID(), aBody());
    expect(response.status).toBe(500);
    expect(response.body).toEqual({
      type: '/problems/internal',
      title: 'Something went wrong here.',
      status: 500,
      code: 'INTERNAL',
      instance: response.headers['x-request-id'],
    });
    // The log says it, under the id that the caller was told.
    expect(app.lines.some((line) => line.includes('10.0.0.7'))).toBe(true);
    expect(app.lines.some((line) => line.includes(response.body.instance))).toBe(true);
  });
});

describe('a request that does not fit', () => {
  it.each([
    ['/body/lines/0/amountMinor', aBody({ lines: [{ invoiceId: INVOICE, amountMinor: 1.5 }] })],
    ['/body/lines/0/amountMinor', aBody({ lines: [{ invoiceId: INVOICE, amountMinor: 2 ** 53 }] })],
    ['/body/lines/0/note', aBody({ lines: [{ invoiceId: INVOICE, amountMinor: 1, note: '' }] })],
    ['/body/currency', aBody({ currency: 'usd' })],
    ['/body/runOn', aBody({ runOn: '2026-02-30' })],
    ['/body/methodId', aBody({ methodId: 'visa' })],
    ['/body/isAdmin', aBody({ isAdmin: true })],
    ['/body/extraRecipients/0', aBody({ extraRecipients: ['a@b.example\r\nBcc: c@d.example'] })],
  ])('names %s', async (pointer, body) => {
    const response = await put(randomUUID(), body);
    expect([response.status, response.body.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(response.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      pointer,
    ]);
  });

  it('has an id that is none', async () => {
    const response = await put('P-10423', aBody());
    expect(response.body.errors[0].pointer).toBe('/params/id');
  });

  it('cannot reach the prototype of anything', async () => {
    const response = await app.anyone
      .put(`/api/payments/${randomUUID()}`)
      .set(biller)
      .type('application/json')
      .send(`{"__proto__": {"isAdmin": true}, ${JSON.stringify(aBody()).slice(1)}`);
    expect(response.body.code).toBe('REQUEST_INVALID');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is no JSON', async () => {
    const id = randomUUID();
    const send = app.anyone.put(`/api/payments/${id}`).set(biller).type('application/json');
    expect((await send.send('{"lines": [')).body.code).toBe('BODY_NOT_JSON');
  });

  it('is JSON that says it is text, as a form would send it', async () => {
    const send = app.anyone.put(`/api/payments/${randomUUID()}`).set(biller).type('text/plain');
    const response = await send.send(JSON.stringify(aBody()));
    expect([response.status, response.body.code]).toEqual([415, 'CONTENT_TYPE_NOT_SUPPORTED']);
  });

  it('is larger than a payment can be', async () => {
    const response = await put(randomUUID(), aBody({ note: 'x'.repeat(1_100_000) }));
    expect([response.status, response.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('has a path that cannot be read', async () => {
    const response = await app.anyone.get('/api/payments/%E0%A4%A').set(biller);
    expect([response.status, response.body.code]).toEqual([400, 'REQUEST_INVALID']);
  });
});

describe('deciding about a placed payment', () => {
  const id = randomUUID();
  const placed = {
    id,
    version: 2,
    number: 'P-10001',
    kind: 'manual' as const,
    state: 'cancelled' as const,
    amount: { amountMinor: 1, currency: 'USD' },
    runOn: null,
    runAt: null,
  };
  const cancel = () =>
    app.anyone.post(`/api/payments/${id}/cancel`).set(biller).send({ version: 1 });

  it('tells its workflow after a yes', async () => {
    await put(id, aBody());
    app.memory.payments.nextRefusal = ok(placed);
    expect((await cancel()).body).toEqual(placed);
    await app.soon.idle();
    expect(app.starter.told).toEqual([{ paymentId: id, news: 'changed' }]);
  });

  it('tells nobody after a no, and gives the reason in words', async () => {
    const reason = 'It has been submitted.';
    app.memory.payments.nextRefusal = refuse({ code: 'PAYMENT_NOT_CHANGEABLE', reason });
    const response = await cancel();
    expect([response.status, response.body.reason]).toEqual([409, reason]);
    await app.soon.idle();
    expect(app.starter.told).toEqual([]);
  });

  it('answers a change made from an old version with the payment as its own page shows it', async () => {
    const present = { id, version: 2, state: 'scheduled' } as never;
    app.memory.payments.nextRefusal = refuse({ code: 'VERSION_CONFLICT' as const, present });
    for (const [action, body] of [
      ['change', { version: 1, runOn: '2027-01-04' }],
      ['cancel', { version: 1 }],
      ['approve', { version: 1 }],
    ] as const) {
      const response = await app.anyone
        .post(`/api/payments/${id}/${action}`)
        .set(biller)
        .send(body);
      expect(response.status).toBe(409);
      expect(response.body).toMatchObject({
        code: 'VERSION_CONFLICT',
        present: { id, version: 2, workflow: { id: `payment:${id}` } },
      });
    }
  });

  it('answers an unknown payment with 404', async () => {
    expect((await cancel()).status).toBe(404);
    expect((await app.anyone.get(`/api/payments/${id}`).set(biller)).status).toBe(404);
  });
});

describe('a list', () => {
  it.each([
    ['/query/sort', 'sort=password'],
    ['/query/limit', 'limit=201'],
    ['/query/filter', 'filter=x'],
    ['/query/organizationId', 'organizationId=1'],
  ])('refuses %s', async (pointer, query) => {
    const response = await app.anyone.get(`/api/payments?${query}`).set(biller);
    expect(response.status).toBe(400);
    expect(response.body.errors[0].pointer).toBe(pointer);
  });
});
