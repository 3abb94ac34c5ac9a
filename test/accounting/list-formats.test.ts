/**
 * Goal: exports of QuickBooks and Xero are read as they are, and any other table once a person has
 * said which column is which.
 */
import { aList, codeOf, readList, theList, theRows } from './a-list';

const QUICKBOOKS_REPORT = [
  'Headroom Bakery,,,,,,',
  'Open Invoices,,,,,,',
  '"As of November 28, 2026",,,,,,',
  '',
  ',Date,Transaction Type,Num,Terms,Due Date,Open Balance',
  "Amy's Bird Sanctuary,,,,,,",
  ',10/22/2026,Invoice,1021,Net 30,11/21/2026,459.00',
  ',11/02/2026,Credit Memo,1022,,11/02/2026,-59.00',
  "Total for Amy's Bird Sanctuary,,,,,,$400.00",
  'Freeman Sporting Goods,,,,,,',
  ',10/28/2026,Invoice,0030,Net 30,11/27/2026,"1,000.00"',
  '0969 Ocean View Road,,,,,,',
  ',10/28/2026,Invoice,1036,Net 30,11/27/2026,477.50',
  'Total for 0969 Ocean View Road,,,,,,$477.50',
  '55 Twin Lane,,,,,,',
  ',10/29/2026,Invoice,1028,Net 30,11/28/2026,81.00',
  'Total for 55 Twin Lane,,,,,,$81.00',
  'Total for Freeman Sporting Goods,,,,,,"$1,558.50"',
  'TOTAL,,,,,,"$1,958.50"',
  '',
  '"Saturday, Nov 28, 2026 03:44:32 PM GMT-8",,,,,,',
].join('\r\n');
const IN_DOLLARS = { chosen: { currency: 'USD', total: 'unknown' } } as const;

describe('the QuickBooks report Open Invoices', () => {
  test('names no currency and no totals, so a person does', async () => {
    expect(await readList(QUICKBOOKS_REPORT)).toEqual({
      kind: 'asks',
      questions: [
        { about: 'currency', because: 'missing', choices: [] },
        { about: 'total', because: 'missing', choices: [] },
      ],
    });
  });

  test('has its clients above their rows, jobs within clients, and totals that are used', async () => {
    const list = await theList(QUICKBOOKS_REPORT, IN_DOLLARS);
    expect(list.totalsChecked).toBe(5);
    expect(list.asOf?.value).toEqual({ kind: 'date', date: '2026-11-28' });
    expect(list.rows).toMatchObject([
      {
        client: { id: null, name: "Amy's Bird Sanctuary" },
        number: '1021',
        issuedOn: '2026-10-22',
        dueOn: '2026-11-21',
        openMinor: 459_00,
        totalMinor: null,
        currency: 'USD',
        criteria: { terms: 'Net 30' },
      },
      { number: '1022', documentKind: 'creditNote', unappliedMinor: 59_00, openMinor: 0 },
      { number: '0030', client: { name: 'Freeman Sporting Goods' }, openMinor: 1_000_00 },
      { number: '1036', client: { name: 'Freeman Sporting Goods:0969 Ocean View Road' } },
      { number: '1028', client: { name: 'Freeman Sporting Goods:55 Twin Lane' } },
    ]);
  });

  test.each(['$400.00', '$477.50', '"$1,558.50"', '"$1,958.50"'])(
    'is refused when the total %s is another',
    async (total) => {
      const changed = QUICKBOOKS_REPORT.replace(total, '$1.00');
      expect(await codeOf(changed, IN_DOLLARS)).toBe('TOTAL_DIFFERS');
    },
  );

  test('refuses a payment in it by its own name, and its totals still agree', async () => {
    const changed = QUICKBOOKS_REPORT.replace('Credit Memo,1022', 'Payment,');
    const refused = (await theRows(changed, IN_DOLLARS)).filter(({ kind }) => kind === 'refused');
    expect(refused).toMatchObject([
      { refusal: { sentence: '“Payment” is neither an invoice nor a credit note.', line: 8 } },
    ]);
  });

  test('may have a column for the client and one for the amount', async () => {
    const text = [
      'Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance',
      '10/22/2026,Invoice,1021,Amy,11/21/2026,"$1,239.00",$239.00',
    ].join('\n');
    expect(await theRows(text, IN_DOLLARS)).toMatchObject([
      { client: { name: 'Amy' }, totalMinor: 1239_00, openMinor: 239_00 },
    ]);
  });
});

