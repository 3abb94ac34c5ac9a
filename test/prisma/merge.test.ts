/**
 * Goal: two clients that are one become one, with everything they have, and no counter, claim or
 * document is lost or doubled by it (import.md 4.2).
 *
 * Method: the real stores on a real PostgreSQL. After each test every counter is recomputed.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PreviewPaymentBody, PreviewSplitBody } from '../../contracts/payment-request';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../../prisma/stores/organizations/organization-store';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead, LIMITS } from './books';
import { aDesk } from './desk';
import { aList, csv, importsOn, samplePdf } from './an-import';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;
let desk: ReturnType<typeof aDesk>;
let store: ReturnType<typeof createOrganizationStore>;
let invoices: ReturnType<typeof createInvoiceStore>;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 16 });
  const now = () => new Date();
  desk = aDesk(pool);
  store = createOrganizationStore({ pool, now, limits: LIMITS });
  invoices = createInvoiceStore({ pool, now, limits: LIMITS });
}, 60_000);

beforeEach(() => emptyDatabase(databaseUrl));
afterAll(() => pool.end());
afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

/** Two clients whose invoices bear other numbers. */
async function twoClients(): Promise<[Books, Books]> {
  const gone = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 50_000 }]);
  const survivor = await aClientWith(pool, [{ openMinor: 80_000 }]);
  await pool.query(
    `UPDATE invoice SET number = 'G-' || number, number_key = 'g-' || number_key WHERE organization_id = $1`,
    [gone.organizationId],
  );
  return [gone, survivor];
}

async function merged(gone: Books, survivor: Books) {
  const preview = await store.previewMerge(gone.organizationId, survivor.organizationId);
  if (preview === null) throw new Error('no preview');
  const request = { intoId: survivor.organizationId, fingerprint: preview.fingerprint };
  const result = await store.merge(gone.organizationId, request, dana);
  return { preview, result };
}

const all = async (sql: string, ...values: unknown[]) => (await pool.query(sql, values)).rows;

test('everything moves, what is scheduled waits for a person, and the survivor’s default stays the only one', async () => {
  const [gone, survivor] = await twoClients();
  const scheduled = await desk.place(gone, [30_000, 20_000], { runOn: daysAhead(5) });
  const immediate = await desk.place(gone, [10_000]);
  await pool.query(
    `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
     VALUES (gen_random_uuid(), $1, 'USD', 500, 500, 'creditNote'), (gen_random_uuid(), $2, 'USD', 700, 700, 'creditNote')`,
    [gone.organizationId, survivor.organizationId],
  );
  const { preview, result } = await merged(gone, survivor);
  expect(preview).toMatchObject({
    invoices: 2,
    payments: 2,
    toReview: 1,
    methods: 1,
    aliases: [`client ${gone.organizationId}`],
    unapplied: [{ amountMinor: 1_200, currency: 'USD' }],
    sameNumbers: [],
  });
  expect(result).toEqual({ ok: true, value: { touchedPaymentIds: [scheduled] } });

  expect(await desk.paymentOf(scheduled)).toMatchObject({
    state: 'inReview',
    amount: 50_000,
    runOn: daysAhead(5),
  });
  expect(await desk.openTasksOf(scheduled)).toEqual(['paymentInReview']);
  // What is in flight goes on, and its claim stands.
  expect(await desk.paymentOf(immediate)).toMatchObject({ state: 'reserved', nextStep: 'charge' });
  expect(await countersOf(pool, gone.invoiceIds[0])).toEqual({
    open: 100_000,
    firm: 10_000,
    planned: 30_000,
  });
  for (const table of [
    'invoice',
    'payment',
    'payment_line',
    'payment_method',
    'task',
    'unapplied_money',
  ]) {
    const left = await all(
      `SELECT 1 FROM ${table} WHERE organization_id = $1`,
      gone.organizationId,
    );
    expect([table, left.length]).toEqual([table, 0]);
  }
  expect(await all(`SELECT id FROM payment_method WHERE is_default`)).toEqual([
    { id: survivor.methodId },
  ]);
  expect(
    (await all(`SELECT kind, actor_name FROM event WHERE kind = 'organization.merged'`)).length,
  ).toBe(2);
});

