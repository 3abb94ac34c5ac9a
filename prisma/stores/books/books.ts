/**
 * The part of the books that one transaction has locked and read, as the domain takes it.
 *
 * Invariant: a counter of an invoice is the sum of what its lines contribute, so a change of state
 * or amount says by itself what becomes of the counters (`contributionOf`).
 */
import { holdsClaim, isTentative, type PaymentKind, PaymentState } from '../../../domain/payment';
import type { MethodKind } from '../../../domain/ports';
import type { RunInvoice } from '../../../domain/run';

export type BookInvoice = RunInvoice &
  Readonly<{ organizationId: string; number: string; currency: string; totalMinor: number }>;

export type BookLine = Readonly<{ invoiceId: string; amountMinor: number; isInside: boolean }>;

export type BookPayment = Readonly<{
  paymentId: string;
  organizationId: string;
  /** `P-10423`. */
  number: string;
  kind: PaymentKind;
  state: PaymentState;
  currency: string;
  methodId: string;
  methodKind: MethodKind;
  runOn: string | null;
  /** UTC instant. */
  runAt: string | null;
  runTime: string | null;
  zone: string | null;
  version: number;
  /** Business time, UTC. */
  settledAt: string | null;
  /** When what it holds became final. */
  finalAt: string | null;
  failureCode: string | null;
  lines: readonly BookLine[];
  /** Adjustments on it that are held, whoever caused them. */
  openHoldCount: number;
}>;

/** An adjustment that is held. */
export type BookHold = Readonly<{
  id: string;
  paymentId: string;
  invoiceId: string;
  beforeMinor: number;
  afterMinor: number;
  causePaymentId: string;
}>;

export type Books = Readonly<{
  business: Readonly<{ zone: string; runTime: string; now: string }>;
  /** Real time, UTC. */
  realNow: string;
  invoices: readonly BookInvoice[];
  payments: readonly BookPayment[];
  holds: readonly BookHold[];
}>;

export type Contribution = Readonly<{
  firm: number;
  unposted: number;
  planned: number;
  disputed: number;
}>;

/** What a line adds to its invoice's counters while its payment stands like this. */
export function contributionOf(
  payment: Readonly<{ state: PaymentState; runOn: string | null }>,
  line: BookLine,
): Contribution {
  const outside = line.isInside ? 0 : line.amountMinor;
  return {
    firm: holdsClaim(payment.state) ? outside : 0,
    unposted: payment.state === PaymentState.settled ? outside : 0,
    planned: isTentative(payment) ? line.amountMinor : 0,
    disputed: payment.state === PaymentState.disputed ? outside : 0,
  };
}

/** @throws Error when the payment was not locked and read: a bug of the caller. */
export function paymentIn(books: Books, paymentId: string): BookPayment {
  const payment = books.payments.find((candidate) => candidate.paymentId === paymentId);
  if (payment === undefined) throw new Error(`payment ${paymentId} was not read`);
  return payment;
}
