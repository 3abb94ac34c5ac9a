/**
 * The money part of the last look: what a scheduled payment may take now, and whether a reserved
 * one may still be sent.
 *
 * Invariant: a run only lowers; the amount charged is never above the line a person placed or the
 * headroom at this instant (rules.md 1, 2, 4).
 */
import { headroomOf, type InvoiceCounters } from './invoice';
import { sumMinor } from './money';
import type { GatewayLimits } from './plan';
import type { Line } from './trim';

/** An invoice at the last look. A hold of autopay alone is no hold here: it stops no person. */
export type RunInvoice = InvoiceCounters &
  Readonly<{
    invoiceId: string;
    isVoid: boolean;
    /** A person holds the invoice. */
    isOnHold: boolean;
    /** A complete list of its source no longer names it. */
    isMissing: boolean;
    /** The books lost or moved a payment of ours. */
    isDrifted: boolean;
  }>;

export type ReviewReason =
  | Readonly<{ code: 'INVOICE_ON_HOLD' | 'INVOICE_MISSING' | 'INVOICE_DRIFTED'; invoiceId: string }>
  | Readonly<{ code: 'AMOUNT_ABOVE_GATEWAY_MAXIMUM'; limitMinor: number }>;

export type RunOutcome =
  | Readonly<{ kind: 'review'; reasons: readonly ReviewReason[] }>
  /** Nothing is left to take: no failure. `belowMinimumMinor` when it is too little for the gateway. */
  | Readonly<{ kind: 'superseded'; belowMinimumMinor: number | null }>
  /** Lines without an amount are left out. */
  | Readonly<{ kind: 'charge'; lines: readonly Line[]; totalMinor: number }>;

/**
 * Decides a scheduled payment whose instant has come. A line trimmed to zero pays nothing, so its
 * invoice has no say.
 *
 * @throws RangeError when an invoice of a line was not given.
 */
export function run(
  input: Readonly<{
    lines: readonly Line[];
    invoices: readonly RunInvoice[];
    limits: GatewayLimits;
  }>,
): RunOutcome {
  const lines = input.lines.filter((line) => line.amountMinor > 0);
  const reasons = lines.flatMap((line) => reviewReasons(invoiceOf(line, input.invoices)));
  if (reasons.length > 0) return { kind: 'review', reasons };

  const lowered = lines
    .map((line) => lower(line, invoiceOf(line, input.invoices)))
    .filter((line) => line.amountMinor > 0);
  const totalMinor = sumMinor(lowered.map((line) => line.amountMinor));
  const { minimumMinor, maximumMinor } = input.limits;
  if (totalMinor === 0) return { kind: 'superseded', belowMinimumMinor: null };
  if (totalMinor < minimumMinor) return { kind: 'superseded', belowMinimumMinor: totalMinor };
  if (totalMinor > maximumMinor) {
    const code = 'AMOUNT_ABOVE_GATEWAY_MAXIMUM';
    return { kind: 'review', reasons: [{ code, limitMinor: maximumMinor }] };
  }
  return { kind: 'charge', lines: lowered, totalMinor };
}

function reviewReasons(invoice: RunInvoice): ReviewReason[] {
  const { invoiceId } = invoice;
  if (invoice.isOnHold) return [{ code: 'INVOICE_ON_HOLD', invoiceId }];
  if (invoice.isMissing) return [{ code: 'INVOICE_MISSING', invoiceId }];
  if (invoice.isDrifted) return [{ code: 'INVOICE_DRIFTED', invoiceId }];
  return [];
}

function lower(line: Line, invoice: RunInvoice): Line {
  const limitMinor = invoice.isVoid ? 0 : Math.max(0, headroomOf(invoice));
  return { ...line, amountMinor: Math.min(line.amountMinor, limitMinor) };
}

function invoiceOf<Invoice extends Readonly<{ invoiceId: string }>>(
  { invoiceId }: Line,
  invoices: readonly Invoice[],
): Invoice {
  const invoice = invoices.find((candidate) => candidate.invoiceId === invoiceId);
  if (!invoice) throw new RangeError(`invoice ${invoiceId} is on a line, but was not given`);
  return invoice;
}

export type ReservedReason = Readonly<{
  code: 'INVOICE_VOID' | 'INVOICE_ON_HOLD' | 'INVOICE_OVERDRAWN';
  invoiceId: string;
}>;

/**
 * Why a reserved payment may not be sent any more; empty when it may. Its own claim is in `firm`
 * already, so an invoice is overdrawn when firm and disputed money together pass what is open. A
 * line of zero pays nothing here either, so its invoice has no say.
 */
export function reasonsAgainstSending(
  lines: readonly Line[],
  invoices: readonly Omit<RunInvoice, 'isMissing' | 'isDrifted'>[],
): ReservedReason[] {
  const paying = lines.filter((line) => line.amountMinor > 0);
  return paying.flatMap((line): ReservedReason[] => {
    const invoice = invoiceOf(line, invoices);
    const { invoiceId } = invoice;
    if (invoice.isVoid) return [{ code: 'INVOICE_VOID', invoiceId }];
    if (invoice.isOnHold) return [{ code: 'INVOICE_ON_HOLD', invoiceId }];
    return headroomOf(invoice) < 0 ? [{ code: 'INVOICE_OVERDRAWN', invoiceId }] : [];
  });
}