test('the old id answers with the new one for ever, also after the next merge', async () => {
  const [gone, survivor] = await twoClients();
  const last = await aClientWith(pool, []);
  await merged(gone, survivor);
  await merged(survivor, last);
  for (const old of [gone.organizationId, survivor.organizationId]) {
    expect(await store.read(old)).toMatchObject({
      id: last.organizationId,
      counts: { openInvoices: 3 },
    });
    const query = {
      limit: 50,
      format: 'json',
      view: 'all',
      status: 'open',
      sort: 'dueOn',
      organizationId: old,
    } as const;
    expect((await invoices.list(query)).items).toHaveLength(3);
    expect(
      (
        await desk.store.list({
          limit: 50,
          format: 'json',
          view: 'all',
          sort: '-placedAt',
          organizationId: old,
        })
      ).items,
    ).toEqual([]);
    expect(await store.previewMerge(old, last.organizationId)).toBeNull();
  }
  // It is found by its old name, and never listed by itself again.
  const listed = await store.list({
    limit: 50,
    format: 'json',
    view: 'all',
    sort: 'name',
    search: gone.organizationId,
  });
  expect(listed.items.map(({ id }) => id)).toEqual([last.organizationId]);
});

test('a page that was open under the old id goes on paying: preview, fingerprint and payment are the survivor’s', async () => {
  const [gone, survivor] = await twoClients();
  await merged(gone, survivor);
  const asked = aRequest(gone, [10_000], { runOn: daysAhead(3) });
  const { organizationId, methodId, currency, lines, runOn, strategy } = asked;
  const shared = { organizationId, methodId, currency, strategy };
  const preview = await desk.store.preview(PreviewPaymentBody.parse({ ...shared, lines, runOn }));
  if (preview?.kind !== 'possible') throw new Error(JSON.stringify(preview));
  const part = { paymentId: randomUUID(), lines, runOn };
  const split = await desk.store.previewSplit(PreviewSplitBody.parse({ ...shared, parts: [part] }));
  expect(split?.parts[0]).toMatchObject({ kind: 'possible', fingerprint: preview.fingerprint });

  const { fingerprint } = preview;
  const place = createPlacePayment({ pool, limits: LIMITS });
  const paymentId = randomUUID();
  const placed = await place(paymentId, { ...asked, fingerprint }, dana);
  expect(placed).toMatchObject({ ok: true, value: { isNew: true } });
  expect(await all('SELECT organization_id FROM payment')).toEqual([
    { organization_id: survivor.organizationId },
  ]);
  // The same request again is answered with the payment that it made.
  expect(await place(paymentId, { ...asked, fingerprint }, dana)).toMatchObject({
    ok: true,
    value: { isNew: false, payment: { id: paymentId } },
  });
});

test('one number of both stops it, a void one does not, and nothing is written meanwhile', async () => {
  const gone = await aClientWith(pool, [{}]);
  const survivor = await aClientWith(pool, [{}]);
  await pool.query(`UPDATE invoice SET source_id = (SELECT source_id FROM invoice WHERE id = $1)`, [
    survivor.invoiceIds[0],
  ]);
  const stopped = await merged(gone, survivor);
  expect(stopped.preview.sameNumbers).toMatchObject([
    { from: { id: gone.invoiceIds[0] }, into: { id: survivor.invoiceIds[0] } },
  ]);
  expect(stopped.result).toMatchObject({
    refusal: { code: 'MERGE_NOT_POSSIBLE', reason: expect.stringContaining('inv-1000') },
  });
  await pool.query(`UPDATE invoice SET is_void = true`);
  expect((await merged(gone, survivor)).result).toMatchObject({ ok: true });
  // Of two void ones only that which moved is told apart.
  expect(await all('SELECT id FROM invoice WHERE source_reference IS NOT NULL')).toEqual([
    { id: gone.invoiceIds[0] },
  ]);
});

