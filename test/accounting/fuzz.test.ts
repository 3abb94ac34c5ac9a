/**
 * Goal: no bytes make a reader throw or hang; whatever is read from damaged bytes is still sound.
 * Method: real samples and lists with random edits (bytes changed, cut, doubled, moved), which reach
 * deeper than noise does. FUZZ_RUNS makes it longer than the short default.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readBalanceList } from '../../accounting/files/balance-list/balance-list';
import { createDocumentReader } from '../../accounting/files/document';
import { type EInvoice, readEInvoice } from '../../accounting/files/e-invoice';
import { createPdfReader } from '../../accounting/files/pdf';
import type { StagedBalance } from '../../accounting/files/staged-row';
import { aList } from './a-list';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
jest.setTimeout(Math.max(60_000, RUNS * 200));

const FOLDER = join(__dirname, '..', 'fixtures', 'einvoices');
const samples = (folder: string) =>
  readdirSync(join(FOLDER, folder)).map((file) => readFileSync(join(FOLDER, folder, file)));

/** Where (a fraction of the length), how far, and what to do there. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 60 }),
  change: fc.oneof(
    { arbitrary: fc.constant('cut' as const), weight: 1 },
    { arbitrary: fc.constant('double' as const), weight: 1 },
    { arbitrary: fc.constant('truncate' as const), weight: 1 },
    // Keeps the markup whole, so that values change and not only tags break.
    { arbitrary: fc.constant('digits' as const), weight: 6 },
    { arbitrary: fc.uint8Array({ minLength: 1, maxLength: 8 }), weight: 1 },
    fc
      .constantFrom('<', '&', '"', '\n', '\0', '<!DOCTYPE', '>', ',', '1e9', '-')
      .map((text) => Uint8Array.from(Buffer.from(text))),
  ),
});
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let buffer = Buffer.from(bytes);
  for (const { at, length, change } of edits) {
    const start = Math.floor(at * buffer.length);
    const head = buffer.subarray(0, start);
    const piece = buffer.subarray(start, start + length);
    const tail = buffer.subarray(start + length);
    if (change === 'cut') buffer = Buffer.concat([head, tail]);
    else if (change === 'double') buffer = Buffer.concat([head, piece, piece, tail]);
    else if (change === 'digits') buffer = Buffer.concat([head, otherDigits(piece, length), tail]);
    else if (change === 'truncate') buffer = Buffer.from(head);
    else buffer = Buffer.concat([head, change, tail]);
  }
  return Uint8Array.from(buffer);
}

function otherDigits(piece: Uint8Array, shift: number): Uint8Array {
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  return piece.map((byte) => (isDigit(byte) ? 0x30 + ((byte - 0x30 + shift) % 10) : byte));
}

const damaged = (originals: readonly Uint8Array[]) =>
  fc
    .tuple(fc.constantFrom(...originals), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([bytes, edits]) => edited(bytes, edits));

function expectSound(invoice: EInvoice): void {
  expect(invoice.issuedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(invoice.number).not.toBe('');
  for (const field of ['totalMinor', 'prepaidMinor', 'roundingMinor', 'payableMinor'] as const) {
    expect(Number.isSafeInteger(invoice[field])).toBe(true);
  }
  const { openMinor, unappliedMinor, status, conflicts } = invoice.standing;
  expect(openMinor).toBe(invoice.kind === 'invoice' ? Math.max(0, invoice.payableMinor) : 0);
  expect(unappliedMinor).toBe(invoice.kind === 'invoice' ? 0 : Math.max(0, invoice.payableMinor));
  expect(status === 'conflict').toBe(conflicts.length > 0);
}

test('damaged XML is read soundly or refused', () => {
  let read = 0;
  let refused = 0;
  fc.assert(
    fc.property(damaged(samples('xml')), (bytes) => {
      const result = readEInvoice(bytes);
      if (result.ok) {
        read += 1;
        expectSound(result.value);
      } else {
        refused += 1;
        expect(result.refusal.sentence).not.toBe('');
      }
    }),
    { numRuns: RUNS },
  );
  // Both happen, or the edits do not reach what they are meant to reach.
  expect(Math.min(read, refused)).toBeGreaterThan(RUNS / 20);
});

test('damaged PDFs are read soundly or refused', async () => {
  const pdf = createPdfReader();
  const documents = createDocumentReader({ pdf });
  await fc.assert(
    fc.asyncProperty(damaged(samples('pdf')), async (bytes) => {
      const result = await documents.read({ name: 'damaged.pdf', bytes });
      if (!result.ok) expect(result.refusal.sentence).not.toBe('');
      else if (result.value.kind === 'document') expectSound(result.value.invoice);
      else expect(result.value.pages).toBeGreaterThan(0);
    }),
    { numRuns: Math.ceil(RUNS / 4) },
  );
  await pdf.close();
});

test('damaged lists are read soundly, asked about or refused', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    'Invoice number': `INV-${index % 9}`,
    Balance: index % 4 === 3 ? '' : `${index},5`,
    Total: '1.000,00',
    Issued: `${index + 8}.11.2026`,
    Due: '',
    Client: index % 2 === 0 ? 'Acme; "East"' : 'Born\nGmbH',
  }));
  const list = `Stand,,,\n${aList(rows, ';')}\nTotal;;;;;;\n`;
  const seen = { read: 0, asks: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(damaged([Buffer.from(list)]), async (bytes) => {
      const outcome = await readBalanceList({ name: 'damaged.csv', bytes });
      seen[outcome.kind] += 1;
      if (outcome.kind !== 'read') return;
      const lines = Buffer.from(bytes)
        .toString()
        .split(/\r\n|\r|\n/).length;
      for (const row of outcome.list.rows) {
        expect(row.position.line).toBeLessThanOrEqual(lines);
        if (row.kind === 'balance') expectSoundBalance(row);
        else expect(row.refusal.sentence).not.toBe('');
      }
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS / 20);
});

function expectSoundBalance(row: StagedBalance): void {
  expect(Number.isSafeInteger(row.openMinor) && row.openMinor >= 0).toBe(true);
  expect(Number.isSafeInteger(row.unappliedMinor) && row.unappliedMinor >= 0).toBe(true);
  expect(row.number).not.toBe('');
  expect(row.openMinor > 0 && row.documentKind === 'creditNote').toBe(false);
}
