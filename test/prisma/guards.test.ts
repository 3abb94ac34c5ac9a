/**
 * Goal: what must never happen is refused by the database itself, whoever writes.
 *
 * Method: raw SQL against one set of right books, each statement in a transaction of its own that is
 * rolled back. The list is compared with the migration, so that no guard is left untried.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { usePostgres } from '../support/postgres';
import { adjustmentOf, charge, insertOf, messageOf, task, user, refusedBy } from './guard-rows';
import { type Client, aClient, anInvoice, aPayment } from './reading-books';

jest.setTimeout(60_000);

const GUARDS = join(__dirname, '../../prisma/migrations/20261125090100_guards/migration.sql');

let pool: Pool;
let client: Client;
let other: Client;
let invoice: string;
let scheduled: string;
let charged: string;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  client = await aClient(pool, 'Harbor Dental');
  other = await aClient(pool, 'Quarry Legal');
  invoice = await anInvoice(pool, client, { number: 'INV-1' });
  scheduled = await aPayment(pool, client, [{ invoiceId: invoice, amountMinor: 30_000 }], {
    state: 'scheduled',
    run_on: '2027-01-11',
  });
  charged = await aPayment(pool, client, [{ invoiceId: invoice, amountMinor: 20_000 }]);
  await pool.query(charge(charged));
  await pool.query(adjustment({}));
  await pool.query(message({}));
  await pool.query(
    `INSERT INTO contact_profile (id, name, name_key) VALUES ($1, 'Owner', 'owner')`,
    [randomUUID()],
  );
  await pool.query(user({}));
  await pool.query(
    `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
     VALUES ($1, $2, 'USD', 500, 500, 'creditNote')`,
    [randomUUID(), client.id],
  );
  const importId = randomUUID();
  await pool.query(
    `INSERT INTO import (id, source_id, opened_by_name, created_at) VALUES ($1, $2, 'Dana', now())`,
    [importId, client.sourceId],
  );
  await pool.query(
    `INSERT INTO import_row (import_id, position, file_name, staged) VALUES ($1, 1, 'list.csv', '{}')`,
    [importId],
  );
  await pool.query(task());
}, 60_000);

afterAll(() => pool.end());

type Fields = Parameters<typeof insertOf>[1];

const adjustment = (fields: Fields) =>
  adjustmentOf({ paymentId: scheduled, invoiceId: invoice, causeId: charged }, fields);
const message = (fields: Fields) => messageOf(client.id, fields);
const ofInvoice = (set: string) => `UPDATE invoice SET ${set} WHERE id = '${invoice}'`;
const ofScheduled = (set: string) => `UPDATE payment SET ${set} WHERE id = '${scheduled}'`;
const ofCharge = (set: string) => `UPDATE charge SET ${set} WHERE payment_id = '${charged}'`;
const ofMethod = (set: string) =>
  `UPDATE payment_method SET ${set} WHERE id = '${client.methodId}'`;

/** One line per guard of the migration: what it refuses, and the statements that try it. */
const TRIED: Readonly<Record<string, Readonly<{ what: string; tries: () => string[] }>>> = {
  business_is_one: {
    what: 'a second business',
    tries: () => [
      `INSERT INTO business (id, name, zone, mail_from_name, mail_from_address)
       VALUES (2, 'Second', 'UTC', 'S', 's@s.example')`,
    ],
  },
  business_clock_only_ahead: {
    what: 'a clock behind the real one',
    tries: () => ['UPDATE business SET clock_offset_ms = -1'],
  },
  business_run_time: {
    what: 'a run time that is no time of the day',
    tries: () => [
      `UPDATE business SET run_time = '24:00'`,
      `UPDATE business SET run_time = '9:00'`,
    ],
  },
  contact_profile_rights: {
    what: 'a right that nobody knows',
    tries: () => [`UPDATE contact_profile SET rights = '{everything}'`],
  },
  contact_profile_minimum: {
    what: 'a minimum without a currency, or below zero',
    tries: () => [
      'UPDATE contact_profile SET receipt_minimum_minor = 5',
      `UPDATE contact_profile SET receipt_minimum_minor = -1, receipt_minimum_currency = 'USD'`,
    ],
  },
  payment_method_kind: {
    what: 'a method of no known kind',
    tries: () => [ofMethod(`kind = 'cash'`)],
  },
  payment_method_status: {
    what: 'a method in no known status',
    tries: () => [ofMethod(`status = 'lost'`)],
  },
  payment_method_last_four: {
    what: 'more of a number than its last four digits',
    tries: () => [ofMethod(`last_four = '42a2'`)],
  },
  payment_method_no_number: {
    what: 'the number of a card as its token',
    tries: () => [ofMethod(`token = '4242 4242 4242 4242'`), ofMethod(`token = '000123456789'`)],
  },
  payment_method_expiry: {
    what: 'a thirteenth month',
    tries: () => [ofMethod(`expires_in = '2031-13'`)],
  },
  payment_method_removed_is_no_default: {
    what: 'a removed method as the default',
    tries: () => [ofMethod('removed_at = now()')],
  },
  payment_method_one_default: {
    what: 'two defaults of one client',
    tries: () => [
      `INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four, is_default, read_at)
       VALUES (gen_random_uuid(), '${client.id}', 'sandbox', 'tok_two', 'card', 'Visa', '1111', true, now())`,
    ],
  },
  unapplied_money_remaining: {
    what: 'more credit left than there was, or less than none',
    tries: () => [
      'UPDATE unapplied_money SET remaining_minor = 501',
      'UPDATE unapplied_money SET remaining_minor = -1',
    ],
  },
  invoice_not_negative: {
    what: 'any counter of an invoice below zero',
    tries: () => [
      ...['total', 'firm', 'disputed', 'planned', 'unposted'].map((each) =>
        ofInvoice(`${each}_minor = -1`),
      ),
      ofInvoice('overage_minor = -1, firm_minor = 0'),
      ofInvoice('open_minor = -1, overage_minor = 1, firm_minor = 0'),
    ],
  },
  invoice_firm_within_open: {
    what: 'one unit in flight above what is open',
    tries: () => [
      ofInvoice('firm_minor = 100001'),
      ofInvoice('firm_minor = 100002, overage_minor = 1'),
    ],
  },
  invoice_unposted_within_firm: {
    what: 'more arrived than was in flight',
    tries: () => [ofInvoice('unposted_minor = firm_minor + 1')],
  },
  invoice_opening: { what: 'an opening before the first', tries: () => [ofInvoice('opening = 0')] },
  invoice_document_status: {
    what: 'a document in no known status',
    tries: () => [ofInvoice(`document_status = 'lost'`)],
  },
  invoice_document_kept: {
    what: 'a kept document that is not there',
    tries: () => [ofInvoice(`document_status = 'kept'`)],
  },
  invoice_known_once: {
    what: 'the same number of the same source twice',
    tries: () => [
      `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor, open_minor,
                            issued_on, first_seen_on)
       VALUES (gen_random_uuid(), '${client.id}', '${client.sourceId}', 'inv-1', 'inv-1', 'USD', 1, 1,
               '2026-11-15', '2026-11-15')`,
    ],
  },
  payment_kind: { what: 'a payment of no known kind', tries: () => [ofScheduled(`kind = 'gift'`)] },
  payment_state: {
    what: 'a payment in no known state',
    tries: () => [ofScheduled(`state = 'paid'`)],
  },
  payment_strategy: {
    what: 'a strategy that nobody knows',
    tries: () => [ofScheduled(`strategy = 'random'`)],
  },
  payment_amount: {
    what: 'an amount above what a person last set, or below zero',
    tries: () => [
      ofScheduled('amount_minor = entered_minor + 1'),
      ofScheduled('amount_minor = -1'),
    ],
  },
  payment_date_is_whole: {
    what: 'a date without its instant, its wall time or its zone',
    tries: () => ['run_at', 'run_time', 'zone'].map((part) => ofScheduled(`${part} = NULL`)),
  },
  payment_scheduled_has_date: {
    what: 'a schedule without a date',
    tries: () => [ofScheduled('run_on = NULL, run_at = NULL, run_time = NULL, zone = NULL')],
  },
  payment_next_step: {
    what: 'a step without its time or its clock, or that nobody knows',
    tries: () => [
      ofScheduled(`next_step = 'charge', next_step_clock = 'real', next_step_at = NULL`),
      ofScheduled(`next_step = 'charge', next_step_clock = NULL, next_step_at = now()`),
      ofScheduled(`next_step = 'dance', next_step_clock = 'real', next_step_at = now()`),
      ofScheduled(`next_step = 'charge', next_step_clock = 'lunar', next_step_at = now()`),
    ],
  },
  payment_line_amount: {
    what: 'a line below zero, or above what a person last set',
    tries: () => [
      'UPDATE payment_line SET amount_minor = -1',
      'UPDATE payment_line SET amount_minor = entered_minor + 1',
    ],
  },
  charge_key_is_of_payment: {
    what: 'a charge under another key than its payment’s',
    tries: () => [ofCharge(`key = '${scheduled}:charge'`)],
  },
  charge_amount: { what: 'a charge of nothing', tries: () => [ofCharge('amount_minor = 0')] },
  charge_no_number: {
    what: 'a charge to the number of a card',
    tries: () => [ofCharge(`method_token = '4242424242424242'`)],
  },
  adjustment_lowers: {
    what: 'an adjustment that raises, changes nothing or goes below zero',
    tries: () => [
      adjustment({ after_minor: 50_000 }),
      adjustment({ after_minor: 40_000 }),
      adjustment({ after_minor: -1 }),
    ],
  },
  adjustment_cause: {
    what: 'a cause that does not fit: nobody, itself, or held by the outside',
    tries: () => [
      adjustment({ cause_payment_id: null }),
      adjustment({ cause_payment_id: scheduled }),
      adjustment({ cause: 'external' }),
      adjustment({ cause: 'external', cause_payment_id: null }),
    ],
  },
  adjustment_status: {
    what: 'an adjustment in no known status',
    tries: () => [adjustment({ status: 'undone' })],
  },
  message_status: { what: 'a mail in no known status', tries: () => [message({ status: 'lost' })] },
  message_sent_has_id: {
    what: 'sent without the provider’s id',
    tries: () => [
      message({ status: 'sent', html: '<p>' }),
      message({ status: 'sent', provider_id: 'm1' }),
    ],
  },
  message_one_recipient: {
    what: 'a mail to two people, or to no address',
    tries: () => [
      message({ recipient_address: 'a@b.example,c@d.example' }),
      message({ recipient_address: 'nobody' }),
    ],
  },
  task_open_once: { what: 'the same task open twice', tries: () => [task()] },
  app_user_role: { what: 'a role that nobody knows', tries: () => [user({ role: 'owner' })] },
  app_user_password_is_argon: {
    what: 'a password in any other form',
    tries: () => [user({ password_hash: 'secret' })],
  },
  import_status: {
    what: 'an import in no known status',
    tries: () => [`UPDATE import SET status = 'lost'`],
  },
  import_scope: {
    what: 'a scope that nobody knows',
    tries: () => [`UPDATE import SET scope = 'some'`],
  },
  import_row_outcome: {
    what: 'a row with no known outcome',
    tries: () => [`UPDATE import_row SET outcome = 'lost'`],
  },
};

