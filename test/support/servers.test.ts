/**
 * Goal: what test/support/README.md promises other suites.
 * Method: real servers, looked at from outside.
 */
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';
import { missingSearchAttributes } from '../../workers/temporal-setup';
import { cloneDatabase, emptyDatabase, ownPostgres, usePostgres } from './postgres';
import { freshNamespace, ownTemporal, useTemporal } from './temporal';

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgreSQL', () => {
  beforeAll(async () => {
    await usePostgres();
  }, 60_000);

  it('gives one test file one database, and clones that know nothing of each other', async () => {
    const { databaseUrl } = await usePostgres();
    expect((await usePostgres()).databaseUrl).toBe(databaseUrl);
    const clone = await cloneDatabase();
    await query(databaseUrl, 'CREATE TABLE here_only (id int)');
    await expect(query(clone.databaseUrl, 'TABLE here_only')).rejects.toThrow('does not exist');
    await clone.drop();
    await expect(query(clone.databaseUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('empties tables and starts their sequences again', async () => {
    const { databaseUrl, drop } = await cloneDatabase();
    await query(
      databaseUrl,
      'CREATE TABLE parent (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
    );
    await query(databaseUrl, 'CREATE TABLE child (id int REFERENCES parent)');
    await query(databaseUrl, 'INSERT INTO parent DEFAULT VALUES');
    await query(databaseUrl, 'INSERT INTO child VALUES (1)');
    await emptyDatabase(databaseUrl);
    expect(await query(databaseUrl, 'TABLE child')).toEqual([]);
    expect(await query(databaseUrl, 'INSERT INTO parent DEFAULT VALUES RETURNING id')).toEqual([
      { id: 1 },
    ]);
    await drop();
  });

  it('keeps the order of commits, and folds letters as everywhere', async () => {
    const { databaseUrl } = await usePostgres();
    const [row] = await query(
      databaseUrl,
      `SELECT current_setting('synchronous_commit') AS commit, upper('é') AS upper,
              current_setting('TimeZone') AS zone, current_setting('server_encoding') AS encoding`,
    );
    expect(row).toEqual({ commit: 'on', upper: 'É', zone: 'UTC', encoding: 'UTF8' });
  });

  it('gives a durable server of one’s own that keeps what it acknowledged when it is killed', async () => {
    const own = await ownPostgres();
    expect(await query(own.databaseUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await query(own.databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS value');
    const before = own.pid;
    await own.kill();
    await expect(query(own.databaseUrl, 'SELECT 1')).rejects.toThrow();
    await own.start();
    expect(own.pid).not.toBe(before);
    expect(await query(own.databaseUrl, 'TABLE kept')).toEqual([{ value: 7 }]);
    await own.stop();
  }, 60_000);
});

describe('Temporal', () => {
  beforeAll(async () => {
    await useTemporal();
  }, 60_000);

  async function startWith(address: string, namespace: string, workflowId: string) {
    const connection = await Connection.connect({ address });
    const client = new TemporalClient({ connection, namespace });
    await client.workflow.start('never-run', {
      workflowId,
      taskQueue: workflowId,
      searchAttributes: { OrganizationId: ['one'], InvoiceNumbers: ['INV-1', 'INV-2'] },
    });
    return { connection, client };
  }

  it('has the search attributes at once, also in a fresh namespace', async () => {
    const { address, namespace, systemNamespace } = await useTemporal();
    const fresh = await freshNamespace();
    for (const each of [namespace, systemNamespace, fresh]) {
      const { connection, client } = await startWith(address, each, `search-${each}`);
      expect(await missingSearchAttributes(connection, each)).toEqual([]);
      const described = await client.workflow.getHandle(`search-${each}`).describe();
      expect(described.searchAttributes).toMatchObject({ InvoiceNumbers: ['INV-1', 'INV-2'] });
      await connection.close();
    }
  });

  it('keeps payments for a quarter and sweeps for a day', async () => {
    const { address, namespace, systemNamespace } = await useTemporal();
    const connection = await Connection.connect({ address });
    const days = async (name: string) => {
      const { config } = await connection.workflowService.describeNamespace({ namespace: name });
      return Number(config?.workflowExecutionRetentionTtl?.seconds) / 86_400;
    };
    expect([await days(namespace), await days(systemNamespace)]).toEqual([90, 1]);
    await connection.close();
  });

  it('gives a server of one’s own whose file holds what it acknowledged when it is killed', async () => {
    const own = await ownTemporal();
    const first = await startWith(own.address, own.namespace, 'survivor');
    await first.connection.close();
    await own.kill();
    await own.start();
    const connection = await Connection.connect({ address: own.address });
    const client = new TemporalClient({ connection, namespace: own.namespace });
    const described = await client.workflow.getHandle('survivor').describe();
    expect(described.status.name).toBe('RUNNING');
    await connection.close();
    await own.stop();
  }, 60_000);
});
