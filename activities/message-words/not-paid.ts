/** Messages of money that was not taken, or went back. Each says where the money is, and what next. */
import type { EmailPropsByKind } from '../../emails/registry';
import { declineInWords } from './decline-reasons';
import type {
  AttachedFiles,
  BankDebitReturnedFacts,
  CancelCause,
  PaymentCancelledFacts,
  PaymentDeclinedFacts,
} from '../../domain/message-facts';
import type { Formatting } from './formatting';
import {
  capitalized,
  frameWords,
  linesWords,
  methodName,
  methodWords,
  paidInvoices,
  totalAmount,
} from './parts';
import { returnInWords } from './return-reasons';

export function paymentCancelledWords(
  facts: PaymentCancelledFacts,
  _files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['paymentCancelled'] {
  const { business, payment, wasToRunAt } = facts;
  const total = totalAmount(payment, formatting);
  const planned =
    wasToRunAt === null ? '' : `, planned for ${formatting.day(wasToRunAt.at, wasToRunAt.zone)},`;
  const isOne = payment.lines.length === 1;
  return {
    frame: frameWords(
      facts,
      `Payment ${payment.number} of ${total} was cancelled`,
      `No money was taken for ${paidInvoices(payment)}.`,
    ),
    sentences: [
      `The payment of ${total} with ${methodName(payment.method)}${planned} was cancelled: ${cancelCauses[facts.cause](business.name)}.`,
      'No money was taken.',
      isOne
        ? 'The invoice stays unpaid until it is paid in another way.'
        : 'The invoices stay unpaid until they are paid in another way.',
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    wasToRunAt: wasToRunAt === null ? null : formatting.run(wasToRunAt),
    reference: payment.reference,
  };
}

const cancelCauses: Readonly<Record<CancelCause, (businessName: string) => string>> = {
  byBusiness: (businessName) => `${businessName} withdrew it`,
  stepNotTaken: () => 'the bank asked for a confirmation, and none was given in time',
  neverTaken: () => 'it did not go through, and it is certain now that it never will',
  voided: (businessName) => `${businessName} stopped it before it was settled`,
};

export function paymentDeclinedWords(
  facts: PaymentDeclinedFacts,
  _files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['paymentDeclined'] {
  const { business, payment } = facts;
  const total = totalAmount(payment, formatting);
  const { why, next } = declineInWords(facts, payment.method.kind, business.name);
  return {
    frame: frameWords(
      facts,
      `Payment ${payment.number} of ${total} was declined`,
      `No money was taken for ${paidInvoices(payment)}: ${why}.`,
    ),
    sentences: [
      `The payment of ${total} with ${methodName(payment.method)} was declined: ${why}.`,
      'No money was taken.',
      next,
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    declinedAt: formatting.moment(facts.declinedAt),
    reference: payment.reference,
  };
}

export function bankDebitReturnedWords(
  facts: BankDebitReturnedFacts,
  _files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['bankDebitReturned'] {
  const { business, payment, wasSettled } = facts;
  const total = totalAmount(payment, formatting);
  const account = methodName(payment.method);
  const { why, next } = returnInWords(facts, business.name);
  return {
    frame: frameWords(
      facts,
      `Bank debit ${payment.number} of ${total} was returned`,
      `Nothing was paid for ${paidInvoices(payment)}: ${why}.`,
    ),
    sentences: [
      `The bank returned the debit of ${total} from ${account}: ${why}.`,
      wasSettled
        ? 'The money went back to that account, and what it had paid is unpaid again.'
        : 'The money did not arrive, and what it was to pay is unpaid.',
      next,
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    returnedAt: formatting.moment(facts.returnedAt),
    returnReason: `${capitalized(why)} (${facts.code})`,
    reference: payment.reference,
    gatewayReference: facts.gatewayReference,
  };
}
