/**
 * Goal: a file has one encoding, one separator, one number form and one date order, each proven or
 * chosen, and what stands around its rows is recognised and used.
 */
import { aList, codeOf, readList, type Row, theList, theRows } from './a-list';

describe('separators', () => {
  test.each([',', ';', '\t', '|'])('are proven by the header: %j', async (separator) => {
    const list = await theList(aList([{ Client: 'A,B;C' }], separator));
    expect(list.reading.separator).toBe(separator);
    expect(list.rows).toMatchObject([{ client: { name: 'A,B;C' }, openMinor: 40_00 }]);
  });
});

describe('encodings', () => {
  const text = aList([{ Client: 'Müller' }]);
  const name = async (bytes: Uint8Array, chosen?: 'windows-1252') =>
    theRows(bytes, chosen ? { chosen: { encoding: chosen } } : undefined);

  test('are UTF-8 with or without a mark, and UTF-16 with one', async () => {
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    ]) {
      expect(await name(bytes)).toMatchObject([{ client: { name: 'Müller' } }]);
    }
  });

  test('are Windows-1252 only when chosen; else its bytes refuse the file by line', async () => {
    const bytes = Buffer.from(text, 'latin1');
    expect(await readList(bytes)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'ENCODING_UNREADABLE', line: 2 },
    });
    expect(await name(bytes, 'windows-1252')).toMatchObject([{ client: { name: 'Müller' } }]);
  });

  test('are the remembered one only where the file is no UTF-8; what is chosen for it decides', async () => {
    const said = { remembered: { encoding: 'windows-1252' } } as const;
    const utf8 = await theList(Buffer.from(text), said);
    expect(utf8.reading.encoding).toBe('utf-8');
    expect(utf8.rows).toMatchObject([{ client: { name: 'Müller' } }]);
    const latin = await theList(Buffer.from(text, 'latin1'), said);
    expect(latin.reading.encoding).toBe('windows-1252');
    expect(latin.rows).toMatchObject([{ client: { name: 'Müller' } }]);
    const chosen = { chosen: { encoding: 'windows-1252' } } as const;
    expect(await theRows(Buffer.from(text), chosen)).toMatchObject([
      { client: { name: 'MÃ¼ller' } },
    ]);
    const neither = Buffer.from(text.replace('ü', '\u0081'), 'latin1');
    expect(await readList(neither, said)).toMatchObject({
      refusal: { code: 'ENCODING_UNREADABLE', line: 2 },
    });
  });
});

describe('number form', () => {
  test('that nothing proves is asked, with what each answer means', async () => {
    const text = aList([{ Total: '2.000', Balance: '1.000' }]);
    expect(await readList(text)).toEqual({
      kind: 'asks',
      questions: [
        {
          about: 'numberForm',
          because: 'unproven',
          choices: [
            { value: 'point', line: 2, column: 'Total', text: '2.000', meaning: '2' },
            { value: 'comma', line: 2, column: 'Total', text: '2.000', meaning: '2000' },
          ],
        },
      ],
    });
    expect(await theRows(text, { chosen: { numberForm: 'comma' } })).toMatchObject([
      { openMinor: 1000_00 },
    ]);
    expect(await theRows(text, { remembered: { numberForm: 'point' } })).toMatchObject([
      { openMinor: 1_00 },
    ]);
  });

  test('is proven for the whole file by one value, and others must fit it', async () => {
    const rows = await theRows(
      aList([
        { 'Invoice number': 'A', Total: '5.000', Balance: '1.000' },
        { 'Invoice number': 'B', Total: '2.500,50', Balance: '12,5' },
      ]),
    );
    expect(rows).toMatchObject([{ openMinor: 1000_00 }, { totalMinor: 2500_50, openMinor: 12_50 }]);
  });

  test('that the file contradicts is asked, and then refuses the rows outside of it', async () => {
    const text = aList([
      { 'Invoice number': 'A', Total: '100', Balance: '12.34' },
      { 'Invoice number': 'B', Total: '100', Balance: '12,34' },
    ]);
    expect(await readList(text)).toMatchObject({
      kind: 'asks',
      questions: [{ because: 'contradictory' }],
    });
    expect(await theRows(text, { chosen: { numberForm: 'comma' } })).toMatchObject([
      { kind: 'refused', position: { line: 2 } },
      { openMinor: 12_34 },
    ]);
  });
});