const guards = Object.entries(TRIED).map(([name, guard]) => ({ name, ...guard }));

it.each(guards)('refuses $what ($name)', async ({ name, tries }) => {
  for (const statement of tries()) {
    expect([statement, await refusedBy(pool, statement)]).toEqual([statement, name]);
  }
});

it('has every guard of the migration tried', () => {
  const text = readFileSync(GUARDS, 'utf8');
  const named = [...text.matchAll(/ADD CONSTRAINT (\w+)|CREATE UNIQUE INDEX (\w+)/g)].map(
    ([, constraint, index]) => constraint ?? index,
  );
  expect(Object.keys(TRIED).sort()).toEqual([...new Set(named)].sort());
});

describe('the keys', () => {
  it('refuse a second charge of a payment', async () => {
    expect(await refusedBy(pool, charge(charged))).toBe('charge_pkey');
  });

  it('refuse a line in another currency than its invoice or its payment', async () => {
    const line = (currency: string) =>
      `UPDATE payment_line SET currency = '${currency}' WHERE payment_id = '${scheduled}'`;
    expect(await refusedBy(pool, line('EUR'))).toMatch(/^payment_line_.*fkey$/);
  });

  it('refuse an invoice and a method of another client', async () => {
    const theirs = await anInvoice(pool, other);
    const line = insertOf('payment_line', {
      payment_id: scheduled,
      invoice_id: theirs,
      organization_id: client.id,
      currency: 'USD',
      position: 5,
      amount_minor: 1,
      entered_minor: 1,
    });
    expect(await refusedBy(pool, line)).toMatch(/^payment_line_invoice_.*fkey$/);
    expect(await refusedBy(pool, ofScheduled(`method_id = '${other.methodId}'`))).toMatch(
      /^payment_.*method_id_fkey$/,
    );
  });

  it('refuse to change or delete an event', async () => {
    await pool.query(
      `INSERT INTO event (happened_at, actor_kind, actor_name, kind) VALUES (now(), 'system', 'x', 'x')`,
    );
    const kept = 'an event is never changed or deleted';
    expect(await refusedBy(pool, `UPDATE event SET kind = 'y'`)).toBe(kept);
    expect(await refusedBy(pool, 'DELETE FROM event')).toBe(kept);
  });
});
