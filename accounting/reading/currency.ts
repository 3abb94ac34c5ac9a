import { digitsOf } from '../../domain/currencies';

const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * Decimals of a currency by its three capital letters (0 to 4), or null for a code that names none:
 * a file may say anything.
 */
export function currencyDigits(code: string): number | null {
  return KNOWN.has(code) ? digitsOf(code) : null;
}
