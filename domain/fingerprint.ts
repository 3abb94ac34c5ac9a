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

export type FingerprintValues = Readonly<{
  request: PlanRequest & Readonly<{ methodId: string; runOn: string | null }>;
  invoices: readonly (PlanInvoice & Readonly<{ isMissing: boolean; isDrifted: boolean }>)[];
  /** Every payment planned on the request's invoices. */
  planned: readonly (PlannedPayment & Readonly<{ state: PaymentState }>)[];
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
    sorted(
      invoices.map((invoice) => [
        invoice.invoiceId,
        invoice.openMinor,
        invoice.firmMinor,
        invoice.disputedMinor,
        invoice.isVoid,
        invoice.isOnHold,
        invoice.isMissing,
        invoice.isDrifted,
      ]),
    ),
    sorted(
      planned.map(({ paymentId, state, runOn, lines }) => [
        paymentId,
        state,
        runOn,
        sorted(lines.map((line) => [line.invoiceId, line.amountMinor])),
      ]),
    ),
    [limits.minimumMinor, limits.maximumMinor],
  ]);
}

function sorted(rows: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  return [...rows].sort((a, b) => compareText(String(a[0]), String(b[0])));
}
