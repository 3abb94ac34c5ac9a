/**
 * Goal: a client that a person chooses for a row of an import stands for the one that it was merged
 * into, whenever the merge happens, so that nothing lands on a client that nobody sees any more.
 *
 * Method: the real stores on a real PostgreSQL. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aList, clerk, type Imports, importsOn } from './an-import';
import { LIMITS } from './books';
import { theBusiness } from './reading-books';

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

/** Two clients of one name: a row that names it waits for a person. */
async function twins(): Promise<Readonly<{ goneId: string; survivorId: string }>> {
  const [goneId, survivorId] = [randomUUID(), randomUUID()];
  await pool.query(
    `INSERT INTO organization (id, name, name_key) SELECT unnest($1::uuid[]), 'Twin', 'twin'`,
    [[goneId, survivorId]],
  );
  return { goneId, survivorId };
}

async function merge(goneId: string, intoId: string): Promise<void> {
  const store = createOrganizationStore({ pool, now: () => new Date(), limits: LIMITS });
  const fingerprint = (await store.previewMerge(goneId, intoId))?.fingerprint ?? '';
  const merged = await store.merge(goneId, { intoId, fingerprint }, clerk);
  expect(merged.ok).toBe(true);
}

const list = (balance: string, name = 'a.csv') => aList('Twin', [['T-1', '100.00', balance]], name);

const choice = (organizationId: string) =>
  ({ kind: 'client', position: 0, organizationId }) as const;

const invoices = async () =>
  (await pool.query(`SELECT organization_id AS client, open_minor::int AS open FROM invoice`)).rows;

test('a client that was merged away stands for the survivor, which alone is offered', async () => {
  const { goneId, survivorId } = await twins();
  const given = await imports.run([list('100.00')], FIRST);
  expect((await imports.rows(given.id))[0]?.candidates).toHaveLength(2);
  await merge(goneId, survivorId);
  expect((await imports.rows(given.id))[0]?.candidates).toMatchObject([{ id: survivorId }]);
  await imports.decide(given.id, choice(goneId));
  expect(await invoices()).toEqual([{ client: survivorId, open: 10_000 }]);
});

test('it does so also where it was chosen before the merge, and the row is applied after it', async () => {
  const { goneId, survivorId } = await twins();
  const first = await imports.run([list('50.00')], FIRST);
  await imports.decide(first.id, choice(goneId));
  const given = await imports.run([list('90.00', 'b.csv')], LATER);
  await imports.decide(given.id, choice(goneId));
  await merge(goneId, survivorId);
  await imports.decide(given.id, { kind: 'rise', position: 0, cause: 'other' });
  expect(await invoices()).toEqual([{ client: survivorId, open: 9_000 }]);
});

test('a client that nobody knows is refused', async () => {
  await twins();
  const given = await imports.run([list('100.00')], FIRST);
  expect(await imports.store.decide(given.id, [choice(randomUUID())], clerk)).toMatchObject({
    refusal: { code: 'DECISION_NOT_POSSIBLE', reason: 'There is no such client.' },
  });
});
