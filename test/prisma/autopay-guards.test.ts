/**
 * Goal: what must never be true of an autopay rule is refused by the database itself, whoever writes.
 *
 * Method: raw SQL against one right rule, each statement in a transaction of its own that is rolled
 * back; the list is compared with the migration, so that no guard is left untried.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { usePostgres } from '../support/postgres';
import { insertOf, refusedBy } from './guard-rows';
import { aClient, anInvoice, type Client } from './reading-books';

jest.setTimeout(60_000);

const MIGRATION = join(
  __dirname,
  '../../prisma/migrations/20261128150000_autopay_rules/migration.sql',
);

let pool: Pool;
let client: Client;
let other: Client;
let invoice: string;
let invoiceOfOther: string;
const ruleId = randomUUID();

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  client = await aClient(pool, 'Harbor Dental');
  other = await aClient(pool, 'Quarry Legal');
  invoice = await anInvoice(pool, client);
  invoiceOfOther = await anInvoice(pool, other);
  await pool.query(rule({ id: ruleId, name_key: 'monthly services', position: 1 }));
  await pool.query(version());
}, 60_000);

afterAll(() => pool.end());

type Fields = Parameters<typeof insertOf>[1];

const rule = (fields: Fields) =>
  insertOf('autopay_rule', {
    id: randomUUID(),
    organization_id: client.id,
    name: 'Monthly services',
    name_key: randomUUID(),
    position: 2,
    is_enabled: 'true',
    method_id: client.methodId,
    criteria: '[]',
    timing: '{"kind":"onDueDate"}',
    currency: 'USD',
    with_scheduled: 'suppress',
    activated_on: '2026-11-28',
    created_at: '2026-11-28T12:00:00Z',
    ...fields,
  });
const version = () =>
  insertOf('autopay_rule_version', {
    rule_id: ruleId,
    version: 1,
    organization_id: client.id,
    body: '{}',
    changed_by_name: 'Dana',
    changed_at: '2026-11-28T12:00:00Z',
  });

/** One line per guard of the migration: what it refuses, and the statements that try it. */
const TRIED: Readonly<Record<string, Readonly<{ what: string; tries: () => string[] }>>> = {
  business_autopay_notice_days: {
    what: 'a notice on the day of the run, or months ahead',
    tries: () => [0, 61].map((days) => `UPDATE business SET autopay_notice_days = ${days}`),
  },
  autopay_rule_pkey: { what: 'a rule twice', tries: () => [rule({ id: ruleId })] },
  autopay_rule_organization_id_fkey: {
    what: 'a rule of nobody',
    tries: () => [rule({ organization_id: randomUUID(), method_id: null })],
  },
  autopay_rule_organization_id_method_id_fkey: {
    what: 'the method of another client',
    tries: () => [rule({ method_id: other.methodId })],
  },
  autopay_rule_position: {
    what: 'a position before the first',
    tries: () => [rule({ position: 0 })],
  },
  autopay_rule_criteria: {
    what: 'criteria that are no list',
    tries: () => [rule({ criteria: '{}' })],
  },
  autopay_rule_timing: {
    what: 'a timing that nobody knows',
    tries: () => [rule({ timing: '{"kind":"whenever"}' })],
  },
  autopay_rule_cap: {
    what: 'a cap of nothing, without a mode or of no known mode',
    tries: () => [
      rule({ cap_minor: 0, cap_mode: 'skip' }),
      rule({ cap_minor: 100 }),
      rule({ cap_mode: 'skip' }),
      rule({ cap_minor: 100, cap_mode: 'half' }),
    ],
  },
  autopay_rule_with_scheduled: {
    what: 'no known way beside a scheduled payment',
    tries: () => [rule({ with_scheduled: 'both' })],
  },
  autopay_rule_backlog: {
    what: 'a backlog that is neither left nor taken',
    tries: () => [rule({ backlog: 'some' })],
  },
  autopay_rule_notice_days: {
    what: 'a notice on the day of the run, or months ahead',
    tries: () => [rule({ notice_days: 0 }), rule({ notice_days: 61 })],
  },
  autopay_rule_removed_is_disabled: {
    what: 'a removed rule that still runs',
    tries: () => [rule({ removed_at: '2026-11-28T12:00:00Z' })],
  },
  autopay_rule_named_once: {
    what: 'two rules of one name',
    tries: () => [rule({ name_key: 'monthly services' })],
  },
  autopay_rule_one_position: {
    what: 'two rules in one place',
    tries: () => [`${rule({ position: 1 })}; SET CONSTRAINTS ALL IMMEDIATE`],
  },
  autopay_rule_version_pkey: { what: 'a version twice', tries: () => [version()] },
  autopay_rule_version_organization_id_rule_id_fkey: {
    what: 'a version of another client’s rule',
    tries: () => [
      insertOf('autopay_rule_version', {
        rule_id: ruleId,
        version: 2,
        organization_id: other.id,
        body: '{}',
        changed_by_name: 'Dana',
        changed_at: '2026-11-28T12:00:00Z',
      }),
    ],
  },
  autopay_backlog_invoice_pkey: {
    what: 'an invoice agreed twice',
    tries: () => [`${backlog(client, invoice)}; ${backlog(client, invoice)}`],
  },
  autopay_backlog_invoice_organization_id_rule_id_fkey: {
    what: 'the rule of another client over an invoice',
    tries: () => [backlog(other)],
  },
  autopay_backlog_invoice_organization_id_invoice_id_fkey: {
    what: 'the invoice of another client under a rule',
    tries: () => [backlog(client)],
  },
};

const backlog = (of: Client, invoiceId = invoiceOfOther) =>
  insertOf('autopay_backlog_invoice', {
    rule_id: ruleId,
    invoice_id: invoiceId,
    organization_id: of.id,
  });

const guards = Object.entries(TRIED).map(([name, guard]) => ({ name, ...guard }));

it.each(guards)('refuses $what ($name)', async ({ name, tries }) => {
  for (const statement of tries()) {
    expect([statement, await refusedBy(pool, statement)]).toEqual([statement, name]);
  }
});

it('has every guard of the migration tried', () => {
  const text = readFileSync(MIGRATION, 'utf8');
  const named = [...text.matchAll(/CONSTRAINT (\w+)|CREATE UNIQUE INDEX (\w+)/g)].map(
    ([, constraint, index]) => constraint ?? index,
  );
  // A key that composite references need; no statement can break it alone.
  const asked = named.filter((name) => name !== 'autopay_rule_organization_id_id_key');
  expect(Object.keys(TRIED).sort()).toEqual([...new Set(asked)].sort());
});

it('keeps every version as it was written', async () => {
  const kept = 'a version of a rule is never changed or deleted';
  expect(await refusedBy(pool, `UPDATE autopay_rule_version SET body = '[]'`)).toBe(kept);
  expect(await refusedBy(pool, 'DELETE FROM autopay_rule_version')).toBe(kept);
});

it('lets rules change places in one statement', async () => {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    await connection.query(rule({ position: 2 }));
    await connection.query('UPDATE autopay_rule SET position = 3 - position');
    await connection.query('SET CONSTRAINTS ALL IMMEDIATE');
  } finally {
    await connection.query('ROLLBACK');
    connection.release();
  }
});
