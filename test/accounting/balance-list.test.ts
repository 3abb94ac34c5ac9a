/**
 * Goal: a list gives rows that can be relied on, and every doubtful cell is a row for a person.
 * Method: the sentences of the import rules on cells, rows and identity, one list each.
 */
import {
  BALANCE_LIST_COLUMNS,
  balanceListTemplate,
} from '../../accounting/files/balance-list/columns';
import { csvLine, neutralised, restored } from '../../domain/csv-text';
import { aList, codeOf, type Row, theList, theRows } from './a-list';

test('reads one row to the last field', async () => {
  const rows = await theRows(
    aList([
      {
        'Client ID': 'C-7',
        'Invoice ID': '9001',
        Kind: 'Invoice',
        Status: 'Open',
        Agreement: 'Managed Services',
        'Agreement type': 'Recurring',
        Terms: 'Net 30',
        'Invoice type': 'Monthly',
        'PO number': '0042',
        Location: 'Boulder',
        Item: 'MS-1',
        'Item description': 'Monthly managed services',
        Quantity: '2',
        'Unit price': '50.00',
        'Item amount': '100.00',
      },
    ]),
  );
  expect(rows).toEqual([
    {
      kind: 'balance',
      position: { file: 'list.csv', line: 2, lines: [2] },
      client: { id: 'C-7', name: 'Acme' },
      sourceId: '9001',
      number: 'INV-1',
      documentKind: 'invoice',
      issuedOn: '2026-11-01',
      dueOn: '2026-12-01',
      currency: 'USD',
      totalMinor: 100_00,
      isBalanceTheTotal: false,
      openMinor: 40_00,
      unappliedMinor: 0,
      status: 'Open',
      isVoid: false,
      criteria: {
        agreement: 'Managed Services',
        agreementType: 'Recurring',
        terms: 'Net 30',
        invoiceType: 'Monthly',
        purchaseOrderNumber: '0042',
        location: 'Boulder',
      },
      items: [
        {
          item: 'MS-1',
          description: 'Monthly managed services',
          quantity: '2',
          price: '50',
          amountMinor: 100_00,
        },
      ],
      conflicts: [],
    },
  ]);
  expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
});

describe('template', () => {
  test('is read back as a list without rows, in spreadsheets too', async () => {
    const list = await theList(balanceListTemplate());
    expect(list).toMatchObject({ rows: [], ignoredColumns: [], totalsChecked: 0 });
    expect(balanceListTemplate().startsWith('\uFEFFClient ID,Client,')).toBe(true);
  });

  test('has a title and an explanation for every column, each title once', () => {
    const titles = BALANCE_LIST_COLUMNS.map(({ title }) => title.toLowerCase());
    expect(new Set(titles).size).toBe(titles.length);
    expect(BALANCE_LIST_COLUMNS.every(({ explanation }) => explanation.length > 0)).toBe(true);
  });
});

describe('columns', () => {
  test('are found by title, in any order and case, and unknown ones are named', async () => {
    const list = await theList(
      'BALANCE,Remark, currency ,client,INVOICE NUMBER,total,due,issued\n5,x,usd,Acme,7,9,,2026-11-01',
    );
    expect(list.rows).toMatchObject([
      { openMinor: 5_00, currency: 'USD', number: '7', dueOn: null },
    ]);
    expect(list.ignoredColumns).toEqual(['Remark']);
  });

  test('without a balance there is no balance list', async () => {
    const text = aList([{}]).replace('Balance', 'Status');
    expect(await codeOf(text)).toBe('COLUMN_MISSING');
    expect(await codeOf(aList([{}]).replace('Balance', 'Something'))).toBe('asks');
  });

  test('must name the client by id or by name', async () => {
    expect(await codeOf(aList([{}]).replace('Client', 'Status'))).toBe('COLUMN_MISSING');
    expect(await codeOf(aList([{}]).replace('Client', 'Client ID'))).toBe('read');
  });

  test('twice the same refuses the file', async () => {
    expect(await codeOf(aList([{}]).replace('Due', 'Issued'))).toBe('COLUMN_REPEATED');
  });

  test('without any known title there is nothing to read', async () => {
    expect(await codeOf('1,2,3\n4,5,6')).toBe('NO_HEADER');
    expect(await codeOf('Dear client\nthank you')).toBe('NO_HEADER');
    expect(await codeOf('')).toBe('FILE_EMPTY');
  });
});

