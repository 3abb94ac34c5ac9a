/**
 * What one transaction changes, collected while it decides, and what follows from it for the
 * counters. Nothing is written here.
 */
import { contributionOf, lineAfter } from '../../../domain/contribution';
import type { PaymentState } from '../../../domain/payment';
import type { Adjustment } from '../../../domain/trim';
import { type Books, type BookPayment, paymentIn } from './books';

/** When something is to be done next, and on which clock; null when nothing is left to do. */
export type NextStep = Readonly<{
  step: 'charge' | 'ask' | 'finish';
  clock: 'business' | 'real';
  at: string;
}>;

/** Columns of a payment that a decision may set, beside its state and lines. */
export type PaymentFields = Partial<
  Readonly<{
    nextStep: NextStep | null;
    runOn: string | null;
    runAt: string | null;
    runTime: string | null;
    zone: string | null;
    proposedRunOn: string | null;
    reviewReason: string | null;
    stateReason: string | null;
    failureCode: string | null;
    failureIsHard: boolean | null;
    retryAt: string | null;
    settledAt: string | null;
    finalAt: string | null;
    closedAt: string | null;
  }>
>;

export type HoldDecision = 'applied' | 'released';

export type Happening = Readonly<{
  kind: string;
  paymentId: string | null;
  invoiceId: string | null;
  organizationId: string;
  reason: string | null;
  before?: unknown;
  after: unknown;
}>;

export type TaskToOpen = Readonly<{
  kind: string;
  dedupeKey: string;
  organizationId: string;
  paymentId: string | null;
  invoiceId: string | null;
  facts: unknown;
}>;

export type KeptAdjustment = Adjustment &
  Readonly<{ causePaymentId: string | null; status: 'held' | 'applied'; reason: string }>;

export type InvoiceDelta = Readonly<{
  invoiceId: string;
  firm: number;
  unposted: number;
  planned: number;
  disputed: number;
}>;

export class BooksEdit {
  readonly adjustments: KeptAdjustment[] = [];
  readonly happenings: Happening[] = [];
  readonly tasks: TaskToOpen[] = [];
  readonly decidedHolds: { id: string; status: HoldDecision }[] = [];
  /** Invoices whose autopay is held from now on, and why. */
  readonly autopayHolds = new Map<string, string>();
  private readonly edited = new Map<string, BookPayment>();
  private readonly fields = new Map<string, PaymentFields>();

  constructor(readonly books: Books) {}

  /** As it will stand. */
  payment(paymentId: string): BookPayment {
    return this.edited.get(paymentId) ?? paymentIn(this.books, paymentId);
  }

  get payments(): BookPayment[] {
    return this.books.payments.map(({ paymentId }) => this.payment(paymentId));
  }

  setState(paymentId: string, state: PaymentState, fields: PaymentFields = {}): void {
    const before = this.payment(paymentId);
    const lines = before.lines.map((line) => lineAfter(before.state, line));
    this.edited.set(paymentId, { ...before, state, lines });
    this.set(paymentId, fields);
  }

  set(paymentId: string, fields: PaymentFields): void {
    this.fields.set(paymentId, { ...this.fields.get(paymentId), ...fields });
    const { runOn, runAt } = fields;
    const dates = {
      ...(runOn !== undefined && { runOn }),
      ...(runAt !== undefined && { runAt }),
    };
    this.edited.set(paymentId, { ...this.payment(paymentId), ...dates });
  }

  setLine(paymentId: string, invoiceId: string, amountMinor: number): void {
    const payment = this.payment(paymentId);
    const isKnown = payment.lines.some((line) => line.invoiceId === invoiceId);
    const lines = isKnown
      ? payment.lines.map((line) =>
          line.invoiceId === invoiceId ? { ...line, amountMinor } : line,
        )
      : [...payment.lines, { invoiceId, amountMinor, isInside: false, isInDisputed: false }];
    this.edited.set(paymentId, { ...payment, lines });
  }

  /** Lowers lines and keeps why; the counters follow. */
  adjust(adjustments: readonly Adjustment[], causePaymentId: string | null, reason: string): void {
    const status = causePaymentId === null ? 'applied' : 'held';
    for (const adjustment of adjustments) {
      this.setLine(adjustment.paymentId, adjustment.invoiceId, adjustment.afterMinor);
      this.adjustments.push({ ...adjustment, causePaymentId, status, reason });
    }
  }

  decideHolds(status: HoldDecision): void {
    for (const { id } of this.books.holds) this.decidedHolds.push({ id, status });
  }

  /** Holds on the payment that this edit leaves open: what may still be given back to it. */
  openHoldCountOf(paymentId: string): number {
    const decided = new Set(this.decidedHolds.map(({ id }) => id));
    const ended = this.books.holds.filter(
      (hold) => hold.paymentId === paymentId && decided.has(hold.id),
    );
    return this.payment(paymentId).openHoldCount - ended.length;
  }

  /** A task about a whole payment; one that is open already stays as it is. */
  openTask(paymentId: string, kind: string, facts: unknown): void {
    this.tasks.push({
      kind,
      dedupeKey: `${kind}:${paymentId}`,
      organizationId: this.payment(paymentId).organizationId,
      paymentId,
      invoiceId: null,
      facts,
    });
  }

  happened(
    paymentId: string,
    kind: string,
    after: unknown,
    reason: string | null = null,
    before: unknown = null,
  ): void {
    const { organizationId } = this.payment(paymentId);
    this.happenings.push({
      kind,
      paymentId,
      invoiceId: null,
      organizationId,
      reason,
      before,
      after,
    });
  }

  get changedPayments(): { before: BookPayment; after: BookPayment; fields: PaymentFields }[] {
    return [...this.edited.values()].map((after) => ({
      before: paymentIn(this.books, after.paymentId),
      after,
      fields: this.fields.get(after.paymentId) ?? {},
    }));
  }

  /** What the changes of states and lines do to the counters; invoices without a change are left out. */
  get deltas(): InvoiceDelta[] {
    const sums = new Map<
      string,
      { firm: number; unposted: number; planned: number; disputed: number }
    >();
    const add = (payment: BookPayment, sign: 1 | -1) => {
      for (const line of payment.lines) {
        const sum = sums.get(line.invoiceId) ?? { firm: 0, unposted: 0, planned: 0, disputed: 0 };
        const contribution = contributionOf(payment, line);
        sum.firm += sign * contribution.firm;
        sum.unposted += sign * contribution.unposted;
        sum.planned += sign * contribution.planned;
        sum.disputed += sign * contribution.disputed;
        sums.set(line.invoiceId, sum);
      }
    };
    for (const { before, after } of this.changedPayments) {
      add(before, -1);
      add(after, 1);
    }
    return [...sums].flatMap(([invoiceId, sum]) =>
      Object.values(sum).some((value) => value !== 0) ? [{ invoiceId, ...sum }] : [],
    );
  }
}
