/**
 * A small business in memory that does what the domain says and nothing else, beside the truth: what
 * the gateway kept and what the client paid elsewhere. Properties compare the two.
 *
 * Amounts are whole minor units; time is a day number, and a run date its civil date.
 */
import {
  AdjustmentStatus,
  afterHoldsEnd,
  holdsAfter,
  isGivenBackTooLate,
  keep,
  type KeptAdjustment,
} from '../../../domain/adjustments';
import { addDays } from '../../../domain/calendar';
import { applyExternal } from '../../../domain/external';
import { headroomOf, overageOf } from '../../../domain/invoice';
import { contributionOf, lineAfter } from '../../../domain/contribution';
import {
  holdsClaim,
  isTentative,
  type PaymentEventKind,
  PaymentState,
  transition,
} from '../../../domain/payment';
import { planPlacement, type PlanInput } from '../../../domain/plan';
import type { MethodKind } from '../../../domain/ports';
import { applyReading } from '../../../domain/reading';
import { release } from '../../../domain/release';
import { reasonsAgainstSending, run } from '../../../domain/run';
import type { Adjustment, PlannedPayment, TrimStrategy } from '../../../domain/trim';

export const LIMITS = { minimumMinor: 50, maximumMinor: 1_000_000 };
const FIRST_DAY = '2026-01-01';
export const dateOf = (day: number): string => addDays(FIRST_DAY, day);
const instantOf = (day: number): string => `${dateOf(day)}T15:00:00.000Z`;

export type WorldInvoice = {
  invoiceId: string;
  organizationId: 'client';
  currency: 'USD';
  totalMinor: number;
  openMinor: number;
  firmMinor: number;
  disputedMinor: number;
  overageMinor: number;
  isVoid: boolean;
  isOnHold: boolean;
  isMissing: boolean;
  isDrifted: boolean;
  readAt: string | null;
  /** The truth: paid by other ways, and what of ours is entered in the books. */
  elsewhereMinor: number;
  enteredMinor: number;
};

type WorldLine = {
  invoiceId: string;
  amountMinor: number;
  /** What a person last set. */
  setMinor: number;
  isInside: boolean;
  isInDisputed: boolean;
};

export type WorldPayment = {
  paymentId: string;
  state: PaymentState;
  methodKind: MethodKind;
  runOn: string | null;
  lines: WorldLine[];
  /** What the gateway kept; null until it was sent. */
  keptMinor: number | null;
};

export class World {
  readonly invoices = new Map<string, WorldInvoice>();
  readonly payments = new Map<string, WorldPayment>();
  adjustments: KeptAdjustment[] = [];
  day = 0;
  /** What the rules forbid, seen while a step was taken. */
  readonly breaches: string[] = [];
  private count = 0;

  constructor(totals: readonly number[]) {
    for (const [index, totalMinor] of totals.entries()) {
      const invoiceId = `inv-${index}`;
      this.invoices.set(invoiceId, {
        invoiceId,
        organizationId: 'client',
        currency: 'USD',
        totalMinor,
        openMinor: totalMinor,
        firmMinor: 0,
        disputedMinor: 0,
        overageMinor: 0,
        isVoid: false,
        isOnHold: false,
        isMissing: false,
        isDrifted: false,
        readAt: null,
        elsewhereMinor: 0,
        enteredMinor: 0,
      });
    }
  }

  get planned(): (PlannedPayment & { state: PaymentState })[] {
    return [...this.payments.values()].flatMap(({ paymentId, state, runOn, lines }) =>
      runOn !== null && isTentative({ state, runOn }) ? [{ paymentId, state, runOn, lines }] : [],
    );
  }

  invoice(invoiceId: string): WorldInvoice {
    const invoice = this.invoices.get(invoiceId);
    if (invoice === undefined) throw new Error(`no ${invoiceId}`);
    return invoice;
  }

  payment(paymentId: string): WorldPayment {
    const payment = this.payments.get(paymentId);
    if (payment === undefined) throw new Error(`no ${paymentId}`);
    return payment;
  }

  /** Answers the new payment's id, or null when it was refused. */
  place(
    amounts: readonly (readonly [invoiceId: string, amountMinor: number])[],
    request: Readonly<{ runOn: string | null; strategy: TrimStrategy; methodKind: MethodKind }>,
  ): string | null {
    const { runOn, strategy, methodKind } = request;
    const lines = amounts.map(([invoiceId, amountMinor]) => ({ invoiceId, amountMinor }));
    const plan = planPlacement(this.planInput(lines, runOn, strategy, null));
    if (!plan.ok) return null;
    this.count += 1;
    const paymentId = `pay-${String(this.count).padStart(4, '0')}`;
    const state = runOn === null ? PaymentState.reserved : PaymentState.scheduled;
    this.payments.set(paymentId, {
      paymentId,
      state,
      methodKind,
      runOn,
      lines: lines.map(newLine),
      keptMinor: null,
    });
    if (runOn === null) {
      for (const { invoiceId, amountMinor } of lines) this.claim(invoiceId, amountMinor);
      this.lower(plan.value.adjustments, paymentId);
    }
    return paymentId;
  }

