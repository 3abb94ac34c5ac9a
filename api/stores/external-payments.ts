/** What the API asks of money that reaches an invoice without a payment of ours. */
import type {
  ExternalPayment,
  ExternalPreview,
  PossibleExternalPreview,
  Unapplied,
} from '../../contracts/external-payments';
import type { Refusal } from '../../contracts/payment-preview';
import type { Result } from '../../domain/result';
import type { Actor, NotFound } from './actor';

/** Where it comes from. */
export type ExternalFrom =
  | Readonly<{
      kind: 'receivedElsewhere';
      receivedOn: string;
      reference: string | null;
      reason: string | null;
    }>
  | Readonly<{ kind: 'creditApplied'; unappliedId: string }>;

export type ExternalAsked = Readonly<{
  invoiceId: string;
  amountMinor: number;
  from: ExternalFrom;
}>;

export type ExternalRefusal =
  | NotFound
  /** Every reason; at least one. */
  | Readonly<{ code: 'REFUSED'; refusals: readonly Refusal[] }>
  | Readonly<{ code: 'PLAN_CHANGED'; preview: PossibleExternalPreview }>
  /** Another one was recorded under this id. */
  | Readonly<{ code: 'PAYMENT_ID_USED' }>;

export interface ExternalPaymentStore {
  /** Null when the invoice, or the unapplied money, does not exist. Writes nothing. */
  preview(asked: ExternalAsked): Promise<ExternalPreview | null>;
  /** One transaction. The same id and body again answers the recorded one with `isNew` false. */
  record(
    asked: ExternalAsked & Readonly<{ id: string; fingerprint: string | null }>,
    actor: Actor,
  ): Promise<
    Result<
      Readonly<{
        payment: ExternalPayment;
        isNew: boolean;
        /** Planned payments that were lowered: their workflows are told. */
        touchedPaymentIds: readonly string[];
      }>,
      ExternalRefusal
    >
  >;
  /** What is left of it, oldest first; null when there is no such client. */
  unapplied(organizationId: string): Promise<readonly Unapplied[] | null>;
}
