/**
 * Goal: before confirming, a person sees what the payment makes of what autopay is to take, and after
 * it the forecast is exactly that.
 *
 * Method: real PostgreSQL; a rule on due dates over invoices of 1,000.00, a preview, the placement, and
 * the forecast as the list of invoices shows it.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { PaymentPreview } from '../../contracts/payment-preview';
import { PreviewPaymentBody, PreviewSplitBody } from '../../contracts/payment-request';
import { InvoicesQuery } from '../../contracts/invoices';
import { createInvoiceStore } from '../../prisma/stores/invoices/invoice-store';
import { createPaymentStore } from '../../prisma/stores/payments/payment-store';
import { usePostgres } from '../support/postgres';
import { aRule, type RuleFields } from './autopay-rules';
import { aClientWith, aRequest, type Books, daysAhead, LIMITS } from './books';
import { aDesk, capabilities } from './desk';

jest.setTimeout(60_000);

let pool: Pool;
let desk: ReturnType<typeof aDesk>;
const asked: unknown[] = [];

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, options: '-c TimeZone=UTC' });
  desk = aDesk(pool);
}, 60_000);

afterAll(() => pool.end());

/** Due in ten days, all of them taken by the rule. */
async function booksUnder(rule: Partial<RuleFields>): Promise<Books> {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }, { openMinor: 100_000 }]);
  await pool.query(`UPDATE invoice SET due_on = $2 WHERE organization_id = $1`, [
    books.organizationId,
    daysAhead(10),
  ]);
  await aRule(pool, books, { name: 'Monthly', ...rule });
  return books;
}

async function autopayOf(
  books: Books,
  amounts: number[],
  runOn: string | null = null,
  store = desk.store,
  changes: string | null = null,
) {
  const { organizationId, methodId, currency, lines, strategy } = aRequest(books, amounts);
  const body = { organizationId, methodId, currency, lines, strategy, runOn };
  const preview = PaymentPreview.parse(
    await store.preview(PreviewPaymentBody.parse({ ...body, changes })),
  );
  if (preview.kind !== 'possible') throw new Error(JSON.stringify(preview));
  return preview.autopay.map(({ rule, before, after }) => [
    rule.name,
    before.amountMinor,
    after.amountMinor,
  ]);
}

async function forecastsOf({ organizationId }: Books): Promise<number[]> {
  const invoices = createInvoiceStore({ pool, now: () => new Date(), limits: LIMITS });
  const query = InvoicesQuery.parse({ organizationId, sort: 'number' });
  const { items } = await invoices.list(query);
  return items
    .map(({ autopay }) => autopay?.amount.amountMinor ?? 0)
    .toSorted((one, other) => one - other);
}

test.each([
  ['a payment now', { withScheduled: 'residual' } as const, [30_000], null, [100_000, 70_000]],
  ['all that is left', { withScheduled: 'residual' } as const, [100_000], null, [100_000, 0]],
  ['a date, for a rule that gives way to dates', {}, [30_000], 5, [100_000, 0]],
  [
    'a date, for a rule that takes the rest',
    { withScheduled: 'residual' } as const,
    [30_000],
    5,
    [100_000, 70_000],
  ],
])(
  '%s is shown beforehand as it is afterwards',
  async (_, rule, amounts, days, [before, after]) => {
    const books = await booksUnder(rule);
    const runOn = days === null ? null : daysAhead(days);
    expect(await autopayOf(books, amounts, runOn)).toEqual([['Monthly', before, after]]);
    await desk.place(books, amounts, { runOn });
    expect(await forecastsOf(books)).toEqual([after, before]);
  },
);

test('what stays the same is not told: a cap that is reached all the same, a disabled rule', async () => {
  const capped = await booksUnder({ capMinor: 50_000, capMode: 'payUpTo' });
  expect(await autopayOf(capped, [30_000])).toEqual([]);

  const disabled = await booksUnder({ isEnabled: false });
  expect(await autopayOf(disabled, [30_000])).toEqual([]);
});

test('a change of a planned payment begins with what it plans now', async () => {
  const books = await booksUnder({ withScheduled: 'residual' });
  const paymentId = await desk.place(books, [30_000], { runOn: daysAhead(5) });
  const shown = await autopayOf(books, [45_000], daysAhead(5), desk.store, paymentId);
  expect(shown).toEqual([['Monthly', 70_000, 55_000]]);
  await desk.change(paymentId, { version: 1, lines: aRequest(books, [45_000]).lines.slice() });
  expect(await forecastsOf(books)).toEqual([55_000, 100_000]);
});

test('what was more than the gateway takes is told when it becomes less', async () => {
  const books = await booksUnder({});
  const limited = createPaymentStore({
    pool,
    byKey: pool,
    capabilities: { ...capabilities, maximumMinor: 80_000 },
  });
  expect(await autopayOf(books, [30_000], null, limited)).toEqual([['Monthly', 0, 70_000]]);
});

test('two invoices are told one by one, and a client without rules costs no statement more', async () => {
  const books = await booksUnder({});
  expect(await autopayOf(books, [30_000, 100_000])).toEqual([
    ['Monthly', 100_000, 70_000],
    ['Monthly', 100_000, 0],
  ]);

  const plain = await aClientWith(pool, [{ openMinor: 100_000 }]);
  const counting = {
    query: (query: unknown) => {
      asked.push(query);
      return pool.query(query as never);
    },
  } as unknown as Pool;
  const store = createPaymentStore({ pool: counting, byKey: pool, capabilities });
  const { organizationId, methodId, currency, lines } = aRequest(plain, [100]);
  await store.preview(PreviewPaymentBody.parse({ organizationId, methodId, currency, lines }));
  expect(asked).toHaveLength(1);
});

test('each part of a split begins where the one before it left', async () => {
  const books = await booksUnder({ withScheduled: 'residual' });
  const { organizationId, methodId, currency } = aRequest(books, [1]);
  const [invoiceId = ''] = books.invoiceIds;
  const parts = [3, 5].map((days) => ({
    paymentId: randomUUID(),
    runOn: daysAhead(days),
    lines: [{ invoiceId, amountMinor: 20_000 }],
  }));
  const body = PreviewSplitBody.parse({ organizationId, methodId, currency, parts });
  const split = await desk.store.previewSplit(body);
  expect(
    split?.parts.map((part) =>
      part.kind === 'possible'
        ? part.autopay.map(({ before, after }) => [before.amountMinor, after.amountMinor])
        : part,
    ),
  ).toEqual([[[100_000, 80_000]], [[80_000, 60_000]]]);
});
