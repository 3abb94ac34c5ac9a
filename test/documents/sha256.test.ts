import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../../documents/sha256';

test('is the published digest of "abc"', () => {
  expect(sha256Of(Buffer.from('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('is what the manifest of the samples says, for a file and for a view into a larger buffer', () => {
  const samples = join(__dirname, '../fixtures/einvoices');
  const bytes = readFileSync(join(samples, 'pdf/EN16931_Miete.pdf'));
  const manifest = readFileSync(join(samples, 'manifest.json'), 'utf8');
  expect(manifest).toContain(sha256Of(bytes));
  const larger = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('after')]);
  expect(sha256Of(larger.subarray(6, 6 + bytes.length))).toBe(sha256Of(bytes));
});
