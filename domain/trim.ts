/**
 * Lowers planned payments on one invoice until they fit, and never by more than they must.
 *
 * Invariant: the sum taken off is exactly `max(0, planned − limit)`, no line rises and none falls
 * below zero (rules.md 5 and 6).
 */
import { shareInProportion, sumMinor } from './money';

/** Money that one payment intends for one invoice. Zero is a line trimmed away. */
export type Line = Readonly<{ invoiceId: string; amountMinor: number }>;

/** A payment that plans: `scheduled`, or `inReview` with a run date. `runOn` is a civil date. */
export type PlannedPayment = Readonly<{
  paymentId: string;
  runOn: string;
  lines: readonly Line[];
}>;

/** One line lowered: always `afterMinor < beforeMinor`. */
export type Adjustment = Readonly<{
  paymentId: string;
  invoiceId: string;
  beforeMinor: number;
  afterMinor: number;
}>;

export const TrimStrategy = {
  nearestFirst: 'nearest-first',
  tailFirst: 'tail-first',
  proRata: 'pro-rata',
} as const;
export type TrimStrategy = (typeof TrimStrategy)[keyof typeof TrimStrategy];

/** By code unit: the same on every machine, and the order in which PostgreSQL sorts UUIDs. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type RunOrder = Readonly<{ runOn: string; paymentId: string }>;

/** Earliest run date first, then the lower payment id. */
export function byRunOrder(a: RunOrder, b: RunOrder): number {
  return compareText(a.runOn, b.runOn) || compareText(a.paymentId, b.paymentId);
}

/** The sum of the lines that plan on the invoice. */
export function plannedOn(invoiceId: string, planned: readonly PlannedPayment[]): number {
  return sumMinor(linesOn(invoiceId, planned).map((line) => line.amountMinor));
}

/**
 * Trims the lines on one invoice to a limit (a negative one counts as zero).
 *
 * @returns the lowered lines only, in run order; empty when everything fits.
 */
export function trimToLimit(
  request: Readonly<{
    invoiceId: string;
    planned: readonly PlannedPayment[];
    limitMinor: number;
    strategy: TrimStrategy;
  }>,
): Adjustment[] {
  const lines = linesOn(request.invoiceId, request.planned).sort(byRunOrder);
  const plannedMinor = sumMinor(lines.map((line) => line.amountMinor));
  const keepMinor = Math.max(0, request.limitMinor);
  if (plannedMinor <= keepMinor) return [];

  const kept =
    request.strategy === TrimStrategy.proRata
      ? shareInProportion(
          keepMinor,
          lines.map((line) => line.amountMinor),
        )
      : keepInTurn(lines, plannedMinor - keepMinor, request.strategy);
  return lines.flatMap(({ paymentId, amountMinor }, index) => {
    const afterMinor = kept[index] ?? amountMinor;
    if (afterMinor === amountMinor) return [];
    return [{ paymentId, invoiceId: request.invoiceId, beforeMinor: amountMinor, afterMinor }];
  });
}

/** Each line gives all it has before the next is asked. `lines` are in run order. */
function keepInTurn(
  lines: readonly Readonly<{ amountMinor: number }>[],
  excessMinor: number,
  strategy: typeof TrimStrategy.nearestFirst | typeof TrimStrategy.tailFirst,
): number[] {
  const kept = lines.map((line) => line.amountMinor);
  const turns = strategy === TrimStrategy.tailFirst ? [...kept.keys()].reverse() : kept.keys();
  let leftMinor = excessMinor;
  for (const index of turns) {
    const givenMinor = Math.min(kept[index] ?? 0, leftMinor);
    kept[index] = (kept[index] ?? 0) - givenMinor;
    leftMinor -= givenMinor;
  }
  return kept;
}

type LineOfPayment = RunOrder & Readonly<{ amountMinor: number }>;

function linesOn(invoiceId: string, planned: readonly PlannedPayment[]): LineOfPayment[] {
  return planned.flatMap(({ paymentId, runOn, lines }) =>
    lines
      .filter((line) => line.invoiceId === invoiceId)
      .map(({ amountMinor }) => ({ paymentId, runOn, amountMinor })),
  );
}

/** The one order in which adjustments are shown and written: run date, payment id, invoice id. */
export function inRunOrder(
  adjustments: readonly Adjustment[],
  planned: readonly PlannedPayment[],
): Adjustment[] {
  const runOn = new Map(planned.map((payment) => [payment.paymentId, payment.runOn]));
  return [...adjustments].sort(
    (a, b) =>
      compareText(runOn.get(a.paymentId) ?? '', runOn.get(b.paymentId) ?? '') ||
      compareText(a.paymentId, b.paymentId) ||
      compareText(a.invoiceId, b.invoiceId),
  );
}

/** The same payments with their lines as the adjustments leave them. */
export function withAdjustments<
  Payment extends Readonly<{ paymentId: string; lines: readonly Line[] }>,
>(payments: readonly Payment[], adjustments: readonly Adjustment[]): Payment[] {
  const after = new Map(
    adjustments.map(({ paymentId, invoiceId, afterMinor }) => [
      `${paymentId} ${invoiceId}`,
      afterMinor,
    ]),
  );
  return payments.map((payment) => ({
    ...payment,
    lines: payment.lines.map((line) => ({
      ...line,
      amountMinor: after.get(`${payment.paymentId} ${line.invoiceId}`) ?? line.amountMinor,
    })),
  }));
}

/** The payments that the adjustments leave without any amount, in run order. */
export function emptiedBy(
  adjustments: readonly Adjustment[],
  planned: readonly PlannedPayment[],
): string[] {
  const touched = new Set(adjustments.map((adjustment) => adjustment.paymentId));
  return withAdjustments(planned, adjustments)
    .filter((payment) => touched.has(payment.paymentId))
    .filter((payment) => payment.lines.every((line) => line.amountMinor === 0))
    .sort(byRunOrder)
    .map((payment) => payment.paymentId);
}
