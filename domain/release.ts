/**
 * Gives back what a failed payment had held, then makes it fit again.
 *
 * Invariant: with nothing else in between, releasing what a payment held leaves every line exactly
 * as it was before that payment (rules.md 8).
 */
import { AdjustmentStatus, type KeptAdjustment } from './adjustments';
import { headroomOf, type InvoiceCounters } from './invoice';
import { isTentative, PaymentState } from './payment';
import {
  type Adjustment,
  compareText,
  inRunOrder,
  type Line,
  type PlannedPayment,
  TrimStrategy,
  trimToLimit,
  withAdjustments,
} from './trim';

/** A payment that may hold something to be given back, in whatever state it is by now. */
export type AdjustedPayment = Readonly<{
  paymentId: string;
  state: PaymentState;
  /** Civil date; null for a draft, which plans nothing and is never trimmed. */
  runOn: string | null;
  lines: readonly Line[];
}>;

export type ReleaseInput = Readonly<{
  causePaymentId: string;
  /** As they stand once the failed payment's claim is gone: its own and those it adjusted. */
  invoices: readonly (InvoiceCounters & Readonly<{ invoiceId: string; isVoid: boolean }>)[];
  /** Every payment that plans on those invoices, and every payment that was adjusted. */
  payments: readonly AdjustedPayment[];
  adjustments: readonly KeptAdjustment[];
}>;

/** What could not be given back, to be named in a task. */
export type NotGivenBack = Readonly<{ paymentId: string; invoiceId: string; amountMinor: number }>;

export type Release = Readonly<{
  /** Every payment given, in the order given, with its lines afterwards. */
  payments: readonly Readonly<{ paymentId: string; lines: readonly Line[] }>[];
  /** Written as `applied`, with cause `external`. By run date, payment id, invoice id. */
  trimmedAgain: readonly Adjustment[];
  notGivenBack: readonly NotGivenBack[];
}>;

/** @throws RangeError when a held adjustment names a payment or a line that was not given. */
export function release(input: ReleaseInput): Release {
  const held = input.adjustments.filter(
    ({ causePaymentId, status }) =>
      causePaymentId === input.causePaymentId && status === AdjustmentStatus.held,
  );
  const states = new Map(input.payments.map(({ paymentId, state }) => [paymentId, state]));
  const canTake = ({ paymentId }: KeptAdjustment) => {
    const state = states.get(paymentId);
    if (state === undefined) throw new RangeError(`payment ${paymentId} was adjusted, not given`);
    return state === PaymentState.scheduled || state === PaymentState.inReview;
  };

  const restored = giveBack(input.payments, held.filter(canTake));
  const trimmedAgain = trimAgain(input.invoices, restored);
  return {
    payments: withAdjustments(restored, trimmedAgain).map(({ paymentId, lines }) => ({
      paymentId,
      lines,
    })),
    trimmedAgain,
    notGivenBack: held
      .filter((adjustment) => !canTake(adjustment))
      .map(({ paymentId, invoiceId, beforeMinor, afterMinor }) => ({
        paymentId,
        invoiceId,
        amountMinor: beforeMinor - afterMinor,
      }))
      .sort(
        (a, b) => compareText(a.paymentId, b.paymentId) || compareText(a.invoiceId, b.invoiceId),
      ),
  };
}

/** Deltas, not old amounts: what others have taken since stays taken. */
function giveBack(
  payments: readonly AdjustedPayment[],
  adjustments: readonly KeptAdjustment[],
): AdjustedPayment[] {
  const lines = new Set(
    payments.flatMap(({ paymentId, lines }) =>
      lines.map(({ invoiceId }) => `${paymentId} ${invoiceId}`),
    ),
  );
  const back = new Map<string, number>();
  for (const { paymentId, invoiceId, beforeMinor, afterMinor } of adjustments) {
    const line = `${paymentId} ${invoiceId}`;
    if (!lines.has(line)) throw new RangeError(`line ${line} was adjusted, not given`);
    back.set(line, (back.get(line) ?? 0) + beforeMinor - afterMinor);
  }
  return payments.map((payment) => ({
    ...payment,
    lines: payment.lines.map((line) => ({
      ...line,
      amountMinor: line.amountMinor + (back.get(`${payment.paymentId} ${line.invoiceId}`) ?? 0),
    })),
  }));
}

function trimAgain(
  invoices: ReleaseInput['invoices'],
  payments: readonly AdjustedPayment[],
): Adjustment[] {
  const planned = payments.flatMap((payment): PlannedPayment[] =>
    isTentative(payment) && payment.runOn !== null
      ? [{ paymentId: payment.paymentId, runOn: payment.runOn, lines: payment.lines }]
      : [],
  );
  const adjustments = invoices.flatMap((invoice) =>
    trimToLimit({
      invoiceId: invoice.invoiceId,
      planned,
      limitMinor: invoice.isVoid ? 0 : headroomOf(invoice),
      strategy: TrimStrategy.nearestFirst,
    }),
  );
  return inRunOrder(adjustments, planned);
}
