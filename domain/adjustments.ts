/**
 * What becomes of an adjustment: held while the charge that caused it may still fail, then applied
 * for good, or released and given back.
 *
 * Invariant: every adjustment is given back at most once, and nothing is ever deleted (rules.md 8).
 */
import type { MethodKind } from './ports';
import { type PaymentEventKind, PaymentState } from './payment';
import type { Adjustment, Line } from './trim';

export const AdjustmentStatus = { held: 'held', applied: 'applied', released: 'released' } as const;
export type AdjustmentStatus = (typeof AdjustmentStatus)[keyof typeof AdjustmentStatus];

/** An adjustment as it is kept. The cause is a payment, or null for a change from outside. */
export type KeptAdjustment = Adjustment &
  Readonly<{ causePaymentId: string | null; status: AdjustmentStatus }>;

/** What is written when a payment, or a change from outside, lowers others. */
export function keep(
  adjustments: readonly Adjustment[],
  causePaymentId: string | null,
): KeptAdjustment[] {
  const status = causePaymentId === null ? AdjustmentStatus.applied : AdjustmentStatus.held;
  return adjustments.map((adjustment) => ({ ...adjustment, causePaymentId, status }));
}

/**
 * What the causing payment's change of state does to the adjustments it holds.
 *
 * A failure before any money was accepted releases them, and so does coming back as a draft; a
 * return, at any age, does not. A bank debit's are applied at finality and not by a state.
 */
export function holdsAfter(
  from: PaymentState,
  to: PaymentState,
  methodKind: MethodKind,
): 'keep' | 'apply' | 'release' {
  switch (to) {
    case PaymentState.failed:
    case PaymentState.cancelled:
      return 'release';
    case PaymentState.inReview:
      return from === PaymentState.reserved ? 'release' : 'keep';
    case PaymentState.returned:
    case PaymentState.disputed:
      return 'apply';
    case PaymentState.settled:
      return methodKind === 'card' ? 'apply' : 'keep';
    default:
      return 'keep';
  }
}

/** Whether a payment at zero can still get something back, and if not, the event that ends it. */
export function afterHoldsEnd(
  payment: Readonly<{ state: PaymentState; lines: readonly Line[]; openHoldCount: number }>,
): Readonly<{ kind: Extract<PaymentEventKind, 'superseded'> }> | null {
  const canEnd =
    payment.state === PaymentState.scheduled || payment.state === PaymentState.inReview;
  if (!canEnd || payment.openHoldCount > 0) return null;
  return payment.lines.every((line) => line.amountMinor === 0) ? { kind: 'superseded' } : null;
}

/**
 * Whether a payment that a release gave something back to has missed its slot while it was at zero.
 * Such a one goes to review with a proposed date; one that kept an amount keeps its place.
 * Instants are UTC ISO strings.
 */
export function isGivenBackTooLate(
  payment: Readonly<{ beforeMinor: number; afterMinor: number; runAt: string; now: string }>,
): boolean {
  const revives = payment.beforeMinor === 0 && payment.afterMinor > 0;
  return revives && Date.parse(payment.runAt) <= Date.parse(payment.now);
}
