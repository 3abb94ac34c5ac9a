/**
 * What placing a payment would do: refused with every reason, or the exact effect on everything
 * else that is planned.
 *
 * Invariant: a preview and a confirm that are given the same values answer the same plan, because
 * both call this and nothing else (rules.md 7).
 */
import { headroomOf, type InvoiceCounters } from './invoice';
import { sumMinor } from './money';
import { ok, refuse, type Result } from './result';
import {
  type Adjustment,
  emptiedBy,
  inRunOrder,
  type Line,
  type PlannedPayment,
  plannedOn,
  type TrimStrategy,
  trimToLimit,
} from './trim';

export const PlacementKind = { pay: 'pay', schedule: 'schedule' } as const;
/** `pay` reserves now and may lower what is planned; `schedule` only takes what nobody planned. */
export type PlacementKind = (typeof PlacementKind)[keyof typeof PlacementKind];

export type PlanInvoice = InvoiceCounters &
  Readonly<{
    invoiceId: string;
    organizationId: string;
    currency: string;
    isVoid: boolean;
    isOnHold: boolean;
  }>;

export type PlanRequest = Readonly<{
  kind: PlacementKind;
  organizationId: string;
  currency: string;
  lines: readonly Line[];
  strategy: TrimStrategy;
  /**
   * The placed payment that this request changes or approves (a draft, a dated review), else null.
   * It is planned without its own lines.
   */
  changesPaymentId: string | null;
}>;

/** What the gateway takes at once, in minor units of the payment's currency. */
export type GatewayLimits = Readonly<{ minimumMinor: number; maximumMinor: number }>;

export type PlanInput = Readonly<{
  request: PlanRequest;
  /** Every invoice of the request; one that is not here is not the organization's. */
  invoices: readonly PlanInvoice[];
  /** Every payment that plans on one of those invoices, with all its lines. */
  planned: readonly PlannedPayment[];
  limits: GatewayLimits;
}>;

export type PlanRefusal =
  | Readonly<{
      code:
        | 'INVOICE_REPEATED'
        | 'INVOICE_NOT_OF_ORGANIZATION'
        | 'CURRENCY_MISMATCH'
        | 'INVOICE_VOID'
        | 'INVOICE_ON_HOLD'
        | 'AMOUNT_NOT_POSITIVE';
      invoiceId: string;
    }>
  | Readonly<{
      code: 'AMOUNT_EXCEEDS_HEADROOM' | 'AMOUNT_EXCEEDS_UNPLANNED';
      invoiceId: string;
      limitMinor: number;
    }>
  | Readonly<{
      code: 'AMOUNT_BELOW_GATEWAY_MINIMUM' | 'AMOUNT_ABOVE_GATEWAY_MAXIMUM';
      limitMinor: number;
    }>;

/** An invoice as it stands once the request is placed. */
export type PlannedInvoice = Readonly<{
  invoiceId: string;
  headroomMinor: number;
  plannedMinor: number;
  residualMinor: number;
}>;

export type Plan = Readonly<{
  totalMinor: number;
  /** By run date, payment id, invoice id. */
  adjustments: readonly Adjustment[];
  /** Payments that this plan leaves without any amount. */
  emptied: readonly string[];
  /** Every invoice given, in the order given. */
  invoices: readonly PlannedInvoice[];
}>;

/** Decides a placement. A refusal names every bad line, in line order, and refuses the whole. */
export function planPlacement(input: PlanInput): Result<Plan, readonly PlanRefusal[]> {
  const { request, invoices, limits } = input;
  const others = input.planned.filter(({ paymentId }) => paymentId !== request.changesPaymentId);

  const refusals = refuseLines(request, invoices, others);
  if (refusals.length > 0) return refuse(refusals);
  const totalMinor = sumMinor(request.lines.map((line) => line.amountMinor));
  const outside = refuseTotal(totalMinor, limits);
  if (outside) return refuse([outside]);

  const requested = new Map(request.lines.map((line) => [line.invoiceId, line.amountMinor]));
  const adjustments =
    request.kind === PlacementKind.pay
      ? makeRoom(requested, invoices, others, request.strategy)
      : [];
  return ok({
    totalMinor,
    adjustments: inRunOrder(adjustments, others),
    emptied: emptiedBy(adjustments, others),
    invoices: invoices.map((invoice) =>
      afterwards(invoice, request, requested, others, adjustments),
    ),
  });
}

