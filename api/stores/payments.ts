/** What the API asks of payments. Decisions are made in the store's transactions, never here. */
import type { PaymentMessage, PaymentDetails, SentMessage } from '../../contracts/payment-details';
import type {
  PaymentPreview,
  PossiblePreview,
  Refusal,
  SplitPreview,
} from '../../contracts/payment-preview';
import type {
  ApprovePaymentBody,
  CancelPaymentBody,
  ChangePaymentBody,
  PreviewPaymentBody,
  PreviewSplitBody,
  PutPaymentBody,
  SendReceiptsBody,
} from '../../contracts/payment-request';
import type { PaymentsPage, PaymentsQuery, PlacedPayment } from '../../contracts/payments';
import type { PaymentState } from '../../domain/payment';
import type { ChargeOutcome, GatewayReport } from '../../domain/ports';
import type { Result } from '../../domain/result';
import type { InvoicePaymentStart } from '../../workflows/messages';
import type { Actor, NotFound, VersionConflict } from './actor';

export type PlacementRefusal =
  /** Every reason, in line order; at least one. */
  | Readonly<{ code: 'REFUSED'; refusals: readonly Refusal[] }>
  | Readonly<{ code: 'PLAN_CHANGED'; preview: PossiblePreview }>;

export type ChangeRefusal =
  | PlacementRefusal
  | NotFound
  | VersionConflict<Omit<PaymentDetails, 'workflow'>>
  /** `reason` in plain words. */
  | Readonly<{ code: 'PAYMENT_NOT_CHANGEABLE'; reason: string }>;

export interface PaymentStore {
  /** Null when the organization, or the payment in `changes`, does not exist. Writes nothing. */
  preview(request: PreviewPaymentBody): Promise<PaymentPreview | null>;

  /** The same for payments placed one after the other. Null when the organization does not exist. */
  previewSplit(request: PreviewSplitBody): Promise<SplitPreview | null>;

  /** One transaction. The same id and body again answers the placed payment with `isNew` false. */
  place(
    paymentId: string,
    request: PutPaymentBody,
    actor: Actor,
  ): Promise<
    Result<
      Readonly<{ payment: PlacedPayment; isNew: boolean }>,
      PlacementRefusal | Readonly<{ code: 'PAYMENT_ID_USED'; payment: PlacedPayment }>
    >
  >;

  change(
    paymentId: string,
    request: ChangePaymentBody,
    actor: Actor,
  ): Promise<Result<PlacedPayment, ChangeRefusal>>;
  cancel(
    paymentId: string,
    request: CancelPaymentBody,
    actor: Actor,
  ): Promise<Result<PlacedPayment, ChangeRefusal>>;
  approve(
    paymentId: string,
    request: ApprovePaymentBody,
    actor: Actor,
  ): Promise<Result<PlacedPayment, ChangeRefusal>>;

  list(query: PaymentsQuery): Promise<PaymentsPage>;
  /** Without the workflow, which the API adds. */
  read(paymentId: string): Promise<Omit<PaymentDetails, 'workflow'> | null>;

  /** Every mail about the payment, oldest first; null when there is no such payment. */
  receipts(paymentId: string): Promise<readonly SentMessage[] | null>;
  /** Writes the messages; the payment's workflow sends them. */
  sendReceipts(
    paymentId: string,
    request: SendReceiptsBody,
    actor: Actor,
  ): Promise<
    Result<
      readonly PaymentMessage[],
      NotFound | Readonly<{ code: 'PAYMENT_NOT_CHANGEABLE'; reason: string }>
    >
  >;

  /** What its workflow is started with; null when it was never placed. */
  readStart(paymentId: string): Promise<InvoicePaymentStart | null>;

  /**
   * The state a report of this outcome meets, and whether it says again what ended the matter. Reads
   * without a lock; null when there is no such payment.
   */
  stateFor(
    paymentId: string,
    outcome: ChargeOutcome,
  ): Promise<Readonly<{ state: PaymentState; isRepeat: boolean }> | null>;
  /** Keeps a report once per event id. */
  recordReport(gateway: string, report: GatewayReport): Promise<Readonly<{ isNew: boolean }>>;
  /** The one way an outcome reaches the books: idempotent, monotone, total. */
  apply(paymentId: string, outcome: ChargeOutcome, from: 'report'): Promise<unknown>;
}
