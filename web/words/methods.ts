import type { MethodSummary } from '../../contracts/fields';

/** `Visa ··4242`: how a saved method is named everywhere. */
export function methodWords({
  brand,
  lastFour,
}: Pick<MethodSummary, 'brand' | 'lastFour'>): string {
  return `${brand} ··${lastFour}`;
}