function refuseLines(
  request: PlanRequest,
  invoices: readonly PlanInvoice[],
  others: readonly PlannedPayment[],
): PlanRefusal[] {
  const known = new Map(invoices.map((invoice) => [invoice.invoiceId, invoice]));
  const seen = new Set<string>();
  return request.lines.flatMap((line) => {
    const isRepeated = seen.has(line.invoiceId);
    seen.add(line.invoiceId);
    if (isRepeated) return [{ code: 'INVOICE_REPEATED', invoiceId: line.invoiceId }];
    return refuseLine(request, line, known.get(line.invoiceId), others) ?? [];
  });
}

function refuseLine(
  request: PlanRequest,
  { invoiceId, amountMinor }: Line,
  invoice: PlanInvoice | undefined,
  others: readonly PlannedPayment[],
): PlanRefusal | null {
  if (!invoice || invoice.organizationId !== request.organizationId) {
    return { code: 'INVOICE_NOT_OF_ORGANIZATION', invoiceId };
  }
  if (invoice.currency !== request.currency) return { code: 'CURRENCY_MISMATCH', invoiceId };
  if (invoice.isVoid) return { code: 'INVOICE_VOID', invoiceId };
  if (invoice.isOnHold) return { code: 'INVOICE_ON_HOLD', invoiceId };
  if (amountMinor <= 0) return { code: 'AMOUNT_NOT_POSITIVE', invoiceId };

  const limitMinor = limitOf(request.kind, invoice, others);
  if (amountMinor <= limitMinor) return null;
  const code =
    request.kind === PlacementKind.pay ? 'AMOUNT_EXCEEDS_HEADROOM' : 'AMOUNT_EXCEEDS_UNPLANNED';
  return { code, invoiceId, limitMinor };
}

/**
 * The most that one line may be: people may pay over what is planned, but not plan it twice.
 * `others` are the planned payments without the one being changed. Zero or more.
 */
export function limitOf(
  kind: PlacementKind,
  invoice: InvoiceCounters & Readonly<{ invoiceId: string }>,
  others: readonly PlannedPayment[],
): number {
  const headroomMinor = headroomOf(invoice);
  if (kind === PlacementKind.pay) return Math.max(0, headroomMinor);
  return Math.max(0, headroomMinor - plannedOn(invoice.invoiceId, others));
}

function refuseTotal(totalMinor: number, limits: GatewayLimits): PlanRefusal | null {
  if (totalMinor < limits.minimumMinor) {
    return { code: 'AMOUNT_BELOW_GATEWAY_MINIMUM', limitMinor: limits.minimumMinor };
  }
  if (totalMinor > limits.maximumMinor) {
    return { code: 'AMOUNT_ABOVE_GATEWAY_MAXIMUM', limitMinor: limits.maximumMinor };
  }
  return null;
}

function makeRoom(
  requested: ReadonlyMap<string, number>,
  invoices: readonly PlanInvoice[],
  others: readonly PlannedPayment[],
  strategy: TrimStrategy,
): Adjustment[] {
  return invoices.flatMap((invoice) => {
    const paidMinor = requested.get(invoice.invoiceId);
    if (paidMinor === undefined) return [];
    return trimToLimit({
      invoiceId: invoice.invoiceId,
      planned: others,
      limitMinor: headroomOf(invoice) - paidMinor,
      strategy,
    });
  });
}

function afterwards(
  invoice: PlanInvoice,
  request: PlanRequest,
  requested: ReadonlyMap<string, number>,
  others: readonly PlannedPayment[],
  adjustments: readonly Adjustment[],
): PlannedInvoice {
  const requestedMinor = requested.get(invoice.invoiceId) ?? 0;
  const isPaidNow = request.kind === PlacementKind.pay;
  const trimmedMinor = sumMinor(
    adjustments
      .filter((adjustment) => adjustment.invoiceId === invoice.invoiceId)
      .map(({ beforeMinor, afterMinor }) => beforeMinor - afterMinor),
  );
  const headroomMinor = headroomOf(invoice) - (isPaidNow ? requestedMinor : 0);
  const plannedMinor =
    plannedOn(invoice.invoiceId, others) - trimmedMinor + (isPaidNow ? 0 : requestedMinor);
  return {
    invoiceId: invoice.invoiceId,
    headroomMinor,
    plannedMinor,
    residualMinor: Math.max(0, headroomMinor - plannedMinor),
  };
}
