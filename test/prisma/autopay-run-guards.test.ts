/**
 * Goal: what must never be true of a run of autopay is refused by the database itself, whoever writes:
 * above all a slot with two outcomes or two payments (rules.md 17).
 *
 * Method: raw SQL against one decided slot, its plan, question and notice, each statement in a
 * transaction of its own that is rolled back; the list is compared with the migration, so that no
 * guard is left untried.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { usePostgres } from '../support/postgres';
import { aRule } from './autopay-rules';
import { aClientWith, type Books } from './books';
import { aDesk } from './desk';
import { insertOf, refusedBy } from './guard-rows';

jest.setTimeout(60_000);

const MIGRATION = join(
  __dirname,
  '../../prisma/migrations/20261128152000_autopay_runs/migration.sql',
);

let pool: Pool;
let client: Books;
let other: Books;
let invoice: string;
let second: string;
let paymentId: string;
let ruleId: string;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  client = await aClientWith(pool, [{}, {}]);
  other = await aClientWith(pool, [{}]);
  [invoice = '', second = ''] = client.invoiceIds;
  ruleId = await aRule(pool, client);
  paymentId = await aDesk(pool).place(client, [10_000]);
  for (const row of [slot(), plan(), approval(), notice()]) await pool.query(row);
}, 60_000);

afterAll(() => pool.end());

type Fields = Parameters<typeof insertOf>[1];
const AT = '2026-12-01T15:00:00Z';

const slot = (fields: Fields = {}) =>
  insertOf('autopay_slot', {
    invoice_id: invoice,
    opening: 1,
    organization_id: client.organizationId,
    outcome: 'charge',
    rule_id: ruleId,
    rule_version: 1,
    run_on: '2026-12-01',
    run_at: AT,
    amount_minor: 10_000,
    payment_id: paymentId,
    decided_at: AT,
    ...fields,
  });
/** Of the other invoice, decided without a payment. */
const another = (fields: Fields) =>
  slot({ invoice_id: second, outcome: 'held', payment_id: null, amount_minor: null, ...fields });
const plan = (fields: Fields = {}) =>
  insertOf('autopay_plan', {
    invoice_id: invoice,
    opening: 1,
    organization_id: client.organizationId,
    rule_id: ruleId,
    run_on: '2026-12-01',
    run_at: AT,
    ...fields,
  });
const QUESTION = randomUUID();
const approval = (fields: Fields = {}) =>
  insertOf('autopay_approval', {
    id: QUESTION,
    organization_id: client.organizationId,
    invoice_id: invoice,
    opening: 1,
    rule_id: ruleId,
    rule_version: 1,
    method_id: client.methodId,
    run_on: '2026-12-01',
    run_at: AT,
    maximum_minor: 10_000,
    currency: 'USD',
    asked_at: AT,
    ...fields,
  });
const anotherQuestion = (fields: Fields) =>
  approval({ id: randomUUID(), invoice_id: second, ...fields });
const notice = (fields: Fields = {}) =>
  insertOf('autopay_notice', {
    id: 1,
    invoice_id: invoice,
    opening: 1,
    organization_id: client.organizationId,
    rule_id: ruleId,
    rule_version: 1,
    method_id: client.methodId,
    run_on: '2026-12-01',
    run_at: AT,
    amount_minor: 10_000,
    noticed_at: AT,
    ...fields,
  });
const watch = (fields: Fields) =>
  insertOf('autopay_watch', {
    rule_id: ruleId,
    organization_id: client.organizationId,
    look_at: AT,
    ...fields,
  });
const theirs = () => ({ organization_id: other.organizationId });

