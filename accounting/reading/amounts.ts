/**
 * Amounts as text, and the way from there to whole minor units without floating point.
 *
 * A text is first read as a decimal, digit by digit; only then does a currency say whether it fits.
 * So `9`, `9.0` and `9.00` are one amount of euros, and `9.005` is none.
 */

/** A decimal as written: its digits, not its value. `whole` and `fraction` hold digits only. */
export type Decimal = Readonly<{
  isNegative: boolean;
  whole: string;
  fraction: string;
}>;

/** Which mark stands before the fraction. One per file. */
export const NumberForm = { point: 'point', comma: 'comma' } as const;
export type NumberForm = (typeof NumberForm)[keyof typeof NumberForm];

/** An amount from a list. `isCredit`: the cell itself says so (`CR`), and the decimal is negative. */
export type WrittenAmount = Readonly<{ decimal: Decimal; isCredit: boolean }>;

/** Longer than any amount in minor units that fits 2^53, and short enough to be cheap. */
const LENGTH_LIMIT = 40;

const PLAIN = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;

// A grouping mark is used throughout or not at all; spaces and apostrophes group in either form.
const POINT = /^(\d+|\d{1,3}(?:([, '’\u00a0\u202f])\d{3})(?:\2\d{3})*)(?:\.(\d+))?$/;
const COMMA = /^(\d+|\d{1,3}(?:([. '’\u00a0\u202f])\d{3})(?:\2\d{3})*)(?:,(\d+))?$/;

/** Reads the decimal of XML: digits, a point, a sign in front. Null when it is anything else. */
export function readPlainDecimal(text: string): Decimal | null {
  const trimmed = text.trim();
  if (trimmed.length > LENGTH_LIMIT) return null;
  const match = PLAIN.exec(trimmed);
  if (!match) return null;
  const [, sign, whole, fraction, bareFraction] = match;
  return {
    isNegative: sign === '-',
    whole: whole ?? '0',
    fraction: fraction ?? bareFraction ?? '',
  };
}

/**
 * Reads one cell of a list in the form of its file. Parentheses and a minus on either side are
 * negative, `CR` is a credit; two signs at once are none. Null when the form does not allow it.
 */
export function readWrittenAmount(text: string, form: NumberForm): WrittenAmount | null {
  const trimmed = text.trim();
  if (trimmed.length > LENGTH_LIMIT) return null;
  const { body, signs, isCredit } = splitSigns(trimmed);
  if (signs > 1) return null;
  const match = (form === NumberForm.point ? POINT : COMMA).exec(body);
  if (!match) return null;
  const [, grouped = '', , fraction = ''] = match;
  const decimal = {
    isNegative: signs === 1,
    whole: grouped.replaceAll(/\D/g, ''),
    fraction,
  };
  return { decimal, isCredit };
}

function splitSigns(text: string): {
  body: string;
  signs: number;
  isCredit: boolean;
} {
  let body = text;
  let signs = 0;
  const take = (pattern: RegExp): boolean => {
    const rest = pattern.exec(body)?.[1];
    if (rest === undefined) return false;
    body = rest.trim();
    return true;
  };
  const isCredit = take(/^(.*)CR$/is) || take(/^CR(.*)$/is);
  const isDebit = !isCredit && take(/^(.*)DR$/is);
  if (isCredit) signs += 1;
  if (take(/^\((.*)\)$/s)) signs += isDebit ? 2 : 1;
  if (take(/^[-−](.*)$/s)) signs += isDebit ? 2 : 1;
  if (take(/^(.*)[-−]$/s)) signs += isDebit ? 2 : 1;
  return { body, signs, isCredit };
}

/**
 * Whole minor units of a currency with `digits` decimals (0 to 4). Null when a decimal beyond them
 * is not zero, or when the number cannot be held exactly (2^53 − 1).
 */
export function toMinor(decimal: Decimal, digits: number): number | null {
  if (/[^0]/.test(decimal.fraction.slice(digits))) return null;
  const minor = Number(decimal.whole + decimal.fraction.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor)) return null;
  return decimal.isNegative && minor !== 0 ? -minor : minor;
}

/** The same value, written the one way: for comparing two spellings of a decimal. */
export function plainText(decimal: Decimal): string {
  const whole = decimal.whole.replace(/^0+(?=\d)/, '');
  const fraction = decimal.fraction.replace(/0+$/, '');
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return decimal.isNegative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Minor units as a plain decimal: `531000` with two digits is `5310.00`. */
export function writeMinor(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
}