describe('cells', () => {
  const refusalOf = async (row: Row) => {
    const text = aList([row, { 'Invoice number': 'PROOF', Balance: '1.25' }]);
    const [read] = await theRows(text, { chosen: { numberForm: 'point' } });
    return read?.kind === 'refused' ? read.refusal : null;
  };

  test('an empty balance is not 0', async () => {
    expect(await refusalOf({ Balance: '' })).toEqual({
      code: 'BALANCE_EMPTY',
      sentence: 'The cell “Balance” is empty.',
      field: 'Balance',
      value: null,
      line: 2,
    });
    expect(await refusalOf({ Balance: '  ' })).toMatchObject({ code: 'BALANCE_EMPTY' });
    expect(await refusalOf({ Balance: '0' })).toBeNull();
  });

  test.each([
    [{ Balance: '40.005' }, 'AMOUNT_UNREADABLE'],
    [{ Balance: 'none' }, 'AMOUNT_UNREADABLE'],
    [{ Balance: '=40' }, 'AMOUNT_UNREADABLE'],
    [{ Balance: '$40.00' }, 'AMOUNT_UNREADABLE'],
    [{ Total: '1.000,00' }, 'AMOUNT_UNREADABLE'],
    [{ Issued: '2026-02-30' }, 'DATE_UNREADABLE'],
    [{ Due: 'soon' }, 'DATE_UNREADABLE'],
    [{ Currency: '' }, 'CURRENCY_MISSING'],
    [{ Currency: 'XYZ' }, 'CURRENCY_UNKNOWN'],
    [{ Currency: 'HRK' }, 'CURRENCY_UNKNOWN'],
    [{ Client: '' }, 'CLIENT_MISSING'],
    [{ 'Invoice number': '' }, 'NUMBER_MISSING'],
    [{ Kind: 'Estimate' }, 'KIND_UNKNOWN'],
  ])('refuses the row with %j alone', async (row, code) => {
    expect(await refusalOf(row)).toMatchObject({ code, line: 2 });
  });

  test('takes the digits of the currency of the row', async () => {
    const rows = await theRows(
      aList([
        { 'Invoice number': 'A', Currency: 'JPY', Total: '500', Balance: '500' },
        { 'Invoice number': 'B', Currency: 'KWD', Total: '1.2345', Balance: '1.234' },
        { 'Invoice number': 'C', Currency: 'KWD', Total: '1.235', Balance: '1.2340' },
      ]),
      { chosen: { numberForm: 'point' } },
    );
    expect(rows).toMatchObject([
      { openMinor: 500 },
      { kind: 'refused', refusal: { field: 'Total' } },
      { openMinor: 1234 },
    ]);
  });

  test('keeps zeros and the spaces inside identifiers', async () => {
    const rows = await theRows(aList([{ 'Invoice number': ' 00 42 ', Client: 'A  B' }]));
    expect(rows).toMatchObject([{ number: '00 42', client: { name: 'A  B' } }]);
  });

  test('may hold line breaks, quotes and separators; lines are those of an editor', async () => {
    const text = aList([
      { Client: 'Acme,\n"West"', 'Invoice number': 'A' },
      { 'Invoice number': 'B', Balance: '' },
    ]);
    expect(await theRows(text.replaceAll('\n', '\r\n'))).toMatchObject([
      { client: { name: 'Acme,\n"West"' }, position: { line: 2 } },
      { kind: 'refused', position: { line: 4 } },
    ]);
  });

  test('too few or too many of them refuse the row, blank ones at the end do not', async () => {
    const [header, row] = aList([{}]).split('\n');
    const rows = await theRows(`${header}\n${row},\n${row?.replace('INV-1', 'B')},x\nAcme,C,1.00`);
    expect(rows).toMatchObject([
      { kind: 'balance' },
      { kind: 'refused', refusal: { code: 'CELLS_MISALIGNED' }, position: { line: 3 } },
      { kind: 'refused', refusal: { code: 'CELLS_MISALIGNED' }, position: { line: 4 } },
    ]);
  });

  test('a quote without a partner refuses the file, by its line', async () => {
    const text = `${aList([{}])}\nAcme,"B`;
    expect(await codeOf(text)).toBe('QUOTES_UNBALANCED');
    expect(await codeOf(aList([{}]).replace('Acme', 'Ac"me'))).toBe('QUOTES_UNBALANCED');
  });

  test('that look like formulas are text, and travel out and in unchanged', async () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", 'plain', "O'Brien"]) {
      expect(restored(neutralised(text))).toBe(text);
    }
    expect(csvLine([neutralised('=HYPERLINK("x")'), '-5.00'])).toBe(
      `"'=HYPERLINK(""x"")",-5.00\r\n`,
    );
    const rows = await theRows(aList([{ Client: "'=cmd", 'Invoice number': '=1+1' }]));
    expect(rows).toMatchObject([{ client: { name: '=cmd' }, number: '=1+1' }]);
  });
});

