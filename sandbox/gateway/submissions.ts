/**
 * How money is taken: prepare, submit, fence.
 *
 * Invariants: one charge per key while the key is remembered, and per handle for ever; once fenced,
 * no request takes money under that key or handle, however late it arrives. Each method here runs
 * to its end without waiting, so two requests cannot see the same moment.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Answer, problem } from '../answer';
import type { Clocks } from '../clocks';
import type { Change, Collection, DurableMemory } from '../durable-memory';
import { type Charge, ChargeState, HOLDS_MONEY } from './charge';
import { type ChargeStore, scoped } from './charge-store';
import { viewOf } from './charge-view';
import type { IdempotencyKeys } from './idempotency-keys';
import { DeclineCode, HARD_DECLINES } from './magic-methods';
import { readMethod, type StoredMethod } from './method';
import type { Methods } from './methods';
import type { Profile } from './profiles';

export const ChargeRequest = z.strictObject({
  reference: z.string().min(1).max(200),
  intent: z.string().max(100).nullable(),
  amount: z.int().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  method: z.string().min(1).max(100),
  statement: z.string().max(40),
});
export type ChargeRequest = z.infer<typeof ChargeRequest>;

export const FenceRequest = z.strictObject({
  reference: z.string().min(1).max(200),
  intent: z.string().max(100).nullable(),
});
export type FenceRequest = z.infer<typeof FenceRequest>;

export type Merchant = Readonly<{ account: string; profile: Profile }>;
type Intent = Readonly<{
  id: string;
  account: string;
  reference: string;
  request: string;
  isFenced: boolean;
  charge: string | null;
}>;

type Dependencies = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  charges: ChargeStore;
  methods: Methods;
  keys: IdempotencyKeys;
  /** What the bank will do with a debit by itself, written together with the charge. */
  bookSteps(charge: Charge, method: StoredMethod): readonly Change[];
}>;

export class Submissions {
  private readonly intents: Collection<Intent>;
  private readonly fences: Collection<true>;

  constructor(private readonly parts: Dependencies) {
    this.intents = parts.memory.collection<Intent>('intents');
    this.fences = parts.memory.collection<true>('fences');
  }

  /** Stores an intention from which no money can move yet; the same key answers the same handle. */
  prepare({ account, profile }: Merchant, key: string, request: ChargeRequest): Answer {
    if (profile.fence !== 'handle') {
      return problem(422, 'unsupported', 'This account has no intents.');
    }
    const { keys, memory } = this.parts;
    const known = keys.recall(account, profile, 'prepare', key, bodyOf(request));
    if (known) return known;
    const intent: Intent = {
      id: newId('int'),
      account,
      reference: request.reference,
      request: bodyOf({ ...request, intent: null }),
      isFenced: false,
      charge: null,
    };
    const answer = {
      status: 201,
      body: { intent: { id: intent.id, reference: intent.reference } },
    };
    memory.commit(
      this.intents.put(intent.id, intent),
      keys.remember(account, 'prepare', key, bodyOf(request), answer),
    );
    return answer;
  }

  /** Takes the money, or says why not. */
  submit(merchant: Merchant, key: string, request: ChargeRequest): Answer {
    const { account, profile } = merchant;
    const known = this.parts.keys.recall(account, profile, 'submit', key, bodyOf(request));
    if (known) return known;

    const method = this.parts.methods.find(request.method);
    if (!method) return problem(422, 'unknown_method', 'No such method.');
    const refusal = this.refusalOf(merchant, request);
    if (refusal) return refusal;
    const intent = request.intent === null ? undefined : this.intents.get(request.intent);
    if (intent?.charge) return answerOf(this.parts.charges.get(intent.charge) as Charge);
    const duplicate = this.duplicateOf(merchant, request);
    if (duplicate) return duplicate;

    const charge = this.chargeOf(account, request, method);
    const answer = answerOf(charge);
    this.parts.charges.keep(
      charge,
      this.parts.keys.remember(account, 'submit', key, bodyOf(request), answer),
      ...(intent ? [this.intents.put(intent.id, { ...intent, charge: charge.id })] : []),
      ...this.parts.bookSteps(charge, method),
    );
    return answer;
  }

  /** Makes sure that a charge which has not happened never will. */
  fence({ account, profile }: Merchant, { reference, intent }: FenceRequest): Answer {
    if (profile.fence === 'none') return problem(422, 'unsupported', 'This account has no fence.');
    const { charges, memory, clocks } = this.parts;
    const changes =
      profile.fence === 'key'
        ? [this.fences.put(scoped(account, reference), true)]
        : this.fenceIntent(account, intent);
    if (changes === null) return problem(422, 'intent_required', 'There is no such intent.');

    const made = charges.byReference(account, reference);
    // Money that was taken cannot be fenced any more: the charge itself is the answer.
    const taken = made.find(({ state }) => !STOPPED.has(state));
    if (taken) return { status: 200, body: { fenced: false, charge: viewOf(taken) } };

    const waiting = made.find(({ state }) => state === ChargeState.actionRequired);
    if (!waiting) memory.commit(...changes);
    else charges.keep(voided(waiting, clocks.now('calendar').toISOString()), ...changes);
    return { status: 200, body: { fenced: true, charge: null } };
  }

