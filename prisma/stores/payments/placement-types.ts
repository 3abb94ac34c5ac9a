/** What placing takes and answers, in the words of the database room. */
import type { PaymentKind, PaymentState } from '../../../domain/payment';
import type { Plan, PlanRefusal } from '../../../domain/plan';
import type { Line, TrimStrategy } from '../../../domain/trim';

export type Actor = Readonly<{ kind: 'user'; id: string; name: string }>;

export type PlacementRequest = Readonly<{
  organizationId: string;
  methodId: string;
  currency: string;
  lines: readonly Line[];
  /** Null for a payment that is made now. */
  runOn: string | null;
  strategy: TrimStrategy;
  /** SHA-256 of what the person saw; null takes any plan within the limits. */
  fingerprint: string | null;
  reference: string | null;
  note: string | null;
  extraRecipients: readonly string[];
  retryOf: string | null;
  restoredFrom: string | null;
}>;

export type PlacedPayment = Readonly<{
  id: string;
  version: number;
  /** `P-10423`. */
  number: string;
  kind: PaymentKind;
  state: PaymentState;
  amount: Readonly<{ amountMinor: number; currency: string }>;
  runOn: string | null;
  runAt: string | null;
}>;

export type Placed = Readonly<{
  payment: PlacedPayment;
  isNew: boolean;
  /** Planned payments that this one lowered: their workflows are told. */
  touchedPaymentIds: readonly string[];
}>;

/** The most lines a payment may have: more do not fit a mail, a screen or a transaction. */
export const LINES_MAX = 200;

export type StoreRefusal =
  | PlanRefusal
  | Readonly<{ code: 'METHOD_NOT_OF_ORGANIZATION' | 'METHOD_UNUSABLE' }>
  /** What it is to try again, or to restore, is not a payment of this client. */
  | Readonly<{ code: 'PAYMENT_NOT_OF_ORGANIZATION' }>
  | Readonly<{ code: 'TOO_MANY_LINES'; linesMax: number }>
  | Readonly<{ code: 'RUN_DATE_NOT_ALLOWED'; today: string }>;

export type PlacementRefusal =
  | Readonly<{ code: 'REFUSED'; refusals: readonly StoreRefusal[] }>
  /** The values are no longer those the person saw. Nothing was written. */
  | Readonly<{ code: 'PLAN_CHANGED'; fingerprint: string; plan: Plan }>
  | Readonly<{ code: 'PAYMENT_ID_USED'; payment: PlacedPayment }>;
