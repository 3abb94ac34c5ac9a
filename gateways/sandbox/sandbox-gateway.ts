/** The sandbox's gateway behind the port. It decides nothing: it asks, and reads the answer. */
import type {
  Charge,
  ChargeOutcome,
  GatewayReport,
  MethodReading,
  PaymentGateway,
} from '../../domain/ports';
import { ask, type Call, NoAnswer, type Reply, readable } from './http';
import { type Fields, fieldsOf, listOf, oneOf, optionalTextOf, textOf } from './json';
import { decisiveOutcome, outcomeOf } from './outcome';
import { SANDBOX_CAPABILITIES, type SandboxProfile } from './profiles';
import { verifiedReport } from './report';

type Options = Readonly<{
  baseUrl: string;
  apiKey: string;
  webhookSecret: string;
  profile: SandboxProfile;
  /** Shorter than the activity that calls, far shorter than the gateway's key lifetime. */
  timeoutMs: number;
  /** The real time, against which the age of a signature is measured. */
  now: () => Date;
  /** Another one in tests only. */
  fetch?: typeof globalThis.fetch;
}>;

/** All that can be said of a token which the gateway does not know. */
const METHOD_GONE: MethodReading = {
  status: 'removed',
  kind: 'card',
  brand: '',
  lastFour: '',
  expiresIn: null,
};

export function createSandboxGateway(options: Options): PaymentGateway {
  const { profile, webhookSecret, now } = options;
  const capabilities = SANDBOX_CAPABILITIES[profile];
  const account = `/v1/accounts/${profile}`;
  const call = (request: Call): Promise<Reply> =>
    ask({ ...options, fetch: options.fetch ?? globalThis.fetch }, request);

  const prepare = async (charge: Charge): Promise<string | null> => {
    if (capabilities.fence !== 'handle') return null;
    const body = requestOf({ ...charge, handle: null });
    const reply = await call({ path: `${account}/intents`, key: charge.key, body });
    if (reply.kind === 'done') return readable(() => handleIn(reply.body));
    // Prepared before with another body: the handle of then is answered, and submitting it refused.
    if (reply.kind === 'refused' && reply.code === 'key_reused') {
      return readable(() => handleIn(fieldsOf(reply.error['first'], 'first')));
    }
    throw new NoAnswer('the gateway did not store the intention: nothing happened');
  };

  return {
    name: 'sandbox',
    capabilities,
    prepare,

    async submit(charge): Promise<ChargeOutcome> {
      const body = requestOf(charge);
      const reply = await call({ path: `${account}/charges`, key: charge.key, body });
      if (reply.kind !== 'refused') return readable(() => chargeIn(reply.body));
      if (reply.code !== 'duplicate') return { kind: 'refused', reason: reply.code };
      return { kind: 'duplicate', retryAt: readable(() => textOf(reply.error, 'retryAt')) };
    },

    async query(charge): Promise<ChargeOutcome | 'not-found'> {
      const path = `${account}/charges?reference=${encodeURIComponent(charge.key)}`;
      const { body } = done(await call({ path }));
      return readable(() => {
        const charges = listOf(body['charges'], 'charges');
        return decisiveOutcome(charges.map((one) => outcomeOf(fieldsOf(one, 'charge'))));
      });
    },

    async fence(charge): Promise<ChargeOutcome | 'fenced' | 'cannot'> {
      if (capabilities.fence === 'none') return 'cannot';
      // Lost between prepare and our book: nobody can have submitted it, and this is how to name it.
      const intent = charge.handle ?? (await prepare(charge));
      const body = { reference: charge.key, intent };
      const reply = done(await call({ path: `${account}/fences`, body }));
      return readable(() =>
        reply.body['fenced'] === true ? ('fenced' as const) : chargeIn(reply.body),
      );
    },

    async refund(charge, { refundKey, amountMinor }) {
      const body = { reference: charge.key, amount: amountMinor };
      const reply = await call({ path: `${account}/refunds`, key: refundKey, body });
      if (reply.kind === 'refused') return { kind: 'refused', reason: reply.code };
      const refund = readable(() => fieldsOf(reply.body['refund'], 'refund'));
      return { kind: 'refunded', reference: readable(() => textOf(refund, 'id')) };
    },

    async readMethod(methodToken): Promise<MethodReading> {
      const reply = await call({ path: `/v1/methods/${encodeURIComponent(methodToken)}` });
      // It will never pay, which is what *removed* says. Thrown, it would be asked for ever.
      if (reply.kind === 'refused' && reply.code === 'unknown_method') return METHOD_GONE;
      return readable(() => readingOf(done(reply).body));
    },

    readReport(headers, rawBody): GatewayReport | null {
      const expectation = { secret: webhookSecret, account: profile, now: now() };
      return verifiedReport(expectation, headers, rawBody);
    },
  };
}

/** @throws NoAnswer for a call that has no other good answer than yes. */
function done(reply: Reply): Extract<Reply, { kind: 'done' }> {
  if (reply.kind === 'done') return reply;
  throw new NoAnswer(`the gateway did not answer (${reply.kind}): nothing happened`);
}

function requestOf(charge: Charge): object {
  return {
    reference: charge.key,
    intent: charge.handle,
    amount: charge.amountMinor,
    currency: charge.currency,
    method: charge.methodToken,
    statement: charge.statementText,
  };
}

const handleIn = (body: Fields): string => textOf(fieldsOf(body['intent'], 'intent'), 'id');

const chargeIn = (body: Fields): ChargeOutcome => outcomeOf(fieldsOf(body['charge'], 'charge'));

function readingOf(method: Fields): MethodReading {
  return {
    status: oneOf(method, 'status', ['usable', 'expired', 'removed', 'switchedOff'] as const),
    kind: oneOf(method, 'kind', ['card', 'bankDebit'] as const),
    brand: textOf(method, 'brand'),
    lastFour: textOf(method, 'lastFour'),
    expiresIn: optionalTextOf(method, 'expiresIn'),
  };
}
