/**
 * Goal: people make, widen, order and remove the rules of a client, every version is kept, and nothing
 * whose day has passed is ever taken but what a person agreed to.
 *
 * Method: real PostgreSQL; days count from the day of the business, whatever day the test runs on.
 */
import { Pool } from 'pg';
import type { NewAutopayRule } from '../../contracts/autopay-rule';
import { AutopayRule } from '../../contracts/autopay-rule';
import { InvoiceAutopay, RulePreview } from '../../contracts/autopay-preview';
import { RuleVersions } from '../../contracts/autopay-versions';
import { createAutopayStore } from '../../prisma/stores/autopay/autopay-store';
import { usePostgres } from '../support/postgres';
import { aRule } from './autopay-rules';
import { dana, daysAhead, LIMITS } from './books';
import { aClient, aMethod, anInvoice, aPayment, type Client } from './reading-books';

jest.setTimeout(60_000);

const sam = { ...dana, id: '5b0e5f1e-7f1d-4f9d-8a50-3f2f6f0f9a11', name: 'Sam Ortiz' };

let pool: Pool;
let store: ReturnType<typeof createAutopayStore>;
let client: Client;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  store = createAutopayStore({ pool, limits: LIMITS });
}, 60_000);

beforeEach(async () => {
  client = await aClient(pool, 'Harbor Dental');
});

afterAll(() => pool.end());

const aDraft = (fields: Partial<NewAutopayRule> = {}): NewAutopayRule => ({
  name: 'Managed services',
  isEnabled: true,
  isLocked: false,
  methodId: null,
  criteria: [],
  timing: { kind: 'onDueDate' },
  currency: 'USD',
  cap: null,
  withScheduled: 'suppress',
  allowsFallThrough: false,
  needsApproval: false,
  noticeDays: null,
  backlog: { kind: 'leave' },
  ...fields,
});

async function added(fields: Partial<NewAutopayRule> = {}): Promise<AutopayRule> {
  const result = await store.add(client.id, aDraft(fields), dana);
  if (!result.ok) throw new Error(result.refusal.code);
  return AutopayRule.parse(result.value.value);
}

const due = (days: number, fields: Record<string, unknown> = {}) =>
  anInvoice(pool, client, {
    due_on: daysAhead(days),
    issued_on: daysAhead(days - 30),
    first_seen_on: daysAhead(days - 30),
    ...fields,
  });

async function why(invoiceId: string): Promise<InvoiceAutopay> {
  return InvoiceAutopay.parse(await store.explain(invoiceId));
}

async function preview(fields: Partial<NewAutopayRule> = {}, ruleId: string | null = null) {
  const { backlog: _, ...rule } = aDraft(fields);
  const result = await store.preview(client.id, { rule, ruleId });
  if (!result.ok) throw new Error(result.refusal.code);
  return RulePreview.parse(result.value);
}

const listed = async () => (await store.list(client.id))?.items ?? [];

