import * as fc from 'fast-check';
import { documentFileName, documentFileNames } from '../../documents/file-name';

test.each([
  ['INV-7', 'INV-7.pdf'],
  ['9314110911/00/M/00/N', '9314110911-00-M-00-N.pdf'],
  ['007', '007.pdf'],
  ['Rechnung Nr. 5', 'Rechnung-Nr.-5.pdf'],
  ['Größe 12', 'Gro-e-12.pdf'],
  ['INV-7.pdf', 'INV-7.pdf'],
  ['../../etc/passwd', 'etc-passwd.pdf'],
  ['a"\r\nX-Header: 1', 'a-X-Header-1.pdf'],
  ['請求書', 'invoice.pdf'],
  ['', 'invoice.pdf'],
  ['CON', 'invoice-CON.pdf'],
  ['com1.7', 'invoice-com1.7.pdf'],
])('the number %j becomes %s', (number, name) => {
  expect(documentFileName(number)).toBe(name);
});

test('numbers that differ only in what a name cannot hold keep names apart', () => {
  expect(documentFileNames(['A/1', 'A-1', 'a 1', 'B'])).toEqual([
    'A-1.pdf',
    'A-1-2.pdf',
    'a-1-3.pdf',
    'B.pdf',
  ]);
});

test('whatever the numbers hold, names are safe and no two are the same', () => {
  const anyNumber = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.stringMatching(/^[a-cA-C./ -]{0,90}$/),
  );
  fc.assert(
    fc.property(fc.array(anyNumber, { maxLength: 12 }), (numbers) => {
      const names = documentFileNames(numbers);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.pdf$/);
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(numbers.length);
    }),
  );
});
