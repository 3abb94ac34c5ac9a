/** Tables that come beside the invoices of QuickBooks are read as strictly as the invoices themselves. */
import {
  COMPANION_HEAD_BYTES,
  companionKind,
  type NamedTable,
  readCompanion,
  withCompanions,
} from '../../accounting/files/balance-list/companions';
import { readBalanceList } from '../../accounting/files/balance-list/balance-list';

const table = (name: string, ...lines: string[]): NamedTable => ({
  name,
  bytes: Buffer.from(`${lines.join('\n')}\n`),
});

const INVOICES = table(
  'invoices.csv',
  'id,balance,currency_id,customer_id,doc_number,due_date,total_amount,transaction_date',
  '101,40.5,USD,119,1001,2026-11-14,150,2026-10-15',
  '102,9,USD,120,1002,2026-11-14,9,2026-10-15',
);
const LINES = 'invoice_id,amount,sales_item_quantity,sales_item_unit_price,detail_type,description';
const CUSTOMERS = 'id,display_name,fully_qualified_name';

async function joined(...tables: NamedTable[]) {
  const outcome = await readBalanceList(INVOICES);
  if (outcome.kind !== 'read') throw new Error(outcome.kind);
  async function* given() {
    yield* tables;
  }
  return withCompanions(outcome.list.rows, given());
}

test('customers give names and lines become items, and cells may hold line breaks', async () => {
  const read = await joined(
    table('c.csv', CUSTOMERS, '119,"Acme, Inc.",Acme'),
    table('l.csv', LINES, '101,150.00,3,50,SalesItemLineDetail,"two\nlines"', '999,1,,,X,'),
  );
  expect(read).toMatchObject({
    ok: true,
    value: [
      {
        client: { id: '119', name: 'Acme, Inc.' },
        items: [{ amountMinor: 150_00, quantity: '3', price: '50', description: 'two\nlines' }],
      },
      { client: { id: '120', name: null }, items: [] },
    ],
  });
});

describe('titles are compared as those of a list are, without case and quotes', () => {
  const quoted = (titles: string) => titles.replaceAll(/\w+/g, '"$&"');
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const customer = '119,"Acme, Inc.",Acme\n';
  const line = '101,150.00,3,50,SalesItemLineDetail,Chairs\n';

  test.each<[string, string | Buffer, string | Buffer]>([
    ['upper case', `${CUSTOMERS.toUpperCase()}\n${customer}`, `${LINES.toUpperCase()}\n${line}`],
    ['quotes', `${quoted(CUSTOMERS)}\n${customer}`, `${quoted(LINES)}\n${line}`],
    ['a comma inside', `"a, b",${CUSTOMERS}\n,${customer}`, `"a, b",${LINES}\n,${line}`],
    ['a line break inside', `"a\nb",${CUSTOMERS}\n,${customer}`, `"a\nb",${LINES}\n,${line}`],
    ['an empty line above', `\n${CUSTOMERS}\n${customer}`, `,,,,,\r\n${LINES}\r\n${line}`],
    ['UTF-16', utf16(`${CUSTOMERS}\n${customer}`), utf16(`${LINES}\n${line}`)],
    ['a cell cut off', `${CUSTOMERS}\n119,Acme,"${'A'.repeat(5000)}"\n`, `${LINES}\n${line}`],
  ])('%s', async (_how, customers, lines) => {
    const tables = [customers, lines].map((given, at) => ({
      name: `${at}.csv`,
      bytes: Buffer.from(given),
    }));
    const heads = tables.map(({ bytes }) => companionKind(bytes.subarray(0, COMPANION_HEAD_BYTES)));
    expect(heads).toEqual(['customers', 'lines']);
    expect(await joined(...tables)).toMatchObject({
      value: [
        {
          client: { name: expect.stringMatching(/^Acme/) },
          items: [{ amountMinor: 150_00, description: 'Chairs' }],
        },
        { client: { id: '120' } },
      ],
    });
  });
});

test.each([
  ['amount', '101,"1.234,00",1,1,SalesItemLineDetail,'],
  ['amount', '101,1.005,1,1,SalesItemLineDetail,'],
  ['sales_item_quantity', '101,1,three,1,SalesItemLineDetail,'],
  ['sales_item_unit_price', '101,1,1,1e3,SalesItemLineDetail,'],
])(
  'a line whose %s cannot be read refuses its invoice by its physical line',
  async (field, row) => {
    const read = await joined(table('l.csv', LINES, '102,9,,,X,"two\nlines"', row));
    expect(read).toMatchObject({
      ok: true,
      value: [
        { kind: 'refused', number: '1001', refusal: { code: 'AMOUNT_UNREADABLE', line: 4, field } },
        { kind: 'balance', number: '1002', items: [{ amountMinor: 900 }] },
      ],
    });
    const [refused] = read.ok ? read.value : [];
    expect(refused?.kind === 'refused' && refused.refusal.sentence).toMatch(
      /^Its line item on line 4 of l\.csv has “.+” as \w+, which is no amount here\.$/,
    );
  },
);

test.each([
  [
    'a byte of another encoding',
    Buffer.from(`${CUSTOMERS}\n119,M\xfcller,M\n`, 'latin1'),
    'Line 2 is not written in utf-8.',
  ],
  [
    'a quotation mark without its partner',
    Buffer.from(`${CUSTOMERS}\n118,A,A\n119,"Acme,A\n`),
    'A quotation mark of the row on line 3 has no partner.',
  ],
  ['a NUL', Buffer.from(`${CUSTOMERS}\n119,A\0,A\n`), 'Line 2 is not written in utf-8.'],
  [
    'a row of another width',
    Buffer.from(`${CUSTOMERS}\n\n119,Acme, Inc.,A\n`),
    'The row on line 3 has 4 cells, the header 3.',
  ],
])(
  '%s refuses the table, and the invoices that would be others without it',
  async (_, bytes, why) => {
    expect(companionKind(bytes)).toBe('customers');
    expect(await readCompanion({ bytes })).toMatchObject({ ok: false, refusal: { sentence: why } });
    expect(await joined({ name: 'c.csv', bytes })).toMatchObject({
      ok: false,
      refusal: { sentence: `It is read together with c.csv, which cannot be read: ${why}` },
    });
  },
);

test('a table larger than a list may be is refused unread', async () => {
  const bytes = new Uint8Array(64 * 1024 * 1024 + 1);
  expect(await readCompanion({ bytes })).toMatchObject({ refusal: { code: 'FILE_TOO_LARGE' } });
});