  planInput(
    lines: PlanInput['request']['lines'],
    runOn: string | null,
    strategy: TrimStrategy,
    changesPaymentId: string | null,
  ): PlanInput {
    return {
      request: {
        kind: runOn === null ? 'pay' : 'schedule',
        organizationId: 'client',
        currency: 'USD',
        lines,
        strategy,
        changesPaymentId,
      },
      invoices: [...this.invoices.values()].filter(({ invoiceId }) =>
        lines.some((line) => line.invoiceId === invoiceId),
      ),
      planned: this.planned,
      limits: LIMITS,
    };
  }

  /** A person sets other amounts; what lowered it before is theirs now. */
  change(paymentId: string, amountsMinor: readonly number[]): void {
    const payment = this.payment(paymentId);
    if (payment.state !== PaymentState.scheduled || payment.runOn === null) return;
    const lines = payment.lines.map(({ invoiceId }, index) => ({
      invoiceId,
      amountMinor: amountsMinor[index % amountsMinor.length] ?? 0,
    }));
    const plan = planPlacement(this.planInput(lines, payment.runOn, 'nearest-first', paymentId));
    if (!plan.ok) return;
    payment.lines = lines.map(newLine);
    this.adjustments = this.adjustments.map((adjustment) =>
      adjustment.paymentId === paymentId && adjustment.status === AdjustmentStatus.held
        ? { ...adjustment, status: AdjustmentStatus.applied }
        : adjustment,
    );
  }

  /** The gateway's queue gives it its turn: the last look, then the freeze. */
  freeze(paymentId: string): void {
    const payment = this.payment(paymentId);
    const invoices = payment.lines.map(({ invoiceId }) => this.invoice(invoiceId));
    if (payment.state === PaymentState.reserved) {
      const reasons = reasonsAgainstSending(payment.lines, invoices);
      if (reasons.length > 0) this.move(payment, 'sentToReview');
      else this.submit(payment);
      return;
    }
    if (payment.state !== PaymentState.scheduled || payment.runOn === null) return;
    if (dateOf(this.day) < payment.runOn) return;
    if (payment.lines.every(({ amountMinor }) => amountMinor === 0)) return;
    const outcome = run({ lines: payment.lines, invoices, limits: LIMITS });
    if (outcome.kind === 'review') return this.move(payment, 'sentToReview');
    const taken = outcome.kind === 'charge' ? outcome.lines : [];
    for (const line of payment.lines) {
      const found = taken.find(({ invoiceId }) => invoiceId === line.invoiceId);
      line.amountMinor = found?.amountMinor ?? 0;
    }
    if (outcome.kind === 'superseded') return this.move(payment, 'superseded');
    if (outcome.totalMinor !== total(payment)) this.breaches.push('P7 lines are not the amount');
    this.submit(payment);
  }

  private submit(payment: WorldPayment): void {
    const runOn = payment.runOn;
    this.move(payment, 'frozen');
    payment.keptMinor = 0;
    for (const { invoiceId, amountMinor, setMinor } of payment.lines) {
      const invoice = this.invoice(invoiceId);
      if (amountMinor > 0 && invoice.firmMinor + invoice.disputedMinor > invoice.openMinor) {
        this.breaches.push(`P1 ${payment.paymentId} was sent above what was open`);
      }
      if (amountMinor > setMinor) this.breaches.push('P13 charged above what a person set');
    }
    if (runOn !== null && dateOf(this.day) < runOn) this.breaches.push('P12 charged too early');
  }

  /** An event of the gateway or of a person; ignored where the table says so. */
  happen(paymentId: string, event: PaymentEventKind): void {
    const payment = this.payment(paymentId);
    const isOurs = event === 'cancelled';
    if (!isOurs && payment.keptMinor === null) return;
    const next = transition(payment.state, { kind: event });
    if (next.kind === 'to' && next.state === PaymentState.settled)
      payment.keptMinor = total(payment);
    if (next.kind === 'to' && next.state === PaymentState.pending)
      payment.keptMinor = total(payment);
    if (next.kind === 'to' && !holdsClaim(next.state)) payment.keptMinor = 0;
    if (next.kind === 'to') this.move(payment, event);
  }

