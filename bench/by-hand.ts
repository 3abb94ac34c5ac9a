/** One payment a second that a person makes, through HTTP, whatever else is under way. */
import { randomUUID } from 'node:crypto';
import type { Books } from '../test/prisma/books';
import { anAdmin } from '../test/scenarios/signed-in';
import { requestOn } from './clients';
import type { TakenCharge } from './ledger';
import { percentile, rounded } from './measure';
import { plainFetch } from './plain-http';
import type { Servers } from './servers';

const EVERY_MS = 1_000;

/** `confirmedMs` is null when it was not confirmed. */
export type PaidByHand = Readonly<{ id: string; askedAtMs: number; confirmedMs: number | null }>;

export const BY_HAND_HEAD = [
  ...[
    'payments by hand',
    'payments',
    'confirmed p50 ms',
    'p99 ms',
    'charged after p50 ms',
    'p99 ms',
  ],
  ...['not confirmed', 'not charged'],
] as const;

/** Confirms through the API's process: session, contract, audit. */
export async function confirmingThroughHttp({
  pool,
  programs,
}: Pick<Servers, 'pool' | 'programs'>): Promise<(books: Books) => Promise<string>> {
  const { client } = await anAdmin(pool, programs.apiUrl, plainFetch);
  return async (books) => {
    const id = randomUUID();
    const { organizationId, methodId, currency, ...request } = requestOn(books);
    const lines = [...request.lines];
    const extraRecipients = [...request.extraRecipients];
    const body = { organizationId, methodId, currency, lines, runOn: null, extraRecipients };
    await client.putPayment({ params: { id }, body });
    return id;
  };
}

/** Begins at once. `end` begins no more of them, and answers when the last was answered. */
export async function payingByHand(
  servers: Servers,
  books: readonly Books[],
): Promise<Readonly<{ end(): Promise<readonly PaidByHand[]> }>> {
  const confirm = await confirmingThroughHttp(servers);
  const paid: Promise<PaidByHand>[] = [];
  const pay = async (one: Books): Promise<PaidByHand> => {
    const askedAtMs = Date.now();
    const begin = performance.now();
    return confirm(one).then(
      (id) => ({ id, askedAtMs, confirmedMs: performance.now() - begin }),
      () => ({ id: '', askedAtMs, confirmedMs: null }),
    );
  };
  const timer = setInterval(() => {
    paid.push(pay(books[paid.length % books.length] as Books));
  }, EVERY_MS);
  return {
    async end() {
      clearInterval(timer);
      return Promise.all(paid);
    },
  };
}

/** Where nothing of `charges` is a payment's, it was not charged. */
export function byHandRow(
  name: string,
  paid: readonly PaidByHand[],
  charges: readonly TakenCharge[],
): string[] {
  const chargedAt = new Map(charges.map(({ paymentId, createdAtMs }) => [paymentId, createdAtMs]));
  const confirmedMs = paid.flatMap((one) => (one.confirmedMs === null ? [] : [one.confirmedMs]));
  const chargedMs = paid.flatMap(({ id, askedAtMs }) => {
    const at = chargedAt.get(id);
    return at === undefined ? [] : [at - askedAtMs];
  });
  const both = (values: readonly number[]) => {
    const sorted = values.toSorted((one, other) => one - other);
    return [rounded(percentile(sorted, 0.5)), rounded(percentile(sorted, 0.99))];
  };
  return [
    ...[name, `${paid.length}`, ...both(confirmedMs), ...both(chargedMs)],
    ...[`${paid.length - confirmedMs.length}`, `${confirmedMs.length - chargedMs.length}`],
  ];
}
