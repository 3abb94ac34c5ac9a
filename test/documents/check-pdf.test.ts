/**
 * Goal: only bytes that a person can open as a PDF are kept, and no bytes harm the process.
 * Method: the shared sample invoices, what accounting systems send instead of them, and files made
 * here to break a reader: each refusal is told by its sentence.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { checkPdf, PDF_LIMITS } from '../../documents/check-pdf';

const samples = join(__dirname, '../fixtures/einvoices');

type Manifest = readonly Readonly<{ file: string; pages: number }>[];

const sample = (name: string) => new Uint8Array(readFileSync(join(samples, name)));
const text = (content: string) => new Uint8Array(Buffer.from(content, 'latin1'));

/** A whole PDF of the given objects, numbered from 1; the first is its catalog. */
function aPdf(objects: readonly string[], trailer = ''): Uint8Array {
  const offsets: number[] = [];
  let file = '%PDF-1.7\n';
  objects.forEach((body, index) => {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return text(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`,
  );
}

const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const onePage = [
  catalog,
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
];

describe('the sample invoices', () => {
  const manifest = JSON.parse(readFileSync(join(samples, 'manifest.json'), 'utf8')) as Manifest;
  const pdfs = manifest.filter(({ file }) => file.endsWith('.pdf'));

  test('are nine, and the manifest knows each', () => {
    expect(pdfs).toHaveLength(9);
  });

  test.each(pdfs)('$file opens with $pages pages', async ({ file, pages }) => {
    expect(await checkPdf(sample(file))).toEqual({ ok: true, pages });
  });

  test('keep their bytes exactly as they are', async () => {
    const bytes = sample('pdf/EN16931_Miete.pdf');
    await checkPdf(bytes);
    expect(Buffer.compare(bytes, sample('pdf/EN16931_Miete.pdf'))).toBe(0);
  });

  test.each([0.2, 0.5, 0.9, 0.999])(
    'are refused when cut off at %f of their length',
    async (part) => {
      const bytes = sample('pdf/EN16931_Einfach_DueDate.pdf');
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      expect(await checkPdf(cut)).toEqual({
        ok: false,
        reason: 'The file is cut off: its end is missing.',
      });
    },
  );
});

test('one page is enough, none is not', async () => {
  expect(await checkPdf(aPdf(onePage))).toEqual({ ok: true, pages: 1 });
  const none = aPdf([catalog, '<< /Type /Pages /Kids [] /Count 0 >>']);
  expect((await checkPdf(none)).ok).toBe(false);
});

test('a page that is only claimed does not count', async () => {
  const claimed = aPdf([catalog, '<< /Type /Pages /Kids [9 0 R] /Count 1 >>']);
  expect((await checkPdf(claimed)).ok).toBe(false);
});

test('zeros and line breaks after the end are not a cut', async () => {
  const padded = new Uint8Array([...aPdf(onePage), ...new Uint8Array(8192), 10, 13]);
  expect(await checkPdf(padded)).toEqual({ ok: true, pages: 1 });
});

test.each([
  ['<!DOCTYPE html><html><body>Sign in</body></html>', 'The file is a web page, not a PDF.'],
  ['\n  <HTML><head></head></HTML>', 'The file is a web page, not a PDF.'],
  ['\u00ef\u00bb\u00bf<html lang="en">', 'The file is a web page, not a PDF.'],
  ['{"error":"not found"}', 'The file is not a PDF.'],
  ['PK\u0003\u0004', 'The file is not a PDF.'],
  ['', 'The file is empty.'],
  ['%PDF-1.7\nrubbish\n%%EOF', 'The file is damaged: it cannot be opened as a PDF.'],
])('%j is refused: %s', async (content, reason) => {
  expect(await checkPdf(text(content))).toEqual({ ok: false, reason });
});

test('a PDF that asks for a password is refused', async () => {
  const locked = aPdf(
    [
      ...onePage,
      `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`,
    ],
    `/Encrypt 4 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]`,
  );
  expect(await checkPdf(locked)).toEqual({
    ok: false,
    reason: 'The PDF is locked with a password.',
  });
});

test('the size limit is met at the last byte', async () => {
  const bytes = aPdf(onePage);
  const exactly = { ...PDF_LIMITS, bytesMax: bytes.length };
  expect((await checkPdf(bytes, exactly)).ok).toBe(true);
  const below = { ...PDF_LIMITS, bytesMax: bytes.length - 1 };
  expect((await checkPdf(bytes, below)).ok).toBe(false);
});

test('a small file that unpacks to gigabytes is refused, and nothing else suffers', async () => {
  const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024, ' ')).toString('latin1');
  // The page itself lies in the packed stream, so that its pages cannot be found without unpacking.
  const packed = `<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n${bomb}\nendstream`;
  const file = aPdfWithObjectStream(packed);
  const small = { ...PDF_LIMITS, unpackedMax: 64 * 1024 * 1024 };
  expect(await checkPdf(file, small)).toEqual({
    ok: false,
    reason: 'The PDF unpacks to more than an invoice can hold.',
  });
  expect(await checkPdf(aPdf(onePage))).toEqual({ ok: true, pages: 1 });
}, 120_000);

test('a check that takes too long ends at its limit', async () => {
  const checked = await checkPdf(sample('pdf/EN16931_Miete.pdf'), { ...PDF_LIMITS, timeoutMs: 1 });
  expect(checked).toEqual({ ok: false, reason: 'The PDF could not be read in time.' });
});

/** The pages object is number 2 and is found only inside the stream, object 3. */
function aPdfWithObjectStream(stream: string): Uint8Array {
  const head = `%PDF-1.7\n1 0 obj\n${catalog}\nendobj\n`;
  const streamAt = head.length;
  const body = `${head}3 0 obj\n${stream}\nendobj\n`;
  const tableAt = body.length;
  const row = (type: number, offset: number, index: number) =>
    String.fromCharCode(type, (offset >> 16) & 255, (offset >> 8) & 255, offset & 255, index);
  const table = [
    row(0, 0, 255),
    row(1, 9, 0),
    row(2, 3, 0),
    row(1, streamAt, 0),
    row(1, tableAt, 0),
  ];
  const rows = table.join('');
  return text(
    `${body}4 0 obj\n<< /Type /XRef /Size 5 /W [1 3 1] /Root 1 0 R /Length ${rows.length} >>\nstream\n${rows}\nendstream\nendobj\nstartxref\n${tableAt}\n%%EOF\n`,
  );
}
