/** Why a payment would be refused, in a clerk's words, and the amount that would do. */
import type { Refusal } from '../../../contracts/payment-preview';
import type { Words } from '../../words/business';

export function refusalWords(refusal: Refusal, words: Words): string {
  const { code, invoice, limit, earliest, latest } = refusal;
  const most = limit === null ? null : words.amount(limit.amountMinor, limit.currency);
  const name = invoice?.number ?? 'An invoice';
  switch (code) {
    case 'AMOUNT_EXCEEDS_UNPLANNED':
      return [`At most ${most}`, plansOf(refusal, words)].filter((part) => part !== '').join(': ');
    case 'AMOUNT_EXCEEDS_HEADROOM':
      return `At most ${most}: no more is unpaid and not in flight`;
    case 'AMOUNT_EXCEEDS_OPEN':
      return `At most ${most}: no more is open in the books`;
    case 'AMOUNT_EXCEEDS_UNAPPLIED':
      return `At most ${most}: no more is left of it`;
    case 'RECEIVED_DATE_NOT_ALLOWED':
      return 'The day of receipt lies ahead';
    case 'AMOUNT_NOT_POSITIVE':
      return 'The amount must be above zero, or empty';
    case 'AMOUNT_BELOW_GATEWAY_MINIMUM':
      return `The gateway takes no less than ${most}`;
    case 'AMOUNT_ABOVE_GATEWAY_MAXIMUM':
      return `The gateway takes no more than ${most} at once`;
    case 'INVOICE_VOID':
      return `${name} is void`;
    case 'INVOICE_ON_HOLD':
      return `${name} is on hold`;
    case 'INVOICE_REPEATED':
      return `${name} is named twice`;
    case 'INVOICE_NOT_OF_ORGANIZATION':
      return `${name} is not of this client`;
    case 'CURRENCY_MISMATCH':
      return `${name} has another currency`;
    case 'METHOD_NOT_OF_ORGANIZATION':
      return 'The method is not of this client';
    case 'METHOD_UNUSABLE':
      return 'The gateway says that this method cannot be charged any more';
    case 'PAYMENT_NOT_OF_ORGANIZATION':
      return 'The payment to try again is not of this client';
    case 'TOO_MANY_LINES':
      return 'One payment takes at most 200 invoices';
    case 'RUN_DATE_NOT_ALLOWED':
      return earliest !== null && latest !== null
        ? `The date must lie from ${words.date(earliest)} to ${words.date(latest)}`
        : 'A payment cannot run on this date';
  }
}

/** `750.00 is scheduled for Dec 4, 2026 by Marcus Oyelaran` */
function plansOf({ plannedEntries }: Refusal, words: Words): string {
  const [first, ...more] = plannedEntries;
  if (!first) return '';
  const { amount, runOn, placedBy, kind } = first;
  const act = kind === 'autopay' ? 'is on autopay for' : 'is scheduled for';
  const by = placedBy === null ? '' : ` by ${placedBy}`;
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return `${words.amount(amount.amountMinor, amount.currency)} ${act} ${words.date(runOn)}${by}${rest}`;
}