test.each([
  ['survivor', 'gone'],
  ['gone', 'survivor'],
] as const)(
  'a number that is void with one client (%s) and living with the other (%s): a list with ids knows the living one',
  async (voidSide, livingSide) => {
    const imports = importsOn(pool);
    const other = await aClientWith(pool, [{ isVoid: true }]);
    await imports.run([aList('Tallgrass', [['T-1', '100.00', '100.00']])], {
      asOf: '2026-11-20T12:00:00Z',
    });
    const [living] = await all(
      'SELECT id, organization_id, source_id FROM invoice WHERE NOT is_void',
    );
    await pool.query(
      `UPDATE invoice SET number = 'T-1', number_key = 't-1', source_id = $2 WHERE id = $1`,
      [other.invoiceIds[0], living.source_id],
    );
    const sides = {
      [voidSide]: other,
      [livingSide]: { ...other, organizationId: living.organization_id as string },
    } as Record<'gone' | 'survivor', Books>;
    expect((await merged(sides.gone, sides.survivor)).result).toMatchObject({ ok: true });
    const withId = csv(
      'b.csv',
      'Client,Invoice ID,Invoice number,Issued,Due,Total,Balance,Currency',
      'Tallgrass,77,T-1,2026-10-15,2026-11-14,100.00,100.00,USD',
    );
    const list = await imports.run([withId], { asOf: '2026-11-21T12:00:00Z' });
    expect(await imports.rows(list.id)).toMatchObject([{ invoice: { id: living.id } }]);
    expect(await all('SELECT id, source_reference FROM invoice WHERE NOT is_void')).toEqual([
      { id: living.id, source_reference: '77' },
    ]);
  },
);

test('confirmed on an older picture, with itself, or with nobody it is refused', async () => {
  const [gone, survivor] = await twoClients();
  const preview = await store.previewMerge(gone.organizationId, survivor.organizationId);
  await desk.place(gone, [30_000], { runOn: daysAhead(5) });
  const request = { intoId: survivor.organizationId, fingerprint: preview?.fingerprint ?? '' };
  expect(await store.merge(gone.organizationId, request, dana)).toEqual({
    ok: false,
    refusal: { code: 'PLAN_CHANGED' },
  });
  expect(await store.previewMerge(gone.organizationId, gone.organizationId)).toBeNull();
  expect(await store.previewMerge(gone.organizationId, randomUUID())).toBeNull();
});

