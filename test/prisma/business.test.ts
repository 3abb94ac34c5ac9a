/** Goal: a deployment has one business, made once, and connections that keep what they promise. */
import { Pool } from 'pg';
import { senderOf, setUpBusiness } from '../../prisma/business';
import { connect } from '../../prisma/stores/connect';
import { emptyDatabase, usePostgres } from '../support/postgres';

jest.setTimeout(60_000);

const LAKEFRONT = {
  name: 'Lakefront IT Services',
  legalLines: ['400 Shoreline Drive'],
  zone: 'America/Chicago',
  mailFrom: { name: 'Lakefront', address: 'billing@lakefront.example' },
};

let databaseUrl: string;
let pool: Pool;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl });
}, 60_000);

afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

test('the business is made once, also by ten at once, and stays as it is afterwards', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => setUpBusiness(pool, LAKEFRONT)));
  expect(made.filter((isNew) => isNew)).toHaveLength(1);
  expect(await setUpBusiness(pool, { ...LAKEFRONT, name: 'Another' })).toBe(false);
  const { rows } = await pool.query('SELECT name, zone, run_time, version FROM business');
  expect(rows).toEqual([
    { name: 'Lakefront IT Services', zone: 'America/Chicago', run_time: '09:00', version: 1 },
  ]);
  const { rows: events } = await pool.query('SELECT kind FROM event');
  expect(events).toEqual([{ kind: 'settings.created' }]);
});

test('the address of the sender is the deployment’s, its name the staff’s from the first day on', async () => {
  await setUpBusiness(pool, LAKEFRONT);
  const corrected = { name: 'Another', address: 'billing@lakefront-it.example' };
  await setUpBusiness(pool, { ...LAKEFRONT, mailFrom: corrected });
  await setUpBusiness(pool, { ...LAKEFRONT, mailFrom: corrected });
  const { rows } = await pool.query(
    'SELECT mail_from_name, mail_from_address, version FROM business',
  );
  expect(rows).toEqual([
    { mail_from_name: 'Lakefront', mail_from_address: corrected.address, version: 2 },
  ]);
  const { rows: events } = await pool.query('SELECT kind, before, after FROM event ORDER BY id');
  expect(events).toMatchObject([
    { kind: 'settings.created' },
    {
      kind: 'settings.changed',
      before: { mailFromAddress: LAKEFRONT.mailFrom.address },
      after: { mailFromAddress: corrected.address },
    },
  ]);
});

test('a sender has a name of its own or that of the business', () => {
  const address = 'billing@lakefront.example';
  expect(senderOf(`Lakefront Billing <${address}>`, 'Lakefront')).toEqual({
    name: 'Lakefront Billing',
    address,
  });
  expect(senderOf(`<${address}>`, 'Lakefront')).toEqual({ name: 'Lakefront', address });
  expect(senderOf(` ${address} `, 'Lakefront')).toEqual({ name: 'Lakefront', address });
});

test('a server that may lose a commit is refused, unless a suite allows it', async () => {
  const options = { url: databaseUrl, poolMax: 2 };
  await expect(connect({ ...options, allowsUnsafeDurability: false })).rejects.toThrow(
    /fsync, full_page_writes and synchronous_commit must be on/,
  );
  const database = await connect({ ...options, allowsUnsafeDurability: true });
  const { rows } = await database.pool.query(
    `SELECT current_setting('TimeZone') AS zone,
            current_setting('idle_in_transaction_session_timeout') AS idle,
            current_setting('statement_timeout') AS statement`,
  );
  expect(rows).toEqual([{ zone: 'UTC', idle: '30s', statement: '30s' }]);
  expect(await database.prisma.organization.count()).toBe(0);
  await database.close();
});
