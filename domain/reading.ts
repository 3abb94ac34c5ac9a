/**
 * One row of a source against one invoice: what it says is unpaid, and which of our settled lines
 * it holds already.
 *
 * Invariant: money of ours is in `firm` until the books show it; never in neither and never in both
 * (rules.md 14). So a line leaves `firm` only in the write that sets the `open` which contains it.
 */
import { applyExternal, type ExternalEffect } from './external';
import type { InvoiceCounters } from './invoice';
import { assertMinor, sumMinor } from './money';
import type { PlannedPayment } from './trim';

/** A settled line of ours that no reading has shown yet. Instants are UTC ISO strings. */
export type SettledLine = Readonly<{
  paymentId: string;
  amountMinor: number;
  /** When a person said that it was entered in the books; null when nobody has. */
  enteredAt: string | null;
  /** What a person said for this very list; null when they said nothing. */
  isInside: boolean | null;
}>;

/** A settled line that an earlier reading already showed. */
export type InsideLine = Readonly<{ paymentId: string; isReturnedOrRefunded: boolean }>;

/** A line inside whose payment is disputed, where no reading has shown that yet. */
export type DisputedLine = Readonly<{ paymentId: string; amountMinor: number }>;

/** What a person who confirms a rise says that it is. */
export const RiseCause = { returned: 'returned', disputed: 'disputed', other: 'other' } as const;
export type RiseCause = (typeof RiseCause)[keyof typeof RiseCause];

export type ReadingInput = Readonly<{
  invoice: InvoiceCounters & Readonly<{ invoiceId: string; readAt: string | null }>;
  settled: readonly SettledLine[];
  insideBefore: readonly InsideLine[];
  /** Oldest first. */
  disputed: readonly DisputedLine[];
  planned: readonly PlannedPayment[];
  reading: Readonly<{ balanceMinor: number; asOf: string }>;
  /** Null until a person has confirmed the rise that this reading would be. */
  confirmedRise: RiseCause | null;
}>;

/** The invoice as the reading leaves it. */
export type ReadingEffect = ExternalEffect &
  Readonly<{
    firmMinor: number;
    disputedMinor: number;
    /** Payments under a dispute whose whole line this reading shows as unpaid again. */
    inDisputed: readonly string[];
    /** Payments whose line is inside from now on, and those whose line still is not. */
    inside: readonly string[];
    outside: readonly string[];
    /** The books lost or moved a payment of ours (rules.md 20). */
    isDrift: boolean;
  }>;

export type ReadingOutcome =
  | (Readonly<{ kind: 'applied' }> & ReadingEffect)
  /** Headroom would be higher than before: nothing is written until a person confirms. */
  | Readonly<{ kind: 'rise'; proposed: ReadingEffect }>
  /** From before the last reading of this source: nothing changes. */
  | Readonly<{ kind: 'older' }>;

/** @throws RangeError when the balance or an instant is not one, or firm would fall below zero. */
export function applyReading(input: ReadingInput): ReadingOutcome {
  const { invoice, reading, confirmedRise } = input;
  if (invoice.readAt !== null && instantMs(reading.asOf) < instantMs(invoice.readAt)) {
    return { kind: 'older' };
  }
  const effect = effectOf(input);
  const isRise = effect.openMinor - effect.firmMinor > invoice.openMinor - invoice.firmMinor;
  if (isRise && confirmedRise === null) return { kind: 'rise', proposed: effect };
  return { kind: 'applied', ...effect };
}

function effectOf(input: ReadingInput): ReadingEffect {
  const { invoice, reading, settled } = input;
  assertMinor(reading.balanceMinor);
  if (reading.balanceMinor < 0) throw new RangeError('a balance is never negative');

  const inside = settled.filter((line) => isInside(line, reading.asOf));
  const firmMinor = invoice.firmMinor - sumMinor(inside.map((line) => line.amountMinor));
  if (firmMinor < 0) throw new RangeError('lines leave firm that were never in it');

  const openRiseMinor = Math.max(0, reading.balanceMinor - invoice.openMinor);
  const disputedMinor =
    invoice.disputedMinor + (input.confirmedRise === RiseCause.disputed ? openRiseMinor : 0);
  const external = applyExternal({
    invoice: { ...invoice, firmMinor, disputedMinor },
    openNowMinor: reading.balanceMinor,
    isVoided: false,
    planned: input.planned,
  });
  return {
    ...external,
    firmMinor,
    disputedMinor,
    inDisputed: shownOf(input.disputed, disputedMinor - invoice.disputedMinor),
    inside: inside.map((line) => line.paymentId),
    outside: settled.filter((line) => !inside.includes(line)).map((line) => line.paymentId),
    isDrift: openRiseMinor > 0 && input.insideBefore.some((line) => !line.isReturnedOrRefunded),
  };
}

/** A line is shown or not: what a rise holds beyond whole lines belongs to no payment of ours. */
function shownOf(lines: readonly DisputedLine[], riseMinor: number): string[] {
  let left = riseMinor;
  return lines.flatMap(({ paymentId, amountMinor }) => {
    if (amountMinor > left) return [];
    left -= amountMinor;
    return [paymentId];
  });
}

/** What a person said for this list decides; else that it was entered before the list was made. */
function isInside(line: SettledLine, asOf: string): boolean {
  if (line.isInside !== null) return line.isInside;
  return line.enteredAt !== null && instantMs(line.enteredAt) < instantMs(asOf);
}

/** Compared as numbers: two spellings of one instant must not differ. */
function instantMs(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${instant}`);
  return milliseconds;
}
