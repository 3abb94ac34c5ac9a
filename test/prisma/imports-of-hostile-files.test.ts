/**
 * Goal: files made to harm refuse themselves with a plain sentence, harm no other file of the import,
 * and nothing of them is ever kept or served.
 *
 * Method: all of them in one import with sound files among them, through the real readers into a real
 * PostgreSQL.
 */
import { deflateSync } from 'node:zlib';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createFileStaging } from '../../prisma/stores/imports/stage-files';
import { aPdf } from '../accounting/a-pdf';
import { anInvoiceXml, utf8 } from '../accounting/an-invoice';
import { usePostgres } from '../support/postgres';
import { aList, csv, type GivenFile, HEAD, importsOn } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(180_000);

let pool: Pool;

beforeAll(async () => {
  pool = new Pool({ connectionString: (await usePostgres()).databaseUrl, max: 4 });
  await theBusiness(pool);
}, 60_000);

afterAll(() => pool.end());

/** The test file of every virus scanner; in two halves, so that this one stays no find itself. */
const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
);
const MEGABYTE = 1024 * 1024;
const bomb = deflateSync(new Uint8Array(80 * MEGABYTE), { level: 9 });
const row = (client: string, number: string) =>
  `${client},${number},2026-10-15,2026-11-14,100.00,100.00,USD,`;
const file = (name: string, bytes: Uint8Array | string): GivenFile => ({
  name,
  bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
});

const HOSTILE: readonly (readonly [GivenFile, RegExp])[] = [
  [
    file('bomb.pdf', aPdf({ attachments: [{ name: 'a.xml', bytes: EICAR, compressed: bomb }] })),
    /^The PDF unpacks to more than an invoice can hold, so it was not read\.$/,
  ],
  [
    file('laughs.xml', anInvoiceXml({ prolog: '<!DOCTYPE a [<!ENTITY b "ha">]>', number: '&b;' })),
    /document type|declares/i,
  ],
  [
    file(
      'outside.xml',
      anInvoiceXml({
        prolog: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        number: '&x;',
      }),
    ),
    /document type|declares/i,
  ],
  [file('deep.xml', anInvoiceXml({ number: '<a>'.repeat(10_000) + '</a>'.repeat(10_000) })), /XML/],
  [file('scanner.com', EICAR), /^No row of column titles was found\./],
  [file('scanner.pdf', EICAR), /^No row of column titles was found\./],
  [file('page.pdf', '<!doctype html><html><body>Sign in</body></html>'), /neither a PDF nor/],
  [file('cut.pdf', '%PDF-1.7\n'), /^This is not a PDF that can be opened\.$/],
  [
    file('latin.csv', Buffer.from(`${HEAD}\n${row('M\xfcller', 'L-1')}\n`, 'latin1')),
    /^Line 2 is not written in utf-8\./,
  ],
  [file('nul.csv', `${HEAD}\n${row('Acme', 'N-1\0')}\n`), /^Line 2 is not written in utf-8\./],
  [
    file('unmarked.csv', Buffer.from(`${HEAD}\n${row('Acme', 'U-1')}\n`, 'utf16le')),
    /is not written in utf-8\./,
  ],
  [
    file('quote.csv', `${HEAD}\n${row('Acme', 'Q-1')}\n"${row('Acme', 'Q-2')}\n`),
    /^A quotation mark of the row on line 3 has no partner\.$/,
  ],
];

test('each is refused with a sentence of its own, and what is sound beside them is read', async () => {
  const sound = [
    aList('Garrison Pediatrics', [['INV-1', '100.00', '100.00']], 'sound.csv'),
    file('marked.csv', `\uFEFF${HEAD}\n${row('Birchwood Dental', 'B-1')}\n`),
    file('wide.csv', Buffer.from(`\uFEFF${HEAD}\n${row('Weiß & Söhne', 'W-1')}\n`, 'utf16le')),
    // A PDF may carry anything: it is kept to the byte, and what it carries is never taken out.
    file('INV-1.pdf', aPdf({ attachments: [{ name: 'run.exe', bytes: EICAR }] })),
  ];
  const given = await importsOn(pool).run([...HOSTILE.map(([hostile]) => hostile), ...sound], {
    asOf: '2026-11-01T05:00:00.000Z',
  });
  for (const [{ name }, sentence] of HOSTILE) {
    const read = given.files.find((one) => one.name === name);
    expect([name, read?.kind]).toEqual([name, 'refused']);
    expect(read?.refusal).toMatch(sentence);
  }
  expect(given).toMatchObject({
    state: 'done',
    counts: { created: 3, updated: 1, refused: HOSTILE.length, conflicting: 0, waiting: 0 },
  });
  const kept = await pool.query(
    `SELECT invoice.number, bytes FROM document_bytes JOIN document USING (sha256)
       JOIN invoice ON invoice.id = document.invoice_id`,
  );
  expect(kept.rows).toEqual([{ number: 'INV-1', bytes: Buffer.from(sound[3]?.bytes ?? '') }]);
  const rows = await pool.query(`SELECT 1 FROM import_row WHERE staged::text LIKE '%EICAR%'`);
  expect(rows.rows).toEqual([]);
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

test('formula cells are text: read as they stand, without the apostrophe a spreadsheet put there', async () => {
  const formula = `=HYPERLINK(""http://example.invalid"",""Pay"")`;
  const list = csv(
    'formulas.csv',
    HEAD,
    row(`"${formula}"`, '+1-555'),
    row(`"'@SUM(1)"`, '-7'),
    row('Acme', '=1+1'),
  );
  const given = await importsOn(pool).run([list], {
    source: 'Formulas',
    asOf: '2026-11-01T05:00:00.000Z',
  });
  expect(given).toMatchObject({ state: 'done', counts: { created: 3 } });
  const rows = await importsOn(pool).rows(given.id);
  expect(rows.map(({ client, number }) => [client, number])).toEqual([
    ['=HYPERLINK("http://example.invalid","Pay")', '+1-555'],
    ['@SUM(1)', '-7'],
    ['Acme', '=1+1'],
  ]);
});

test('a PDF with a name inside that no database takes is read under a name that one does', async () => {
  const attachments = [{ name: 'a\\000b.xml', bytes: utf8(anInvoiceXml({ number: 'NUL-1' })) }];
  const given = await importsOn(pool).run([file('nul.pdf', aPdf({ attachments }))], {
    source: 'Names',
  });
  expect(given).toMatchObject({ state: 'done', counts: { created: 1 } });
});

test('what was read and cannot be kept refuses its file, and is not tried for ever', async () => {
  const imports = importsOn(pool);
  const { id } = await imports.open([file('a.csv', `${HEAD}\n`)], { source: 'Halves' });
  const row = { line: 1, code: 'X', sentence: 'cut \ud83d and \0', kind: 'refusedFile' } as const;
  await createFileStaging({ pool, headBytes: 1 }).stage(id, 'a.csv', {
    kind: 'refused',
    row: { ...row, position: { file: 'a.csv' } },
  });
  await imports.goOn(id);
  expect((await imports.store.read(id))?.files).toMatchObject([
    { kind: 'refused', refusal: 'It holds text that cannot be kept. Nothing of it was taken.' },
  ]);
});

test('an XML that is no invoice is never taken for a list', async () => {
  const given = await importsOn(pool).run([file('order.xml', utf8('<order xmlns="urn:x"/>'))], {
    source: 'Orders',
  });
  expect(given.files).toMatchObject([{ kind: 'refused' }]);
  expect(given.files[0]?.refusal).toMatch(/neither a PDF nor/);
});
