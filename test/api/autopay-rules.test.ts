/**
 * Goal: the operations of autopay rules keep, over HTTP, what their contracts promise: who may, what is
 * refused with which words, nothing late is taken unnamed, and of two changes at once one is told.
 *
 * Method: the real application on the real stores and PostgreSQL; only Temporal is a double.
 */
import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { Pool } from 'pg';
import type { AutopayRule } from '../../contracts/autopay-rule';
import { addDays } from '../../domain/calendar';
import { createAutopayStore } from '../../prisma/stores/autopay/autopay-store';
import { createDecideSlot } from '../../prisma/stores/autopay/decide-slot';
import { createAutopayRunStore } from '../../prisma/stores/autopay/run-store';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { setClock } from '../prisma/autopay-rules';
import { LIMITS } from '../prisma/books';
import { aClient, anInvoice, type Client } from '../prisma/reading-books';
import { usePostgres } from '../support/postgres';
import { createTestApp, signIn, type TestApp } from './support/app';

jest.setTimeout(60_000);

/** Midday of a Monday in Chicago: the clock of a business only goes ahead. */
const TODAY = '2030-06-03';
const day = (days: number) => addDays(TODAY, days);

let pool: Pool;
let app: TestApp;
let biller: Record<string, string>;
let viewer: Record<string, string>;
let client: Client;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl });
  const dependencies = { pool, limits: LIMITS };
  app = createTestApp({
    stores: {
      autopay: createAutopayStore(dependencies),
      autopayRuns: createAutopayRunStore(dependencies),
      invoices: createInvoiceStore({ ...dependencies, now: () => new Date() }),
    },
  });
  biller = await signIn(app, 'biller');
  viewer = await signIn(app, 'viewer');
}, 60_000);

beforeEach(async () => {
  client = await aClient(pool, `Harbor Dental ${randomUUID().slice(0, 8)}`);
  await setClock(pool, `${TODAY}T18:00:00Z`);
  app.starter.toldRules.length = 0;
});

afterAll(() => pool.end());

const aBody = (more: Readonly<Record<string, unknown>> = {}) => ({
  name: 'Managed services',
  timing: { kind: 'onDueDate' },
  currency: 'USD',
  ...more,
});

const rulesPath = (of = client.id) => `/api/organizations/${of}/autopay-rules`;
const get = (path: string, as = biller) => app.anyone.get(path).set(as);
const add = (body: object, as = biller) => app.anyone.post(rulesPath()).set(as).send(body);
const change = (id: string, body: object, as = biller) =>
  app.anyone.patch(`/api/autopay-rules/${id}`).set(as).send(body);
const order = (ruleIds: readonly string[], as = biller) =>
  app.anyone.put(`${rulesPath()}/order`).set(as).send({ ruleIds });
const preview = (rule: object, ruleId: string | null = null, as = biller) =>
  app.anyone.post(`${rulesPath()}/preview`).set(as).send({ rule, ruleId });
const why = async (invoiceId: string) => (await get(`/api/invoices/${invoiceId}/autopay`)).body;

async function added(more: Readonly<Record<string, unknown>> = {}): Promise<AutopayRule> {
  const response = await add(aBody(more));
  expect(response.status).toBe(201);
  return response.body;
}

const due = (days: number, fields: Record<string, unknown> = {}) =>
  anInvoice(pool, client, {
    due_on: day(days),
    issued_on: day(days - 30),
    first_seen_on: day(days - 30),
    ...fields,
  });

async function toldRules(): Promise<readonly string[]> {
  await app.soon.idle();
  return app.starter.toldRules.map(({ ruleId }) => ruleId);
}

