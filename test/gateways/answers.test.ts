/**
 * Goal: no answer of a gateway is taken for more than it says. A no is only a no when it was given
 * before execution; everything else is silence, and thrown.
 * Method: the adapter with answers made up for each line of the table in `http.ts`.
 */
import type { Charge } from '../../domain/ports';
import { createSandboxGateway } from '../../gateways/sandbox/sandbox-gateway';

const charge: Charge = {
  key: 'a:charge',
  amountMinor: 150_000,
  currency: 'USD',
  methodToken: 'card_success',
  methodKind: 'card',
  statementText: 'P-10423',
  handle: null,
};

const settled = {
  id: 'ch_1',
  reference: 'a:charge',
  state: 'settled',
  code: null,
  reason: null,
  isHard: false,
  settledAt: '2026-11-02T15:00:00.000Z',
};

const gatewayAnswering = (answer: () => Promise<Response>) =>
  createSandboxGateway({
    baseUrl: 'http://127.0.0.1:1',
    apiKey: 'key',
    webhookSecret: 'secret',
    profile: 'key',
    timeoutMs: 50,
    now: () => new Date('2026-11-02T15:00:00.000Z'),
    fetch: answer,
  });

const answering = (status: number, body: unknown) =>
  gatewayAnswering(async () => new Response(JSON.stringify(body), { status }));

const errorOf = (code: string, more: object = {}) => ({ error: { code, message: 'x', ...more } });

describe('an answer of the gateway', () => {
  it.each([200, 201])('%i is an outcome', async (status) => {
    const gateway = answering(status, { charge: settled });
    expect(await gateway.submit(charge)).toEqual({
      kind: 'settled',
      reference: 'ch_1',
      settledAt: '2026-11-02T15:00:00.000Z',
    });
  });

  it('402 is a decline, and a word we do not know is a plain one', async () => {
    const body = {
      ...errorOf('x'),
      charge: { ...settled, state: 'declined', code: 'a_new_word', isHard: true },
    };
    expect(await answering(402, body).submit(charge)).toEqual({
      kind: 'declined',
      reference: 'ch_1',
      reason: 'declined',
      isHard: true,
    });
  });

  it.each([400, 404, 422])('%i is a refusal before anything was done', async (status) => {
    const gateway = answering(status, errorOf('unknown_method'));
    expect(await gateway.submit(charge)).toEqual({ kind: 'refused', reason: 'unknown_method' });
  });

  it('409 is a duplicate only when it says so', async () => {
    const duplicate = errorOf('duplicate', { retryAt: '2026-11-02T15:02:00.000Z' });
    expect(await answering(409, duplicate).submit(charge)).toEqual({
      kind: 'duplicate',
      retryAt: '2026-11-02T15:02:00.000Z',
    });
    await expect(answering(409, errorOf('key_in_use')).submit(charge)).rejects.toThrow(
      'key_in_use',
    );
  });

  it.each([401, 403])('%i says that nothing happened, and is thrown', async (status) => {
    await expect(answering(status, errorOf('no')).submit(charge)).rejects.toThrow(
      'nothing happened',
    );
  });

  it.each([302, 418, 429, 500, 502, 503, 504])('%i is silence', async (status) => {
    // A body that looks like a decline or a refusal changes nothing about the status.
    const body = { ...errorOf('unknown_method'), charge: { ...settled, state: 'declined' } };
    await expect(answering(status, body).submit(charge)).rejects.toThrow();
  });

  it.each([
    ['no JSON', '<html>'],
    ['no object', '[]'],
    ['no charge', '{}'],
    ['a state we do not know', JSON.stringify({ charge: { ...settled, state: 'odd' } })],
    ['settled without its time', JSON.stringify({ charge: { ...settled, settledAt: null } })],
  ])('200 with %s is silence', async (_what, text) => {
    const gateway = gatewayAnswering(async () => new Response(text, { status: 200 }));
    await expect(gateway.submit(charge)).rejects.toThrow('cannot be read');
  });

  it('422 that cannot be read is silence', async () => {
    const gateway = gatewayAnswering(async () => new Response('<html>', { status: 422 }));
    await expect(gateway.submit(charge)).rejects.toThrow('cannot be read');
  });

  it('names the reason when there is no connection, and not what was sent', async () => {
    const gateway = createSandboxGateway({
      baseUrl: 'http://127.0.0.1:9',
      apiKey: 'secret key',
      webhookSecret: 'secret',
      profile: 'key',
      timeoutMs: 2_000,
      now: () => new Date(),
    });
    const error = await gateway.submit(charge).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/no answer from the gateway/);
    expect(String(error)).not.toMatch(/secret|card_success/);
  });

  it('is not waited for longer than the time-out', async () => {
    const gateway = createSandboxGateway({
      baseUrl: 'http://127.0.0.1:1',
      apiKey: 'key',
      webhookSecret: 'secret',
      profile: 'key',
      timeoutMs: 20,
      now: () => new Date(),
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        }),
    });
    await expect(gateway.submit(charge)).rejects.toThrow('TimeoutError');
  });
});

describe('several charges under one key', () => {
  it('are the one in which money moved', async () => {
    const declined = { ...settled, id: 'ch_0', state: 'declined', code: 'declined' };
    const later = { ...settled, id: 'ch_2', state: 'voided' };
    const gateway = answering(200, { charges: [declined, settled, later] });
    expect(await gateway.query(charge)).toMatchObject({ kind: 'settled', reference: 'ch_1' });
    const none = answering(200, { charges: [declined, later] });
    expect(await none.query(charge)).toMatchObject({ kind: 'voided' });
    expect(await answering(200, { charges: [] }).query(charge)).toBe('not-found');
  });
});
