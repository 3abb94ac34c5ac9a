/** Goal: a list is shown as it would be read in the reading just said, over what was said before. */
import { randomUUID } from 'node:crypto';
import { createTestApp, signIn } from './support/app';
import { createMemoryStores } from './support/memory-stores';

const TEXT = 'Debtor,Voucher,Of,Left\nMüller,0017,03/04/2026,"1,234.50"\n';
const COLUMNS = { client: 'Debtor', number: 'Voucher', issued: 'Of', balance: 'Left' };

async function setUp() {
  const asked: unknown[] = [];
  const app = createTestApp({
    stores: {
      imports: {
        ...createMemoryStores().imports,
        fileToPreview: async (...of) => {
          asked.push(of);
          if (of[1] !== 'ledger.csv') return null;
          const remembered = { columns: COLUMNS, currency: 'USD', total: 'balance' } as const;
          return { bytes: Buffer.from(TEXT), isWhole: true, said: { chosen: {}, remembered } };
        },
      },
    },
  });
  const cookies = { biller: await signIn(app, 'biller'), viewer: await signIn(app, 'viewer') };
  const id = randomUUID();
  const post = (name: string, reading: object, who: keyof typeof cookies = 'biller') =>
    app.anyone.post(`/api/imports/${id}/files/${name}/preview`).set(cookies[who]).send({ reading });
  return { id, asked, post };
}

it('reads the beginning of the file, and writes nothing', async () => {
  const { id, asked, post } = await setUp();
  expect((await post('ledger.csv', {})).body).toMatchObject({
    stillAsked: ['dateOrder'],
    rows: [],
  });
  const { status, body } = await post('ledger.csv', { dateOrder: 'dayFirst' });
  expect(status).toBe(200);
  expect(body.rows).toMatchObject([
    { number: '0017', issuedOn: '2026-04-03', balance: { amountMinor: 1_234_50 }, refusal: null },
  ]);
  expect(asked).toEqual(Array.from({ length: 2 }, () => [id, 'ledger.csv', 256 * 1024]));
});

it('is for those who may answer, about files that exist', async () => {
  const { post } = await setUp();
  expect((await post('ledger.csv', {}, 'viewer')).body.code).toBe('ROLE_NOT_ALLOWED');
  expect((await post('other.csv', {})).status).toBe(404);
  expect((await post('ledger.csv', { dateOrder: 'sideways' })).body.code).toBe('REQUEST_INVALID');
});
