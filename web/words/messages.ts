/** A mail by its kind: `Receipt`. A kind that is new here is a mail all the same. */
export function messageName(kind: string): string {
  return NAMES[kind] ?? 'Mail';
}

const NAMES: Readonly<Record<string, string>> = {
  receipt: 'Receipt',
  paymentScheduled: 'Mail about the schedule',
  paymentCancelled: 'Mail about the cancellation',
  paymentDeclined: 'Mail about the decline',
  bankDebitInitiated: 'Mail about the bank debit',
  bankDebitSettled: 'Receipt of the bank debit',
  bankDebitReturned: 'Mail about the return',
  paymentChanged: 'Mail about changed plans',
  autopayNotice: 'Notice of an autopay run',
  invoice: 'Invoice by mail',
};
