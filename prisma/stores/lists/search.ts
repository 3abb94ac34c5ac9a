/** What a person types into a search field: part of a text, or an amount in any spelling. */
import { CURRENCIES, digitsOf } from '../../../domain/currencies';

type Binds = Readonly<{ bind(value: unknown): string }>;

/** One of the texts holds what was typed, without regard to case. `texts` are SQL in lower case. */
export function holdsText(search: string, texts: readonly string[], parameters: Binds): string {
  const part = search.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const pattern = parameters.bind(`%${part}%`);
  return texts.map((text) => `${text} LIKE ${pattern}`).join(' OR ');
}

/**
 * One of the amounts is what was typed: `1310.15`, `1,310.15`, `$1,310.15` or `1310.15 USD`. Null
 * when it is no amount. The same digits mean other minor units in dollars than in yen, so each
 * currency is asked for its own.
 */
export function isAmount(
  search: string,
  currency: string,
  amounts: readonly string[],
  parameters: Binds,
): string | null {
  const typed = amountIn(search);
  if (typed === null) return null;
  const spellings = [...CURRENCIES_BY_DIGITS].flatMap(([digits, codes]) => {
    const minor = minorOf(typed, digits);
    const named = typed.code === null ? codes : codes.filter((code) => code === typed.code);
    if (minor === null || named.length === 0) return [];
    const isOfThese = `${currency} = ANY(${parameters.bind(named)}::text[])`;
    return [`${isOfThese} AND ${parameters.bind(minor)}::bigint IN (${amounts.join(', ')})`];
  });
  return spellings.length === 0 ? null : spellings.map((one) => `(${one})`).join(' OR ');
}

type TypedAmount = Readonly<{ whole: string; fraction: string; code: string | null }>;

/** Grouped by commas in threes or not at all; a sign or code of a currency before or after. */
const AMOUNT =
  /^(?:([A-Za-z]{3}) ?|[$€£¥] ?)?(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,4}))?(?: ?([A-Za-z]{3})| ?[$€£¥])?$/;

function amountIn(search: string): TypedAmount | null {
  const found = AMOUNT.exec(search.trim());
  if (found === null) return null;
  const [, codeBefore, whole = '', fraction = '', codeAfter] = found;
  const code = (codeBefore ?? codeAfter)?.toUpperCase() ?? null;
  return { whole: whole.replaceAll(',', ''), fraction, code };
}

/** Null when it has more digits after the point than the currency, or is no safe integer. */
function minorOf({ whole, fraction }: TypedAmount, digits: number): number | null {
  if (fraction.length > digits) return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

const CURRENCIES_BY_DIGITS: ReadonlyMap<number, readonly string[]> = new Map(
  [...new Set(CURRENCIES.map(digitsOf))].map((digits) => [
    digits,
    CURRENCIES.filter((code) => digitsOf(code) === digits),
  ]),
);