describe('signs and kinds', () => {
  const read = async (row: Row) => (await theRows(aList([row])))[0];

  test.each(['(40.00)', '-40.00', '40.00-', '−40.00'])(
    'an invoice with a balance of %s is a conflict',
    async (Balance) => {
      expect(await read({ Balance, Status: 'Open' })).toMatchObject({
        documentKind: 'invoice',
        openMinor: 0,
        conflicts: [{ code: 'INVOICE_BELOW_ZERO', balanceMinor: -40_00 }],
      });
    },
  );

  test('CR is a credit', async () => {
    expect(await read({ Balance: '40.00 CR', Total: '100.00 CR' })).toMatchObject({
      documentKind: 'creditNote',
      openMinor: 0,
      unappliedMinor: 40_00,
      totalMinor: 100_00,
      conflicts: [],
    });
  });

  test.each(['40.00', '-40.00'])('a credit note of %s leaves money to apply', async (Balance) => {
    expect(await read({ Kind: 'credit note', Balance })).toMatchObject({
      documentKind: 'creditNote',
      openMinor: 0,
      unappliedMinor: 40_00,
      conflicts: [],
    });
  });

  test('a zero beside a status that says open is a conflict', async () => {
    expect(await read({ Balance: '0.00', Status: ' OPEN ' })).toMatchObject({
      conflicts: [{ code: 'ZERO_BUT_OPEN', status: 'OPEN' }],
    });
    expect(await read({ Balance: '0.00', Status: 'Paid' })).toMatchObject({ conflicts: [] });
    expect(await read({ Balance: '0.00' })).toMatchObject({ conflicts: [] });
  });

  test('a balance beside a status that says paid or void is one too', async () => {
    expect(await read({ Status: 'Paid' })).toMatchObject({
      conflicts: [{ code: 'BALANCE_BUT_CLOSED' }],
    });
    expect(await read({ Status: 'Voided', Balance: '0' })).toMatchObject({
      isVoid: true,
      conflicts: [],
    });
  });

  test('a balance above the total is a conflict, an equal one is not', async () => {
    expect(await read({ Total: '100.00', Balance: '100.01' })).toMatchObject({
      conflicts: [{ code: 'BALANCE_ABOVE_TOTAL', balanceMinor: 100_01, totalMinor: 100_00 }],
    });
    expect(await read({ Total: '100.00', Balance: '100.00' })).toMatchObject({ conflicts: [] });
    expect(await read({ Total: '' })).toMatchObject({ totalMinor: null, conflicts: [] });
  });
});

describe('rows of one invoice', () => {
  const item = (Item: string, more: Row = {}): Row => ({ Item, 'Item amount': '50.00', ...more });

  test('are one in any case and spacing, as the first row spells it', async () => {
    const rows = await theRows(
      aList([item('A'), item('B', { 'Invoice number': ' inv-1', Client: 'ACME', Status: '' })]),
    );
    expect(rows).toMatchObject([{ number: 'INV-1', client: { name: 'Acme' } }]);
  });

  test('are one also where the client is written with two spaces between its words', async () => {
    const rows = await theRows(
      aList([item('A', { Client: 'Acme Inc' }), item('B', { Client: 'Acme  Inc' })]),
    );
    expect(rows).toMatchObject([{ kind: 'balance', client: { name: 'Acme Inc' } }]);
  });

  test('are one wherever they are, with their items in order', async () => {
    const rows = await theRows(aList([item('A'), { 'Invoice number': 'INV-2' }, item('B')]));
    expect(rows).toMatchObject([
      { number: 'INV-1', openMinor: 40_00, position: { line: 2, lines: [2, 4] } },
      { number: 'INV-2', items: [] },
    ]);
    const [first] = rows;
    expect(first?.kind === 'balance' && first.items.map((line) => line.item)).toEqual(['A', 'B']);
  });

  test.each([
    ['Balance', '41.00'],
    ['Total', '101.00'],
    ['Due', '2026-12-02'],
    ['Currency', 'EUR'],
    ['Status', 'Open'],
  ])('that do not agree on %s fall together', async (column, value) => {
    expect(
      await theRows(aList([item('A', { Status: '' }), item('B', { [column]: value })])),
    ).toEqual([
      {
        kind: 'refused',
        number: 'INV-1',
        position: { file: 'list.csv', line: 2, lines: [2, 3] },
        refusal: expect.objectContaining({ code: 'ROWS_DISAGREE', field: column, line: 2 }),
      },
    ]);
  });

  test('fall together when one of them cannot be read', async () => {
    const rows = await theRows(aList([item('A'), item('B', { 'Item amount': 'x' })]));
    expect(rows).toMatchObject([
      {
        kind: 'refused',
        refusal: { code: 'AMOUNT_UNREADABLE', line: 3 },
        position: { lines: [2, 3] },
      },
    ]);
  });

  test('with ids of their own are invoices of their own', async () => {
    const rows = await theRows(aList([{ 'Invoice ID': '1' }, { 'Invoice ID': '2' }]));
    expect(rows).toMatchObject([{ sourceId: '1' }, { sourceId: '2' }]);
  });

  test('of two clients with one number are two', async () => {
    expect(await theRows(aList([{}, { Client: 'Other' }]))).toHaveLength(2);
  });
});
