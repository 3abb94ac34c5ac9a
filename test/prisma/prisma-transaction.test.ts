/** Goal: what a transaction through Prisma answers is what the database has kept. */
import { connect, type Database } from '../../prisma/stores/connect';
import {
  inPrismaTransaction,
  isUniqueViolation,
  type Transaction,
} from '../../prisma/stores/prisma-transaction';
import { emptyDatabase, usePostgres } from '../support/postgres';

jest.setTimeout(60_000);

const ID = '3f2a6f0c-58f1-4c0e-9b1f-0d8a31a3f001';

let databaseUrl: string;
let database: Database;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  database = await connect({ url: databaseUrl, poolMax: 4, allowsUnsafeDurability: true });
}, 60_000);

afterAll(() => database.close());
beforeEach(() => emptyDatabase(databaseUrl));

const aProfile = (name: string, id = ID) => ({ data: { id, name, nameKey: name } });
const names = async () => (await database.prisma.contactProfile.findMany()).map(({ name }) => name);
const run = <Value>(work: (transaction: Transaction) => Promise<{ keep: boolean; value: Value }>) =>
  inPrismaTransaction(database.prisma, work);

test('what is to be kept is kept, and its value answered', async () => {
  const answer = await run(async (transaction) => {
    await transaction.contactProfile.create(aProfile('owner'));
    return { keep: true, value: 'written' };
  });
  expect(answer).toBe('written');
  expect(await names()).toEqual(['owner']);
});

test('what is not to be kept is undone, and its value answered all the same', async () => {
  const answer = await run(async (transaction) => {
    await transaction.contactProfile.create(aProfile('owner'));
    return { keep: false, value: 'refused' };
  });
  expect(answer).toBe('refused');
  expect(await names()).toEqual([]);
});

test('an error that was swallowed in the last statement is no commit', async () => {
  const swallowing = run(async (transaction) => {
    await transaction.contactProfile.create(aProfile('owner'));
    await transaction.contactProfile.create(aProfile('other')).catch(() => undefined);
    return { keep: true, value: 'written' };
  });
  await expect(swallowing).rejects.toThrow();
  expect(await names()).toEqual([]);
});

test('a taken key is told apart from every other error', async () => {
  await database.prisma.contactProfile.create(aProfile('owner'));
  const other = aProfile('owner', '3f2a6f0c-58f1-4c0e-9b1f-0d8a31a3f002');
  const taken = await database.prisma.contactProfile.create(other).catch((error: unknown) => error);
  const wrong = await database.prisma.contactProfile
    .create({ data: { ...other.data, nameKey: 'other', rights: ['fly'] } })
    .catch((error: unknown) => error);
  expect([taken, wrong].map(isUniqueViolation)).toEqual([true, false]);
  expect(wrong).toBeInstanceOf(Error);
});
