/**
 * Another balance from the source of an invoice, or its void: what is planned gives way, what is in
 * flight cannot and is named as overage.
 */
import { headroomOf, type InvoiceCounters, overageOf } from './invoice';
import { type Adjustment, emptiedBy, type PlannedPayment, TrimStrategy, trimToLimit } from './trim';

export type ExternalEffect = Readonly<{
  /** What the source wants now; a void invoice wants nothing. */
  openMinor: number;
  overageMinor: number;
  /** Written as `applied`, with cause `external`: no charge of ours could take them back. */
  adjustments: readonly Adjustment[];
  emptied: readonly string[];
}>;

/**
 * Applies a new balance. Nearest run dates give first; a rise raises nothing.
 *
 * `planned` are the payments that plan on this invoice, with all their lines.
 */
export function applyExternal(
  change: Readonly<{
    invoice: InvoiceCounters & Readonly<{ invoiceId: string }>;
    openNowMinor: number;
    isVoided: boolean;
    planned: readonly PlannedPayment[];
  }>,
): ExternalEffect {
  const openMinor = change.isVoided ? 0 : change.openNowMinor;
  const invoice = { ...change.invoice, openMinor };
  const adjustments = trimToLimit({
    invoiceId: invoice.invoiceId,
    planned: change.planned,
    limitMinor: headroomOf(invoice),
    strategy: TrimStrategy.nearestFirst,
  });
  return {
    openMinor,
    overageMinor: overageOf(invoice),
    adjustments,
    emptied: emptiedBy(adjustments, change.planned),
  };
}
