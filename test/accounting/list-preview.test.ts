/**
 * Goal: what a person is shown before a list is read is what reading it would do, and a long file is
 * looked at only as far as it was loaded.
 */
import { previewBalanceList } from '../../accounting';

const HEAD = 'Debtor;Voucher;Of;Left to pay;Cur';
const columns = {
  client: 'Debtor',
  number: 'Voucher',
  issued: 'Of',
  balance: 'Left to pay',
  currency: 'Cur',
};
const preview = (text: string | Uint8Array, chosen: object = {}, isWhole = true) =>
  previewBalanceList(
    { name: 'list.csv', bytes: typeof text === 'string' ? Buffer.from(text) : text, isWhole },
    { chosen: { columns, total: 'balance', ...chosen } },
  );

test('shows the first invoices as they would be read, and each refusal with its line and reason', async () => {
  const rows = Array.from(
    { length: 12 },
    (_, index) => `Müller;00${index};13.11.2026;1.234,50;EUR`,
  );
  const text = [HEAD, ...rows, 'Müller;0099;32.11.2026;1.234,50;EUR'].join('\n');
  const shown = await preview(text);
  expect(shown).toMatchObject({
    refusal: null,
    stillAsked: [],
    isWhole: true,
    read: 12,
    refused: 1,
  });
  const eur = { amountMinor: 1_234_50, currency: 'EUR' };
  expect(shown.rows[0]).toEqual({
    line: 2,
    number: '000',
    client: 'Müller',
    issuedOn: '2026-11-13',
    dueOn: null,
    total: eur,
    balance: eur,
    refusal: null,
  });
  expect(shown.rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14]);
  expect(shown.rows.at(-1)).toMatchObject({ number: '0099', balance: null });
  expect(shown.rows.at(-1)?.refusal).toContain('32.11.2026');
});

test('says that no total is known where nobody takes the balance for it', async () => {
  const text = [HEAD, 'Müller;1;13.11.2026;1.234,50;EUR'].join('\n');
  expect((await preview(text, { total: 'unknown' })).rows[0]).toMatchObject({ total: null });
});

test('says what is still open, and why a whole file would be refused', async () => {
  const open = [HEAD, 'Müller;1;13.11.2026;1.234;EUR'].join('\n');
  expect(await preview(open)).toMatchObject({ stillAsked: ['numberForm'], rows: [] });
  const refused = await preview(open, { columns: { ...columns, number: 'Nowhere' } });
  expect(refused.refusal).toContain('titles');
});

test.each([
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
])('leaves out the row that a beginning of a file cuts off, in %s', async (_, bytesOf) => {
  const text = [
    HEAD,
    '"Müller\nund Sohn";1;13.11.2026;1.234,50;EUR',
    '"Weiß\nund Töchter";2;13.11.2026;1,50;EUR',
  ].join('\n');
  const whole = bytesOf(text);
  for (let cut = whole.length - 1; cut > whole.length - 40; cut -= 1) {
    const shown = await preview(whole.subarray(0, cut), {}, false);
    expect(shown).toMatchObject({ refusal: null, isWhole: false, read: 1, refused: 0 });
  }
});
