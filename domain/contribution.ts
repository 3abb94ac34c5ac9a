/**
 * What a payment's line adds to the counters of its invoice.
 *
 * Invariant: a counter is the sum of what its lines contribute, so a change of state or amount says
 * by itself what becomes of the counters.
 */
import { holdsClaim, isTentative, PaymentState } from './payment';

/** A line as the counters see it. Amounts are whole minor units. */
export type CountedLine = Readonly<{
  amountMinor: number;
  /** A reading of the source held it as paid; it has left firm. */
  isInside: boolean;
  /** It was inside, and a later reading shows it as unpaid again, under the dispute. */
  isInDisputed: boolean;
}>;

export type Contribution = Readonly<{
  firm: number;
  unposted: number;
  planned: number;
  disputed: number;
}>;

/** What a line adds to its invoice's counters while its payment stands like this (rules.md 13). */
export function contributionOf(
  payment: Readonly<{ state: PaymentState; runOn: string | null }>,
  { amountMinor, isInside, isInDisputed }: CountedLine,
): Contribution {
  const outside = isInside ? 0 : amountMinor;
  const shown = isInDisputed ? amountMinor : outside;
  return {
    firm: holdsClaim(payment.state) ? outside : 0,
    unposted: payment.state === PaymentState.settled ? outside : 0,
    planned: isTentative(payment) ? amountMinor : 0,
    disputed: payment.state === PaymentState.disputed ? shown : 0,
  };
}

/**
 * A line after its payment's change of state. The end of a dispute that the books show takes the
 * line out of them: won, it is ours again and unposted until a reading holds it; lost, it is unpaid.
 */
export function lineAfter<Line extends CountedLine>(from: PaymentState, line: Line): Line {
  if (from !== PaymentState.disputed || !line.isInDisputed) return line;
  return { ...line, isInside: false, isInDisputed: false };
}