/** One line per guard of the migration: what it refuses, and the statements that try it. */
const TRIED: Readonly<Record<string, Readonly<{ what: string; tries: () => string[] }>>> = {
  business_autopay_window: {
    what: 'runs before their hour, or spread over more than half a day',
    tries: () =>
      [-1, 721].map((minutes) => `UPDATE business SET autopay_window_minutes = ${minutes}`),
  },
  autopay_slot_pkey: {
    what: 'a second outcome of a slot',
    tries: () => [slot({ outcome: 'held', payment_id: null, amount_minor: null })],
  },
  autopay_slot_payment_id_key: {
    what: 'one payment for two slots',
    tries: () => [slot({ opening: 2 }), slot({ invoice_id: second })],
  },
  autopay_slot_organization_id_invoice_id_fkey: {
    what: 'a slot of another client’s invoice',
    tries: () => [another(theirs()), another({ invoice_id: randomUUID() })],
  },
  autopay_slot_rule_id_rule_version_fkey: {
    what: 'a slot that names no version of a rule',
    tries: () => [another({ rule_version: 2 }), another({ rule_id: randomUUID() })],
  },
  autopay_slot_organization_id_payment_id_fkey: {
    what: 'a slot with a payment that is none',
    tries: () => [another({ outcome: 'charge', payment_id: randomUUID(), amount_minor: 1 })],
  },
  autopay_slot_opening: { what: 'a slot before the first', tries: () => [another({ opening: 0 })] },
  autopay_slot_outcome: {
    what: 'an outcome that closes no slot, or that nobody knows',
    tries: () => ['backlog', 'no-match', 'maybe'].map((outcome) => another({ outcome })),
  },
  autopay_slot_charge_has_payment: {
    what: 'a charge without a payment or an amount, and a payment without a charge',
    tries: () => [
      another({ outcome: 'charge' }),
      another({ outcome: 'charge', payment_id: paymentId, amount_minor: 0 }),
      another({ outcome: 'held', payment_id: paymentId, amount_minor: 1 }),
    ],
  },
  autopay_plan_pkey: { what: 'an invoice planned twice', tries: () => [plan({ opening: 2 })] },
  autopay_plan_organization_id_invoice_id_fkey: {
    what: 'a plan for another client’s invoice',
    tries: () => [plan({ invoice_id: other.invoiceIds[0] ?? '' })],
  },
  autopay_plan_organization_id_rule_id_fkey: {
    what: 'a plan of another client’s rule',
    tries: () => [plan({ invoice_id: other.invoiceIds[0] ?? '', ...theirs() })],
  },
  autopay_approval_pkey: {
    what: 'a question twice',
    tries: () => [anotherQuestion({ id: QUESTION })],
  },
  autopay_approval_asked_once: {
    what: 'two questions about one slot at a time',
    tries: () => [anotherQuestion({ invoice_id: invoice })],
  },
  autopay_approval_invoice_id_organization_id_currency_fkey: {
    what: 'a question about another client’s invoice, or in another currency',
    tries: () => [anotherQuestion(theirs()), anotherQuestion({ currency: 'EUR' })],
  },
  autopay_approval_rule_id_rule_version_fkey: {
    what: 'a question of no version of a rule',
    tries: () => [anotherQuestion({ rule_version: 2 })],
  },
  autopay_approval_organization_id_method_id_fkey: {
    what: 'a question about another client’s method',
    tries: () => [anotherQuestion({ method_id: other.methodId })],
  },
  autopay_approval_maximum: {
    what: 'an approval of nothing',
    tries: () => [anotherQuestion({ maximum_minor: 0 })],
  },
  autopay_approval_state: {
    what: 'an answer that nobody knows',
    tries: () => [anotherQuestion({ state: 'perhaps', decided_at: AT })],
  },
  autopay_approval_decided: {
    what: 'an answer without its instant or its person, and a question with one',
    tries: () => [
      anotherQuestion({ state: 'approved', decided_by_name: 'Dana' }),
      anotherQuestion({ state: 'approved', decided_at: AT }),
      anotherQuestion({ state: 'declined', decided_at: AT }),
      anotherQuestion({ decided_at: AT }),
    ],
  },
  autopay_notice_pkey: { what: 'a notice twice', tries: () => [notice()] },
  autopay_notice_organization_id_invoice_id_fkey: {
    what: 'a notice about another client’s invoice',
    tries: () => [notice({ id: 2, invoice_id: other.invoiceIds[0] ?? '' })],
  },
  autopay_notice_rule_id_rule_version_fkey: {
    what: 'a notice of no version of a rule',
    tries: () => [notice({ id: 2, rule_version: 2 })],
  },
  autopay_notice_organization_id_method_id_fkey: {
    what: 'a notice about another client’s method',
    tries: () => [notice({ id: 2, method_id: other.methodId })],
  },
  autopay_watch_pkey: { what: 'two outboxes of a rule', tries: () => [watch({})] },
  autopay_watch_organization_id_rule_id_fkey: {
    what: 'an outbox of no rule, or of another client’s',
    tries: () => [
      watch({ rule_id: randomUUID() }),
      `UPDATE autopay_watch SET organization_id = '${other.organizationId}'`,
    ],
  },
};

const guards = Object.entries(TRIED).map(([name, guard]) => ({ name, ...guard }));

it.each(guards)('refuses $what ($name)', async ({ name, tries }) => {
  for (const statement of tries()) {
    expect([statement, await refusedBy(pool, statement)]).toEqual([statement, name]);
  }
});

it('has every guard of the migration tried', () => {
  const text = readFileSync(MIGRATION, 'utf8');
  const named = [...text.matchAll(/CONSTRAINT (?!TRIGGER)(\w+)|CREATE UNIQUE INDEX (\w+)/g)].map(
    ([, constraint, index]) => constraint ?? index,
  );
  expect(Object.keys(TRIED).sort()).toEqual([...new Set(named)].sort());
});

it('keeps a decided slot as it was decided', async () => {
  const kept = 'a decided slot is never changed or deleted';
  expect(await refusedBy(pool, `UPDATE autopay_slot SET outcome = 'held'`)).toBe(kept);
  expect(await refusedBy(pool, 'DELETE FROM autopay_slot')).toBe(kept);
});

it('takes the next opening, and a new question once the first is answered', async () => {
  const next = another({ opening: 2 });
  const asked = `UPDATE autopay_approval SET state = 'declined', decided_at = now(), decided_by_name = 'Dana'; ${anotherQuestion({ invoice_id: invoice })}`;
  expect([await refusedBy(pool, next), await refusedBy(pool, asked)]).toEqual([null, null]);
});
