import { quoted } from '../../accounting/files/refusal';

test('a value of a file stands in a sentence on one line, cut, and never through a character', () => {
  expect(quoted(' two\n lines ')).toBe('“two lines”');
  expect(quoted('a'.repeat(80))).toBe(`“${'a'.repeat(80)}”`);
  expect(quoted('a'.repeat(81))).toBe(`“${'a'.repeat(80)}…”`);
  expect(quoted(`${'a'.repeat(79)}😀`)).toBe(`“${'a'.repeat(79)}😀”`);
  expect(quoted(`${'a'.repeat(79)}😀b`)).toBe(`“${'a'.repeat(79)}😀…”`);
});
