/**
 * The gateway's HTTP interface. Every call carries the merchant's secret key; every call that
 * changes something carries an `idempotency-key`.
 *
 * | call | answers |
 * | --- | --- |
 * | `GET /v1/accounts/:account` | `{account, capabilities}` |
 * | `POST /v1/accounts/:account/intents` | 201 `{intent}` |
 * | `POST /v1/accounts/:account/charges` | 200/201 `{charge}`, 402 declined, 409 duplicate or in use, 422 refused |
 * | `GET /v1/accounts/:account/charges?reference=` | `{charges}` |
 * | `POST /v1/accounts/:account/fences` | `{fenced, charge}` |
 * | `POST /v1/accounts/:account/refunds` | 201 `{refund}` |
 * | `GET /v1/methods/:token` | `{token, kind, status, brand, lastFour, expiresIn}` |
 */
import { timingSafeEqual } from 'node:crypto';
import { json, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Answer, deliver, problem } from '../answer';
import type { Clocks } from '../clocks';
import type { DurableMemory } from '../durable-memory';
import { type Fault, FaultKind, type Faults, type Operation } from '../faults';
import { viewOf } from './charge-view';
import { FirstTimes } from './first-times';
import type { Gateway } from './gateway';
import { PROFILES } from './profiles';
import { RefundRequest, refund } from './refunds';
import { ChargeRequest, FenceRequest, type Merchant } from './submissions';

type Dependencies = Readonly<{
  gateway: Gateway;
  memory: DurableMemory;
  clocks: Clocks;
  faults: Faults;
  apiKey: string;
  slowMs: number;
}>;

const IdempotencyKey = z.string().min(1).max(200);
const ReferenceQuery = z.strictObject({ reference: z.string().min(1).max(200) });

export function gatewayRoutes(parts: Dependencies): Router {
  const { gateway, memory, clocks, faults, apiKey } = parts;
  const firstTimes = new FirstTimes(memory);
  const answeringNow = new Set<string>();

  const answer = (
    response: Response,
    operation: Operation,
    about: string,
    act: () => Answer,
  ): Promise<void> => deliver(response, memory, faults.take(operation, about), act);

  /** The fault of a submit: one that was armed, else the one its method always brings. */
  const faultOf = (account: string, { method, reference }: ChargeRequest): Fault | null => {
    const armed = faults.take('submit', reference);
    if (armed) return armed;
    const magic = gateway.methods.find(method)?.behaviour.fault;
    if (!magic) return null;
    if (magic.isFirstTimeOnly && !firstTimes.isFirst(account, reference)) return null;
    return { kind: magic.kind, delayMs: parts.slowMs };
  };

  const submit = async (
    response: Response,
    merchant: Merchant,
    key: string,
    body: ChargeRequest,
  ) => {
    const inUse = `${merchant.account} ${key}`;
    if (answeringNow.has(inUse)) {
      const answered = problem(409, 'key_in_use', 'The first request under this key is under way.');
      await deliver(response, memory, null, () => answered);
      return;
    }
    const fault = faultOf(merchant.account, body);
    if (fault?.kind === FaultKind.late) gateway.happenings.holdUp(merchant.account, key, body);
    await memory.flushed();
    answeringNow.add(inUse);
    try {
      await deliver(response, memory, fault, () => gateway.submissions.submit(merchant, key, body));
    } finally {
      answeringNow.delete(inUse);
    }
  };

  return Router()
    .use(authenticated(apiKey), json({ limit: '64kb' }))
    .get('/accounts/:account', async (request, response) => {
      const { account, profile } = merchantOf(request);
      await answer(response, 'query', account, () => ({
        status: 200,
        body: { account, capabilities: profile },
      }));
    })
    .post('/accounts/:account/intents', async (request, response) => {
      const merchant = merchantOf(request);
      const body = ChargeRequest.parse(request.body);
      const key = keyOf(request);
      await answer(response, 'prepare', body.reference, () =>
        gateway.submissions.prepare(merchant, key, body),
      );
    })
    .post('/accounts/:account/charges', async (request, response) => {
      await submit(
        response,
        merchantOf(request),
        keyOf(request),
        ChargeRequest.parse(request.body),
      );
    })
    .get('/accounts/:account/charges', async (request, response) => {
      const { account } = merchantOf(request);
      const { reference } = ReferenceQuery.parse(request.query);
      await answer(response, 'query', reference, () => ({
        status: 200,
        body: { charges: gateway.charges.byReference(account, reference).map(viewOf) },
      }));
    })
    .post('/accounts/:account/fences', async (request, response) => {
      const merchant = merchantOf(request);
      const body = FenceRequest.parse(request.body);
      await answer(response, 'fence', body.reference, () =>
        gateway.submissions.fence(merchant, body),
      );
    })
    .post('/accounts/:account/refunds', async (request, response) => {
      const { account } = merchantOf(request);
      const body = RefundRequest.parse(request.body);
      const key = keyOf(request);
      await answer(response, 'refund', body.reference, () =>
        refund({ charges: gateway.charges, clocks }, account, key, body),
      );
    })
    .get('/methods/:token', async (request, response) => {
      const { token } = request.params;
      await answer(response, 'readMethod', token, () => {
        const method = gateway.methods.read(token);
        return method
          ? { status: 200, body: method }
          : problem(404, 'unknown_method', 'No such method.');
      });
    });
}

/** Thrown by routes for a request that cannot be read; the app answers it as it is. */
export class BadRequest extends Error {
  constructor(readonly answer: Answer) {
    super('bad request');
  }
}

function merchantOf(request: Request<{ account: string }>): Merchant {
  const { account } = request.params;
  const profile = PROFILES.get(account);
  if (!profile) throw new BadRequest(problem(404, 'unknown_account', 'No such account.'));
  return { account, profile };
}

function keyOf(request: Request<{ account: string }>): string {
  const key = IdempotencyKey.safeParse(request.get('idempotency-key'));
  if (key.success) return key.data;
  throw new BadRequest(problem(400, 'key_required', 'An idempotency-key of 1 to 200 characters.'));
}

function authenticated(apiKey: string) {
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return (request: Request, response: Response, next: () => void): void => {
    const given = Buffer.from(request.get('authorization') ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) {
      next();
      return;
    }
    const { status, body } = problem(401, 'unauthorized', 'Not a key of this gateway.');
    response.status(status).json(body);
  };
}
