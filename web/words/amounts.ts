/**
 * Amounts as people read them. The exact minor units become a decimal text before `Intl` sees them,
 * so no sum of any size is rounded through a float.
 */
import { digitsOf } from '../../domain/currencies';

/** U+2212: as wide as a figure, so columns stay aligned, and read out as "minus". */
const MINUS = '\u2212';

export type AmountWords = Readonly<{
  /** `1,500.00`, `−430.00`: without the currency, which stands once in the head of its column. */
  amount(amountMinor: number, currency: string): string;
  /** `1,500.00 USD`: for sentences and for sums that stand alone. */
  money(amountMinor: number, currency: string): string;
  /** `1,284`: whole numbers. */
  count(number: number): string;
}>;

/** @throws RangeError when `locale` is not a language tag. */
export function amountWords(locale: string): AmountWords {
  const formats = new Map<number, Intl.NumberFormat>();
  const formatOf = (digits: number) => {
    const known = formats.get(digits);
    if (known) return known;
    const made = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(digits, made);
    return made;
  };
  const whole = formatOf(0);

  const amount = (amountMinor: number, currency: string) => {
    const digits = digitsOf(currency);
    const text = formatOf(digits).format(decimalText(Math.abs(amountMinor), digits));
    return amountMinor < 0 ? `${MINUS}${text}` : text;
  };
  return {
    amount,
    money: (amountMinor, currency) => `${amount(amountMinor, currency)} ${currency}`,
    count: (number) => whole.format(number),
  };
}

/** Not negative: the sign is put on as words. */
function decimalText(amountMinor: number, digits: number): Intl.StringNumericLiteral {
  const figures = String(amountMinor).padStart(digits + 1, '0');
  const text = digits === 0 ? figures : `${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
  return text as Intl.StringNumericLiteral;
}
