/** The message that planned payments were changed by the system: old, new, why. */
import type { EmailPropsByKind } from '../../emails/registry';
import type { ChangeWords } from '../../emails/layout/words';
import { sumMinor } from '../../domain/money';
import type {
  AttachedFiles,
  ChangeCause,
  ChangedPaymentFacts,
  PaymentChangedFacts,
} from '../../domain/message-facts';
import type { Formatting } from './formatting';
import { frameWords, listInWords } from './parts';

export function paymentChangedWords(
  facts: PaymentChangedFacts,
  _files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['paymentChanged'] {
  const { payments, cause, business } = facts;
  const [first] = payments;
  if (first === undefined) throw new RangeError('a notice of no changed payment was asked for');
  const headline =
    payments.length === 1
      ? `Scheduled payment ${first.number} has changed`
      : `${payments.length} scheduled payments have changed`;
  const reason = causeInWords(cause, business.name, formatting);
  return {
    frame: frameWords(facts, headline, reason),
    headline,
    reasons: [reason],
    changes: payments.map((payment) => changeWords(payment, cause, business.name, formatting)),
  };
}

function causeInWords(cause: ChangeCause, businessName: string, { amount }: Formatting): string {
  switch (cause.kind) {
    case 'payment':
      return `Payment ${cause.paymentNumber} of ${amount(cause.amountMinor, cause.currency)} was made on the same invoices. What was scheduled has been lowered, so that nothing is paid twice.`;
    case 'release':
      return `Payment ${cause.paymentNumber} did not go through. What was scheduled before it has been restored.`;
    case 'balance':
      return `${businessName} has less to be paid on ${listInWords(cause.invoiceNumbers)} than before. What was scheduled has been lowered to it.`;
    case 'void':
      return `${businessName} voided ${listInWords(cause.invoiceNumbers)}. Nothing is left to be paid there.`;
    case 'bankingDay':
      return 'Banks do not work on the day that was planned. The debit goes to the next day on which they do.';
    default:
      return cause satisfies never;
  }
}

function changeWords(
  payment: ChangedPaymentFacts,
  cause: ChangeCause,
  businessName: string,
  formatting: Formatting,
): ChangeWords {
  const { number, currency, lines, runsAtBefore } = payment;
  const { figure } = formatting;
  return {
    title: `${number} · ${formatting.run(runsAtBefore)}`,
    currency,
    lines: lines.map(({ invoiceNumber, beforeMinor, afterMinor }) => ({
      invoice: invoiceNumber,
      before: figure(beforeMinor, currency),
      after: figure(afterMinor, currency),
    })),
    total:
      lines.length === 1
        ? null
        : {
            before: figure(sumMinor(lines.map((line) => line.beforeMinor)), currency),
            after: figure(totalAfterMinor(payment), currency),
          },
    outcome: outcomeInWords(payment, cause, businessName, formatting),
  };
}

function outcomeInWords(
  payment: ChangedPaymentFacts,
  cause: ChangeCause,
  businessName: string,
  { amount, run }: Formatting,
): string {
  const { next, currency, runsAtBefore, runsAtAfter } = payment;
  const total = amount(totalAfterMinor(payment), currency);
  switch (next) {
    case 'runs':
      return runsAtBefore.at === runsAtAfter.at
        ? `It runs as planned, for ${total}.`
        : `It now runs on ${run(runsAtAfter)}, for ${total}.`;
    case 'waits':
      return cause.kind === 'payment'
        ? `Nothing is left to pay with it, unless payment ${cause.paymentNumber} fails.`
        : 'Nothing is left to pay with it, unless another payment fails.';
    case 'ended':
      return 'It will not run: nothing is left to pay with it.';
    case 'inReview':
      return `It does not run by itself any more: ${businessName} decides when it does.`;
    default:
      return next satisfies never;
  }
}

function totalAfterMinor({ lines }: ChangedPaymentFacts): number {
  return sumMinor(lines.map((line) => line.afterMinor));
}
