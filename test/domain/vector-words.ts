/** From the words of the vectors to those of the domain and back, one function per family. */
import type { AdjustmentStatus } from '../../domain/adjustments';
import { type AutopayRule, decideAutopay } from '../../domain/autopay';
import { followingBankingDay } from '../../domain/banking-days';
import type { Criterion, InvoiceFields } from '../../domain/criteria';
import { applyExternal } from '../../domain/external';
import { instantOf } from '../../domain/instants';
import type { PaymentState } from '../../domain/payment';
import { type PlacementKind, planPlacement } from '../../domain/plan';
import { applyReading, type ReadingEffect } from '../../domain/reading';
import { release } from '../../domain/release';
import { run } from '../../domain/run';
import { forMethod, type Timing, timedOn } from '../../domain/run-on';
import type { Adjustment, Line, TrimStrategy } from '../../domain/trim';

type Counters = Readonly<{ id: string; open: number; firm: number; disputed?: number }>;
type VectorLine = Readonly<{ invoice: string; amount: number }>;
type Scheduled = Readonly<{ id: string; runOn: string; lines: readonly VectorLine[] }>;
type Limits = Readonly<{ gatewayMinimum: number; gatewayMaximum: number }>;
type MethodType = 'card' | 'ach';

const methodKind = (type: MethodType) => (type === 'ach' ? 'bankDebit' : 'card');

const counters = ({ id, open, firm, disputed }: Counters) => ({
  invoiceId: id,
  openMinor: open,
  firmMinor: firm,
  disputedMinor: disputed ?? 0,
});

const toLine = ({ invoice, amount }: VectorLine): Line => ({
  invoiceId: invoice,
  amountMinor: amount,
});

const fromLine = ({ invoiceId, amountMinor }: Line): VectorLine => ({
  invoice: invoiceId,
  amount: amountMinor,
});

const toPlanned = ({ id, runOn, lines }: Scheduled) => ({
  paymentId: id,
  runOn,
  lines: lines.map(toLine),
});

const fromAdjustment = ({ paymentId, invoiceId, beforeMinor, afterMinor }: Adjustment) => ({
  payment: paymentId,
  invoice: invoiceId,
  before: beforeMinor,
  after: afterMinor,
});

const limits = ({ gatewayMinimum, gatewayMaximum }: Limits) => ({
  minimumMinor: gatewayMinimum,
  maximumMinor: gatewayMaximum,
});

type PlanGiven = Limits &
  Readonly<{
    strategy: TrimStrategy;
    invoices: readonly (Counters &
      Readonly<{ organization: string; currency: string; void?: boolean; onHold?: boolean }>)[];
    scheduled: readonly Scheduled[];
    request: Readonly<{
      kind: PlacementKind;
      organization: string;
      currency: string;
      lines: readonly VectorLine[];
    }>;
  }>;

function answerPlan(given: PlanGiven) {
  const plan = planPlacement({
    request: {
      kind: given.request.kind,
      organizationId: given.request.organization,
      currency: given.request.currency,
      lines: given.request.lines.map(toLine),
      strategy: given.strategy,
      changesPaymentId: null,
    },
    invoices: given.invoices.map((invoice) => ({
      ...counters(invoice),
      organizationId: invoice.organization,
      currency: invoice.currency,
      isVoid: invoice.void ?? false,
      isOnHold: invoice.onHold ?? false,
    })),
    planned: given.scheduled.map(toPlanned),
    limits: limits(given),
  });
  if (!plan.ok) {
    return {
      ok: false,
      refusals: plan.refusal.map((refusal) => ({
        ...('invoiceId' in refusal && { invoice: refusal.invoiceId }),
        code: refusal.code,
        ...('limitMinor' in refusal && { limit: refusal.limitMinor }),
      })),
    };
  }
  return {
    ok: true,
    adjustments: plan.value.adjustments.map(fromAdjustment),
    emptied: plan.value.emptied,
    invoices: plan.value.invoices.map((invoice) => ({
      id: invoice.invoiceId,
      headroom: invoice.headroomMinor,
      planned: invoice.plannedMinor,
      residual: invoice.residualMinor,
    })),
  };
}

type ExternalGiven = Readonly<{
  invoice: Counters;
  openNow: number;
  voided: boolean;
  scheduled: readonly Scheduled[];
}>;