describe('the invoice export of Xero', () => {
  const titles =
    'ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,Currency,Type,Sent,Status';
  const line = (number: string, cells: string, end = 'USD,Sales invoice,Sent,Awaiting Payment') =>
    `City Limousines,,${number},Ref,13/11/2026,28/11/2026,110.00,10.00,40.00,70.00,${cells},200,${end}`;
  const twoLines = [line('INV-1', 'A,Ride,1.0000,60.00,,60.00'), line('INV-1', 'B,Wait,2,20,,40')];

  test('has one row per line, and its amount due is the balance', async () => {
    expect(await theRows([titles, ...twoLines].join('\n'))).toMatchObject([
      {
        client: { id: null, name: 'City Limousines' },
        number: 'INV-1',
        issuedOn: '2026-11-13',
        dueOn: '2026-11-28',
        totalMinor: 110_00,
        openMinor: 70_00,
        conflicts: [],
        items: [
          { item: 'A', description: 'Ride', amountMinor: 60_00 },
          { item: 'B', description: 'Wait', quantity: '2', price: '20', amountMinor: 40_00 },
        ],
      },
    ]);
  });

  test('holds drafts, which nobody owes, and credit notes', async () => {
    const draft = line('INV-2', ',,,,,', 'USD,Sales invoice,,Draft');
    const note = line('CN-1', ',,,,,', 'USD,Sales credit note,Sent,Awaiting Payment');
    expect(await theRows([titles, draft, note].join('\n'))).toMatchObject([
      { kind: 'refused', number: 'INV-2', refusal: { code: 'NOT_ISSUED' } },
      { number: 'CN-1', documentKind: 'creditNote', unappliedMinor: 70_00, openMinor: 0 },
    ]);
  });
});

describe('a table under other titles', () => {
  const text = [
    'Ledger of debtors;;;;',
    'Debtor;Voucher;Of;Left to pay;Cur',
    'Müller;0017;13.11.2026;1.234,50;EUR',
  ].join('\n');
  const columns = {
    client: 'Debtor',
    number: 'voucher',
    issued: 'Of',
    balance: 'Left to pay',
    currency: 'Cur',
  };

  test('is shown with its first rows, and nothing is guessed', async () => {
    expect(await readList(text)).toEqual({
      kind: 'asks',
      questions: [
        {
          about: 'columns',
          because: 'missing',
          choices: [],
          table: {
            line: 2,
            titles: ['Debtor', 'Voucher', 'Of', 'Left to pay', 'Cur'],
            rows: [{ line: 3, cells: ['Müller', '0017', '13.11.2026', '1.234,50', 'EUR'] }],
          },
        },
      ],
    });
  });

  test('is shown with long cells cut, and never through a character', async () => {
    const long = `${'a'.repeat(79)}😀bc`;
    const asked = await readList(text.replace('Müller', long));
    expect(asked).toMatchObject({
      questions: [{ table: { rows: [{ cells: expect.arrayContaining([long.slice(0, -2)]) }] } }],
    });
  });

  test.each(['chosen', 'remembered'] as const)('is read by columns that are %s', async (said) => {
    const list = await theList(text, { [said]: { columns, total: 'unknown' } });
    expect(list.reading).toMatchObject({ columns, numberForm: 'comma', dateOrder: 'dayFirst' });
    expect(list.rows).toMatchObject([
      { client: { name: 'Müller' }, number: '0017', openMinor: 1234_50, issuedOn: '2026-11-13' },
    ]);
  });

  test('is asked about again when what is remembered does not fit it', async () => {
    const remembered = { columns: { ...columns, balance: 'Open' } };
    expect(await codeOf(text, { remembered })).toBe('asks');
    expect(await codeOf(text, { chosen: remembered })).toBe('NO_HEADER');
  });

  test('never wins over titles that are known', async () => {
    const rows = await theRows(aList([{ Balance: '41.50' }]), { remembered: { columns } });
    expect(rows).toMatchObject([{ openMinor: 41_50 }]);
  });

  test('needs a number and a balance among what is chosen', async () => {
    expect(await codeOf(text, { chosen: { columns: { number: 'Voucher' } } })).toBe(
      'COLUMN_MISSING',
    );
  });

  test('with two columns of the chosen title is refused', async () => {
    const twice = text.replace('Cur\n', 'Debtor\n');
    const { currency: _, ...rest } = columns;
    expect(await codeOf(twice, { chosen: { columns: rest } })).toBe('COLUMN_REPEATED');
  });
});
