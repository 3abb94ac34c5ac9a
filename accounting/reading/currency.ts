import { digitsOf, isCurrency } from '../../domain/currencies';

/**
 * Decimals of a currency by its three capital letters (0 to 4), or null for a code that names none:
 * a file may say anything. Known is what our own table holds, whatever the platform knows beside it.
 */
export function currencyDigits(code: string): number | null {
  return isCurrency(code) ? digitsOf(code) : null;
}
