/**
 * Money that reaches an invoice without a charge of ours: a person says how much, and the invoice is
 * open for that much less (rules.md 14, page.md *Record a payment received elsewhere*).
 *
 * Invariant: pure, and the same for a preview as for the write. Nothing rises by it but the overage.
 */
import { applyExternal, type ExternalEffect } from './external';
import type { InvoiceCounters } from './invoice';
import { ok, type Result, refuse } from './result';
import type { PlannedPayment } from './trim';

export type ExternalPaymentRefusal =
  | Readonly<{ code: 'INVOICE_VOID' | 'AMOUNT_NOT_POSITIVE' }>
  /** Credit of one client or currency never pays an invoice of another. */
  | Readonly<{ code: 'INVOICE_NOT_OF_ORGANIZATION' | 'CURRENCY_MISMATCH' }>
  | Readonly<{ code: 'AMOUNT_EXCEEDS_OPEN' | 'AMOUNT_EXCEEDS_UNAPPLIED'; limitMinor: number }>
  | Readonly<{ code: 'RECEIVED_DATE_NOT_ALLOWED'; latest: string }>;

export type ExternalPaymentInput = Readonly<{
  invoice: InvoiceCounters &
    Readonly<{ invoiceId: string; organizationId: string; currency: string; isVoid: boolean }>;
  amountMinor: number;
  /** The day of receipt and the business's today, civil dates; null for a credit note's money. */
  received: Readonly<{ on: string; today: string }> | null;
  /** The client's money that it is taken from; null when it comes from elsewhere. */
  unapplied: Readonly<{ organizationId: string; currency: string; remainingMinor: number }> | null;
  planned: readonly PlannedPayment[];
}>;

/**
 * The limit is what the source says is open, not the headroom: what is in flight cannot give way, and
 * money that came twice is the overage to be seen.
 */
export function planExternalPayment(
  input: ExternalPaymentInput,
): Result<ExternalEffect, readonly ExternalPaymentRefusal[]> {
  const { invoice, amountMinor, planned } = input;
  const refusals = refusalsOf(input);
  if (refusals.length > 0) return refuse(refusals);
  const openNowMinor = invoice.openMinor - amountMinor;
  return ok(applyExternal({ invoice, openNowMinor, isVoided: false, planned }));
}

function refusalsOf(input: ExternalPaymentInput): ExternalPaymentRefusal[] {
  const { invoice, amountMinor, received, unapplied } = input;
  const refusals: ExternalPaymentRefusal[] = [];
  if (unapplied !== null && unapplied.organizationId !== invoice.organizationId) {
    return [{ code: 'INVOICE_NOT_OF_ORGANIZATION' }];
  }
  if (unapplied !== null && unapplied.currency !== invoice.currency) {
    return [{ code: 'CURRENCY_MISMATCH' }];
  }
  if (received !== null && received.on > received.today) {
    refusals.push({ code: 'RECEIVED_DATE_NOT_ALLOWED', latest: received.today });
  }
  if (invoice.isVoid) refusals.push({ code: 'INVOICE_VOID' });
  else if (amountMinor <= 0) refusals.push({ code: 'AMOUNT_NOT_POSITIVE' });
  else if (amountMinor > invoice.openMinor) {
    refusals.push({ code: 'AMOUNT_EXCEEDS_OPEN', limitMinor: invoice.openMinor });
  } else if (unapplied !== null && amountMinor > unapplied.remainingMinor) {
    refusals.push({ code: 'AMOUNT_EXCEEDS_UNAPPLIED', limitMinor: unapplied.remainingMinor });
  }
  return refusals;
}