describe('making a rule', () => {
  it('says what it would charge next, and keeps its first version with the person', async () => {
    await due(10);
    await due(20, { open_minor: 30_000 });
    const rule = await added();
    expect(rule).toMatchObject({
      position: 1,
      version: 1,
      flag: null,
      warnings: [],
      changed: { by: dana.name },
      forecast: {
        matches: 2,
        invoices: 2,
        total: { amountMinor: 130_000 },
        nextRunOn: daysAhead(10),
      },
    });
    const { rows } = await pool.query(
      `SELECT version, body ->> 'name' AS name FROM autopay_rule_version WHERE rule_id = $1`,
      [rule.id],
    );
    expect(rows).toEqual([{ version: 1, name: 'Managed services' }]);
  });

  it('leaves what has passed, and takes what a person agreed to and no other', async () => {
    const [agreed, left] = [await due(-20), await due(-10)];
    const ahead = await due(10);
    expect((await preview()).takes).toMatchObject({
      backlog: { invoices: 2, invoiceIds: [agreed, left], total: { amountMinor: 200_000 } },
      coming: { invoices: 1, total: { amountMinor: 100_000 } },
    });
    await added({ backlog: { kind: 'take', invoiceIds: [agreed] } });
    expect((await why(agreed)).outcome).toBe('charge');
    expect((await why(left)).outcome).toBe('backlog');
    expect((await why(ahead)).outcome).toBe('charge');
  });

  it('is refused a known name, a method or an invoice of another client, and a removed method', async () => {
    const other = await aClient(pool, 'Quarry Legal');
    await added();
    const code = async (fields: Partial<NewAutopayRule>) => {
      const result = await store.add(client.id, aDraft(fields), dana);
      return result.ok ? null : result.refusal.code;
    };
    const removed = await aMethod(pool, client.id, { removed_at: new Date() });
    const foreign = await anInvoice(pool, other);
    expect(await code({ name: 'MANAGED services' })).toBe('NAME_TAKEN');
    expect(await code({ name: 'B', methodId: other.methodId })).toBe('METHOD_NOT_OF_ORGANIZATION');
    expect(await code({ name: 'B', methodId: removed })).toBe('METHOD_UNUSABLE');
    const backlog: NewAutopayRule['backlog'] = { kind: 'take', invoiceIds: [foreign] };
    expect(await code({ name: 'B', backlog })).toBe('INVOICE_NOT_OF_ORGANIZATION');
    expect(await listed()).toHaveLength(1);
  });
});

