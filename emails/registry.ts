/**
 * Which mails exist. The table is closed: a kind without a template, or a template without its
 * kind, does not compile.
 */
import type { ReactElement } from 'react';
import { AutopayNotice, type AutopayNoticeProps } from './autopay-notice';
import { BankDebitInitiated, type BankDebitInitiatedProps } from './bank-debit-initiated';
import { BankDebitReturned, type BankDebitReturnedProps } from './bank-debit-returned';
import { BankDebitSettled, type BankDebitSettledProps } from './bank-debit-settled';
import { Invoice, type InvoiceProps } from './invoice';
import type { FrameWords } from './layout/words';
import { PaymentCancelled, type PaymentCancelledProps } from './payment-cancelled';
import { PaymentChanged, type PaymentChangedProps } from './payment-changed';
import { PaymentDeclined, type PaymentDeclinedProps } from './payment-declined';
import { PaymentScheduled, type PaymentScheduledProps } from './payment-scheduled';
import { Receipt, type ReceiptProps } from './receipt';

export type EmailPropsByKind = Readonly<{
  receipt: ReceiptProps;
  paymentScheduled: PaymentScheduledProps;
  paymentChanged: PaymentChangedProps;
  paymentCancelled: PaymentCancelledProps;
  paymentDeclined: PaymentDeclinedProps;
  bankDebitInitiated: BankDebitInitiatedProps;
  bankDebitSettled: BankDebitSettledProps;
  bankDebitReturned: BankDebitReturnedProps;
  autopayNotice: AutopayNoticeProps;
  invoice: InvoiceProps;
}>;

export type EmailKind = keyof EmailPropsByKind;

/** A mail in finished words: its kind, and the props of that kind's template. */
export type EmailProps = {
  [Kind in EmailKind]: Readonly<{ kind: Kind; props: EmailPropsByKind[Kind] }>;
}[EmailKind];

type Template<Props extends { frame: FrameWords }> = {
  (props: Props): ReactElement;
  /** Feeds the previews and the tests; never a default. */
  readonly PreviewProps: Props;
};

export const templates: { readonly [Kind in EmailKind]: Template<EmailPropsByKind[Kind]> } = {
  receipt: Receipt,
  paymentScheduled: PaymentScheduled,
  paymentChanged: PaymentChanged,
  paymentCancelled: PaymentCancelled,
  paymentDeclined: PaymentDeclined,
  bankDebitInitiated: BankDebitInitiated,
  bankDebitSettled: BankDebitSettled,
  bankDebitReturned: BankDebitReturned,
  autopayNotice: AutopayNotice,
  invoice: Invoice,
};

export const emailKinds = Object.keys(templates) as readonly EmailKind[];