  private fenceIntent(account: string, id: string | null): Change[] | null {
    const intent = id === null ? undefined : this.intents.get(id);
    if (!intent || intent.account !== account) return null;
    return [this.intents.put(intent.id, { ...intent, isFenced: true })];
  }

  private refusalOf({ account, profile }: Merchant, request: ChargeRequest): Answer | null {
    const { amount, reference } = request;
    if (amount < profile.minimumMinor) {
      return problem(422, 'amount_below_minimum', `At least ${profile.minimumMinor}.`);
    }
    if (amount > profile.maximumMinor) {
      return problem(422, 'amount_above_maximum', `At most ${profile.maximumMinor}.`);
    }
    if (this.fences.get(scoped(account, reference))) {
      return problem(422, 'fenced', 'This charge was fenced.');
    }
    return profile.fence === 'handle' ? this.intentRefusal(account, request) : null;
  }

  private intentRefusal(account: string, request: ChargeRequest): Answer | null {
    const intent = request.intent === null ? undefined : this.intents.get(request.intent);
    if (!intent || intent.account !== account) {
      return problem(422, 'intent_required', 'Prepare the charge first.');
    }
    if (intent.isFenced) return problem(422, 'fenced', 'This charge was fenced.');
    return intent.request === bodyOf({ ...request, intent: null })
      ? null
      : problem(422, 'intent_differs', 'The intent was prepared for something else.');
  }

  private duplicateOf({ account, profile }: Merchant, request: ChargeRequest): Answer | null {
    if (profile.duplicateWindowSeconds === null) return null;
    const like = this.parts.charges.alike({ ...request, account });
    if (!like) return null;
    const untilMs = Date.parse(like.createdAt) + profile.duplicateWindowSeconds * 1000;
    if (this.parts.clocks.now('calendar').getTime() >= untilMs) return null;
    const retryAt = new Date(untilMs).toISOString();
    return problem(409, 'duplicate', 'A charge like this was taken a moment ago.', { retryAt });
  }

  private chargeOf(account: string, request: ChargeRequest, method: StoredMethod): Charge {
    const now = this.parts.clocks.now('calendar');
    const at = now.toISOString();
    const code = declineOf(method, now);
    const state = stateOf(method, code);
    return {
      id: newId('ch'),
      account,
      reference: request.reference,
      intent: request.intent,
      amount: request.amount,
      currency: request.currency,
      method: method.token,
      methodKind: method.kind,
      methodLabel: `${method.brand} ${method.lastFour}`,
      statement: request.statement,
      state,
      code,
      reason: null,
      isHard: code !== null && HARD_DECLINES.has(code),
      createdAt: at,
      settledAt: state === ChargeState.settled ? at : null,
      refunds: [],
      history: [{ at, state, code }],
    };
  }
}

/** A charge in these can still be stopped, or was: fencing it, or fencing it again, is true. */
const STOPPED: ReadonlySet<ChargeState> = new Set([ChargeState.actionRequired, ChargeState.voided]);

function declineOf(method: StoredMethod, now: Date): DeclineCode | null {
  if (method.behaviour.decline) return method.behaviour.decline;
  const { status } = readMethod(method, now);
  if (status === 'usable') return null;
  return status === 'expired' ? DeclineCode.expired : DeclineCode.methodRemoved;
}

function stateOf({ kind, behaviour }: StoredMethod, code: DeclineCode | null): ChargeState {
  if (code !== null) return ChargeState.declined;
  if (behaviour.requiresAction) return ChargeState.actionRequired;
  return kind === 'card' ? ChargeState.settled : ChargeState.pending;
}

function answerOf(charge: Charge): Answer {
  if (charge.state !== ChargeState.declined) {
    return { status: HOLDS_MONEY.has(charge.state) ? 201 : 200, body: { charge: viewOf(charge) } };
  }
  const error = { code: charge.code, message: 'The charge was declined.' };
  return { status: 402, body: { error, charge: viewOf(charge) } };
}

function voided(charge: Charge, at: string): Charge {
  const state = ChargeState.voided;
  return { ...charge, state, history: [...charge.history, { at, state, code: null }] };
}

/** The same request has the same text, whatever the order its fields came in. */
function bodyOf(request: ChargeRequest): string {
  const { reference, intent, amount, currency, method, statement } = request;
  return JSON.stringify([reference, intent, amount, currency, method, statement]);
}

const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString('base64url')}`;