  private move(payment: WorldPayment, event: PaymentEventKind): void {
    const from = payment.state;
    const next = transition(from, { kind: event });
    if (next.kind !== 'to') throw new Error(`${event} may not follow ${from}`);
    const before = payment.lines.map((line) => contributionOf(payment, line));
    payment.lines = payment.lines.map((line) => lineAfter(from, line));
    payment.state = next.state;
    for (const [index, line] of payment.lines.entries()) {
      const after = contributionOf(payment, line);
      const firm = after.firm - (before[index]?.firm ?? 0);
      const disputed = after.disputed - (before[index]?.disputed ?? 0);
      this.invoice(line.invoiceId).disputedMinor += disputed;
      if (event === 'disputeWon' && firm + disputed !== 0)
        this.breaches.push(`${payment.paymentId} won a dispute, and headroom changed`);
      // What was disputed and is firm now was never free for anybody else.
      if (firm + disputed > 0) this.claim(line.invoiceId, firm);
      else this.unclaim(line.invoiceId, -firm);
    }
    this.decideHolds(payment.paymentId, holdsAfter(from, next.state, payment.methodKind));
  }

  /** A bank debit's run time three banking days after it settled has come. */
  finish(paymentId: string): void {
    if (this.payment(paymentId).state === PaymentState.settled)
      this.decideHolds(paymentId, 'apply');
  }

  private decideHolds(causePaymentId: string, decision: 'keep' | 'apply' | 'release'): void {
    if (decision === 'keep') return;
    const isHeld = (adjustment: KeptAdjustment) =>
      adjustment.causePaymentId === causePaymentId && adjustment.status === AdjustmentStatus.held;
    const held = this.adjustments.filter(isHeld);
    const before = new Map([...this.payments].map(([id, payment]) => [id, total(payment)]));
    const released =
      decision === 'release'
        ? release({
            causePaymentId,
            invoices: [...this.invoices.values()],
            payments: [...this.payments.values()].filter(
              ({ paymentId }) => paymentId !== causePaymentId,
            ),
            adjustments: this.adjustments,
          })
        : null;
    const status = released === null ? AdjustmentStatus.applied : AdjustmentStatus.released;
    this.adjustments = this.adjustments.map((adjustment) =>
      isHeld(adjustment) ? { ...adjustment, status } : adjustment,
    );
    for (const { paymentId, lines } of released?.payments ?? []) {
      for (const [index, { amountMinor }] of lines.entries()) {
        const line = this.payment(paymentId).lines[index];
        if (line !== undefined) line.amountMinor = amountMinor;
      }
    }
    if (released !== null) this.adjustments.push(...keep(released.trimmedAgain, null));
    for (const paymentId of new Set(held.map((adjustment) => adjustment.paymentId))) {
      this.afterHolds(this.payment(paymentId), before.get(paymentId) ?? 0);
    }
  }

  private afterHolds(payment: WorldPayment, beforeMinor: number): void {
    const openHoldCount = this.adjustments.filter(
      ({ paymentId, status }) =>
        paymentId === payment.paymentId && status === AdjustmentStatus.held,
    ).length;
    if (afterHoldsEnd({ ...payment, openHoldCount }) !== null) this.move(payment, 'superseded');
    const { state, runOn } = payment;
    if (state !== PaymentState.scheduled || runOn === null) return;
    const runAt = `${runOn}T15:00:00.000Z`;
    const afterMinor = total(payment);
    if (isGivenBackTooLate({ beforeMinor, afterMinor, runAt, now: instantOf(this.day) })) {
      this.move(payment, 'sentToReview');
    }
  }

  /** The client pays by another way, never more than is left, and the books say so at once. */
  payElsewhere(invoiceId: string, partOfHeadroom: number): void {
    const invoice = this.invoice(invoiceId);
    const leftMinor = this.trulyLeft(invoice);
    const amountMinor = Math.floor(leftMinor * partOfHeadroom);
    if (invoice.isVoid || amountMinor <= 0) return;
    invoice.elsewhereMinor += amountMinor;
    this.read(invoiceId, false);
  }

  /** What neither the client nor we have taken or are about to take. */
  private trulyLeft(invoice: WorldInvoice): number {
    return Math.min(
      headroomOf(invoice),
      invoice.totalMinor - invoice.elsewhereMinor - this.takenOf(invoice.invoiceId),
    );
  }

  /** What the gateway has, or may still get, of an invoice. */
  takenOf(invoiceId: string): number {
    return [...this.payments.values()].reduce((sum, payment) => {
      if (!holdsClaim(payment.state) && payment.state !== PaymentState.disputed) return sum;
      const line = payment.lines.find((candidate) => candidate.invoiceId === invoiceId);
      return sum + (line?.amountMinor ?? 0);
    }, 0);
  }