describe('changing rules', () => {
  it('from an old version changes nothing and answers the rule as it is', async () => {
    const { id } = await added();
    expect(await store.change(id, { version: 1, name: 'Second' }, dana)).toMatchObject({
      ok: true,
    });
    expect(await store.change(id, { version: 1, name: 'Third' }, dana)).toMatchObject({
      refusal: { code: 'VERSION_CONFLICT', present: { name: 'Second', version: 2 } },
    });
  });

  it('that leaves everything as it was makes no version', async () => {
    const same = {
      timing: { kind: 'daysAfterInvoiceDate' as const, days: 15 },
      criteria: [{ field: 'agreement' as const, operator: 'equals' as const, value: 'Managed' }],
    };
    const { id } = await added(same);
    const changed = await store.change(id, { version: 1, ...same }, dana);
    expect(changed).toMatchObject({ ok: true, value: { value: { version: 1 } } });
  });

  it('that widens a rule sweeps nothing whose day has passed', async () => {
    const passed = await due(-1, { agreement: 'Support' });
    const criteria = [{ field: 'agreement', operator: 'equals', value: 'Managed' }] as const;
    const rule = await added({ criteria: [...criteria] });
    await pool.query(`UPDATE autopay_rule SET activated_on = '2026-01-01' WHERE id = $1`, [
      rule.id,
    ]);
    await store.change(rule.id, { version: 1, criteria: [] }, dana);
    expect((await why(passed)).outcome).toBe('backlog');
  });

  it('that gives an invoice to another rule by order or removal sweeps nothing either', async () => {
    const invoice = await due(-1);
    const later = await added({ name: 'Later', timing: { kind: 'daysAfterDue', days: 30 } });
    const early = await added({ name: 'Early' });
    await pool.query(`UPDATE autopay_rule SET activated_on = '2026-01-01'`);
    expect(await why(invoice)).toMatchObject({ outcome: 'charge', winner: { name: 'Later' } });
    await store.order(client.id, [early.id, later.id], dana);
    expect(await why(invoice)).toMatchObject({ outcome: 'backlog', winner: { name: 'Early' } });
    expect((await listed()).map(({ name }) => name)).toEqual(['Early', 'Later']);
  });

  it.each(['leaving what has passed', 'taking another one'])(
    'that turns a rule on again, %s, ends what was agreed before it was off',
    async (how) => {
      const [left, other] = [await due(-20), await due(-10)];
      const rule = await added({ backlog: { kind: 'take', invoiceIds: [left] } });
      expect(rule.backlogInvoices).toBe(1);
      expect((await why(left)).outcome).toBe('charge');
      await store.change(rule.id, { version: 1, isEnabled: false }, dana);
      const isTaking = how === 'taking another one';
      const again = await store.change(
        rule.id,
        {
          ...{ version: 2, isEnabled: true },
          ...(isTaking && { backlog: { kind: 'take', invoiceIds: [other] } }),
        },
        dana,
      );
      expect(again).toMatchObject({ value: { value: { backlogInvoices: isTaking ? 1 : 0 } } });
      expect((await why(left)).outcome).toBe('backlog');
      expect((await why(other)).outcome).toBe(isTaking ? 'charge' : 'backlog');
    },
  );

  it('in other words leaves what was agreed as it is', async () => {
    const agreed = await due(-20);
    const rule = await added({ backlog: { kind: 'take', invoiceIds: [agreed] } });
    await store.change(rule.id, { version: 1, name: 'Managed' }, dana);
    expect((await why(agreed)).outcome).toBe('charge');
  });

  it('that adds one which meets invoices and wins none leaves what was promised', async () => {
    await added({ name: 'First' });
    await pool.query(`UPDATE autopay_rule SET activated_on = '2026-01-01'`);
    // Told of a later day, say: its run is still to come.
    const told = await due(-4);
    await added({ name: 'Last', timing: { kind: 'daysAfterDue', days: 90 } });
    expect(await why(told)).toMatchObject({ outcome: 'charge', winner: { name: 'First' } });
  });

  it('that gives what was opened again to a new rule lets that one take it', async () => {
    const opened = await due(-20, { opening: 2, opened_on: daysAhead(1) });
    await added({ name: 'Last' });
    const first = await added({ name: 'First' });
    const [last] = await listed();
    await store.order(client.id, [first.id, last?.id ?? ''], dana);
    expect(await why(opened)).toMatchObject({
      ...{ outcome: 'charge', runOn: daysAhead(1), winner: { name: 'First' } },
    });
  });

  it('orders all rules or none, and removes one without a trace in the list', async () => {
    const [a, b] = [await added({ name: 'A' }), await added({ name: 'B' })];
    expect(await store.order(client.id, [a.id], dana)).toMatchObject({
      refusal: { code: 'VERSION_CONFLICT', present: { items: [{ name: 'A' }, { name: 'B' }] } },
    });
    expect(await store.remove(b.id, 1, dana)).toMatchObject({ ok: true });
    expect((await listed()).map(({ name }) => name)).toEqual(['A']);
    const { rows } = await pool.query(
      'SELECT version FROM autopay_rule_version WHERE rule_id = $1 ORDER BY version',
      [b.id],
    );
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it('at once by two people is done one after the other', async () => {
    const { id } = await added();
    const results = await Promise.all(
      ['One', 'Two'].map((name) => store.change(id, { version: 1, name }, dana)),
    );
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });
});

describe('the versions of a rule', () => {
  const versions = async (id: string) => RuleVersions.parse(await store.versions(id)).items;

  it('are kept whole, the newest first, each with who made it, also once it is removed', async () => {
    const methodId = await aMethod(pool, client.id, { last_four: '6789' });
    const late = await due(-5);
    const rule = await added({ backlog: { kind: 'take', invoiceIds: [late] } });
    const changed = await store.change(
      rule.id,
      {
        version: 1,
        name: 'Managed',
        methodId,
        cap: { amountMinor: 50_000, mode: 'payUpTo' },
        criteria: [{ field: 'agreement', operator: 'equals', value: 'Managed Services' }],
        timing: { kind: 'daysBeforeDue', days: 3 },
        noticeDays: 4,
      },
      sam,
    );
    expect(changed.ok).toBe(true);
    expect((await store.remove(rule.id, 2, dana)).ok).toBe(true);
    const [third, second, first, ...none] = await versions(rule.id);
    expect(none).toEqual([]);
    expect(first).toMatchObject({
      version: 1,
      name: 'Managed services',
      method: null,
      cap: null,
      noticeDays: null,
      backlogInvoices: 1,
      isRemoved: false,
      payments: 0,
      changed: { by: dana.name },
    });
    expect(second).toMatchObject({
      version: 2,
      name: 'Managed',
      methodId,
      method: { lastFour: '6789' },
      cap: { amountMinor: 50_000, mode: 'payUpTo' },
      criteria: [{ field: 'agreement', operator: 'equals', value: 'Managed Services' }],
      timing: { kind: 'daysBeforeDue', days: 3 },
      noticeDays: 4,
      changed: { by: sam.name },
    });
    expect(third).toMatchObject({ version: 3, isRemoved: true, isEnabled: false });
  });

  it('come from the order of the rules too, and a rule that never was has none', async () => {
    const [one, two] = [await added({ name: 'One' }), await added({ name: 'Two' })];
    await store.order(client.id, [two.id, one.id], dana);
    expect((await versions(one.id)).map(({ position }) => position)).toEqual([2, 1]);
    expect(await store.versions(client.id)).toBeNull();
  });
});

describe('explaining an invoice', () => {
  it('names the winner, who also matched, and the first criterion that failed with both values', async () => {
    const invoice = await due(10, { agreement: 'Support' });
    await added({ name: 'Off', isEnabled: false });
    await added({ name: 'Euro', currency: 'EUR' });
    await added({
      name: 'Managed',
      criteria: [{ field: 'agreement', operator: 'equals', value: 'Managed' }],
    });
    await added({ name: 'All' });
    await added({ name: 'Rest' });
    expect(await why(invoice)).toMatchObject({
      outcome: 'charge',
      winner: { name: 'All' },
      runOn: daysAhead(10),
      amount: { amountMinor: 100_000 },
      alsoMatched: [{ name: 'Rest' }],
      notMatched: [
        { rule: { name: 'Off' }, reason: 'DISABLED' },
        { rule: { name: 'Euro' }, reason: 'OTHER_CURRENCY' },
        { reason: 'CRITERION', criterion: { value: 'Managed' }, actual: ['Support'] },
      ],
    });
  });
});

describe('the linter', () => {
  it('sees what is shadowed, what matches nothing, a plan that leaves over and a defeated cap', async () => {
    const planned = await due(10, { agreement: 'Planned' });
    await aPayment(pool, client, [{ invoiceId: planned, amountMinor: 40_000 }], {
      state: 'scheduled',
      run_on: daysAhead(5),
    });
    await due(12, { agreement: 'Capped', total_minor: 100_000, open_minor: 30_000 });
    const of = (agreement: string) => [
      { field: 'agreement' as const, operator: 'equals' as const, value: agreement },
    ];
    await added({ name: 'Planned', criteria: of('Planned') });
    await added({
      name: 'Capped',
      criteria: of('Capped'),
      cap: { amountMinor: 50_000, mode: 'payUpTo' },
    });
    await added({ name: 'Nothing', criteria: of('None') });
    await added({ name: 'Shadowed', criteria: of('Capped') });
    expect((await listed()).map(({ name, warnings }) => [name, ...warnings])).toMatchObject([
      ['Planned', { code: 'PLAN_DOES_NOT_ADD_UP', invoices: 1, total: { amountMinor: 60_000 } }],
      ['Capped', { code: 'CAP_DEFEATED', invoices: 1, total: { amountMinor: 30_000 } }],
      ['Nothing', { code: 'MATCHES_NOTHING' }],
      ['Shadowed', { code: 'SHADOWED', by: [{ name: 'Capped' }] }],
    ]);
  });

  it('warns of what is still to be paid, and of no slot that was decided', async () => {
    const ending = await aMethod(pool, client.id, { expires_in: daysAhead(-40).slice(0, 7) });
    const capped = await due(40, { total_minor: 100_000, open_minor: 30_000 });
    const planned = await due(41);
    await aPayment(pool, client, [{ invoiceId: planned, amountMinor: 40_000 }], {
      state: 'scheduled',
      run_on: daysAhead(5),
    });
    const rule = await added({
      methodId: ending,
      cap: { amountMinor: 60_000, mode: 'payUpTo' },
    });
    const codes = async () => (await listed())[0]?.warnings.map(({ code }) => code);
    expect(await codes()).toEqual(['METHOD', 'CAP_DEFEATED', 'PLAN_DOES_NOT_ADD_UP']);
    await pool.query(
      `INSERT INTO autopay_slot (invoice_id, opening, organization_id, outcome, rule_id, rule_version, run_on, run_at, decided_at)
       SELECT unnest($1::uuid[]), 1, $2, 'held', $3, 1, '2030-01-01', now(), now()`,
      [[capped, planned], client.id, rule.id],
    );
    expect([await codes(), (await listed())[0]?.flag]).toEqual([[], null]);
  });

  it('flags a card that ends before its run, with a task that another method closes', async () => {
    await due(40);
    const ending = await aMethod(pool, client.id, { expires_in: daysAhead(-40).slice(0, 7) });
    const rule = await added({ methodId: ending });
    expect(rule.flag).toEqual({ code: 'METHOD_EXPIRES_BEFORE_RUN', runOn: daysAhead(40) });
    const open = async () =>
      (
        await pool.query(
          `SELECT facts ->> 'code' AS code FROM task WHERE organization_id = $1 AND resolved_at IS NULL`,
          [client.id],
        )
      ).rows;
    expect(await open()).toEqual([{ code: 'METHOD_EXPIRES_BEFORE_RUN' }]);
    await store.change(rule.id, { version: 1, methodId: null }, dana);
    expect(await open()).toEqual([]);
    expect((await listed())[0]?.flag).toBeNull();
  });
});

describe('a preview', () => {
  it('counts matches and looks a year back and 60 days ahead, and writes nothing', async () => {
    await due(-100, { open_minor: 0, total_minor: 50_000 });
    await due(-50, { total_minor: 900_000, open_minor: 900_000 });
    await due(30);
    await due(90);
    const seen = await preview({ cap: { amountMinor: 100_000, mode: 'skip' } });
    expect(seen).toMatchObject({
      openInvoices: 3,
      matches: { invoices: 3, wonByOthers: 0 },
      backTest: {
        invoices: 2,
        charges: { invoices: 1, total: { amountMinor: 50_000 } },
        capMisses: 1,
      },
      forecast: { invoices: 1, charges: { invoices: 1, total: { amountMinor: 100_000 } } },
    });
    expect(await listed()).toEqual([]);
  });
});

it('reads 50 rules and 500 invoices in as many statements as one of each', async () => {
  const statements = async () => {
    let count = 0;
    const counting = {
      query: (...given: Parameters<Pool['query']>) => {
        count += 1;
        return pool.query(...given);
      },
    };
    const counted = createAutopayStore({ pool: counting as unknown as Pool, limits: LIMITS });
    await counted.list(client.id);
    const { backlog: _, ...rule } = aDraft({ name: 'Draft' });
    await counted.preview(client.id, { rule, ruleId: null });
    return count;
  };
  await due(10);
  await added({ name: 'Rule 0' });
  const small = await statements();
  await pool.query(
    `INSERT INTO invoice (id, organization_id, source_id, number, number_key, currency, total_minor,
       open_minor, issued_on, due_on, first_seen_on)
     SELECT gen_random_uuid(), $1, $2, n, n, 'USD', 1000, 1000, current_date, current_date + 20, current_date
       FROM generate_series(1, 499) AS n`,
    [client.id, client.sourceId],
  );
  for (let position = 2; position <= 50; position += 1) {
    await aRule(pool, { organizationId: client.id }, { position });
  }
  expect((await listed()).map(({ forecast }) => forecast.invoices)).toEqual([
    500,
    ...Array.from({ length: 49 }, () => 0),
  ]);
  expect(await statements()).toBe(small);
});
