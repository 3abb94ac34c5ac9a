/**
 * Statements and time of one operation each, counted where they leave for PostgreSQL, and how both
 * grow with the lines of a payment and with what is planned on its invoices.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { InvoicesQuery } from '../contracts/invoices';
import { OrganizationsQuery } from '../contracts/organizations';
import { PreviewPaymentBody, PutPaymentBody } from '../contracts/payment-request';
import { PaymentsQuery } from '../contracts/payments';
import { createInvoiceStore } from '../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../prisma/stores/organizations/organization-store';
import { createApply } from '../prisma/stores/payments/apply';
import { createFreeze } from '../prisma/stores/payments/freeze';
import { createPaymentStore } from '../prisma/stores/payments/payment-store';
import { FakeGateway } from '../test/gateways/fake-gateway';
import { aClientWith, aRequest, dana, daysAhead } from '../test/prisma/books';
import { median, rounded } from './measure';

/** Lines of the payment, and payments that are planned on every one of its invoices. */
const CASES = [
  { lines: 1, planned: 0 },
  { lines: 10, planned: 0 },
  { lines: 200, planned: 0 },
  { lines: 1, planned: 10 },
  { lines: 10, planned: 10 },
  { lines: 200, planned: 10 },
] as const;

export const STATEMENTS_HEAD = [
  'statements + BEGIN and COMMIT, median ms',
  ...CASES.map(
    ({ lines, planned }) => `${lines} ${lines === 1 ? 'line' : 'lines'}, ${planned} planned`,
  ),
];

/** Times are medians of so many; counts are the same every time. */
const REPEATS = 5;
const OPEN_MINOR = 100_000;
/** Ten of them take most of an invoice, and each payment then takes some of theirs. */
const PLANNED_MINOR = 9_000;
const PAID_MINOR = 12_000;

type Sent = Readonly<{ text: string } | string>;

/** Every query of a connection is one round trip: `pg` sends the next when the last was answered. */
function watch(pool: Pool): string[] {
  const sent: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => unknown;
    Object.assign(client, {
      query(first: Sent, ...rest: unknown[]) {
        sent.push(typeof first === 'string' ? first : first.text);
        return query(first, ...rest);
      },
    });
  });
  return sent;
}

const FRAME = /^\s*(BEGIN|COMMIT|ROLLBACK|SET)\b/i;

export async function statements(databaseUrl: string): Promise<string[][]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  const sent = watch(pool);
  try {
    const columns: Measured[] = [];
    for (const { lines, planned } of CASES)
      columns.push(await measured(pool, sent, lines, planned));
    const names = [...(columns[0]?.keys() ?? [])];
    return names.map((name) => [name, ...columns.map((column) => column.get(name) ?? '')]);
  } finally {
    await pool.end();
  }
}

type Measured = ReadonlyMap<string, string>;

async function measured(
  pool: Pool,
  sent: string[],
  lines: number,
  planned: number,
): Promise<Measured> {
  const operations = operationsOn(pool, await aClientPlanned(pool, lines, planned));
  const times = new Map<string, number[]>();
  const counts = new Map<string, string>();
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (const [name, operation] of operations(randomUUID())) {
      sent.length = 0;
      const begin = performance.now();
      await operation();
      times.set(name, [...(times.get(name) ?? []), performance.now() - begin]);
      const framing = sent.filter((text) => FRAME.test(text)).length;
      counts.set(name, `${sent.length - framing} + ${framing}`);
    }
  }
  return new Map(
    [...counts].map(([name, count]) => [
      name,
      `${count}, ${rounded(median(times.get(name) ?? []), 1)}`,
    ]),
  );
}

async function aClientPlanned(pool: Pool, lines: number, planned: number) {
  const invoices = Array.from({ length: lines }, () => ({ openMinor: OPEN_MINOR }));
  const books = await aClientWith(pool, invoices);
  const { capabilities } = new FakeGateway({ now: () => new Date() });
  const payments = createPaymentStore({ pool, byKey: pool, capabilities });
  for (let index = 0; index < planned; index += 1) {
    const amounts = Array<number>(lines).fill(PLANNED_MINOR);
    const request = aRequest(books, amounts, { runOn: daysAhead(30 + index) });
    const placed = await payments.place(randomUUID(), PutPaymentBody.parse(request), dana);
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
  }
  return aRequest(books, Array<number>(lines).fill(PAID_MINOR), {
    extraRecipients: ['ledger@client.example'],
  });
}

function operationsOn(pool: Pool, request: ReturnType<typeof aRequest>) {
  const now = () => new Date();
  const { capabilities } = new FakeGateway({ now });
  const payments = createPaymentStore({ pool, byKey: pool, capabilities });
  const invoices = createInvoiceStore({ pool, now, limits: capabilities });
  const organizations = createOrganizationStore({ pool, now, limits: capabilities });
  const { organizationId, methodId, currency, lines } = request;
  const body = PreviewPaymentBody.parse({ organizationId, methodId, currency, lines, runOn: null });
  return (id: string): readonly (readonly [string, () => Promise<unknown>])[] => {
    const outcome = { kind: 'settled', reference: id, settledAt: now().toISOString() } as const;
    return [
      ['preview', () => payments.preview({ ...body, changes: null })],
      ['place', () => payments.place(id, PutPaymentBody.parse(request), dana)],
      ['freeze', () => createFreeze({ pool, capabilities })(id, null)],
      ['apply', () => createApply({ pool, capabilities })(id, outcome, 'gateway')],
      ['list of organizations', () => organizations.list(OrganizationsQuery.parse({}))],
      ['list of invoices', () => invoices.list(InvoicesQuery.parse({}))],
      ['list of payments', () => payments.list(PaymentsQuery.parse({}))],
    ];
  };
}
