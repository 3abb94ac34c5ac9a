/** One invoice is one invoice, in whatever form it comes: UBL, CII, a PDF that carries it, a plain PDF. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { aPdf } from '../accounting/a-pdf';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { csv, type GivenFile, HEAD, importsOn, samplePdf } from './an-import';
import { theBusiness } from './reading-books';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 4 });
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
});

const XML = join(__dirname, '..', 'fixtures', 'einvoices', 'xml');
const sampleXml = (name: string): GivenFile => ({ name, bytes: readFileSync(join(XML, name)) });

const FORMS = {
  UBL: sampleXml('EN16931_Einfach_DueDate.ubl.xml'),
  CII: sampleXml('EN16931_Einfach_DueDate.cii.xml'),
  PDF: samplePdf('EN16931_Einfach_DueDate.pdf'),
} as const;
type Form = keyof typeof FORMS;

test.each<readonly [Form, Form, Form]>([
  ['UBL', 'CII', 'PDF'],
  ['PDF', 'UBL', 'CII'],
  ['CII', 'PDF', 'UBL'],
])(
  'one invoice as %s, then as %s, then as %s is one invoice with one document',
  async (...order) => {
    const imports = importsOn(pool);
    const outcomes: string[] = [];
    for (const form of order) {
      const { id } = await imports.run([FORMS[form]], { source: `From ${form}` });
      outcomes.push(...(await imports.rows(id)).map(({ outcome }) => outcome));
    }
    const { rows } = await pool.query(
      `SELECT count(*)::int AS invoices, count(document_id)::int AS shown,
            (SELECT count(*)::int FROM organization) AS clients,
            (SELECT count(*)::int FROM document_bytes) AS kept FROM invoice`,
    );
    expect(rows).toEqual([{ invoices: 1, shown: 1, clients: 1, kept: 1 }]);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    expect(outcomes.every((outcome) => ['created', 'updated', 'unchanged'].includes(outcome))).toBe(
      true,
    );
    expect(await inconsistenciesOf(pool)).toEqual([]);
  },
);

test('all of them in one import are one invoice as well', async () => {
  const given = await importsOn(pool).run(Object.values(FORMS));
  expect(given).toMatchObject({
    state: 'done',
    counts: { created: 1, conflicting: 0, refused: 0 },
  });
});

test('a plain PDF finds its invoice by number, whatever a file name cannot hold of it', async () => {
  const list = csv(
    'open.csv',
    HEAD,
    ...['2026/0007', 'RE 12:5', '007'].map(
      (number) => `Acme,${number},2026-10-15,2026-11-14,10.00,10.00,USD,`,
    ),
  );
  const plain = (name: string): GivenFile => ({ name, bytes: Buffer.from(aPdf()) });
  const imports = importsOn(pool);
  const names = ['2026-0007.pdf', 'RE_12_5.PDF', '7.pdf'];
  const { id } = await imports.run([list, ...names.map(plain)], {
    asOf: '2026-11-01T05:00:00.000Z',
  });
  const rows = await imports.rows(id);
  const attached = rows.filter(({ file }) => file !== 'open.csv');
  expect(new Map(attached.map(({ file, code }) => [file, code]))).toEqual(
    new Map([
      ['2026-0007.pdf', 'documentAdded'],
      ['RE_12_5.PDF', 'documentAdded'],
      // Zeros are kept: 007 is another number.
      ['7.pdf', 'noInvoice'],
    ]),
  );
});