describe('date order', () => {
  const dates = (Issued: string, Due: string): Row => ({ Issued, Due });

  test('that nothing proves is asked', async () => {
    const text = aList([dates('01/02/2026', '05/05/2026')]);
    expect(await readList(text)).toMatchObject({
      kind: 'asks',
      questions: [
        {
          about: 'dateOrder',
          choices: [
            { value: 'monthFirst', meaning: '2026-01-02' },
            { value: 'dayFirst', meaning: '2026-02-01' },
          ],
        },
      ],
    });
    expect(await theRows(text, { chosen: { dateOrder: 'dayFirst' } })).toMatchObject([
      { issuedOn: '2026-02-01' },
    ]);
  });

  test('is proven by a day above twelve', async () => {
    expect(await theRows(aList([dates('01/02/2026', '13/02/2026')]))).toMatchObject([
      { issuedOn: '2026-02-01', dueOn: '2026-02-13' },
    ]);
  });

  test('asks both questions at once', async () => {
    const text = aList([{ ...dates('01/02/2026', ''), Total: '1.000', Balance: '1' }]);
    const outcome = await readList(text);
    expect(outcome.kind === 'asks' && outcome.questions.map(({ about }) => about)).toEqual([
      'numberForm',
      'dateOrder',
    ]);
  });
});

describe('what stands around the rows', () => {
  const [header = '', row = ''] = aList([{}]).split('\n');
  const second = row.replace('INV-1', 'INV-2').replace('40.00', '2.50');

  test('titles and blank rows are no rows, and a header repeated on each page is not either', async () => {
    const text = `Open balances,,,,,,\n,,,,,,\n${header}\n${row}\n\n${header}\n,,,,,,\n${second}\n`;
    expect(await theRows(text)).toMatchObject([
      { position: { line: 4 } },
      { position: { line: 8 } },
    ]);
  });

  test.each([
    ['Total,,,,,42.50,', 'read'],
    ['TOTAL:,,,,,42.50,', 'read'],
    ['Grand total,,,,200.00,42.50,USD', 'read'],
    [',Total,,,200.00,42.50,', 'read'],
    ['Total,,,,,42.51,', 'TOTAL_DIFFERS'],
    ['Total,,,,200.01,42.50,', 'TOTAL_DIFFERS'],
    ['Total,,,,,n/a,', 'TOTAL_DIFFERS'],
    ['Total,,,,,42.50,EUR', 'TOTAL_DIFFERS'],
  ])('the total %p gives: %s', async (total, outcome) => {
    expect(await codeOf(`${header}\n${row}\n${second}\n${total}`)).toBe(outcome);
  });

  test('a total that differs says what it says and what was read', async () => {
    expect(await readList(`${header}\n${row}\n${second}\nTotal,,,,,50.00,`)).toMatchObject({
      refusal: {
        line: 4,
        field: 'Balance',
        sentence: 'The total on line 4 says “50.00” where the rows above it add up to 42.50.',
      },
    });
  });

  test('a total above an unreadable balance cannot be right', async () => {
    const text = `${header}\n${row.replace('40.00', 'x')}\n${second}\nTotal,,,,,2.50,`;
    expect(await readList(text)).toMatchObject({
      refusal: { code: 'TOTAL_DIFFERS', sentence: expect.stringContaining('Not read: line 2.') },
    });
  });

  test('a row that is refused for its date still counts in the total', async () => {
    const text = `${header}\n${row.replace('2026-11-01', '2026-02-30')}\n${second}\nTotal,,,,,42.50,`;
    const list = await theList(text);
    expect(list.totalsChecked).toBe(1);
    expect(list.rows).toMatchObject([{ kind: 'refused' }, { kind: 'balance' }]);
  });

  test('an invoice of several rows counts once', async () => {
    expect(await codeOf(`${header}\n${row}\n${row}\n${second}\nTotal,,,,,42.50,`)).toBe('read');
  });

  test('a group row names the client of the rows below, and its total is its own', async () => {
    const nameless = (line: string) => line.replace('Acme', '');
    const text = [
      header,
      'Acme,,,,,,',
      nameless(row),
      'Total Acme,,,,,40.00,',
      'Borealis,,,,,,',
      nameless(second),
      'Subtotal,,,,,2.50,',
      'Total,,,,,42.50,',
    ].join('\n');
    const list = await theList(text);
    expect(list.rows).toMatchObject([
      { client: { name: 'Acme' } },
      { client: { name: 'Borealis' } },
    ]);
    expect(list.totalsChecked).toBe(3);
    expect(await codeOf(text.replace('Subtotal,,,,,2.50', 'Subtotal,,,,,42.50'))).toBe(
      'TOTAL_DIFFERS',
    );
  });

  test('a client whose name begins like a total is a client', async () => {
    const rows = await theRows(`${header}\n${row.replace('Acme', 'Total Wine')}`);
    expect(rows).toMatchObject([{ client: { name: 'Total Wine' } }]);
  });

  test('so is one that stands above its rows', async () => {
    const text = `${header}\nTotal Wine,,,,,,\n${row.replace('Acme', '')}`;
    expect(await theRows(text)).toMatchObject([{ client: { name: 'Total Wine' } }]);
  });

  test('a row with nothing but a balance is no client', async () => {
    const text = 'Balance,Client,Invoice number,Issued,Due,Total,Currency\n5.00,,,,,,';
    expect(await theRows(text)).toMatchObject([{ refusal: { code: 'CLIENT_MISSING' } }]);
  });

  test('no total adds up two currencies', async () => {
    const euros = second.replace('USD', 'EUR');
    const total = (cells: string) => `${header}\n${row}\n${euros}\n${cells}`;
    expect(await codeOf(total('Total,,,,,42.50,'))).toBe('TOTAL_DIFFERS');
    expect(await codeOf(total('Grand total,,,,,40.00,USD\nGrand total,,,,,2.50,EUR'))).toBe('read');
  });
});

