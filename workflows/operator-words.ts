/** Amounts and invoices as operators read them in the Temporal UI: plain, exact, no names. */
import { decimalTextOf } from '../domain/money';

/** How many invoice numbers a sentence names before it says how many more there are. */
const NAMED_MAX = 3;

/** `1,500.00 USD`, or `USD 1500.00` for the list, where it is compared and searched as text. */
export function amountForOperators(
  { amountMinor, currency }: Readonly<{ amountMinor: number; currency: string }>,
  form: 'sentence' | 'currency-first' = 'sentence',
): string {
  const text = decimalTextOf(amountMinor, currency);
  return form === 'sentence' ? `${grouped(text)} ${currency}` : `${currency} ${text}`;
}

export function invoicesForOperators(numbers: readonly string[]): string {
  const named = numbers.slice(0, NAMED_MAX).join(', ');
  const more = numbers.length - NAMED_MAX;
  return more > 0 ? `${named} and ${more} more` : named;
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}
