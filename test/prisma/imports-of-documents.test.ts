/**
 * Goal: e-invoices come into the books as they are written, once, with the exact PDF; what collides is
 * shown to a person with both values, and nothing of it is ever half-written.
 *
 * Method: the real sample invoices, which collide on purpose, through the real readers into a real
 * PostgreSQL. After each test every counter is recomputed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, type Imports, importsOn, samplePdf, samplePdfs } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;
let imports: Imports;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  imports = importsOn(pool);
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

type Expected = Readonly<{
  file: string;
  sha256: string;
  pages: number;
  number: string;
  issued: string;
  due: string | null;
  currency: string;
  total: string;
  payable: string;
  buyer: string;
  lines: number;
}>;

const MANIFEST = (
  JSON.parse(
    readFileSync(join(__dirname, '..', 'fixtures', 'einvoices', 'manifest.json'), 'utf8'),
  ) as Expected[]
).filter(({ file }) => file.endsWith('.pdf'));

const minor = (text: string) => Math.round(Number(text) * 100);

async function theInvoices() {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT invoice.number, issued_on::text AS issued, due_on::text AS due, currency,
            total_minor::float8 AS total, open_minor::float8 AS open, organization.name AS buyer,
            document_status, is_void, is_on_hold,
            (SELECT count(*)::int FROM invoice_line WHERE invoice_id = invoice.id) AS lines,
            (SELECT sha256 FROM document WHERE document.id = invoice.document_id) AS sha256
       FROM invoice JOIN organization ON organization.id = organization_id ORDER BY invoice.created_at, number`,
  );
  return rows;
}

test.each(MANIFEST.filter(({ payable }) => Number(payable) >= 0))(
  '$file makes exactly the invoice it says, with its PDF to the byte',
  async (expected) => {
    const file = samplePdf(expected.file.replace('pdf/', ''));
    const done = await imports.run([file]);
    expect(done).toMatchObject({ state: 'done', counts: { created: 1, left: 0 } });
    expect(await theInvoices()).toEqual([
      {
        number: expected.number,
        issued: expected.issued,
        due: expected.due,
        currency: expected.currency,
        total: minor(expected.total),
        open: minor(expected.payable),
        buyer: expected.buyer,
        document_status: 'kept',
        is_void: false,
        is_on_hold: false,
        lines: expected.lines,
        sha256: expected.sha256,
      },
    ]);
    const { rows } = await pool.query<{ bytes: Buffer; pages: number }>(
      `SELECT bytes, pages FROM document_bytes`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.pages).toBe(expected.pages);
    expect(
      createHash('sha256')
        .update(rows[0]?.bytes ?? '')
        .digest('hex'),
    ).toBe(expected.sha256);
  },
);

test('the samples collide on purpose: three documents of one number are one invoice and two conflicts', async () => {
  const given = await imports.run(samplePdfs());
  expect(given.state).toBe('waiting');
  expect(given.counts).toMatchObject({ created: 6, conflicting: 3, refused: 0, left: 0 });
  const rows = await imports.rows(given.id);
  const conflicts = rows.filter(({ outcome }) => outcome === 'conflict');
  expect(
    conflicts.map(({ number, code, differences }) => ({
      number,
      code,
      fields: differences.map(({ field }) => field),
    })),
  ).toEqual([
    {
      number: '471102',
      code: 'sameNumberOtherDate',
      fields: ['Date of issue', 'Total', 'Prepaid', 'To be paid'],
    },
    { number: '471102', code: 'sameNumberOtherTotal', fields: ['Total', 'To be paid'] },
    { number: 'RK21012345', code: 'invoiceBelowZero', fields: [] },
  ]);
  expect(conflicts[1]?.differences).toEqual([
    { field: 'Total', known: '197.65 EUR', incoming: '215.07 EUR' },
    { field: 'To be paid', known: '147.65 EUR', incoming: '165.07 EUR' },
  ]);
  expect((await theInvoices()).filter(({ number }) => number === '471102')).toHaveLength(1);
});

test('the same files of the same source answer the first import, and nothing is read again', async () => {
  const first = await imports.run([samplePdf('EN16931_Miete.pdf')]);
  const again = await imports.open([samplePdf('EN16931_Miete.pdf')]);
  expect(again.id).toBe(first.id);
  await imports.goOn(again.id);
  expect(await theInvoices()).toHaveLength(1);
});

test('imported for another source, a known document changes nothing', async () => {
  await imports.run(samplePdfs());
  const before = await theInvoices();
  const again = await imports.run(samplePdfs(), { source: 'A second look' });
  expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 6, conflicting: 3 });
  expect(await theInvoices()).toEqual(before);
});

async function theConflict(importId: string, code: string) {
  const rows = await imports.rows(importId);
  const row = rows.find((one) => one.outcome === 'conflict' && one.code === code);
  if (row === undefined) throw new Error(`no conflict ${code}`);
  return row;
}

test('what is known is kept when a person says so', async () => {
  const given = await imports.run(samplePdfs());
  const { position } = await theConflict(given.id, 'sameNumberOtherTotal');
  const before = await theInvoices();
  const decided = await imports.decide(given.id, { kind: 'conflict', position, choice: 'keep' });
  expect(decided.counts).toMatchObject({ conflicting: 2, unchanged: 1 });
  expect(await theInvoices()).toEqual(before);
});

test('what comes in is taken when a person says so, with its document', async () => {
  const given = await imports.run(samplePdfs());
  const { position } = await theConflict(given.id, 'sameNumberOtherTotal');
  await imports.decide(given.id, { kind: 'conflict', position, choice: 'take' });
  const [invoice] = (await theInvoices()).filter(({ number }) => number === '471102');
  const rebate = MANIFEST.find(({ file }) => file.includes('Rabatte'));
  expect(invoice).toMatchObject({ total: 21_507, open: 16_507, sha256: rebate?.sha256 });
});

test('a document that replaces the known one voids it and stands beside it', async () => {
  const given = await imports.run(samplePdfs());
  const { position } = await theConflict(given.id, 'sameNumberOtherTotal');
  await imports.decide(given.id, { kind: 'conflict', position, choice: 'replaces' });
  const both = (await theInvoices()).filter(({ number }) => number === '471102');
  expect(both).toMatchObject([
    { total: 19_765, open: 0, is_void: true },
    { total: 21_507, open: 16_507, is_void: false },
  ]);
});

test('an invoice below zero can only be left out', async () => {
  const given = await imports.run([samplePdf('EN16931_Rechnungskorrektur.pdf')]);
  const { position } = await theConflict(given.id, 'invoiceBelowZero');
  const taken = imports.decide(given.id, { kind: 'conflict', position, choice: 'take' });
  await expect(taken).rejects.toThrow('DECISION_NOT_POSSIBLE');
  const decided = await imports.decide(given.id, { kind: 'conflict', position, choice: 'keep' });
  expect(decided.state).toBe('done');
  expect(await theInvoices()).toEqual([]);
});

test('of several decisions all are taken or none', async () => {
  const given = await imports.run(samplePdfs());
  const total = await theConflict(given.id, 'sameNumberOtherTotal');
  const zero = await theConflict(given.id, 'invoiceBelowZero');
  const both = imports.decide(
    given.id,
    { kind: 'conflict', position: total.position, choice: 'keep' },
    { kind: 'conflict', position: zero.position, choice: 'take' },
  );
  await expect(both).rejects.toThrow('DECISION_NOT_POSSIBLE');
  expect(await theConflict(given.id, 'sameNumberOtherTotal')).toEqual(total);
});

test('an e-invoice of an invoice that a list made adds the document and leaves what is open', async () => {
  await imports.run(
    [
      {
        name: 'list.csv',
        bytes: Buffer.from(
          'Client,Invoice number,Issued,Due,Total,Balance,Currency\n' +
            'MUSTER-KUNDE GMBH,9314110911/00/M/00/N,2018-10-01,,340.96,100.50,EUR\n',
        ),
      },
    ],
    { asOf: '2026-11-01T00:00:00.000Z' },
  );
  const done = await imports.run([samplePdf('EN16931_Miete.pdf')], { source: 'Documents' });
  expect(await imports.rows(done.id)).toMatchObject([
    { outcome: 'updated', code: 'documentAdded' },
  ]);
  expect(await theInvoices()).toMatchObject([
    { number: '9314110911/00/M/00/N', open: 10_050, document_status: 'kept' },
  ]);
});

test('a plain PDF becomes the document of the invoice that its name gives, also of the same import', async () => {
  const bytes = Buffer.from(plainPdf(), 'latin1');
  const list = aList('Garrison Pediatrics', [['INV/7', '100.00', '100.00']]);
  const given = await imports.run(
    [list, { name: 'inv-7.pdf', bytes }, { name: 'other.pdf', bytes }],
    {
      asOf: '2026-11-01T00:00:00.000Z',
    },
  );
  const rows = await imports.rows(given.id);
  expect(rows.map(({ file, outcome, code }) => [file, outcome, code])).toEqual([
    ['inv-7.pdf', 'updated', 'documentAdded'],
    ['open.csv', 'created', null],
    ['other.pdf', 'refused', 'noInvoice'],
  ]);
  expect(await theInvoices()).toMatchObject([{ number: 'INV/7', document_status: 'kept' }]);
});

test('a file that is no document refuses itself and nothing else', async () => {
  const given = await imports.run([
    { name: 'error.pdf', bytes: Buffer.from('<!doctype html><html><body>Sign in</body></html>') },
    samplePdf('EN16931_Miete.pdf'),
  ]);
  expect(given).toMatchObject({ state: 'done', counts: { created: 1, refused: 1 } });
  expect(given.files.find(({ name }) => name === 'error.pdf')).toMatchObject({ kind: 'refused' });
});

/** One empty page. */
function plainPdf(): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const entries = offsets
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  text += `xref\n0 4\n0000000000 65535 f \n${entries}`;
  return `${text}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}
