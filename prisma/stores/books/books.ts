/** The part of the books that one transaction has locked and read, as the domain takes it. */
import type { CountedLine } from '../../../domain/contribution';
import type { PaymentKind, PaymentState } from '../../../domain/payment';
import type { MethodKind } from '../../../domain/ports';
import type { RunInvoice } from '../../../domain/run';

export type BookInvoice = RunInvoice &
  Readonly<{ organizationId: string; number: string; currency: string; totalMinor: number }>;

export type BookLine = CountedLine & Readonly<{ invoiceId: string }>;

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

/** @throws Error when the payment was not locked and read: a bug of the caller. */
export function paymentIn(books: Books, paymentId: string): BookPayment {
  const payment = books.payments.find((candidate) => candidate.paymentId === paymentId);
  if (payment === undefined) throw new Error(`payment ${paymentId} was not read`);
  return payment;
}
