/** Stored methods: what stands behind a token. The full number is never kept, only what it decides. */
import type { Behaviour, MagicMethod } from './magic-methods';
import { BANK_NAME } from './magic-methods';
import { brandOf } from './numbers';

export const MethodStatus = {
  usable: 'usable',
  expired: 'expired',
  removed: 'removed',
  switchedOff: 'switchedOff',
} as const;
export type MethodStatus = (typeof MethodStatus)[keyof typeof MethodStatus];

export type StoredMethod = Readonly<{
  token: string;
  kind: 'card' | 'bankDebit';
  brand: string;
  lastFour: string;
  /** `YYYY-MM`; null for a bank account. */
  expiresIn: string | null;
  behaviour: Behaviour;
  /** What a control call said of it; null when nobody said anything. */
  toldStatus: MethodStatus | null;
}>;

export type MethodView = Readonly<{
  token: string;
  kind: 'card' | 'bankDebit';
  status: MethodStatus;
  brand: string;
  lastFour: string;
  expiresIn: string | null;
}>;

/** Built-in tokens are always a few years from their expiry, whenever the sandbox runs. */
const BUILT_IN_YEARS = 3;

export function builtInMethod(
  { token, kind, number, behaviour }: MagicMethod,
  now: Date,
): StoredMethod {
  const isCard = kind === 'card';
  return {
    token,
    kind,
    brand: isCard ? (brandOf(number) ?? 'Card') : BANK_NAME,
    lastFour: number.slice(-4),
    expiresIn: isCard ? `${now.getUTCFullYear() + BUILT_IN_YEARS}-12` : null,
    behaviour,
    toldStatus: null,
  };
}

/** What the networks say of the method on this day. */
export function readMethod(method: StoredMethod, now: Date): MethodView {
  const { token, kind, brand, behaviour } = method;
  const lastFour = behaviour.renewed?.lastFour ?? method.lastFour;
  const expiresIn = behaviour.renewed
    ? `${now.getUTCFullYear() + behaviour.renewed.yearsAhead}-12`
    : method.expiresIn;
  return { token, kind, status: statusOf(method, expiresIn, now), brand, lastFour, expiresIn };
}

function statusOf(
  { toldStatus, behaviour }: StoredMethod,
  expiresIn: string | null,
  now: Date,
): MethodStatus {
  if (toldStatus) return toldStatus;
  if (behaviour.removed) return MethodStatus.removed;
  if (behaviour.decline === 'expired') return MethodStatus.expired;
  // A card is good to the last day of its month, wherever on earth that ends.
  const month = new Date(now.getTime() - 12 * 60 * 60 * 1000).toISOString().slice(0, 7);
  return expiresIn !== null && expiresIn < month ? MethodStatus.expired : MethodStatus.usable;
}
