/**
 * Goal: people, freezes and outcomes at once leave right books: nobody is shown a deadlock or an
 * error, only an answer.
 *
 * Method: on six shared invoices, payments that are due, changed onto other invoices, cancelled,
 * placed and charged in the same moment; afterwards every counter is recomputed.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { createMethodStore } from '../../prisma/stores/methods/method-store';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, type Books, dana, daysAhead, LIMITS } from './books';
import { aDesk, capabilities, lineOf } from './desk';
import { aMethod } from './reading-books';

jest.setTimeout(120_000);

let pool: Pool;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 48 });
}, 60_000);

afterAll(() => pool.end());

const ANSWERS = new Set(['REFUSED', 'VERSION_CONFLICT', 'PAYMENT_NOT_CHANGEABLE', 'PLAN_CHANGED']);

async function storm(round: number): Promise<string[]> {
  await emptyDatabase(databaseUrl);
  const desk = aDesk(pool);
  const books: Books = await aClientWith(
    pool,
    Array.from({ length: 6 }, () => ({ openMinor: 60_000 })),
  );
  const due: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    const amounts = [0, 1, 2, 3, 4, 5].map((at) =>
      (at + index) % 3 === 0 ? 2_000 + index * 37 : 0,
    );
    due.push(await desk.place(books, amounts, { runOn: daysAhead(5) }));
  }
  // A day after their run: within the grace, so each may be charged now.
  await pool.query(`UPDATE business SET clock_offset_ms = 6 * 24 * 3600 * 1000`);
  const freeze = createFreeze({ pool, capabilities });
  const apply = createApply({ pool, capabilities });
  const seen: string[] = [];
  const told = (result: Readonly<{ ok: boolean; refusal?: Readonly<{ code: string }> }>) => {
    const code = result.ok ? 'ok' : (result.refusal?.code ?? '');
    if (!result.ok) expect(ANSWERS).toContain(code);
    seen.push(code);
  };
  await Promise.all(
    due.flatMap((id, index) => [
      desk
        .change(id, {
          version: 1,
          lines: [
            lineOf(books, (index + round) % 6, 1_500),
            lineOf(books, (index + 1 + round) % 6, 900),
          ],
        })
        .then(told),
      freeze(id, null).then(async (frozen) => {
        if (frozen.kind !== 'submitting') return;
        seen.push('frozen');
        await apply(id, index % 2 === 0 ? DECLINED : SETTLED, 'gateway');
      }),
      index % 3 === 0 ? desk.cancel(id, 1 + (round % 2)).then(told) : desk.paymentOf(id),
      desk
        .place(
          books,
          [0, 1, 2, 3, 4, 5].map((at) => ((at * 7 + index) % 4 === 0 ? 9_000 : 0)),
        )
        .then((placed) => desk.cancel(placed, 1).then(told))
        .catch((error: Error) => expect(error.message).toContain('"REFUSED"')),
    ]),
  );
  expect(await inconsistenciesOf(pool)).toEqual([]);
  return seen;
}

const DECLINED = { kind: 'declined', reference: null, reason: 'declined', isHard: false } as const;
const SETTLED = { kind: 'settled', reference: 'ch_1', settledAt: '2026-12-01T00:00:00Z' } as const;

it('a change to a method that is removed at the same moment leaves nothing planned on it', async () => {
  await emptyDatabase(databaseUrl);
  const desk = aDesk(pool);
  const methods = createMethodStore({ pool, limits: LIMITS });
  const outcomes: string[] = [];
  // So many round trips is the removal ahead of the change; the last has ended before it begins.
  for (const ahead of [...Array.from({ length: 30 }, (_, round) => round % 5), null]) {
    const books = await aClientWith(pool, [{}]);
    const methodId = await aMethod(pool, books.organizationId);
    const id = await desk.place(books, [10_000], { runOn: daysAhead(5) });
    const removing = methods.remove(methodId, { version: 1, isConfirmed: true }, dana);
    if (ahead === null) await removing;
    for (let trip = 0; trip < (ahead ?? 0); trip += 1) await pool.query('SELECT');
    const [changed, removed] = await Promise.all([
      desk.change(id, { version: 1, methodId }),
      removing,
    ]);
    expect(removed.ok).toBe(true);
    const { state } = await desk.paymentOf(id);
    expect(state).toBe(changed.ok ? 'inReview' : 'scheduled');
    outcomes.push(state);
  }
  expect(outcomes.at(-1)).toBe('scheduled');
});

it('changes, cancellations, placements, freezes and outcomes leave right books', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 8; round += 1) for (const each of await storm(round)) seen.add(each);
  // A storm in which nobody ever met anybody would prove nothing.
  expect([...seen]).toEqual(expect.arrayContaining(['ok', 'frozen', 'VERSION_CONFLICT']));
});
