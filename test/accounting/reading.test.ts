import fc from 'fast-check';
import {
  NumberForm,
  plainText,
  readPlainDecimal,
  readWrittenAmount,
  toMinor,
  writeMinor,
} from '../../accounting/reading/amounts';
import { DateOrder, readWrittenDate } from '../../accounting/reading/dates';
import { decode, Encoding } from '../../accounting/reading/decode';
import { decideReading, type Evidence } from '../../accounting/reading/proof';

const { point, comma } = NumberForm;

function amount(text: string, form: NumberForm = point): string | null {
  const written = readWrittenAmount(text, form);
  return written && plainText(written.decimal);
}

describe('amounts', () => {
  test.each([
    ['1234.56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['1,234,567.8', '1234567.8'],
    ["1'234.50", '1234.5'],
    ['1 234.50', '1234.5'],
    ['1\u202f234.50', '1234.5'],
    ['  7 ', '7'],
    ['007', '7'],
    ['-5', '-5'],
    ['5-', '-5'],
    ['−5', '-5'],
    ['(5.00)', '-5'],
    ['( 5.00 )', '-5'],
    ['5.00 CR', '-5'],
    ['cr 5.00', '-5'],
    ['5.00 DR', '5'],
    ['-0.00', '0'],
  ])('reads %p with a decimal point as %s', (text, value) => {
    expect(amount(text)).toBe(value);
  });

  test.each([
    ['1.234,56', '1234.56'],
    ['1.234.567', '1234567'],
    ['1234,5', '1234.5'],
    ['1 234,50', '1234.5'],
    ['(1.000,00)', '-1000'],
  ])('reads %p with a decimal comma as %s', (text, value) => {
    expect(amount(text, comma)).toBe(value);
  });

  test.each([
    '',
    '-',
    '()',
    'CR',
    '1,23',
    '12,34.5',
    '1,234 567',
    '1.2.3',
    '1..2',
    '.5',
    '5.',
    '--5',
    '(-5)',
    '-5-',
    '-5 CR',
    '(5) CR',
    '(5) DR',
    '$5',
    '5 USD',
    '1e3',
    '=5',
    '0x5',
    '٥',
    '9'.repeat(41),
  ])('does not read %p with a decimal point', (text) => {
    expect(amount(text)).toBeNull();
  });

  test('reads 1.000 as one or as a thousand, by the form of the file', () => {
    expect([amount('1.000', point), amount('1.000', comma)]).toEqual(['1', '1000']);
  });

  test('says that CR is a credit, which a minus is not', () => {
    expect(readWrittenAmount('5 CR', point)?.isCredit).toBe(true);
    expect(readWrittenAmount('-5', point)?.isCredit).toBe(false);
  });

  test('becomes minor units exactly, or not at all', () => {
    const minor = (text: string, digits: number) => {
      const decimal = readPlainDecimal(text);
      return decimal && toMinor(decimal, digits);
    };
    expect(minor('0.29', 2)).toBe(29);
    expect(minor('4.35', 2)).toBe(435);
    expect(minor('1.005', 2)).toBeNull();
    expect(minor('1.000', 2)).toBe(100);
    expect(minor('1.5', 0)).toBeNull();
    expect(minor('-0.00', 2)).toBe(0);
    expect(Object.is(minor('-0', 2), 0)).toBe(true);
    expect(minor('90071992547409.91', 2)).toBe(Number.MAX_SAFE_INTEGER);
    expect(minor('90071992547409.92', 2)).toBeNull();
  });

  // Goal: no unit is lost between text and number. Method: write any amount in either form, with and
  // without groups, and read it back.
  test('reads back whatever it wrote', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(point, comma),
        fc.boolean(),
        (minor, digits, form, isGrouped) => {
          const [whole = '', fraction] = writeMinor(Math.abs(minor), digits).split('.');
          const grouped = isGrouped
            ? whole.replace(/\B(?=(\d{3})+$)/g, form === point ? ',' : '.')
            : whole;
          const mark = form === point ? '.' : ',';
          const text = `${grouped}${fraction === undefined ? '' : mark + fraction}`;
          const written = readWrittenAmount(minor < 0 ? `(${text})` : text, form);
          expect(written && toMinor(written.decimal, digits)).toBe(minor === 0 ? 0 : minor);
        },
      ),
    );
  });
});

describe('dates', () => {
  const { yearFirst, monthFirst, dayFirst } = DateOrder;

  test.each([
    ['2026-12-01', yearFirst, '2026-12-01'],
    ['2026/1/9', yearFirst, '2026-01-09'],
    ['12/1/2026', monthFirst, '2026-12-01'],
    ['01.12.2026', dayFirst, '2026-12-01'],
    ['29/02/2024', dayFirst, '2024-02-29'],
  ])('reads %s (%s) as %s', (text, order, date) => {
    expect(readWrittenDate(text, order)).toBe(date);
  });

  test.each([
    ['29/02/2023', dayFirst],
    ['31/04/2026', dayFirst],
    ['13/01/2026', monthFirst],
    ['1/2/26', monthFirst],
    ['01-02.2026', dayFirst],
    ['2026-02-30', yearFirst],
    ['20261201', yearFirst],
    ['1/12/0026', dayFirst],
    ['2026-12-01 10:00', yearFirst],
    ['46000', yearFirst],
  ])('does not read %s (%s)', (text, order) => {
    expect(readWrittenDate(text, order)).toBeNull();
  });
});

