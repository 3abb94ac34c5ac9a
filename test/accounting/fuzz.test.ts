/**
 * Goal: no bytes make a reader throw or hang; whatever is read from damaged bytes is still sound.
 * Method: real samples and lists of every format with random edits (bytes changed, cut, doubled,
 * moved), which reach deeper than noise does. What one reading may cost is counted in the process's
 * own work, because other suites run beside. The short form asks the same cases each time, so that
 * it also says whether they reach what they are meant to; FUZZ_RUNS makes it long, with new cases.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readBalanceList } from '../../accounting/files/balance-list/balance-list';
import {
  companionKind,
  readCompanion,
  withCompanions,
} from '../../accounting/files/balance-list/companions';
import { createDocumentReader } from '../../accounting/files/document';
import { type EInvoice, readEInvoice } from '../../accounting/files/e-invoice';
import { createPdfReader } from '../../accounting/files/pdf';
import type { StagedBalance } from '../../accounting/files/staged-row';
import { aList } from './a-list';

const LONG = process.env['FUZZ_RUNS'];
const RUNS = Number(LONG ?? 300);
const cases = (numRuns: number) => ({ numRuns, ...(LONG ? {} : { seed: 20_261_128 }) });
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

/** Thousands of times what a sound sample takes; a reader that loops takes all of it. */
const WORK_MAX_MS = 5_000;

async function withinWork<Answer>(read: () => Answer | Promise<Answer>): Promise<Answer> {
  const before = process.cpuUsage();
  const answer = await read();
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(WORK_MAX_MS);
  return answer;
}

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

test('damaged XML is read soundly or refused', async () => {
  let read = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(damaged(samples('xml')), async (bytes) => {
      const result = await withinWork(() => readEInvoice(bytes));
      if (result.ok) {
        read += 1;
        expectSound(result.value);
      } else {
        refused += 1;
        expect(result.refusal.sentence).not.toBe('');
      }
    }),
    cases(RUNS),
  );
  // Both happen, or the edits do not reach what they are meant to reach.
  expect(Math.min(read, refused)).toBeGreaterThan(RUNS / 40);
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
    cases(Math.ceil(RUNS / 4)),
  );
  await pdf.close();
});

const template = (): string => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    'Invoice number': `INV-${index % 9}`,
    Balance: index % 4 === 3 ? '' : `${index},5`,
    Total: '1.000,00',
    Issued: `${index + 8}.11.2026`,
    Due: '',
    Client: index % 2 === 0 ? 'Acme; "East"' : 'Born\nGmbH',
  }));
  return `Stand,,,\n${aList(rows, ';')}\nTotal;;;;;;\n`;
};

const REPORT = `Lakefront,,,,,,
Open Invoices,,,,,,
"As of November 25, 2026",,,,,,
,Date,Transaction Type,Num,Due Date,Amount,Open Balance
Acme,,,,,,
,11/13/2026,Invoice,1001,12/13/2026,"$1,000.00",$40.00
,11/14/2026,Credit Memo,1002,,-$10.00,-$10.00
Acme:East,,,,,,
,11/15/2026,Invoice,1003,12/15/2026,$5.00,$5.00
Total for Acme:East,,,,,$5.00,$5.00
Total for Acme,,,,,$995.00,$35.00
TOTAL,,,,,$995.00,$35.00
`;

const XERO = `*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InvoiceAmountDue,Description,*Quantity,*UnitAmount,LineAmount,Currency,Type,Status
Acme,INV-1,13/11/2026,13/12/2026,150.00,40.00,One,1,50.00,50.00,USD,Sales invoice,Awaiting Payment
Acme,INV-1,13/11/2026,13/12/2026,150.00,40.00,"Two
lines",2,50.00,100.00,USD,Sales invoice,Awaiting Payment
Birch,CN-2,14/11/2026,,10.00,10.00,,1,10.00,10.00,USD,Sales credit note,Awaiting Payment
`;

const TABLES = {
  invoices: `id,balance,currency_id,customer_id,doc_number,due_date,total_amount,transaction_date
101,40.5,USD,119,1001,2026-11-14,150,2026-10-15
102,9,USD,120,1002,2026-11-14,9,2026-10-15
`,
  customers: 'id,display_name,fully_qualified_name\n119,"Acme, Inc.",Acme\n120,Birch,Birch\n',
  lines: `invoice_id,amount,sales_item_quantity,sales_item_unit_price,detail_type,description
101,150.00,3,50,SalesItemLineDetail,"two
lines"
102,9,,,SubTotalLineDetail,
`,
};
const utf8 = (text: string) => Uint8Array.from(Buffer.from(text));

test.each([
  ['our template', template()],
  ['a report of QuickBooks', REPORT],
  ['an export of Xero', XERO],
  ['the tables of QuickBooks', TABLES.invoices],
])('damaged lists like %s are read soundly, asked about or refused', async (_, list) => {
  const seen = { read: 0, asks: 0, refused: 0 };
  const said = list === REPORT ? { chosen: { currency: 'USD' } } : {};
  await fc.assert(
    fc.asyncProperty(damaged([utf8(list)]), async (bytes) => {
      const file = { name: 'damaged.csv', bytes };
      const outcome = await withinWork(() => readBalanceList(file, said));
      seen[outcome.kind] += 1;
      if (outcome.kind === 'refused') expect(outcome.refusal.sentence).not.toBe('');
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
    cases(RUNS),
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS / 40);
});

test('damaged tables beside the invoices give sound rows or refuse them', async () => {
  const invoices = await readBalanceList({ name: 'i.csv', bytes: utf8(TABLES.invoices) });
  if (invoices.kind !== 'read') throw new Error(invoices.kind);
  const { rows } = invoices.list;
  const seen = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      damaged([utf8(TABLES.customers), utf8(TABLES.lines)]),
      async (bytes: Uint8Array) => {
        companionKind(bytes);
        const alone = await withinWork(() => readCompanion({ bytes }));
        const tables = (async function* () {
          yield { name: 'damaged.csv', bytes };
        })();
        const joined = await withinWork(() => withCompanions(rows, tables));
        seen[joined.ok ? 'read' : 'refused'] += 1;
        if (!alone.ok) expect(alone.refusal.sentence).not.toBe('');
        if (!joined.ok) expect(joined.refusal.sentence).toContain('damaged.csv');
        for (const row of joined.ok ? joined.value : []) {
          if (row.kind === 'balance') expectSoundBalance(row);
          else expect(row.refusal.sentence).toContain('damaged.csv');
        }
      },
    ),
    cases(RUNS),
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS / 40);
});

function expectSoundBalance(row: StagedBalance): void {
  expect(Number.isSafeInteger(row.openMinor) && row.openMinor >= 0).toBe(true);
  expect(Number.isSafeInteger(row.unappliedMinor) && row.unappliedMinor >= 0).toBe(true);
  expect(row.number).not.toBe('');
  expect(row.openMinor > 0 && row.documentKind === 'creditNote').toBe(false);
}