  /** A true list; with our settled lines entered before it was made, or without. */
  read(
    invoiceId: string,
    isEntered: boolean,
    confirmedRise: 'returned' | 'disputed' = 'returned',
  ): void {
    const invoice = this.invoice(invoiceId);
    if (invoice.isVoid) return;
    const onInvoice = [...this.payments.values()].flatMap((payment) => {
      const line = payment.lines.find((candidate) => candidate.invoiceId === invoiceId);
      return payment.state === PaymentState.settled && line !== undefined
        ? [{ payment, line }]
        : [];
    });
    const settled = onInvoice.filter(({ line }) => !line.isInside);
    if (isEntered) {
      invoice.enteredMinor += settled.reduce((sum, { line }) => sum + line.amountMinor, 0);
    }
    const outcome = applyReading({
      invoice,
      settled: settled.map(({ payment: { paymentId }, line: { amountMinor } }) => ({
        paymentId,
        amountMinor,
        enteredAt: null,
        isInside: isEntered,
      })),
      insideBefore: [],
      disputed:
        confirmedRise === 'disputed'
          ? this.disputedOf(invoice).map(({ payment: { paymentId }, line: { amountMinor } }) => ({
              paymentId,
              amountMinor,
            }))
          : [],
      planned: this.planned,
      reading: {
        balanceMinor: invoice.totalMinor - invoice.elsewhereMinor - invoice.enteredMinor,
        asOf: instantOf(this.day),
      },
      confirmedRise,
    });
    if (outcome.kind !== 'applied') return;
    const { openMinor, firmMinor, disputedMinor, overageMinor } = outcome;
    Object.assign(invoice, { openMinor, firmMinor, disputedMinor, overageMinor });
    invoice.readAt = instantOf(this.day);
    for (const { payment, line } of settled) {
      if (outcome.inside.includes(payment.paymentId)) line.isInside = true;
    }
    for (const { payment, line } of this.disputedOf(invoice)) {
      if (outcome.inDisputed.includes(payment.paymentId)) line.isInDisputed = true;
    }
    this.lower(outcome.adjustments, null);
    this.endEmptied(outcome.emptied);
  }

  /** The books take what is disputed off the invoice again, and a person says so. */
  enterDisputes(invoiceId: string): void {
    const invoice = this.invoice(invoiceId);
    if (invoice.isVoid) return;
    for (const { line } of this.disputedOf(invoice)) invoice.enteredMinor -= line.amountMinor;
    this.read(invoiceId, false, 'disputed');
  }

  /** Lines inside under a dispute that the books do not show yet. */
  private disputedOf({ invoiceId }: WorldInvoice) {
    return [...this.payments.values()].flatMap((payment) => {
      const line = payment.lines.find((candidate) => candidate.invoiceId === invoiceId);
      const isShown = line === undefined || !line.isInside || line.isInDisputed;
      return payment.state === PaymentState.disputed && !isShown ? [{ payment, line }] : [];
    });
  }

  voidInvoice(invoiceId: string): void {
    const invoice = this.invoice(invoiceId);
    const { openMinor, overageMinor, adjustments, emptied } = applyExternal({
      invoice,
      openNowMinor: 0,
      isVoided: true,
      planned: this.planned,
    });
    Object.assign(invoice, { isVoid: true, openMinor, overageMinor });
    this.lower(adjustments, null);
    this.endEmptied(emptied);
  }

  private endEmptied(paymentIds: readonly string[]): void {
    for (const paymentId of paymentIds) this.afterHolds(this.payment(paymentId), 0);
  }

  private lower(adjustments: readonly Adjustment[], causePaymentId: string | null): void {
    for (const { paymentId, invoiceId, beforeMinor, afterMinor } of adjustments) {
      const line = this.payment(paymentId).lines.find((known) => known.invoiceId === invoiceId);
      if (line?.amountMinor !== beforeMinor)
        this.breaches.push('an adjustment from another amount');
      if (afterMinor >= beforeMinor || afterMinor < 0) this.breaches.push('P2 not lowered');
      if (line !== undefined) line.amountMinor = afterMinor;
    }
    this.adjustments.push(...keep(adjustments, causePaymentId));
  }

  /** The guard of the database: a raise of firm stays within what is open. */
  private claim(invoiceId: string, amountMinor: number): void {
    const invoice = this.invoice(invoiceId);
    if (invoice.isVoid && amountMinor > 0) this.breaches.push('P5 a claim on a void invoice');
    if (amountMinor > 0 && headroomOf(invoice) < amountMinor)
      this.breaches.push('the guard would have refused');
    invoice.firmMinor += amountMinor;
    invoice.overageMinor = overageOf(invoice);
  }

  private unclaim(invoiceId: string, amountMinor: number): void {
    const invoice = this.invoice(invoiceId);
    invoice.firmMinor -= amountMinor;
    invoice.overageMinor = overageOf(invoice);
  }
}

const newLine = (line: Readonly<{ invoiceId: string; amountMinor: number }>): WorldLine => ({
  ...line,
  setMinor: line.amountMinor,
  isInside: false,
  isInDisputed: false,
});

export const total = ({ lines }: WorldPayment): number =>
  lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
