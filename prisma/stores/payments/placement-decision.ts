/**
 * Decides a placement, a change or an approval from what was read: refused with every reason, or
 * the plan with its date, its recipients and the fingerprint of the values behind it.
 *
 * Invariant: pure. The same values answer the same decision, for a preview as for the write.
 */
import { createHash } from 'node:crypto';
import { followingBankingDay } from '../../../domain/banking-days';
import { fingerprintText } from '../../../domain/fingerprint';
import { civilDateAt } from '../../../domain/instants';
import { PaymentState } from '../../../domain/payment';
import { type GatewayLimits, type Plan, PlacementKind, planPlacement } from '../../../domain/plan';
import type { MethodKind } from '../../../domain/ports';
import { type ReceiptAudience, receiptAudience } from '../../../domain/receipt-audience';
import { ok, type Result, refuse } from '../../../domain/result';
import { isScheduleDateAllowed, type RunTiming, runTimingOf } from '../../../domain/schedule-date';
import type { Line, TrimStrategy } from '../../../domain/trim';
import type { PlacementRead } from './placement-read';
import { LINES_MAX, type StoreRefusal } from './placement-types';

export type Asked = Readonly<{
  organizationId: string;
  methodId: string;
  currency: string;
  lines: readonly Line[];
  /** Null for a payment that is made now; of a placed payment with a date: the date it has. */
  runOn: string | null;
  strategy: TrimStrategy;
  extraRecipients: readonly string[];
}>;

/** The placed payment that is changed or approved. Wall time and zone were stored when it was placed. */
export type PlacedBefore = Readonly<{
  paymentId: string;
  state: PaymentState;
  runOn: string | null;
  runAt: string | null;
  runTime: string | null;
  zone: string | null;
}>;

export type KeptTiming = RunTiming & Readonly<{ runTime: string; zone: string }>;

export type Decision = Readonly<{
  plan: Plan;
  /** Null for a payment that is made now. */
  timing: KeptTiming | null;
  methodKind: MethodKind;
  /** The day of the business. */
  today: string;
  audience: ReceiptAudience;
  /** SHA-256 in hex of the values that were read. */
  fingerprint: string;
}>;

export function decidePlacement(
  read: PlacementRead,
  limits: GatewayLimits,
  asked: Asked,
  before: PlacedBefore | null,
): Result<Decision, readonly StoreRefusal[]> {
  if (asked.lines.length > LINES_MAX) {
    return refuse([{ code: 'TOO_MANY_LINES', linesMax: LINES_MAX }]);
  }
  const { method, business, invoices, planned } = read;
  const runOn = asked.runOn ?? before?.runOn ?? null;
  const today = civilDateAt(business.now, business.zone);
  const refusals = refusalsOfMethod(asked, method);
  if (runOn !== null && !keepsItsDate(runOn, before) && !isScheduleDateAllowed(runOn, today)) {
    refusals.push({ code: 'RUN_DATE_NOT_ALLOWED', today });
  }
  const request = {
    kind: runOn === null ? PlacementKind.pay : PlacementKind.schedule,
    organizationId: asked.organizationId,
    methodId: asked.methodId,
    currency: asked.currency,
    lines: asked.lines,
    runOn,
    strategy: asked.strategy,
    changesPaymentId: before?.paymentId ?? null,
  };
  const planning = planPlacement({ request, invoices, planned, limits });
  if (!planning.ok) refusals.push(...planning.refusal);
  if (refusals.length > 0 || !planning.ok || method === null) return refuse(refusals);

  const { currency, extraRecipients } = asked;
  const { totalMinor: amountMinor } = planning.value;
  const text = fingerprintText({ request, invoices, planned, limits });
  return ok({
    plan: planning.value,
    timing: runOn === null ? null : timingOf(runOn, method.kind, business, before),
    methodKind: method.kind,
    today,
    audience: receiptAudience({ contacts: read.contacts, extraRecipients, amountMinor, currency }),
    fingerprint: createHash('sha256').update(text).digest('hex'),
  });
}

/** The gateway keeps these no more. One that it calls expired may have been renewed since. */
const GONE: ReadonlySet<string> = new Set(['removed', 'switchedOff']);

function refusalsOfMethod(
  { organizationId }: Asked,
  method: PlacementRead['method'],
): StoreRefusal[] {
  if (method?.organizationId !== organizationId) return [{ code: 'METHOD_NOT_OF_ORGANIZATION' }];
  return method.isRemoved || GONE.has(method.status) ? [{ code: 'METHOD_UNUSABLE' }] : [];
}

/** A schedule that keeps its date may be due today already; a review wants a date that can come. */
function keepsItsDate(runOn: string, before: PlacedBefore | null): boolean {
  return before?.state === PaymentState.scheduled && before.runOn === runOn;
}

/** What was stored with the payment stays: no instant moves because a setting or a zone did. */
function timingOf(
  runOn: string,
  kind: MethodKind,
  business: PlacementRead['business'],
  before: PlacedBefore | null,
): KeptTiming {
  const { runTime, zone } = {
    runTime: before?.runTime ?? business.runTime,
    zone: before?.zone ?? business.zone,
  };
  const timing = runTimingOf(runOn, kind, { runTime, zone });
  const runAt = timing.runOn === before?.runOn ? (before.runAt ?? timing.runAt) : timing.runAt;
  return { ...timing, runAt, runTime, zone };
}

/** The banking day on which a bank debit reaches the bank; null for a card. */
export function bankDayOf({
  methodKind,
  timing,
  today,
}: Pick<Decision, 'methodKind' | 'timing' | 'today'>): string | null {
  if (methodKind !== 'bankDebit') return null;
  return timing?.runOn ?? followingBankingDay(today);
}
