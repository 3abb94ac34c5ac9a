/**
 * What a person saw when they confirmed, in one canonical spelling, so that a confirm can prove it
 * (rules.md 7).
 *
 * Invariant: two equal spellings imply an equal plan. No instants and no recipients: they may differ
 * without changing what is paid.
 */
import type { GatewayLimits, PlanInvoice, PlanRequest } from './plan';
import type { PaymentState } from './payment';
import { compareText, type PlannedPayment } from './trim';

type FingerprintInvoice = Omit<PlanInvoice, 'organizationId' | 'currency'> &
  Readonly<{ isMissing: boolean; isDrifted: boolean }>;
type FingerprintPayment = PlannedPayment & Readonly<{ state: PaymentState }>;

export type FingerprintValues = Readonly<{
  request: PlanRequest & Readonly<{ methodId: string; runOn: string | null }>;
  invoices: readonly FingerprintInvoice[];
  /** Every payment planned on the request's invoices. */
  planned: readonly FingerprintPayment[];
  limits: GatewayLimits;
}>;

/** The same text for the same values, whatever order they were read in. The store hashes it. */
export function fingerprintText({ request, invoices, planned, limits }: FingerprintValues): string {
  return JSON.stringify([
    [
      request.kind,
      request.organizationId,
      request.methodId,
      request.currency,
      request.runOn,
      request.strategy,
      request.changesPaymentId,
      sorted(request.lines.map((line) => [line.invoiceId, line.amountMinor])),
    ],
    sorted(invoices.map(invoiceValues)),
    sorted(planned.map(plannedValues)),
    [limits.minimumMinor, limits.maximumMinor],
  ]);
}

export type ExternalFingerprintValues = Readonly<{
  request: Readonly<{
    invoiceId: string;
    amountMinor: number;
    /** The client's money that is applied, and what is left of it; null when it comes from elsewhere. */
    unappliedId: string | null;
    remainingMinor: number | null;
  }>;
  invoice: FingerprintInvoice;
  planned: readonly FingerprintPayment[];
}>;

/** The same for money that reaches one invoice without a payment of ours. */
export function externalFingerprintText({
  request,
  invoice,
  planned,
}: ExternalFingerprintValues): string {
  const { invoiceId, amountMinor, unappliedId, remainingMinor } = request;
  return JSON.stringify([
    ['external', invoiceId, amountMinor, unappliedId, remainingMinor],
    invoiceValues(invoice),
    sorted(planned.map(plannedValues)),
  ]);
}

const invoiceValues = (invoice: FingerprintInvoice) => [
  invoice.invoiceId,
  invoice.openMinor,
  invoice.firmMinor,
  invoice.disputedMinor,
  invoice.isVoid,
  invoice.isOnHold,
  invoice.isMissing,
  invoice.isDrifted,
];

const plannedValues = ({ paymentId, state, runOn, lines }: FingerprintPayment) => [
  paymentId,
  state,
  runOn,
  sorted(lines.map((line) => [line.invoiceId, line.amountMinor])),
];

function sorted(rows: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  return [...rows].sort((a, b) => compareText(String(a[0]), String(b[0])));
}
