/** The domain imports nothing, so its table of currencies is compared with the library's from here. */
import { data } from 'currency-codes';
import { CURRENCIES, digitsOf } from '../domain/currencies';

test('every currency of the library has its digits, and there is no other', () => {
  const expected = Object.fromEntries(data.map(({ code, digits }) => [code, digits]));
  expect(Object.fromEntries(CURRENCIES.map((code) => [code, digitsOf(code)]))).toEqual(expected);
});

test('yen have no digits, dollars two, dinars three', () => {
  expect(['JPY', 'USD', 'KWD'].map(digitsOf)).toEqual([0, 2, 3]);
});

test('an unknown code is a bug of the caller', () => {
  expect(() => digitsOf('XQZ')).toThrow(RangeError);
});
