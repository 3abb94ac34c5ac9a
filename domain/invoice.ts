/**
 * What an invoice can still take, from the three counters that decide it.
 *
 * Invariant: `headroom = open − firm − disputed` is the most that anyone may still take. Nothing
 * here looks at a status: the counters are the truth, words for people are made from them.
 */
import { assertMinor } from './money';

/** Whole minor units of the invoice's currency; none of them is ever negative. */
export type InvoiceCounters = Readonly<{
  /** What the source says is unpaid. */
  openMinor: number;
  /** The sum of the claims that are on their way, or settled and not yet inside the source. */
  firmMinor: number;
  /** Money under an open dispute that a reading shows as unpaid again. */
  disputedMinor: number;
}>;

/** The most that anyone may still take. Negative when more is in flight than the source wants. */
export function headroomOf(invoice: InvoiceCounters): number {
  const headroomMinor = invoice.openMinor - invoice.firmMinor - invoice.disputedMinor;
  assertMinor(headroomMinor);
  return headroomMinor;
}

/** Money in flight that the source no longer wants. Zero or more. */
export function overageOf(invoice: Pick<InvoiceCounters, 'openMinor' | 'firmMinor'>): number {
  return Math.max(0, invoice.firmMinor - invoice.openMinor);
}

/** What is left after everything planned has run. Zero or more. */
export function residualOf(invoice: InvoiceCounters, plannedMinor: number): number {
  return Math.max(0, headroomOf(invoice) - plannedMinor);
}

/** What pages call unpaid: the settled money that the source does not show yet comes off. */
export function balanceOf(invoice: Readonly<{ openMinor: number; unpostedMinor: number }>): number {
  return invoice.openMinor - invoice.unpostedMinor;
}

export type Coverage = Readonly<{
  postedMinor: number;
  inFlightMinor: number;
  plannedMinor: number;
  disputedMinor: number;
  autopayForecastMinor: number;
  uncoveredMinor: number;
}>;

/**
 * The parts of the coverage bar. They are never negative and always make `totalMinor`.
 *
 * Where the books contradict each other (more in flight than is open) the firmer part keeps its
 * width and the softer ones give way, so that the bar never shows a promise as safer than money.
 */
export function coverage(
  invoice: InvoiceCounters &
    Readonly<{
      totalMinor: number;
      unpostedMinor: number;
      plannedMinor: number;
      autopayForecastMinor: number;
    }>,
): Coverage {
  let leftMinor = Math.max(0, invoice.totalMinor);
  const take = (wantedMinor: number): number => {
    const takenMinor = Math.min(leftMinor, Math.max(0, wantedMinor));
    leftMinor -= takenMinor;
    return takenMinor;
  };
  const postedMinor = take(invoice.totalMinor - balanceOf(invoice));
  const inFlightMinor = take(invoice.firmMinor - invoice.unpostedMinor);
  const disputedMinor = take(invoice.disputedMinor);
  const plannedMinor = take(invoice.plannedMinor);
  const autopayForecastMinor = take(invoice.autopayForecastMinor);
  return {
    postedMinor,
    inFlightMinor,
    plannedMinor,
    disputedMinor,
    autopayForecastMinor,
    uncoveredMinor: leftMinor,
  };
}
