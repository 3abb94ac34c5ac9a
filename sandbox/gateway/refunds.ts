/** Giving money back: once per key for ever, and never more than was taken. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Answer, problem } from '../answer';
import type { Clocks } from '../clocks';
import { type Charge, ChargeState, refundedSum } from './charge';
import type { ChargeStore } from './charge-store';

export const RefundRequest = z.strictObject({
  reference: z.string().min(1).max(200),
  amount: z.int().min(1),
});
export type RefundRequest = z.infer<typeof RefundRequest>;

type Dependencies = Readonly<{ charges: ChargeStore; clocks: Clocks }>;

export function refund(
  { charges, clocks }: Dependencies,
  account: string,
  key: string,
  { reference, amount }: RefundRequest,
): Answer {
  const made = charges.byReference(account, reference);
  const known = made.flatMap(({ refunds }) => refunds).find((made) => made.key === key);
  if (known && known.amount !== amount) {
    return problem(422, 'key_reused', 'This key was used for another refund.');
  }
  if (known) return answerOf(known.id);

  const settled = made.filter(({ state }) => state === ChargeState.settled);
  if (settled.length === 0)
    return problem(422, 'not_settled', 'Nothing settled under this reference.');
  const charge = settled.find((candidate) => refundedSum(candidate) + amount <= candidate.amount);
  if (!charge) return problem(422, 'more_than_taken', 'More than is left of the charge.');

  const id = `re_${randomBytes(9).toString('base64url')}`;
  const at = clocks.now('calendar').toISOString();
  const refunded: Charge = { ...charge, refunds: [...charge.refunds, { id, key, amount, at }] };
  // The state stays, so nobody is told: the merchant asked for it and has the answer.
  charges.keepQuietly(refunded);
  return answerOf(id);
}

const answerOf = (id: string): Answer => ({ status: 201, body: { refund: { id } } });
