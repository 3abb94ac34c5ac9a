/**
 * Goal: several payments placed one after the other are previewed at once, and confirming them in
 * that order never meets a plan changed by one's own parts, but always one changed by somebody else.
 *
 * Method: real PostgreSQL; random books with schedules on them, one preview of all parts, and then
 * each part placed with the fingerprint of that preview.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Pool } from 'pg';
import { SplitPreview } from '../../contracts/payment-preview';
import { PreviewSplitBody } from '../../contracts/payment-request';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createPaymentStore } from '../../prisma/stores/payments/payment-store';
import { usePostgres } from '../support/postgres';
import { aClientWith, aRequest, type Books, countersOf, dana, daysAhead } from './books';
import { capabilities } from './desk';

jest.setTimeout(120_000);

let pool: Pool;
let store: ReturnType<typeof createPaymentStore>;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  pool = new Pool({ connectionString: databaseUrl, max: 4 });
  store = createPaymentStore({ pool, byKey: pool, capabilities });
}, 60_000);

afterAll(() => pool.end());

afterEach(async () => {
  expect(await inconsistenciesOf(pool)).toEqual([]);
});

type Part = PreviewSplitBody['parts'][number];

/** `amounts[i]` of invoice `i`; an invoice without an amount is no line. */
function aPart(books: Books, days: number, amounts: readonly number[]): Part {
  const { lines } = aRequest(books, amounts);
  return {
    paymentId: randomUUID(),
    runOn: daysAhead(days),
    lines: lines.filter(({ amountMinor }) => amountMinor !== 0),
  };
}

async function previewsOf({ organizationId, methodId }: Books, parts: readonly Part[]) {
  const body = PreviewSplitBody.parse({ organizationId, methodId, currency: 'USD', parts });
  const preview = await store.previewSplit(body);
  return preview === null ? null : SplitPreview.parse(preview).parts;
}

async function fingerprintsOf(books: Books, parts: readonly Part[]) {
  const previews = (await previewsOf(books, parts)) ?? [];
  return previews.map((preview) => (preview.kind === 'possible' ? preview.fingerprint : null));
}

const place = (books: Books, part: Part, fingerprint: string | null = null) => {
  const request = aRequest(books, [], { lines: part.lines, runOn: part.runOn, fingerprint });
  return store.place(
    part.paymentId,
    { ...request, lines: [...part.lines], extraRecipients: [] },
    dana,
  );
};

describe('the parts of a schedule', () => {
  it('are placed in order with the fingerprints of one preview, whatever is planned beside them', async () => {
    const amount = fc.oneof(fc.constant(0), fc.integer({ min: 50, max: 30_000 }));
    const schedule = fc.record({
      days: fc.integer({ min: 1, max: 40 }),
      amounts: fc
        .array(amount, { minLength: 3, maxLength: 3 })
        .filter((amounts) => amounts.some((each) => each > 0)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('card', 'bankDebit' as const),
        fc.array(fc.integer({ min: 40_000, max: 100_000 }), { minLength: 3, maxLength: 3 }),
        fc.array(schedule, { maxLength: 2 }),
        fc.array(schedule, { minLength: 2, maxLength: 5 }),
        async (kind, opens, others, splits) => {
          const invoices = opens.map((openMinor) => ({ openMinor }));
          const books = await aClientWith(pool, invoices, { kind });
          const partOf = ({ days, amounts }: (typeof splits)[number]) =>
            aPart(books, days, amounts);
          for (const other of others) await place(books, partOf(other));
          const parts = splits.map(partOf);

          const previews = (await previewsOf(books, parts)) ?? [];
          const fingerprints = await fingerprintsOf(books, parts);
          for (const [index, part] of parts.entries()) {
            const preview = previews[index];
            const result = await place(books, part, fingerprints[index] ?? null);
            if (preview?.kind !== 'possible') {
              expect(result).toMatchObject({
                ok: false,
                refusal: {
                  code: 'REFUSED',
                  refusals: preview?.refusals.map(({ code, limit }) => ({ code, limit })),
                },
              });
              continue;
            }
            expect(result).toMatchObject({
              ok: true,
              value: { payment: { amount: preview.total, runOn: preview.timing?.runOn } },
            });
            for (const effect of preview.invoices) {
              const { planned } = await countersOf(pool, effect.invoice.id);
              expect(effect.plannedAfter.amountMinor).toBe(planned);
            }
            // Asked again half way, for the rest or for all: the same answer.
            const rest = parts.slice(index + 1);
            if (rest.length > 0) {
              expect(await fingerprintsOf(books, rest)).toEqual(fingerprints.slice(index + 1));
            }
            expect(await fingerprintsOf(books, parts)).toEqual(fingerprints);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('have as their limit what the parts before them leave; one that is refused leaves all of it', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const other = aPart(books, 5, [10_000]);
    await place(books, other);
    const parts = [50_000, 40_001, 40_000, 50].map((minor, index) =>
      aPart(books, 10 + index, [minor]),
    );
    expect(await previewsOf(books, parts)).toMatchObject([
      {
        kind: 'possible',
        untouched: [{ payment: { id: other.paymentId } }],
        invoices: [
          { plannedBefore: { amountMinor: 10_000 }, residualAfter: { amountMinor: 40_000 } },
        ],
      },
      {
        kind: 'refused',
        refusals: [
          {
            code: 'AMOUNT_EXCEEDS_UNPLANNED',
            limit: { amountMinor: 40_000 },
            plannedEntries: [{ payment: { id: other.paymentId } }],
          },
        ],
      },
      {
        kind: 'possible',
        invoices: [{ plannedBefore: { amountMinor: 60_000 }, residualAfter: { amountMinor: 0 } }],
      },
      { kind: 'refused', refusals: [{ limit: { amountMinor: 0 } }] },
    ]);
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 10_000 });
  });

  it('meet what somebody else planned between two of them as a changed plan, and go on from there', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const [first, second] = [aPart(books, 10, [30_000]), aPart(books, 40, [30_000])];
    const seen = await fingerprintsOf(books, [first, second]);
    expect(await place(books, first, seen[0])).toMatchObject({ ok: true });
    await place(books, aPart(books, 20, [40_000]));

    const refused = await place(books, second, seen[1]);
    const [now] = (await previewsOf(books, [second])) ?? [];
    expect(refused).toEqual({ ok: false, refusal: { code: 'PLAN_CHANGED', preview: now } });
    const [fingerprint] = await fingerprintsOf(books, [second]);
    expect(await place(books, second, fingerprint)).toMatchObject({ ok: true });
    // The same part again, with what was seen at first: the placed payment, and no second one.
    expect(await place(books, second, seen[1])).toMatchObject({
      ok: true,
      value: { isNew: false },
    });
    expect(await countersOf(pool, books.invoiceIds[0])).toMatchObject({ planned: 100_000 });
  });

  it('are asked of a client that exists, and no two under one id', async () => {
    const books = await aClientWith(pool, [{}]);
    const part = aPart(books, 10, [5_000]);
    expect(await previewsOf({ ...books, organizationId: randomUUID() }, [part])).toBeNull();
    const twice = { ...books, currency: 'USD', parts: [part, part] };
    expect(PreviewSplitBody.safeParse(twice).success).toBe(false);
  });
});
