/** The vault: tokens and what stands behind them. Numbers come in here and go nowhere else. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Answer, problem } from '../answer';
import type { Clocks } from '../clocks';
import type { Collection, DurableMemory } from '../durable-memory';
import { BANK_NAME, MAGIC_METHODS, MAGIC_ROUTING_NUMBER } from './magic-methods';
import {
  builtInMethod,
  type MethodStatus,
  type MethodView,
  readMethod,
  type StoredMethod,
} from './method';
import { brandOf, isRoutingNumber } from './numbers';

const Digits = z.string().transform((text) => text.replaceAll(/[\s-]/g, ''));

export const TokenRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('card'),
    number: Digits,
    expiresIn: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/),
    securityCode: z.string().regex(/^\d{3,4}$/),
  }),
  z.strictObject({ kind: z.literal('bankDebit'), routingNumber: Digits, accountNumber: Digits }),
]);
export type TokenRequest = z.infer<typeof TokenRequest>;

export class Methods {
  private readonly stored: Collection<StoredMethod>;

  constructor(
    private readonly memory: DurableMemory,
    private readonly clocks: Clocks,
  ) {
    this.stored = memory.collection<StoredMethod>('methods');
  }

  find(token: string): StoredMethod | undefined {
    const stored = this.stored.get(token);
    if (stored) return stored;
    const magic = MAGIC_METHODS.find((method) => method.token === token);
    return magic && builtInMethod(magic, this.now());
  }

  read(token: string): MethodView | undefined {
    const method = this.find(token);
    return method && readMethod(method, this.now());
  }

  /** A control call decides what the networks say of a method from now on; null takes it back. */
  tellStatus(token: string, toldStatus: MethodStatus | null): MethodView | undefined {
    const method = this.find(token);
    if (!method) return undefined;
    this.memory.commit(this.stored.put(token, { ...method, toldStatus }));
    return this.read(token);
  }

  /** Stores what the number decides and answers a token; a bad number is named by its field. */
  tokenize(request: TokenRequest): Answer {
    const method = request.kind === 'card' ? this.cardOf(request) : bankAccountOf(request);
    if ('error' in method)
      return problem(422, method.error, method.message, { field: method.field });
    this.memory.commit(this.stored.put(method.token, method));
    const { token, kind, brand, lastFour, expiresIn } = method;
    return { status: 201, body: { token, kind, brand, lastFour, expiresIn } };
  }

  private cardOf(request: Extract<TokenRequest, { kind: 'card' }>): StoredMethod | BadField {
    const brand = brandOf(request.number);
    if (brand === null) {
      return badField('number', 'card_number_invalid', 'This is not a card number.');
    }
    if (request.expiresIn < this.now().toISOString().slice(0, 7)) {
      return badField('expiresIn', 'card_expired', 'This card has expired.');
    }
    const magic = MAGIC_METHODS.find(({ number }) => number === request.number);
    return {
      token: newToken(),
      kind: 'card',
      brand,
      lastFour: request.number.slice(-4),
      expiresIn: request.expiresIn,
      behaviour: magic?.behaviour ?? {},
      toldStatus: null,
    };
  }

  private now(): Date {
    return this.clocks.now('calendar');
  }
}

type BadField = Readonly<{ error: string; field: string; message: string }>;

const badField = (field: string, error: string, message: string): BadField => ({
  field,
  error,
  message,
});

function bankAccountOf({
  routingNumber,
  accountNumber,
}: Extract<TokenRequest, { kind: 'bankDebit' }>): StoredMethod | BadField {
  if (!isRoutingNumber(routingNumber)) {
    return badField('routingNumber', 'routing_number_invalid', 'This is not a routing number.');
  }
  if (!/^\d{4,17}$/.test(accountNumber)) {
    return badField(
      'accountNumber',
      'account_number_invalid',
      'An account number has 4 to 17 digits.',
    );
  }
  const debits = MAGIC_METHODS.filter(({ kind }) => kind === 'bankDebit');
  const magic =
    routingNumber === MAGIC_ROUTING_NUMBER
      ? debits.find(({ number }) => number === accountNumber)
      : undefined;
  const usual = debits.find(({ token }) => token === 'bank_success');
  return {
    token: newToken(),
    kind: 'bankDebit',
    brand: routingNumber === MAGIC_ROUTING_NUMBER ? BANK_NAME : `Bank ${routingNumber}`,
    lastFour: accountNumber.slice(-4),
    expiresIn: null,
    behaviour: (magic ?? usual)?.behaviour ?? {},
    toldStatus: null,
  };
}

const newToken = (): string => `tok_${randomBytes(12).toString('base64url')}`;
