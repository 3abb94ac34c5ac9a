/**
 * Goal: what a person is shown before confirming is exactly what confirming does, or they are told
 * that it is no longer so.
 *
 * Method: real PostgreSQL; random books of up to three invoices with schedules on them, a preview,
 * and then the placement with the fingerprint of that preview.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Pool } from 'pg';
import type { PossiblePreview } from '../../contracts/payment-preview';
import { PreviewPaymentBody } from '../../contracts/payment-request';
import { PaymentPreview } from '../../contracts/payment-preview';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createPaymentStore } from '../../prisma/stores/payments/payment-store';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { FakeGateway } from '../gateways/fake-gateway';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead } from './books';

jest.setTimeout(120_000);

let pool: Pool;
let store: ReturnType<typeof createPaymentStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 16 });
  const { capabilities } = new FakeGateway({ now: () => new Date() });
  store = createPaymentStore({ pool, byKey: pool, capabilities });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

async function previewOf(request: PlacementRequest, changes: string | null = null) {
  const { organizationId, methodId, currency, lines, runOn, strategy, extraRecipients } = request;
  const body = PreviewPaymentBody.parse({
    ...{ organizationId, methodId, currency, lines, runOn, strategy, extraRecipients, changes },
  });
  const preview = await store.preview(body);
  return preview === null ? null : PaymentPreview.parse(preview);
}

async function possible(request: PlacementRequest): Promise<PossiblePreview> {
  const preview = await previewOf(request);
  if (preview?.kind !== 'possible') throw new Error(`refused: ${JSON.stringify(preview)}`);
  return preview;
}

async function place(request: PlacementRequest) {
  const id = randomUUID();
  const result = await store.place(
    id,
    { ...request, lines: [...request.lines], extraRecipients: [...request.extraRecipients] },
    dana,
  );
  return { id, result };
}

async function schedule(books: Books, amounts: number[], runOn: string): Promise<string> {
  const { id, result } = await place(aRequest(books, amounts, { runOn }));
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return id;
}

const adjustmentsBy = async (paymentId: string) => {
  const { rows } = await pool.query(
    `SELECT payment_id AS "paymentId", invoice_id AS "invoiceId", before_minor::int AS before,
            after_minor::int AS after, status
       FROM adjustment WHERE cause_payment_id = $1 ORDER BY id`,
    [paymentId],
  );
  return rows as Readonly<Record<string, unknown>>[];
};

describe('a preview', () => {
  it('equals its result: every payment it lowers, by how much, and every invoice afterwards', async () => {
    const line = fc.integer({ min: 0, max: 60_000 });
    const scheduled = fc.record({
      days: fc.integer({ min: 1, max: 40 }),
      amounts: fc.array(line, { minLength: 1, maxLength: 3 }),
    });
    const strategies = fc.constantFrom('nearest-first', 'tail-first', 'pro-rata' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1_000, max: 100_000 }), { minLength: 3, maxLength: 3 }),
        fc.array(scheduled, { maxLength: 5 }),
        fc.array(line, { minLength: 3, maxLength: 3 }),
        strategies,
        fc.option(fc.integer({ min: 1, max: 40 })),
        async (opens, schedules, pays, strategy, days) => {
          const books = await aClientWith(
            pool,
            opens.map((openMinor) => ({ openMinor })),
          );
          for (const { days: ahead, amounts } of schedules) {
            const request = aRequest(books, amounts, { runOn: daysAhead(ahead) });
            await place({
              ...request,
              lines: request.lines.filter(({ amountMinor }) => amountMinor > 0),
            });
          }
          const asked = aRequest(books, pays, {
            strategy,
            runOn: days === null ? null : daysAhead(days),
          });
          const request = {
            ...asked,
            lines: asked.lines.filter(({ amountMinor }) => amountMinor > 0),
          };
          fc.pre(request.lines.length > 0);

          const before = await Promise.all(books.invoiceIds.map((id) => countersOf(pool, id)));
          const preview = await previewOf(request);
          const after = await Promise.all(books.invoiceIds.map((id) => countersOf(pool, id)));
          expect(after).toEqual(before);
          const fingerprint = preview?.kind === 'possible' ? preview.fingerprint : null;
          const { id, result } = await place({ ...request, fingerprint });
          if (preview?.kind !== 'possible') {
            expect(result).toEqual({
              ok: false,
              refusal: { code: 'REFUSED', refusals: preview?.refusals },
            });
            return;
          }
          expect(result).toMatchObject({ ok: true, value: { payment: { amount: preview.total } } });
          expect(await adjustmentsBy(id)).toEqual(
            preview.adjustments.map((adjustment) => ({
              paymentId: adjustment.payment.id,
              invoiceId: adjustment.invoice.id,
              before: adjustment.before.amountMinor,
              after: adjustment.after.amountMinor,
              status: 'held',
            })),
          );
          for (const effect of preview.invoices) {
            const { open, firm, planned } = await countersOf(pool, effect.invoice.id);
            expect(effect.headroomAfter.amountMinor).toBe(open - firm);
            expect(effect.plannedAfter.amountMinor).toBe(planned);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a world that changed since is refused with the new one, and nothing is written', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    await schedule(books, [60_000], daysAhead(5));
    const request = aRequest(books, [70_000]);
    const seen = await possible(request);
    await schedule(books, [20_000], daysAhead(3));

    const { id, result } = await place({ ...request, fingerprint: seen.fingerprint });
    const now = await possible(request);
    expect(now.adjustments).toHaveLength(2);
    expect(result).toEqual({ ok: false, refusal: { code: 'PLAN_CHANGED', preview: now } });
    expect(await store.readStart(id)).toBeNull();
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ firm: 0, planned: 80_000 });
  });

  it('says who planned what, and when, where that is the reason for a limit', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const planned = await schedule(books, [60_000], daysAhead(5));
    const preview = await previewOf(aRequest(books, [40_001], { runOn: daysAhead(9) }));
    expect(preview).toMatchObject({
      kind: 'refused',
      refusals: [
        {
          code: 'AMOUNT_EXCEEDS_UNPLANNED',
          invoice: { id: books.invoiceIds[0], number: 'inv-1000' },
          limit: { amountMinor: 40_000, currency: 'USD' },
          plannedEntries: [
            {
              payment: { id: planned },
              runOn: daysAhead(5),
              amount: { amountMinor: 60_000, currency: 'USD' },
              placedBy: dana.name,
            },
          ],
        },
      ],
    });
  });

  it('names the dates between which a schedule may lie', async () => {
    const books = await aClientWith(pool, [{}]);
    const preview = await previewOf(aRequest(books, [100], { runOn: '2020-01-01' }));
    if (preview?.kind !== 'refused') throw new Error('it was possible');
    const [refusal] = preview.refusals;
    if (!refusal?.earliest || !refusal.latest) throw new Error('without dates');
    expect(
      (await possible(aRequest(books, [100], { runOn: refusal.earliest }))).timing?.runOn,
    ).toBe(refusal.earliest);
    expect((await possible(aRequest(books, [100], { runOn: refusal.latest }))).kind).toBe(
      'possible',
    );
  });

  it('moves the day of a bank debit to the next banking day and says when it reaches the bank', async () => {
    const books = await aClientWith(pool, [{}], { kind: 'bankDebit' });
    const saturday = [1, 2, 3, 4, 5, 6, 7]
      .map(daysAhead)
      .find((day) => new Date(`${day}T12:00:00Z`).getUTCDay() === 6) as string;
    const preview = await possible(aRequest(books, [5_000], { runOn: saturday }));
    expect(preview.timing?.requestedOn).toBe(saturday);
    expect((preview.timing?.runOn ?? '') > saturday).toBe(true);
    expect(preview.reachesBankOn).toBe(preview.timing?.runOn);
    expect((await possible(aRequest(books, [5_000]))).reachesBankOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('tells nothing of an invoice or a method of somebody else', async () => {
    const books = await aClientWith(pool, [{}]);
    const other = await aClientWith(pool, [{}]);
    const request = aRequest({ ...books, invoiceIds: other.invoiceIds }, [100], {
      methodId: other.methodId,
    });
    expect(await previewOf(request)).toMatchObject({
      refusals: [
        { code: 'METHOD_NOT_OF_ORGANIZATION', invoice: null },
        { code: 'INVOICE_NOT_OF_ORGANIZATION', invoice: { number: other.invoiceIds[0] } },
      ],
    });
    expect(await previewOf({ ...request, organizationId: randomUUID() })).toBeNull();
    expect(await previewOf(aRequest(books, [100]), randomUUID())).toBeNull();
  });

  it('is no more asked when what is tried again is not a payment of the client', async () => {
    const books = await aClientWith(pool, [{}]);
    const other = await aClientWith(pool, [{}]);
    const { id: theirs } = await place(aRequest(other, [100]));
    for (const origin of [{ retryOf: theirs }, { restoredFrom: randomUUID() }]) {
      const { id, result } = await place(aRequest(books, [100], origin));
      expect(result).toMatchObject({
        ok: false,
        refusal: {
          code: 'REFUSED',
          refusals: [{ code: 'PAYMENT_NOT_OF_ORGANIZATION', invoice: null }],
        },
      });
      expect(await store.readStart(id)).toBeNull();
    }
  });

  it('shows what is planned beside it and stays, and credit that it does not use', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const stays = await schedule(books, [30_000], daysAhead(5));
    await pool.query(
      `INSERT INTO unapplied_money (id, organization_id, currency, amount_minor, remaining_minor, kind)
       VALUES ($1, $2, 'USD', 9000, 4000, 'creditNote')`,
      [randomUUID(), books.organizationId],
    );
    const preview = await possible(aRequest(books, [70_000]));
    expect(preview).toMatchObject({
      adjustments: [],
      untouched: [{ payment: { id: stays }, amount: { amountMinor: 30_000 } }],
      unapplied: [{ amountMinor: 4_000, currency: 'USD' }],
      invoices: [
        {
          headroomBefore: { amountMinor: 100_000 },
          headroomAfter: { amountMinor: 30_000 },
          residualAfter: { amountMinor: 0 },
        },
      ],
    });
  });
});