function answerExternal(given: ExternalGiven) {
  const effect = applyExternal({
    invoice: counters(given.invoice),
    openNowMinor: given.openNow,
    isVoided: given.voided,
    planned: given.scheduled.map(toPlanned),
  });
  return {
    adjustments: effect.adjustments.map(fromAdjustment),
    emptied: effect.emptied,
    overage: effect.overageMinor,
  };
}

type ReadingGiven = Readonly<{
  invoice: Counters & Readonly<{ readAt?: string }>;
  settled: readonly Readonly<{
    payment: string;
    amount: number;
    enteredAt?: string;
    inside?: boolean;
  }>[];
  insideBefore: readonly Readonly<{ payment: string; returned: boolean; refunded?: boolean }>[];
  reading: Readonly<{ balance: number; asOf: string }>;
  riseConfirmed: boolean;
}>;

function answerReading(given: ReadingGiven) {
  const outcome = applyReading({
    invoice: { ...counters(given.invoice), readAt: given.invoice.readAt ?? null },
    settled: given.settled.map((line) => ({
      paymentId: line.payment,
      amountMinor: line.amount,
      enteredAt: line.enteredAt ?? null,
      isInside: line.inside ?? null,
    })),
    insideBefore: given.insideBefore.map((line) => ({
      paymentId: line.payment,
      isReturnedOrRefunded: line.returned || (line.refunded ?? false),
    })),
    planned: [],
    reading: { balanceMinor: given.reading.balance, asOf: given.reading.asOf },
    disputed: [],
    confirmedRise: given.riseConfirmed ? 'other' : null,
  });
  const unchanged = { open: given.invoice.open, firm: given.invoice.firm };
  if (outcome.kind === 'older') return { outcome: 'older', ...unchanged };
  if (outcome.kind === 'rise') {
    return { outcome: 'rise', ...unchanged, proposed: fromReading(outcome.proposed) };
  }
  return { outcome: 'applied', ...fromReading(outcome) };
}

const fromReading = (effect: ReadingEffect) => ({
  open: effect.openMinor,
  firm: effect.firmMinor,
  inside: effect.inside,
  outside: effect.outside,
  overage: effect.overageMinor,
  drift: effect.isDrift,
});

type ReleaseGiven = Readonly<{
  invoices: readonly (Counters & Readonly<{ void?: boolean }>)[];
  scheduled: readonly (Scheduled & Readonly<{ state: PaymentState }>)[];
  adjustments: readonly Readonly<{
    payment: string;
    invoice: string;
    before: number;
    after: number;
    cause: string;
    status: AdjustmentStatus;
  }>[];
  released: string;
}>;

function answerRelease(given: ReleaseGiven) {
  const released = release({
    causePaymentId: given.released,
    invoices: given.invoices.map((invoice) => ({
      ...counters(invoice),
      isVoid: invoice.void ?? false,
    })),
    payments: given.scheduled.map((payment) => ({ ...toPlanned(payment), state: payment.state })),
    adjustments: given.adjustments.map((adjustment) => ({
      paymentId: adjustment.payment,
      invoiceId: adjustment.invoice,
      beforeMinor: adjustment.before,
      afterMinor: adjustment.after,
      causePaymentId: adjustment.cause === 'external' ? null : adjustment.cause,
      status: adjustment.status,
    })),
  });
  return {
    scheduled: released.payments.map(({ paymentId, lines }) => ({
      id: paymentId,
      lines: lines.map(fromLine),
    })),
    trimmedAgain: released.trimmedAgain.map(fromAdjustment),
    notGivenBack: released.notGivenBack.map(({ paymentId, invoiceId, amountMinor }) => ({
      payment: paymentId,
      invoice: invoiceId,
      amount: amountMinor,
    })),
  };
}

type RunGiven = Limits &
  Readonly<{
    invoices: readonly (Counters &
      Readonly<{ void?: boolean; onHold?: boolean; missing?: boolean; drifted?: boolean }>)[];
    payment: Readonly<{ lines: readonly VectorLine[] }>;
  }>;

function answerRun(given: RunGiven) {
  const outcome = run({
    lines: given.payment.lines.map(toLine),
    invoices: given.invoices.map((invoice) => ({
      ...counters(invoice),
      isVoid: invoice.void ?? false,
      isOnHold: invoice.onHold ?? false,
      isMissing: invoice.missing ?? false,
      isDrifted: invoice.drifted ?? false,
    })),
    limits: limits(given),
  });
  if (outcome.kind === 'review') return { outcome: 'review' };
  if (outcome.kind === 'superseded') {
    const { belowMinimumMinor } = outcome;
    return {
      outcome: 'superseded',
      ...(belowMinimumMinor !== null && { belowMinimum: belowMinimumMinor }),
    };
  }
  return { outcome: 'charge', lines: outcome.lines.map(fromLine), total: outcome.totalMinor };
}

