/** What can be told from a number alone: whether it can be one, and whose it is. */

const BRANDS: readonly Readonly<{ brand: string; pattern: RegExp; lengths: readonly number[] }>[] =
  [
    { brand: 'American Express', pattern: /^3[47]/, lengths: [15] },
    { brand: 'Discover', pattern: /^(6011|65)/, lengths: [16] },
    { brand: 'Mastercard', pattern: /^(5[1-5]|2[2-7])/, lengths: [16] },
    { brand: 'Visa', pattern: /^4/, lengths: [13, 16, 19] },
  ];

/** The brand of a card number of digits only; null when no card has such a number. */
export function brandOf(number: string): string | null {
  const found = BRANDS.find(
    ({ pattern, lengths }) => pattern.test(number) && lengths.includes(number.length),
  );
  return found && hasLuhnDigit(number) ? found.brand : null;
}

export function hasLuhnDigit(number: string): boolean {
  if (!/^\d+$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, character, index) => {
    const digit = Number(character);
    if (index % 2 === 0) return total + digit;
    return total + (digit > 4 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return sum % 10 === 0;
}

const ROUTING_WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1];

/** Nine digits with the check digit that American routing numbers carry. */
export function isRoutingNumber(number: string): boolean {
  if (!/^\d{9}$/.test(number)) return false;
  const sum = ROUTING_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number(number[index]),
    0,
  );
  return sum % 10 === 0;
}
