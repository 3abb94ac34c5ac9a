/**
 * Money: a whole number of minor units, and the currency that gives the number its meaning.
 *
 * Plain JSON on purpose. The same value goes through HTTP, Temporal history and the database, so
 * there is no conversion to get wrong. Invariant: sharing money out neither loses nor invents a unit.
 */
import { digitsOf } from './currencies';

declare const checked: unique symbol;

/** Only `money()` makes one. An object literal with the same fields does not type-check. */
export type Money = Readonly<{ amountMinor: number; currency: string; [checked]: true }>;

/** @throws RangeError when `amountMinor` is not a safe integer: a caller's bug, never bad input. */
export function money(amountMinor: number, currency: string): Money {
  assertMinor(amountMinor);
  return { amountMinor, currency } as Money;
}

/** @throws RangeError when `amountMinor` is not a safe integer. */
export function assertMinor(amountMinor: number): void {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`amountMinor must be a whole number of minor units, got ${amountMinor}`);
  }
}

/**
 * The sum of `amountsMinor`.
 *
 * @throws RangeError when an amount or the sum is not a safe integer.
 */
export function sumMinor(amountsMinor: Iterable<number>): number {
  let sum = 0;
  for (const amountMinor of amountsMinor) sum += amountMinor;
  assertMinor(sum);
  return sum;
}

/**
 * Splits a non-negative total into shares that differ by at most one minor unit. The first shares
 * take the remainder.
 *
 * @throws RangeError when `totalMinor` is negative or `shareCount` is not a positive integer.
 */
export function splitEvenly(totalMinor: number, shareCount: number): number[] {
  assertMinor(totalMinor);
  if (totalMinor < 0) throw new RangeError(`cannot split a negative total, got ${totalMinor}`);
  if (!Number.isSafeInteger(shareCount) || shareCount < 1) {
    throw new RangeError(`shareCount must be a positive whole number, got ${shareCount}`);
  }
  const share = Math.floor(totalMinor / shareCount);
  const remainder = totalMinor - share * shareCount;
  return Array.from({ length: shareCount }, (_, index) => (index < remainder ? share + 1 : share));
}

/**
 * Shares a non-negative total in proportion to non-negative weights, by the largest remainder. Of
 * equal remainders the earlier weight is served first, so the order of `weights` breaks ties.
 *
 * `BigInt` inside: a product of two amounts passes 2^53 above about 950,000.00.
 *
 * @throws RangeError when the total or a weight is negative, or every weight is zero and the total is not.
 */
export function shareInProportion(totalMinor: number, weights: readonly number[]): number[] {
  assertMinor(totalMinor);
  const total = BigInt(totalMinor);
  const parts = weights.map((weight) => BigInt(weight));
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  if (total < 0n || parts.some((part) => part < 0n)) {
    throw new RangeError('neither the total nor a weight may be negative');
  }
  if (whole === 0n) {
    if (total !== 0n) throw new RangeError('a total cannot be shared when every weight is zero');
    return weights.map(() => 0);
  }
  const shares = parts.map((part) => (total * part) / whole);
  const remainders = parts.map((part) => (total * part) % whole);
  let left = total - shares.reduce((sum, share) => sum + share, 0n);
  const largestFirst = remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((a, b) => {
      if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1;
      return a.index - b.index;
    });
  for (const { index } of largestFirst) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares.map(Number);
}

/**
 * An amount as plain decimal text with the currency's own digits: `1500.00`, `-0.05`, `1500` for yen.
 *
 * @throws RangeError for an unsafe amount or an unknown currency.
 */
export function decimalTextOf(amountMinor: number, currency: string): string {
  assertMinor(amountMinor);
  const digits = digitsOf(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const units = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${units}`;
  return `${sign}${units.slice(0, -digits)}.${units.slice(-digits)}`;
}