type RunOnGiven = Readonly<{
  timing: Timing;
  issuedOn: string;
  dueOn?: string | null;
  methodType: MethodType;
}>;

function answerRunOn(given: RunOnGiven) {
  const date = timedOn(given.timing, { issuedOn: given.issuedOn, dueOn: given.dueOn ?? null });
  return { on: date === null ? null : forMethod(date, methodKind(given.methodType)) };
}

type MethodStatus = 'valid' | 'expired' | 'removed' | 'type-disabled';

type AutopayGiven = Limits &
  Readonly<{
    invoice: Counters &
      Readonly<{
        total: number;
        planned: number;
        issuedOn: string;
        dueOn?: string | null;
        firstMatchedOn: string;
        autopayExcluded: boolean;
        autopayHold: boolean;
        missing: boolean;
        fields: InvoiceFields;
      }>;
    rules: readonly Readonly<{
      id: string;
      position: number;
      enabled: boolean;
      method: Readonly<{ type: MethodType; status: MethodStatus }>;
      timing: Timing;
      criteria: readonly Criterion[];
      cap: Readonly<{ amount: number; mode: 'skip' | 'payUpTo' }> | null;
      withScheduled: 'suppress' | 'residual';
      fallThrough: boolean;
      activatedOn: string;
      backlog: 'leave' | 'take';
    }>[];
  }>;

const METHOD_STATUS = {
  valid: 'usable',
  expired: 'expired',
  removed: 'removed',
  'type-disabled': 'switchedOff',
} as const;

const toRule = (rule: AutopayGiven['rules'][number]): AutopayRule => ({
  ruleId: rule.id,
  position: rule.position,
  isEnabled: rule.enabled,
  method: { kind: methodKind(rule.method.type), status: METHOD_STATUS[rule.method.status] },
  timing: rule.timing,
  criteria: rule.criteria,
  cap: rule.cap && { amountMinor: rule.cap.amount, mode: rule.cap.mode },
  withScheduled: rule.withScheduled,
  allowsFallThrough: rule.fallThrough,
  activatedOn: rule.activatedOn,
  backlog: rule.backlog,
});

function answerAutopay(given: AutopayGiven) {
  const { invoice } = given;
  const decision = decideAutopay({
    invoice: {
      ...counters(invoice),
      totalMinor: invoice.total,
      plannedMinor: invoice.planned,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn ?? null,
      firstMatchedOn: invoice.firstMatchedOn,
      isAutopayExcluded: invoice.autopayExcluded,
      isAutopayHeld: invoice.autopayHold,
      isMissing: invoice.missing,
      isInAgreedBacklog: true,
      fields: invoice.fields,
    },
    rules: given.rules.map(toRule),
    limits: limits(given),
  });
  const { outcome } = decision;
  return {
    winner: decision.winnerId,
    alsoMatched: decision.alsoMatchedIds,
    notMatched: decision.notMatched.map((verdict) => ({
      rule: verdict.ruleId,
      failedCriterion: verdict.reason === 'CRITERION' ? verdict.failedCriterion : null,
    })),
    outcome: outcome.kind,
    ...(outcome.kind === 'charge' && { amount: outcome.amountMinor, runOn: outcome.runOn }),
  };
}

type InstantGiven = Readonly<{ on: string; time: string; zone: string }>;

/** Vectors write instants to the second. */
const answerInstant = ({ on, time, zone }: InstantGiven) => ({
  at: instantOf(on, time, zone).replace('.000Z', 'Z'),
});

const answerBankingDay = ({ on }: Readonly<{ on: string }>) => ({ on: followingBankingDay(on) });

/** What the domain answers to a case of each family. */
export const ANSWERS: Readonly<Record<string, (given: never) => unknown>> = {
  plan: answerPlan,
  external: answerExternal,
  reading: answerReading,
  release: answerRelease,
  run: answerRun,
  'run-on': answerRunOn,
  'banking-day': answerBankingDay,
  instant: answerInstant,
  autopay: answerAutopay,
};
