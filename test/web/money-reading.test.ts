import { readMoney } from '../../web/pieces/money-reading';
import { amountWords } from '../../web/words/amounts';

const read = (text: string, { currency = 'USD', maxMinor = 2_000_01, locale = 'en-US' } = {}) =>
  readMoney(text, { currency, maxMinor, locale, format: amountWords(locale).amount });
const minor = (text: string, options = {}) => {
  const reading = read(text, options);
  return reading.kind === 'amount' ? reading.amountMinor : reading.kind;
};

test.each([
  ['1500', 150_000],
  ['1,500.00', 150_000],
  [' 1,500.5 ', 150_050],
  ['.50', 50],
  ['$1,500', 150_000],
  ['1500 usd', 150_000],
  ['USD 0.07', 7],
  ['1,234,567.89', 123_456_789],
  ['90071992547409.91', 9_007_199_254_740_991],
])('reads %s as it is written here', (text, expected) => {
  expect(minor(text)).toBe(expected);
});

test('knows half, rounded down but never to nothing, and max', () => {
  expect(minor('half')).toBe(1_000_00);
  expect(minor('HALF', { maxMinor: 1 })).toBe(1);
  expect(minor('max')).toBe(2_000_01);
  expect(minor('half', { maxMinor: 0 })).toBe(0);
});

test('reads as the business’s country writes, and with the digits of the currency', () => {
  expect(minor('1.500,00', { locale: 'de-DE', currency: 'EUR' })).toBe(150_000);
  expect(minor('1 500,00 €', { locale: 'fr-FR', currency: 'EUR' })).toBe(150_000);
  expect(minor("1'500.00", { locale: 'de-CH', currency: 'CHF' })).toBe(150_000);
  expect(minor('1,500', { currency: 'JPY' })).toBe(1500);
  expect(minor('1.5', { currency: 'JPY' })).toBe('refused');
  expect(minor('1.500', { currency: 'KWD' })).toBe(1500);
});

test.each([
  ['1.500', '“1.500” can mean 1,500.00 or 1.50. Type one of them.'],
  ['1.505', '“1.505” may mean 1,505.00. Type it that way.'],
  ['12,34', '“12,34” may mean 12.34. Type it that way.'],
  ['1.500,00', '“1.500,00” may mean 1,500.00. Type it that way.'],
  ['1 500', '“1 500” may mean 1,500.00. Type it that way.'],
  ['all', '“all” is not an amount. Type it like 1,500.00, or half, or max.'],
  ['-5', '“-5” is not an amount. Type it like 1,500.00, or half, or max.'],
  ['1,50,000', '“1,50,000” is not an amount. Type it like 1,500.00, or half, or max.'],
  ['1e3', '“1e3” is not an amount. Type it like 1,500.00, or half, or max.'],
  [
    '90071992547409.92',
    '“90071992547409.92” is not an amount. Type it like 1,500.00, or half, or max.',
  ],
])('refuses %s and says what it might have meant', (text, sentence) => {
  expect(read(text)).toEqual({ kind: 'refused', sentence });
});

test('takes nothing for nothing', () => {
  expect(read('  ')).toEqual({ kind: 'empty' });
});