describe('the instant that a list names', () => {
  const asOf = async (title: string, said?: Parameters<typeof theList>[1]) =>
    (await theList(`${title}\n${aList([{}])}`, said)).asOf;

  test.each([
    ['As of December 1, 2026', { kind: 'date', date: '2026-12-01' }],
    ['"Open balances as of 1 Dec 2026"', { kind: 'date', date: '2026-12-01' }],
    ['As of:,2026-12-01', { kind: 'date', date: '2026-12-01' }],
    ['As at 2026-12-01 14:30', { kind: 'localTime', date: '2026-12-01', time: '14:30' }],
    ['"As of Dec 1, 2026 at 2:05 pm"', { kind: 'localTime', date: '2026-12-01', time: '14:05' }],
    ['As of 2026-12-01 12:10 am', { kind: 'localTime', date: '2026-12-01', time: '00:10' }],
    ['As of 2026-12-01T14:30:00-05:00', { kind: 'instant', at: '2026-12-01T19:30:00.000Z' }],
    ['As of 2026-12-01T19:30Z', { kind: 'instant', at: '2026-12-01T19:30:00.000Z' }],
    ['As of 2026-02-30', null],
    ['As of today', null],
    ['As of 01/12/2026', null],
  ])('in %s', async (title, value) => {
    const found = await asOf(title);
    expect(found).toMatchObject({ line: 1 });
    expect(found?.value).toEqual(value);
  });

  test('is read in the date order of the file', async () => {
    const text = `As of 01/12/2026\n${aList([{ Issued: '13/11/2026', Due: '' }])}`;
    expect((await theList(text)).asOf?.value).toEqual({ kind: 'date', date: '2026-12-01' });
  });

  test('is none when the file names none', async () => {
    expect(await asOf('Open balances')).toBeNull();
  });
});

test('costs in proportion to its rows, up to 50,000', async () => {
  const costOf = async (count: number) => {
    const text = aList(
      Array.from({ length: count }, (_, index) => ({ 'Invoice number': `INV-${index}` })),
    );
    const before = process.cpuUsage();
    expect(await theRows(text)).toHaveLength(count);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  await costOf(5_000);
  const few = await costOf(5_000);
  // Ten times in proportion, a hundred times if each row looked at all before it.
  expect(await costOf(50_000)).toBeLessThan(few * 40);
}, 120_000);
