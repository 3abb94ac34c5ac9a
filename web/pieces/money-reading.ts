/**
 * What an amount field makes of the text in it. Exact: the figures become minor units as text, no
 * float between. Invariant: a text that can be meant in two ways is never an amount.
 */
import { digitsOf } from '../../domain/currencies';

export type MoneyReading =
  | Readonly<{ kind: 'amount'; amountMinor: number }>
  | Readonly<{ kind: 'empty' }>
  /** Not one clear amount; the sentence says what it might have meant. */
  | Readonly<{ kind: 'refused'; sentence: string }>;

type Manner = Readonly<{
  currency: string;
  /** What `max` stands for, in minor units; `half` is half of it, rounded down but never to 0. */
  maxMinor: number;
  /** BCP 47: says which sign parts thousands and which decimals. */
  locale: string;
  /** Writes an amount back, for what a refused text might have meant. */
  format: (amountMinor: number, currency: string) => string;
}>;

/** Reads `1500`, `1,500.00`, `$1,500`, `1500 USD`, `half`, `max`; everything else is refused. */
export function readMoney(text: string, manner: Manner): MoneyReading {
  const { currency, maxMinor, locale, format } = manner;
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty' };
  const word = trimmed.toLowerCase();
  if (word === 'max') return { kind: 'amount', amountMinor: Math.max(0, maxMinor) };
  if (word === 'half') {
    return {
      kind: 'amount',
      amountMinor: maxMinor <= 0 ? 0 : Math.max(1, Math.floor(maxMinor / 2)),
    };
  }
  const figures = withoutCurrency(trimmed, currency, locale);
  const amountMinor = exactMinor(figures, signsOf(locale), digitsOf(currency));
  if (amountMinor !== null) return { kind: 'amount', amountMinor };
  const meant = possibleMeanings(figures, digitsOf(currency)).map((minor) =>
    format(minor, currency),
  );
  return { kind: 'refused', sentence: refusal(trimmed, meant, format(150_000, currency)) };
}

type Signs = Readonly<{ group: string; decimal: string }>;

function signsOf(locale: string): Signs {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.8);
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { group: sign('group'), decimal: sign('decimal') };
}

/** The text without the currency's code or sign at either end. */
function withoutCurrency(text: string, currency: string, locale: string): string {
  const sign = (currencyDisplay: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .find(({ type }) => type === 'currency')?.value ?? '';
  for (const name of [currency, sign('symbol'), sign('narrowSymbol')]) {
    if (name === '') continue;
    if (text.toUpperCase().startsWith(name.toUpperCase())) return text.slice(name.length).trim();
    if (text.toUpperCase().endsWith(name.toUpperCase())) return text.slice(0, -name.length).trim();
  }
  return text;
}

/** Minor units of a text that is written as the locale writes it, else null. */
function exactMinor(figures: string, { group, decimal }: Signs, digits: number): number | null {
  const [whole = '', fraction = '', ...more] = figures.split(decimal);
  if (more.length > 0 || fraction.length > digits || /\D/.test(fraction)) return null;
  // All kinds of narrow and wide blanks are one sign, and so are both apostrophes.
  const plain = (text: string) => text.replace(/\s/g, ' ').replace(/['’]/g, '’');
  const groups = group === '' ? [whole] : plain(whole).split(plain(group));
  const isGrouped =
    groups.length === 1 ||
    (/^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((part) => /^\d{3}$/.test(part)));
  if (!isGrouped) return null;
  return minorOf(groups.join(''), fraction, digits);
}

function minorOf(whole: string, fraction: string, digits: number): number | null {
  if (!/^\d*$/.test(whole) || whole + fraction === '') return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** What a text with points, commas or blanks might have meant in some country, without repeats. */
function possibleMeanings(figures: string, digits: number): number[] {
  const meanings = [
    { group: ',', decimal: '.' },
    { group: '.', decimal: ',' },
    { group: ' ', decimal: '.' },
    { group: ' ', decimal: ',' },
  ].map((signs) => {
    // A third decimal that is 0 says nothing: `1.500` may have meant 1.50.
    const [whole = '', fraction = ''] = figures.split(signs.decimal);
    const shorter = fraction.length > digits ? fraction.replace(/0+$/, '') : fraction;
    const text = shorter === '' ? whole : `${whole}${signs.decimal}${shorter}`;
    const isWhole = figures.split(signs.decimal).length <= 2;
    return isWhole ? exactMinor(text, signs, digits) : null;
  });
  const known = meanings.filter((minor) => minor !== null && minor > 0) as number[];
  return [...new Set(known)].sort((a, b) => b - a).slice(0, 2);
}

function refusal(text: string, meant: readonly string[], example: string): string {
  if (meant.length === 2) return `“${text}” can mean ${meant[0]} or ${meant[1]}. Type one of them.`;
  if (meant.length === 1) return `“${text}” may mean ${meant[0]}. Type it that way.`;
  return `“${text}” is not an amount. Type it like ${example}, or half, or max.`;
}
