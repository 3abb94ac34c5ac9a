/**
 * Goal: a dropped PDF gives its invoice, or one plain reason, within limits of time and memory, and
 * the next file is read as if nothing had happened. Method: PDFs written by hand, one fault each.
 */
import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { createDocumentReader } from '../../accounting/files/document';
import { createPdfReader, PDF_LIMITS, type PdfReader } from '../../accounting/files/pdf';
import { anInvoiceXml, utf8 } from './an-invoice';
import { aPdf } from './a-pdf';

const MEGABYTE = 1024 * 1024;
// Starting a thread and unpacking up to a limit takes seconds on a busy machine.
jest.setTimeout(60_000);

let pdf: PdfReader;
beforeAll(() => {
  pdf = createPdfReader();
});
afterAll(() => pdf.close());

const read = (bytes: Uint8Array, name = 'dropped.pdf') =>
  createDocumentReader({ pdf }).read({ name, bytes });

async function codeOf(bytes: Uint8Array): Promise<string> {
  const result = await read(bytes);
  return result.ok ? result.value.kind : result.refusal.code;
}

const invoice = (number: string) => utf8(anInvoiceXml({ number }));

describe('which attachment is the invoice', () => {
  test('takes the one whose root is an invoice, whatever it is called', async () => {
    const bytes = aPdf({
      attachments: [
        { name: 'factur-x.xml', bytes: utf8('<order xmlns="urn:example"/>') },
        { name: 'photo.jpg', bytes: invoice('INV-9') },
        { name: 'terms.txt', bytes: utf8('net 30') },
      ],
    });
    expect(await read(bytes)).toMatchObject({
      ok: true,
      value: { position: { attachment: 'photo.jpg' }, invoice: { number: 'INV-9' } },
    });
  });

  test('keeps of its name what a database can keep', async () => {
    const attachments = [{ name: 'a\\000b\\007\\n.xml', bytes: invoice('INV-9') }];
    expect(await read(aPdf({ attachments }))).toMatchObject({
      value: { position: { attachment: 'ab.xml' } },
    });
    const halved: PdfReader = {
      read: async () => ({
        ok: true,
        value: { pages: 1, attachments: [{ name: 'half \ud83d.xml', bytes: invoice('INV-9') }] },
      }),
      close: async () => undefined,
    };
    const file = { name: 'dropped.pdf', bytes: aPdf() };
    expect(await createDocumentReader({ pdf: halved }).read(file)).toMatchObject({
      value: { position: { attachment: 'half \ufffd.xml' } },
    });
  });

  test('takes a file without any for a plain PDF, and counts its pages', async () => {
    const bytes = aPdf({ pages: 3, attachments: [{ name: 'factur-x.xml', bytes: utf8('<a/>') }] });
    expect(await read(bytes)).toEqual({
      ok: true,
      value: { kind: 'plainPdf', pages: 3, position: { file: 'dropped.pdf', attachment: null } },
    });
  });

  test('refuses two, even when they are the same', async () => {
    const attachments = ['a.xml', 'b.xml'].map((name) => ({ name, bytes: invoice('1') }));
    expect(await codeOf(aPdf({ attachments }))).toBe('SEVERAL_INVOICES_IN_PDF');
  });

  test('refuses a damaged invoice instead of taking the file for a plain PDF', async () => {
    const bytes = aPdf({ attachments: [{ name: 'x', bytes: invoice('1').slice(0, -20) }] });
    expect(await codeOf(bytes)).toBe('XML_MALFORMED');
  });

  test('refuses an invoice that declares a document type', async () => {
    const xml = utf8(anInvoiceXml({ prolog: '<!DOCTYPE a [<!ENTITY b "c">]>' }));
    expect(await codeOf(aPdf({ attachments: [{ name: 'x', bytes: xml }] }))).toBe(
      'XML_DECLARES_TYPES',
    );
  });
});