describe('making a rule', () => {
  it('answers what it will charge next, and its workflow is told', async () => {
    await due(10);
    const rule = await added();
    expect(rule).toMatchObject({
      version: 1,
      position: 1,
      isEnabled: true,
      changed: { by: 'Dana the biller' },
      forecast: { invoices: 1, total: { amountMinor: 100_000 }, nextRunOn: day(10) },
    });
    expect((await get(rulesPath())).body.items).toEqual([rule]);
    expect(await toldRules()).toEqual([rule.id]);
  });

  it('leaves invoices whose day has passed, but for those that a preview listed and a person named', async () => {
    const [agreed, left] = [await due(-20), await due(-10)];
    const asked = await preview(aBody());
    expect(asked.body.takes.backlog).toMatchObject({
      invoices: 2,
      total: { amountMinor: 200_000, currency: 'USD' },
      invoiceIds: [agreed, left],
    });
    const rule = await added({ backlog: { kind: 'take', invoiceIds: [agreed] } });
    expect(rule.backlogInvoices).toBe(1);
    expect([(await why(agreed)).outcome, (await why(left)).outcome]).toEqual(['charge', 'backlog']);
  });

  it.each([
    ['NAME_TAKEN', 409, { name: ' managed SERVICES ' }],
    ['METHOD_NOT_OF_ORGANIZATION', 422, { name: 'Other', methodId: randomUUID() }],
    [
      'INVOICE_NOT_OF_ORGANIZATION',
      422,
      { name: 'Other', backlog: { kind: 'take', invoiceIds: [randomUUID()] } },
    ],
  ])('is refused with %s, and nothing is written or told', async (code, status, more) => {
    const first = await added();
    await toldRules();
    app.starter.toldRules.length = 0;
    const response = await add(aBody(more));
    expect([response.status, response.body.code]).toEqual([status, code]);
    expect((await get(rulesPath())).body.items).toEqual([first]);
    expect(await toldRules()).toEqual([]);
  });

  it.each([
    ['/body/name', { name: ' ' }],
    ['/body/timing', { timing: { kind: 'daysBeforeDue', days: 0 } }],
    ['/body/timing', { timing: { kind: 'dayOfMonth', day: 32 } }],
    ['/body/cap/amountMinor', { cap: { amountMinor: 0, mode: 'skip' } }],
    ['/body/cap/amountMinor', { cap: { amountMinor: 10.5, mode: 'skip' } }],
    ['/body/criteria/0', { criteria: [{ field: 'total', operator: 'contains', value: '5' }] }],
    [
      '/body/criteria/0',
      { criteria: [{ field: 'total', operator: 'between', value: [200, 100] }] },
    ],
    ['/body/criteria/0', { criteria: [{ field: 'agreement', operator: 'in', value: [] }] }],
    ['/body/criteria/0', { criteria: [{ field: 'password', operator: 'equals', value: 'x' }] }],
    [
      '/body/criteria',
      { criteria: Array(21).fill({ field: 'source', operator: 'equals', value: 'a' }) },
    ],
    ['/body/currency', { currency: 'usd' }],
    ['/body/noticeDays', { noticeDays: 61 }],
    ['/body/withScheduled', { withScheduled: 'perhaps' }],
  ])('names %s when it does not fit: %j', async (pointer, more) => {
    const response = await add(aBody(more));
    expect([response.status, response.body.code]).toEqual([400, 'REQUEST_INVALID']);
    const pointers: string[] = response.body.errors.map(
      (error: { pointer: string }) => error.pointer,
    );
    expect(pointers.filter((named) => !named.startsWith(pointer))).toEqual([]);
    expect(pointers).not.toEqual([]);
  });
});

