/** Everything a person may decide about payments, on the real store, and what became of them. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ChangePaymentBody } from '../../contracts/payment-request';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createPaymentStore } from '../../prisma/stores/payments/payment-store';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { FakeGateway } from '../gateways/fake-gateway';
import { aRequest, type Books, dana } from './books';

export const { capabilities } = new FakeGateway({ now: () => new Date() });

export const lineOf = (books: Books, index: number, amountMinor: number) => ({
  invoiceId: books.invoiceIds[index] as string,
  amountMinor,
});

export function aDesk(pool: Pool) {
  const store = createPaymentStore({ pool, byKey: pool, capabilities });

  async function place(books: Books, amounts: number[], overrides: Partial<PlacementRequest> = {}) {
    const id = randomUUID();
    const request = aRequest(books, amounts, overrides);
    const lines = request.lines.filter(({ amountMinor }) => amountMinor > 0);
    const result = await store.place(id, { ...request, lines, extraRecipients: [] }, dana);
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return id;
  }

  const change = (id: string, body: Partial<ChangePaymentBody> & { version: number }) =>
    store.change(id, { fingerprint: null, ...body }, dana);
  const cancel = (id: string, version: number) =>
    store.cancel(id, { version, reason: 'Asked for by the client.' }, dana);
  const approve = (
    id: string,
    version: number,
    more: { runOn?: string; fingerprint?: string } = {},
  ) => store.approve(id, { version, runOn: null, fingerprint: null, ...more }, dana);

  async function paymentOf(id: string) {
    const { rows } = await pool.query(
      `SELECT state, version, amount_minor::int AS amount, entered_minor::int AS entered, run_on::text AS "runOn",
              next_step AS "nextStep",
              (SELECT json_agg(amount_minor ORDER BY position) FROM payment_line WHERE payment_id = payment.id) AS lines
         FROM payment WHERE id = $1`,
      [id],
    );
    return rows[0] as Readonly<{
      state: string;
      version: number;
      amount: number;
      entered: number;
      runOn: string | null;
      nextStep: string | null;
      lines: number[];
    }>;
  }

  const statusesOf = async (paymentId: string) => {
    const { rows } = await pool.query<{ status: string }>(
      'SELECT status FROM adjustment WHERE payment_id = $1 ORDER BY id',
      [paymentId],
    );
    return rows.map(({ status }) => status);
  };
  const openTasksOf = async (paymentId: string) => {
    const { rows } = await pool.query<{ kind: string }>(
      'SELECT kind FROM task WHERE payment_id = $1 AND resolved_at IS NULL ORDER BY kind',
      [paymentId],
    );
    return rows.map(({ kind }) => kind);
  };
  const eventsOf = async (paymentId: string) => {
    const { rows } = await pool.query<{ kind: string; before: unknown; after: unknown }>(
      'SELECT kind, before, after FROM event WHERE payment_id = $1 ORDER BY id',
      [paymentId],
    );
    return rows;
  };
  const mailsOf = async (paymentId: string) => {
    const { rows } = await pool.query<{ kind: string }>(
      'SELECT kind FROM message WHERE payment_id = $1 ORDER BY created_at, id',
      [paymentId],
    );
    return rows.map(({ kind }) => kind);
  };
  /** Comes back from the freeze because a person holds the invoice meanwhile. */
  async function aDraft(books: Books, amounts: number[]) {
    const id = await place(books, amounts);
    await pool.query('UPDATE invoice SET is_on_hold = true WHERE id = ANY($1)', [books.invoiceIds]);
    await createFreeze({ pool, capabilities })(id, null);
    await pool.query('UPDATE invoice SET is_on_hold = false WHERE id = ANY($1)', [
      books.invoiceIds,
    ]);
    const { state, runOn } = await paymentOf(id);
    if (state !== 'inReview' || runOn !== null) throw new Error(`${id} is no draft`);
    return id;
  }

  return {
    store,
    place,
    change,
    cancel,
    approve,
    paymentOf,
    statusesOf,
    openTasksOf,
    eventsOf,
    mailsOf,
    aDraft,
  };
}