describe('one reading per file', () => {
  const decide = (
    texts: readonly string[],
    said: Partial<Record<'chosen' | 'remembered', NumberForm>> = {},
  ) =>
    decideReading<NumberForm>(
      [point, comma],
      texts.map((text, index): Evidence => ({ line: index + 2, column: 'Balance', text })),
      amount,
      { chosen: said.chosen ?? null, remembered: said.remembered ?? null },
    );

  test('is proven by one value that allows only it', () => {
    expect(decide(['1.000', '12.34'])).toEqual({ kind: 'decided', reading: point, by: 'file' });
    expect(decide(['1.000', '12,34'])).toEqual({ kind: 'decided', reading: comma, by: 'file' });
    expect(decide(['1.000.000'])).toMatchObject({ reading: comma, by: 'file' });
  });

  test('is asked where a value means two amounts, with both meanings', () => {
    expect(decide(['7', '1.000'])).toEqual({
      kind: 'ask',
      because: 'unproven',
      choices: [
        { reading: point, example: { line: 3, column: 'Balance', text: '1.000' }, value: '1' },
        { reading: comma, example: { line: 3, column: 'Balance', text: '1.000' }, value: '1000' },
      ],
    });
  });

  test('is asked where the file contradicts itself, with a value of each kind', () => {
    expect(decide(['12.34', '12,34'])).toMatchObject({
      kind: 'ask',
      because: 'contradictory',
      choices: [
        { reading: point, example: { line: 2 } },
        { reading: comma, example: { line: 3 } },
      ],
    });
  });

  test('is not asked where it makes no difference', () => {
    expect(decide(['7', '100', 'n/a'])).toMatchObject({ kind: 'decided', by: 'noDifference' });
    expect(decide([])).toMatchObject({ kind: 'decided', by: 'noDifference' });
  });

  test('is the one that a person chose, whatever the file says', () => {
    expect(decide(['12.34'], { chosen: comma })).toMatchObject({ reading: comma, by: 'person' });
  });

  test('is the remembered one only where the file proves none', () => {
    expect(decide(['1.000'], { remembered: comma })).toMatchObject({
      reading: comma,
      by: 'person',
    });
    expect(decide(['12.34'], { remembered: comma })).toMatchObject({ reading: point, by: 'file' });
  });

  test('of dates leaves out the orders that the file rules out', () => {
    const decision = decideReading<DateOrder>(
      [DateOrder.yearFirst, DateOrder.monthFirst, DateOrder.dayFirst],
      [{ line: 2, column: 'Due', text: '01/02/2026' }],
      readWrittenDate,
      { chosen: null, remembered: null },
    );
    expect(decision.kind === 'ask' && decision.choices.map(({ reading }) => reading)).toEqual([
      DateOrder.monthFirst,
      DateOrder.dayFirst,
    ]);
  });

  test('of dates is asked when a proven order meets a date that is none in it', () => {
    const evidence = ['2026-12-01', '01/02/2026'].map((text) => ({ line: 2, column: 'Due', text }));
    const decision = decideReading<DateOrder>(
      [DateOrder.yearFirst, DateOrder.monthFirst, DateOrder.dayFirst],
      evidence,
      readWrittenDate,
      { chosen: null, remembered: null },
    );
    expect(decision).toMatchObject({ kind: 'ask', because: 'contradictory' });
  });
});

describe('encodings', () => {
  const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

  test('are UTF-8 unless a mark or a person says otherwise', () => {
    expect(decode(Buffer.from('é'))).toMatchObject({ ok: true, text: 'é', encoding: 'utf-8' });
    expect(decode(Buffer.from('\uFEFFé'))).toMatchObject({ ok: true, text: 'é' });
    expect(decode(Buffer.from('\uFEFFé', 'utf16le'))).toMatchObject({
      ok: true,
      text: 'é',
      encoding: 'utf-16le',
    });
    expect(decode(Buffer.from('\uFEFFé', 'utf16le').swap16())).toMatchObject({
      ok: true,
      text: 'é',
      encoding: 'utf-16be',
    });
    expect(decode(latin('a é'), Encoding.windows1252)).toMatchObject({ ok: true, text: 'a é' });
  });

  test('name the line of the first byte that they do not know', () => {
    expect(decode(latin('a\nb\né'))).toEqual({ ok: false, encoding: 'utf-8', line: 3 });
    expect(decode(Uint8Array.from([0x61, 0x0a, 0x81]), Encoding.windows1252)).toEqual({
      ok: false,
      encoding: 'windows-1252',
      line: 2,
    });
  });

  test('do not take UTF-16 without a mark for text', () => {
    expect(decode(Buffer.from('a,b', 'utf16le')).ok).toBe(false);
  });
});