describe('changing a rule', () => {
  it('from an old version changes nothing and answers the rule as it is', async () => {
    const { id } = await added();
    expect((await change(id, { version: 1, name: 'Second' })).body.version).toBe(2);
    const late = await change(id, { version: 1, name: 'Third' });
    expect([late.status, late.body.code]).toEqual([409, 'VERSION_CONFLICT']);
    expect(late.body.present).toMatchObject({ id, name: 'Second', version: 2 });
  });

  it('at once by many keeps one of them, and tells the others', async () => {
    const { id } = await added();
    const names = ['One', 'Two', 'Three', 'Four'];
    const answers = await Promise.all(names.map((name) => change(id, { version: 1, name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const won = answers.find(({ status }) => status === 200)?.body.name;
    for (const { status, body } of answers) if (status === 409) expect(body.present.name).toBe(won);
    const { items } = (await get(`/api/autopay-rules/${id}/versions`)).body;
    expect(items.map(({ name }: { name: string }) => name)).toEqual([won, 'Managed services']);
  });

  it('off and on again leaves what became due meanwhile, but for what is named', async () => {
    const [agreed, left] = [await due(-1), await due(-2)];
    const { id } = await added({ isEnabled: false });
    expect(await why(agreed)).toMatchObject({
      outcome: 'no-match',
      notMatched: [{ rule: { id }, reason: 'DISABLED' }],
    });
    const on = await change(id, {
      version: 1,
      isEnabled: true,
      backlog: { kind: 'take', invoiceIds: [agreed] },
    });
    expect(on.body).toMatchObject({
      isEnabled: true,
      backlogInvoices: 1,
      activatedOn: TODAY,
    });
    expect([(await why(agreed)).outcome, (await why(left)).outcome]).toEqual(['charge', 'backlog']);
    expect(await toldRules()).toContain(id);
  });

  it('that is not there, or was removed, is not found, and its versions stay', async () => {
    expect((await change(randomUUID(), { version: 1, name: 'Any' })).status).toBe(404);
    const { id } = await added();
    const remove = (version: number) =>
      app.anyone.delete(`/api/autopay-rules/${id}?version=${version}`).set(biller);
    expect((await remove(7)).body.code).toBe('VERSION_CONFLICT');
    expect((await remove(1)).status).toBe(204);
    expect((await change(id, { version: 2, name: 'Any' })).status).toBe(404);
    expect((await get(rulesPath())).body.items).toEqual([]);
    const { items } = (await get(`/api/autopay-rules/${id}/versions`, viewer)).body;
    expect(items).toMatchObject([{ version: 2, isRemoved: true }, { version: 1 }]);
    expect((await get(`/api/autopay-rules/${randomUUID()}/versions`)).status).toBe(404);
  });
});

describe('the order of rules', () => {
  it('is of all rules or of none, and decides who wins', async () => {
    const invoice = await due(5);
    const [one, two] = [await added({ name: 'One' }), await added({ name: 'Two' })];
    expect(await why(invoice)).toMatchObject({
      winner: { id: one.id },
      alsoMatched: [{ id: two.id }],
    });
    const part = await order([two.id]);
    expect([part.status, part.body.code]).toEqual([409, 'VERSION_CONFLICT']);
    expect(part.body.present.items.map(({ id }: AutopayRule) => id)).toEqual([one.id, two.id]);
    expect((await order([two.id, two.id])).status).toBe(409);
    const whole = await order([two.id, one.id]);
    expect(whole.body.items.map(({ id }: AutopayRule) => id)).toEqual([two.id, one.id]);
    expect((await why(invoice)).winner).toEqual({ id: two.id, name: 'Two' });
  });
});

describe('a preview', () => {
  it('tells matches, the year back and the 60 days ahead of a draft, and writes nothing', async () => {
    await due(10, { agreement: 'Managed Services' });
    await due(20, { open_minor: 30_000 });
    const { id } = await added({ name: 'Everything' });
    const criteria = [{ field: 'agreement', operator: 'equals', value: 'managed services' }];
    const answer = await preview(aBody({ criteria }), id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      openInvoices: 2,
      matches: { invoices: 1, total: { amountMinor: 100_000 }, wonByOthers: 0 },
      forecast: { charges: { invoices: 1, total: { amountMinor: 100_000 } } },
      backTest: { to: day(-1) },
    });
    expect((await get(`/api/autopay-rules/${id}/versions`)).body.items).toHaveLength(1);
    expect((await preview(aBody({ methodId: randomUUID() }))).body.code).toBe(
      'METHOD_NOT_OF_ORGANIZATION',
    );
  });
});

describe('one invoice', () => {
  const read = async (id: string) => (await get(`/api/invoices/${id}`)).body;

  it('that is held or excluded is not taken until a person lets it go on', async () => {
    const id = await due(5);
    await added();
    const set = async (fields: object) =>
      app.anyone
        .patch(`/api/invoices/${id}`)
        .set(biller)
        .send({ version: (await read(id)).version, ...fields });
    expect((await read(id)).autopay).toMatchObject({ rule: { name: 'Managed services' } });
    await set({ autopayHold: true });
    expect([(await why(id)).outcome, (await read(id)).autopay]).toEqual(['held', null]);
    const stale = await app.anyone
      .patch(`/api/invoices/${id}`)
      .set(biller)
      .send({ version: 1, autopayHold: false });
    expect(stale.body.code).toBe('VERSION_CONFLICT');
    await set({ autopayHold: false, autopayExcluded: true });
    expect((await why(id)).outcome).toBe('excluded');
    await set({ autopayExcluded: false });
    expect((await why(id)).outcome).toBe('charge');
  });

  it('is opened to autopay again only after its run, from the version in view, by who may', async () => {
    const id = await due(1);
    const { id: ruleId } = await added();
    const reopen = async (as = biller, version?: number) =>
      app.anyone
        .post(`/api/invoices/${id}/autopay/reopen`)
        .set(as)
        .send({ version: version ?? (await read(id)).version, reason: 'The card works again' });
    expect((await reopen()).body.code).toBe('AUTOPAY_NOT_CLOSED');
    await setClock(pool, `${day(2)}T20:00:00Z`);
    const decided = await createDecideSlot({ pool, limits: LIMITS })(id);
    expect(decided.kind).toBe('decided');
    expect((await why(id)).decided).toMatchObject({
      rule: { id: ruleId },
      version: 1,
      outcome: 'charge',
      payment: { state: 'scheduled' },
    });
    expect((await reopen(viewer)).body.code).toBe('ROLE_NOT_ALLOWED');
    expect((await reopen(biller, 99)).body.code).toBe('VERSION_CONFLICT');
    const opened = await reopen();
    expect([opened.status, opened.body.opening]).toEqual([200, 2]);
    expect(await why(id)).toMatchObject({ opening: 2, decided: null });
    expect(await toldRules()).toContain(ruleId);
  });

  it('tells in the export what autopay is to take, when and by which rule', async () => {
    await due(5, { number: 'TAKEN' });
    await due(6, { number: 'LEFT', autopay_hold: true });
    await added();
    const file = await get(`/api/invoices?organizationId=${client.id}&format=csv`, viewer);
    const rows: Record<string, string>[] = parse(file.text, { bom: true, columns: true });
    expect(
      rows.map((row) => [
        row['Number'],
        row['Autopay forecast'],
        row['Autopay on'],
        row['Autopay rule'],
        row['Uncovered'],
      ]),
    ).toEqual([
      ['TAKEN', '1000.00', day(5), 'Managed services', '0.00'],
      ['LEFT', '', '', '', '1000.00'],
    ]);
  });
});

it('lets a viewer read everything and change nothing', async () => {
  const invoice = await due(5);
  const rule = await added();
  for (const path of [rulesPath(), `/api/invoices/${invoice}/autopay`]) {
    expect((await get(path, viewer)).status).toBe(200);
  }
  expect((await preview(aBody({ name: 'Draft' }), null, viewer)).status).toBe(200);
  const refused = [
    await add(aBody({ name: 'Mine' }), viewer),
    await change(rule.id, { version: 1, name: 'Mine' }, viewer),
    await order([rule.id], viewer),
    await app.anyone.delete(`/api/autopay-rules/${rule.id}?version=1`).set(viewer),
  ];
  for (const { status, body } of refused) {
    expect([status, body.code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
  }
  expect((await get(rulesPath())).body.items).toEqual([rule]);
});