describe('files that are no PDF', () => {
  test.each([
    ['an error page', '<!doctype html><html><body>Sign in</body></html>'],
    ['a text', 'Invoice 1: 100.00'],
    ['spreadsheet bytes', 'PK\u0003\u0004'],
  ])('refuses %s', async (_, text) => {
    expect(await codeOf(utf8(text))).toBe('NEITHER_PDF_NOR_INVOICE');
  });

  test('refuses an empty file', async () => {
    expect(await codeOf(new Uint8Array())).toBe('FILE_EMPTY');
  });

  test('refuses the signature alone, and noise behind it', async () => {
    expect(await codeOf(utf8('%PDF-1.7'))).toBe('PDF_DAMAGED');
    expect(await codeOf(Buffer.concat([utf8('%PDF-1.7\n'), randomBytes(20_000)]))).toBe(
      'PDF_DAMAGED',
    );
  });

  test('refuses a PDF without a page', async () => {
    expect(await codeOf(aPdf({ pages: 0 }))).toBe('PDF_DAMAGED');
  });

  test('reads an XML invoice alone', async () => {
    expect(await read(invoice('INV-3'), 'a.xml')).toMatchObject({
      ok: true,
      value: { pages: null, position: { file: 'a.xml', attachment: null } },
    });
  });
});

test('refuses a PDF that wants a password', async () => {
  const encrypt = `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'41'.repeat(32)}> /U <${'42'.repeat(32)}> >>`;
  expect(await codeOf(aPdf({ trailer: encrypt }))).toBe('PDF_ENCRYPTED');
});

describe('limits', () => {
  test('refuses a stream that unpacks to far more than an invoice holds, without unpacking it', async () => {
    const bomb = deflateSync(Buffer.alloc(160 * MEGABYTE), { level: 9 });
    const before = process.memoryUsage().rss;
    const bytes = aPdf({ attachments: [{ name: 'x', bytes: new Uint8Array(), compressed: bomb }] });
    // With all the time of the world: it is the memory that refuses it.
    const patient = createPdfReader({ ...PDF_LIMITS, timeoutMs: 600_000 });
    expect(await patient.read(bytes)).toMatchObject({ refusal: { code: 'PDF_TOO_DEMANDING' } });
    await patient.close();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MEGABYTE);
    expect(await codeOf(aPdf())).toBe('plainPdf');
  });

  test('counts what many small bombs unpack to together', async () => {
    const limits = { ...PDF_LIMITS, allocationMax: 8 * MEGABYTE, allocatedMax: 24 * MEGABYTE };
    const careful = createPdfReader(limits);
    const compressed = deflateSync(Buffer.alloc(2 * MEGABYTE));
    const bombs = (count: number) =>
      aPdf({
        attachments: Array.from({ length: count }, (_, index) => ({
          name: `${index}`,
          bytes: new Uint8Array(),
          compressed,
        })),
      });
    expect(await careful.read(bombs(20))).toMatchObject({ refusal: { code: 'PDF_TOO_DEMANDING' } });
    expect(await careful.read(bombs(1))).toMatchObject({ ok: true });
    await careful.close();
  });

  test('refuses more attachments than anyone sends', async () => {
    const attachments = Array.from({ length: PDF_LIMITS.attachmentsMax + 1 }, (_, index) => ({
      name: `${index}`,
      bytes: utf8('x'),
    }));
    expect(await codeOf(aPdf({ attachments }))).toBe('PDF_TOO_DEMANDING');
    expect(await codeOf(aPdf({ attachments: attachments.slice(1) }))).toBe('plainPdf');
  });

  test('refuses a file above the size before it is opened', async () => {
    const small = createPdfReader({ ...PDF_LIMITS, bytesMax: 100 });
    expect(await small.read(aPdf())).toMatchObject({ refusal: { code: 'FILE_TOO_LARGE' } });
    await small.close();
  });

  test('ends a reading that takes too long, and reads the next file', async () => {
    const hasty = createPdfReader({ ...PDF_LIMITS, timeoutMs: 1 });
    expect(await hasty.read(aPdf({ pages: 2_000 }))).toMatchObject({
      refusal: { code: 'PDF_TOO_DEMANDING' },
    });
    await hasty.close();
    expect(await codeOf(aPdf())).toBe('plainPdf');
  });
});

test('reads many files at once, each with its own answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      read(aPdf({ attachments: [{ name: 'x', bytes: invoice(`INV-${index}`) }] })),
    ),
  );
  expect(
    answers.map(
      (answer) => answer.ok && answer.value.kind === 'document' && answer.value.invoice.number,
    ),
  ).toEqual(answers.map((_, index) => `INV-${index}`));
});

test('leaves the bytes as they are, because they are kept as the document', async () => {
  const bytes = aPdf({ attachments: [{ name: 'x', bytes: invoice('1') }] });
  const before = Buffer.from(bytes);
  await read(bytes);
  expect(Buffer.from(bytes).equals(before)).toBe(true);
});
