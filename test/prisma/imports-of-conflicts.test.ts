/**
 * Goal: what a person says of a row does what it says and no more: a document taken is no reading of
 * the books, what replaces an invoice is found again, and nothing that was said of one state of the
 * books is applied to another (rules.md 13-15).
 *
 * Method: documents and lists through the real steps into a real PostgreSQL. After each test every
 * counter is recomputed.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { anInvoiceXml } from '../accounting/an-invoice';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, type GivenFile, type Imports, importsOn } from './an-import';
import { aMethod, aPayment, theBusiness } from './reading-books';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;
let imports: Imports;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
  imports = importsOn(pool);
}, 60_000);

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  await theBusiness(pool);
});

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

afterAll(() => pool.end());

const FIRST = { asOf: '2026-11-05T06:00:00.000Z' };
const LATER = { asOf: '2026-11-06T06:00:00.000Z' };

type Given = NonNullable<Parameters<typeof anInvoiceXml>[0]>;

const xml = (given: Given): GivenFile => ({
  name: `${given.number ?? 'invoice'}.xml`,
  bytes: Buffer.from(anInvoiceXml(given)),
});

const invoices = async () =>
  (
    await pool.query(
      `SELECT number, total_minor::int AS total, open_minor::int AS open, firm_minor::int AS firm,
              is_void, is_on_hold, missing_since IS NOT NULL AS is_missing,
              drift_since IS NOT NULL AS is_drifted
         FROM invoice ORDER BY number, created_at, id`,
    )
  ).rows;

/** A payment of ours that settled, on the only invoice of the number. */
async function settle(number: string, amountMinor: number, isInside = false): Promise<string> {
  const { rows } = await pool.query<{ id: string; organization_id: string }>(
    `SELECT id, organization_id FROM invoice WHERE number = $1`,
    [number],
  );
  const { id: invoiceId = '', organization_id: id = '' } = rows[0] ?? {};
  const client = { id, methodId: await aMethod(pool, id), sourceId: '' };
  const settled = { state: 'settled', settled_at: '2026-11-05T15:00:00Z' };
  return aPayment(pool, client, [{ invoiceId, amountMinor, isInside }], settled);
}

describe('an e-invoice that a person takes', () => {
  const other = () => xml({ number: 'INV-1', total: '100.00', issued: '20261016' });
  const take = { kind: 'conflict', position: 0, choice: 'take' } as const;

  test('holds no line of ours, also one that was entered in the books: it stays in firm', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '100.00']])], FIRST);
    const paymentId = await settle('INV-1', 4_000);
    await pool.query(
      `UPDATE payment_line SET entered_at = '2026-11-06T00:00:00Z', entered_by = 'Dana' WHERE payment_id = $1`,
      [paymentId],
    );
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    expect(await invoices()).toMatchObject([{ open: 10_000, firm: 4_000 }]);
  });

  test('is compared with no list: the next one of the books is read', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '100.00']])], FIRST);
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    const list = aList('Buyer', [['INV-1', '100.00', '25.00']], 'next.csv');
    const next = await imports.run([issuedOn(list, '2026-10-16')], LATER);
    expect(await imports.rows(next.id)).toMatchObject([{ outcome: 'updated' }]);
    expect(await invoices()).toMatchObject([{ open: 2_500 }]);
  });

  test('and that asks for more than our payment left is drift: autopay must not pay it again', async () => {
    await imports.run([aList('Buyer', [['INV-1', '100.00', '60.00']])], FIRST);
    await settle('INV-1', 4_000, true);
    const given = await imports.run([other()]);
    await imports.decide(given.id, take);
    expect(await invoices()).toMatchObject([{ open: 10_000, firm: 0, is_drifted: true }]);
  });
});

/** The rows of a list, with another date of issue. */
const issuedOn = ({ name, bytes }: GivenFile, day: string): GivenFile => ({
  name,
  bytes: Buffer.from(Buffer.from(bytes).toString('utf8').replaceAll('2026-10-15', day)),
});
