/**
 * Goal: an invoice that comes in or changes after its day has passed is not swept by a rule that newly
 * meets it; only a person takes it (docs/decisions, 0013). One that is two days late is still taken.
 *
 * Method: real imports and merges on PostgreSQL, judged by the real look of the rule.
 */
import { Pool } from 'pg';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createLook } from '../../prisma/stores/autopay/look';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { csv, type Imports, importsOn } from './an-import';
import { aRule, setClock, slotsOf } from './autopay-rules';
import { aClientWith, type Books, dana } from './books';
import { capabilities } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let look: ReturnType<typeof createLook>;
let imports: Imports;
let books: Books;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 20 });
  look = createLook({ pool, limits: capabilities });
  imports = importsOn(pool);
}, 60_000);

afterAll(() => pool.end());

beforeEach(async () => {
  await emptyDatabase(databaseUrl);
  books = await aClientWith(pool, []);
  await pool.query(`UPDATE organization SET name = 'Harbor Dental', name_key = 'harbor dental'`);
  await setClock(pool, '2030-06-01T15:00:00Z');
});

const HEAD = 'Client,Invoice number,Issued,Due,Total,Balance,Currency,Agreement';

/** One invoice of 500.00, as the list of that evening has it. */
async function list(asOf: string, dueOn: string, agreement = '', issuedOn = '2030-05-15') {
  const row = `Harbor Dental,INV-1,${issuedOn},${dueOn},500.00,500.00,USD,${agreement}`;
  return imports.run([csv('open.csv', HEAD, row)], { asOf });
}

const invoiceId = async () => {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM invoice');
  return rows[0]?.id ?? '';
};
const managed = [{ field: 'agreement', operator: 'equals', value: 'Managed services' }];

it.each([
  ['ten days', '2030-06-20', { slots: 0, due: 0 }],
  ['three days', '2030-06-13', { slots: 0, due: 0 }],
  ['two days', '2030-06-12', { slots: 1, due: 1 }],
])('a list that fills in what a rule asks for, %s after the due date', async (_late, now, seen) => {
  const ruleId = await aRule(pool, books, { criteria: managed });
  await list('2030-06-01T14:00:00Z', '2030-06-10');
  expect(await look(ruleId)).toMatchObject({ slots: 0 });
  await setClock(pool, `${now}T15:00:00Z`);
  await list(`${now}T14:00:00Z`, '2030-06-10', 'Managed services');
  expect(await look(ruleId)).toMatchObject(seen);
});

test('one whose day lies ahead is taken on its day, whatever was filled in', async () => {
  const ruleId = await aRule(pool, books, { criteria: managed });
  await list('2030-06-01T14:00:00Z', '2030-06-10');
  await setClock(pool, '2030-06-05T15:00:00Z');
  await list('2030-06-05T14:00:00Z', '2030-06-10', 'Managed services');
  expect(await look(ruleId)).toMatchObject({
    slots: 1,
    nextRunAt: expect.stringMatching(/^2030-06-10/),
  });
});

test('dates that a person takes over from a list, and that have passed, sweep nothing', async () => {
  const ruleId = await aRule(pool, books);
  await list('2030-06-01T14:00:00Z', '2030-07-20');
  expect(await look(ruleId)).toMatchObject({ slots: 1 });
  await setClock(pool, '2030-06-20T15:00:00Z');
  const { id } = await list('2030-06-20T14:00:00Z', '2030-06-05', '', '2030-05-10');
  const [row] = await imports.rows(id);
  await imports.decide(id, { kind: 'conflict', position: row?.position ?? -1, choice: 'take' });
  const { rows } = await pool.query('SELECT due_on::text AS due FROM invoice');
  expect(rows).toEqual([{ due: '2030-06-05' }]);
  expect(await look(ruleId)).toMatchObject({ slots: 0, due: 0 });
});

test('invoices that a merge brings under the rules of another client are left too', async () => {
  await list('2030-06-01T14:00:00Z', '2030-06-10');
  const survivor = await aClientWith(pool, []);
  const ruleId = await aRule(pool, survivor);
  await setClock(pool, '2030-06-20T15:00:00Z');
  const now = () => new Date('2030-06-20T15:00:00Z');
  const organizations = createOrganizationStore({ pool, now, limits: capabilities });
  const intoId = survivor.organizationId;
  const preview = await organizations.previewMerge(books.organizationId, intoId);
  const request = { intoId, fingerprint: preview?.fingerprint ?? '' };
  expect((await organizations.merge(books.organizationId, request, dana)).ok).toBe(true);
  expect(await look(ruleId)).toMatchObject({ slots: 0, due: 0 });
});

test('what was decided stays decided, and what a reading lowers is no change of this kind', async () => {
  const ruleId = await aRule(pool, books);
  await list('2030-06-01T14:00:00Z', '2030-06-10');
  await look(ruleId);
  await setClock(pool, '2030-06-10T15:00:00Z');
  await imports.run(
    [csv('open.csv', HEAD, 'Harbor Dental,INV-1,2030-05-15,2030-06-10,500.00,400.00,USD,')],
    { asOf: '2030-06-10T14:00:00Z' },
  );
  expect(await look(ruleId)).toMatchObject({ slots: 1, due: 1 });
  const id = await invoiceId();
  await createDecideSlot({ pool, limits: capabilities })(id);
  await list('2030-06-10T14:30:00Z', '2030-06-10', 'Managed services');
  expect(await slotsOf(pool, id)).toMatchObject([{ outcome: 'charge', amount: 40_000 }]);
});
