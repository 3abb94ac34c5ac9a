/**
 * Goal: in any order of faults, repeats, look-ups and fences, and whenever the late requests arrive,
 * at most one charge is made per key, none after a fence, and no answer contradicts the ledger.
 * Method: random sequences against the real adapter and a real sandbox, inside the key's lifetime,
 * several keys interleaved; afterwards everything still under way is let in and the ledger is read.
 */
import fc from 'fast-check';
import type { Charge, ChargeOutcome, PaymentGateway } from '../../domain/ports';
import { type GatewayWorld, openFakeWorld, openSandboxWorld } from './gateway-world';

const STEPS = [
  'submit',
  'submitAnswerLost',
  'submitRequestLost',
  'submitLate',
  'query',
  'fence',
  'deliverLate',
] as const;
type Step = (typeof STEPS)[number];

const TOKENS = ['card_success', 'card_declined', 'bank_success', 'card_answer_lost'] as const;

/** What we have been told about one key, and so what must be true. */
type Told = { charge: Charge; isFenced: boolean; taken: ChargeOutcome['kind'] | null };

const MONEY: ReadonlySet<string> = new Set(['settled', 'pending']);

async function walk(world: GatewayWorld, told: Told, step: Step): Promise<void> {
  const { gateway } = world;
  if (step === 'submitAnswerLost') await world.loseNextAnswer();
  if (step === 'submitRequestLost') await world.loseNextRequest();
  if (step === 'submitLate') await world.delayNextRequest();
  if (step === 'deliverLate') {
    await world.deliverLate();
    return;
  }
  const answer = await answerOf(gateway, told.charge, step);
  if (answer === null || answer === 'not-found' || answer === 'cannot') {
    // Once we were told of money, it is found for ever.
    if (answer === 'not-found') expect(told.taken).toBeNull();
    return;
  }
  if (answer === 'fenced') {
    expect(told.taken).toBeNull();
    told.isFenced = true;
    return;
  }
  if (MONEY.has(answer.kind)) {
    expect(told.isFenced).toBe(false);
    told.taken = answer.kind;
  }
  if (answer.kind === 'refused') expect(told.isFenced).toBe(true);
}

async function answerOf(gateway: PaymentGateway, charge: Charge, step: Step) {
  if (step === 'query') return gateway.query(charge);
  if (step === 'fence') return gateway.fence(charge);
  return gateway.submit(charge).catch(() => null);
}

let lastNumber = 0;

async function newKey(world: GatewayWorld, token: (typeof TOKENS)[number]): Promise<Told> {
  lastNumber += 1;
  const charge: Charge = {
    key: `random-${lastNumber}:charge`,
    amountMinor: 10_000,
    currency: 'USD',
    methodToken: token,
    methodKind: token === 'bank_success' ? 'bankDebit' : 'card',
    statementText: 'P-1',
    handle: null,
  };
  const handle = await world.gateway.prepare(charge);
  return { charge: { ...charge, handle }, isFenced: false, taken: null };
}

const worlds = [
  ['the sandbox, fence by handle', () => openSandboxWorld('handle')],
  ['the sandbox, fence by key', () => openSandboxWorld('key')],
  ['the sandbox, no fence', () => openSandboxWorld('none')],
  ['the fake, fence by key', async () => openFakeWorld({ fence: 'key' })],
  ['the fake, fence by handle', async () => openFakeWorld({ fence: 'handle' })],
] as const;

describe.each(worlds)('%s, under any sequence of faults', (_name, open) => {
  let world: GatewayWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  it('takes money at most once per key and never after a fence', async () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...STEPS)), {
      minLength: 5,
      maxLength: 25,
    });
    const tokens = fc.tuple(
      fc.constantFrom(...TOKENS),
      fc.constantFrom(...TOKENS),
      fc.constantFrom(...TOKENS),
    );
    await fc.assert(
      fc.asyncProperty(tokens, steps, async (methods, walked) => {
        const keys = await Promise.all(methods.map((method) => newKey(world, method)));
        for (const [index, step] of walked) await walk(world, keys[index] as Told, step);
        await world.deliverLate();
        for (const { charge, isFenced, taken } of keys) {
          const count = await world.takenCount(charge.key);
          expect(count).toBeLessThanOrEqual(isFenced ? 0 : 1);
          if (taken) expect(count).toBe(1);
          if (count === 1)
            expect(await world.gateway.query(charge)).toMatchObject({
              reference: expect.any(String),
            });
        }
      }),
      { numRuns: 60 },
    );
  });
});