test('of two merges that cross, one happens', async () => {
  const [gone, survivor] = await twoClients();
  const there = await store.previewMerge(gone.organizationId, survivor.organizationId);
  const back = await store.previewMerge(survivor.organizationId, gone.organizationId);
  const results = await Promise.all([
    store.merge(
      gone.organizationId,
      { intoId: survivor.organizationId, fingerprint: there?.fingerprint ?? '' },
      dana,
    ),
    store.merge(
      survivor.organizationId,
      { intoId: gone.organizationId, fingerprint: back?.fingerprint ?? '' },
      dana,
    ),
  ]);
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test('a document and a list of the old client are known afterwards, and change nothing', async () => {
  const imports = importsOn(pool);
  const other = await aClientWith(pool, []);
  const files = () => [samplePdf('EN16931_Einfach_DueDate.pdf')];
  const first = await imports.run(files());
  const [created] = await imports.rows(first.id);
  const buyer = created?.organization?.id ?? '';
  await imports.run([aList('Tallgrass', [['T-1', '100.00', '100.00']])], {
    asOf: '2026-11-20T12:00:00Z',
  });
  const [tallgrass] = await all(`SELECT id FROM organization WHERE name = 'Tallgrass'`);
  for (const organizationId of [buyer, tallgrass.id]) {
    const { result } = await merged({ ...other, organizationId }, other);
    expect(result).toMatchObject({ ok: true });
  }
  const before = (await all('SELECT count(*)::int AS n FROM invoice'))[0].n;
  const again = await imports.run(files(), { source: 'Another system' });
  const list = await imports.run([aList('Tallgrass', [['T-1', '100.00', '100.00']], 'b.csv')], {
    asOf: '2026-11-21T12:00:00Z',
  });
  for (const { id } of [again, list]) {
    expect(await imports.rows(id)).toMatchObject([
      { outcome: 'unchanged', organization: { id: other.organizationId } },
    ]);
  }
  expect((await all('SELECT count(*)::int AS n FROM invoice'))[0].n).toBe(before);
});

const rule = (organizationId: string, methodId: string | null, name: string, position: number) =>
  pool.query(
    `WITH rule AS (
       INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, method_id, criteria, timing,
                                 currency, with_scheduled, activated_on, created_at)
       VALUES (gen_random_uuid(), $1, $3, lower($3), $4, true, $2, '[]', '{"kind":"onDueDate"}', 'USD', 'suppress', '2026-11-01', now())
       RETURNING id, organization_id)
     INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_name, changed_at)
     SELECT id, 1, organization_id, '{"isEnabled":true}', 'Dana', now() FROM rule`,
    [organizationId, methodId, name, position],
  );

test('autopay rules arrive disabled and last, and the old ones name nothing any more', async () => {
  const [gone, survivor] = await twoClients();
  await rule(gone.organizationId, gone.methodId, 'Monthly', 1);
  await rule(gone.organizationId, null, 'Rest', 2);
  await rule(survivor.organizationId, survivor.methodId, 'Monthly', 1);
  const of = `(SELECT id FROM autopay_rule WHERE organization_id = '${gone.organizationId}' AND position = 1)`;
  const values = `'${gone.invoiceIds[0]}', 1, '${gone.organizationId}'`;
  const run = `'2026-12-01', '2026-12-01T15:00:00Z'`;
  for (const text of [
    `INSERT INTO autopay_plan (invoice_id, opening, organization_id, rule_id, run_on, run_at) VALUES (${values}, ${of}, ${run})`,
    `INSERT INTO autopay_slot (invoice_id, opening, organization_id, rule_id, rule_version, run_on, run_at, outcome, decided_at)
     VALUES (${values}, ${of}, 1, ${run}, 'held', now())`,
    `INSERT INTO autopay_notice (invoice_id, opening, organization_id, rule_id, rule_version, run_on, run_at, method_id, amount_minor, noticed_at)
     VALUES (${values}, ${of}, 1, ${run}, '${gone.methodId}', 100, now())`,
    `INSERT INTO autopay_approval (invoice_id, opening, organization_id, rule_id, rule_version, run_on, run_at, id, method_id, maximum_minor, currency, asked_at)
     VALUES (${values}, ${of}, 1, ${run}, gen_random_uuid(), '${gone.methodId}', 100, 'USD', now())`,
  ]) {
    await pool.query(text);
  }
  const { preview, result } = await merged(gone, survivor);
  expect(preview.rules).toBe(2);
  // A closed slot stays closed, for the client it is of now; what was asked and planned has ended.
  expect(
    await all(`SELECT outcome, organization_id FROM autopay_slot UNION ALL
               SELECT state, organization_id FROM autopay_approval UNION ALL
               SELECT 'noticed', organization_id FROM autopay_notice UNION ALL
               SELECT 'planned', organization_id FROM autopay_plan`),
  ).toEqual(
    ['held', 'withdrawn', 'noticed'].map((outcome) => ({
      outcome,
      organization_id: survivor.organizationId,
    })),
  );
  expect(result).toMatchObject({ ok: true });
  const rules = await all(
    `SELECT name, position, is_enabled, method_id, (SELECT body FROM autopay_rule_version WHERE rule_id = autopay_rule.id) AS body
       FROM autopay_rule WHERE organization_id = $1 AND removed_at IS NULL ORDER BY position`,
    survivor.organizationId,
  );
  expect(rules).toMatchObject([
    { name: 'Monthly', position: 1, is_enabled: true, method_id: survivor.methodId },
    {
      name: `Monthly (client ${gone.organizationId})`,
      position: 2,
      is_enabled: false,
      method_id: gone.methodId,
      body: { isEnabled: false },
    },
    { name: 'Rest', position: 3, is_enabled: false, method_id: null },
  ]);
  expect(
    await all(
      `SELECT 1 FROM autopay_rule WHERE organization_id = $1 AND (removed_at IS NULL OR method_id IS NOT NULL)`,
      gone.organizationId,
    ),
  ).toEqual([]);
});

test('rules of clients of one name keep names of their own, however many are merged, and none grows too long', async () => {
  const long = 'x'.repeat(80);
  const client = `Acme ${'y'.repeat(80)}`;
  const survivor = await aClientWith(pool, []);
  await rule(survivor.organizationId, null, 'Monthly', 1);
  await rule(survivor.organizationId, null, long, 2);
  for (const name of ['Acme', 'ACME', client]) {
    const gone = await aClientWith(pool, []);
    await pool.query('UPDATE organization SET name = $2 WHERE id = $1', [
      gone.organizationId,
      name,
    ]);
    await rule(gone.organizationId, null, 'Monthly', 1);
    await rule(gone.organizationId, null, 'monthly (acme)', 2);
    await rule(gone.organizationId, null, long, 3);
    expect((await merged(gone, survivor)).result).toMatchObject({ ok: true });
  }
  const rules = await all(
    `SELECT name, (SELECT body ->> 'name' FROM autopay_rule_version WHERE rule_id = id) AS version
       FROM autopay_rule WHERE organization_id = $1 AND removed_at IS NULL AND position > 2 ORDER BY position`,
    survivor.organizationId,
  );
  expect(rules.map(({ name }) => name)).toEqual([
    'Monthly (Acme)',
    'monthly (acme) (Acme)',
    `${'x'.repeat(73)} (Acme)`,
    'Monthly (ACME) 2',
    'monthly (acme) (ACME) 2',
    `${'x'.repeat(71)} (ACME) 2`,
    `Monthly (Acme ${'y'.repeat(55)})`,
    `monthly (acme) (Acme ${'y'.repeat(55)})`,
    `${'x'.repeat(17)} (Acme ${'y'.repeat(55)})`,
  ]);
  expect(rules.filter(({ name, version }) => name !== version)).toEqual([]);
});

test('every key to what moves follows it, but those of rules, which end where they were', async () => {
  const keys = await all(
    `SELECT conrelid::regclass::text AS of, conname FROM pg_constraint
      WHERE contype = 'f' AND confupdtype <> 'c' AND array_length(conkey, 1) > 1
        AND confrelid::regclass::text IN ('invoice', 'payment', 'payment_method') ORDER BY 1, 2`,
  );
  expect(keys.map(({ of }) => of)).toEqual([
    'autopay_backlog_invoice',
    'autopay_plan',
    'autopay_rule',
  ]);
});

test('two clients with more rules than one may have are not merged, with exactly as many they are', async () => {
  const [gone, survivor] = await twoClients();
  const give = (books: Books, from: number, to: number) =>
    all(
      `WITH rule AS (
         INSERT INTO autopay_rule (id, organization_id, name, name_key, position, is_enabled, criteria, timing,
                                   currency, with_scheduled, activated_on, created_at)
         SELECT gen_random_uuid(), $1::uuid, 'Rule ' || n, 'rule ' || n, n, false, '[]', '{"kind":"onDueDate"}', 'USD', 'suppress',
                '2026-01-01', now() FROM generate_series($2::int, $3::int) AS n RETURNING *)
       INSERT INTO autopay_rule_version (rule_id, version, organization_id, body, changed_by_name, changed_at)
       SELECT id, 1, organization_id, '{}', 'Dana', now() FROM rule`,
      books.organizationId,
      from,
      to,
    );
  await give(gone, 1, 101);
  await give(survivor, 1, 100);
  expect((await merged(gone, survivor)).result).toMatchObject({
    ok: false,
    refusal: { code: 'MERGE_NOT_POSSIBLE', reason: expect.stringContaining('200 autopay rules') },
  });
  await all(
    `UPDATE autopay_rule SET removed_at = now() WHERE organization_id = $1 AND position = 1`,
    gone.organizationId,
  );
  expect((await merged(gone, survivor)).result.ok).toBe(true);
});
