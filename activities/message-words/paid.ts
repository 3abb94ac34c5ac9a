/** Messages of money that is on its way or has arrived, or is planned to. */
import type { EmailPropsByKind } from '../../emails/registry';
import type {
  AttachedFiles,
  BankDebitInitiatedFacts,
  BankDebitSettledFacts,
  PaymentScheduledFacts,
  ReceiptFacts,
} from '../../domain/message-facts';
import type { Formatting } from './formatting';
import {
  attachmentWords,
  frameWords,
  linesWords,
  methodName,
  methodWords,
  paidInvoices,
  sumWords,
  totalAmount,
} from './parts';

export function receiptWords(
  facts: ReceiptFacts,
  files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['receipt'] {
  const { business, recipient, payment } = facts;
  const total = totalAmount(payment, formatting);
  const method = methodName(payment.method);
  const invoices = paidInvoices(payment);
  return {
    frame: frameWords(
      facts,
      `Receipt ${payment.number}: ${total} paid to ${business.name}`,
      `Charged to ${method} for ${invoices}.`,
    ),
    paid: sumWords(payment, formatting),
    sentences: [
      `${business.name} charged ${total} to ${method} for ${invoices} of ${recipient.organizationName}.`,
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    chargedAt: formatting.moment(facts.chargedAt),
    reference: payment.reference,
    gatewayReference: facts.gatewayReference,
    attachments: attachmentWords(files, business.name),
  };
}

export function paymentScheduledWords(
  facts: PaymentScheduledFacts,
  files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['paymentScheduled'] {
  const { business, recipient, payment, runsAt } = facts;
  const total = totalAmount(payment, formatting);
  const method = methodName(payment.method);
  const invoices = paidInvoices(payment);
  const run = formatting.run(runsAt);
  const isDebit = payment.method.kind === 'bankDebit';
  const act = isDebit ? `debit ${total} from` : `charge ${total} to`;
  return {
    frame: frameWords(
      facts,
      `Payment ${payment.number} of ${total} is scheduled for ${formatting.day(runsAt.at, runsAt.zone)}`,
      `${method} will be ${isDebit ? 'debited' : 'charged'} for ${invoices}.`,
    ),
    planned: sumWords(payment, formatting),
    sentences: [
      `${business.name} will ${act} ${method} on ${run}, for ${invoices} of ${recipient.organizationName}.`,
      `Nothing has been ${isDebit ? 'debited' : 'charged'} yet. If less is unpaid by then, this payment is lowered by itself, and we write to you.`,
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    runsAt: run,
    reference: payment.reference,
    attachments: attachmentWords(files, business.name),
  };
}

export function bankDebitInitiatedWords(
  facts: BankDebitInitiatedFacts,
  files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['bankDebitInitiated'] {
  const { business, recipient, payment } = facts;
  const total = totalAmount(payment, formatting);
  const account = methodName(payment.method);
  const invoices = paidInvoices(payment);
  return {
    frame: frameWords(
      facts,
      `Bank debit ${payment.number} of ${total} has started`,
      `${account} is debited for ${invoices}.`,
    ),
    debited: sumWords(payment, formatting),
    sentences: [
      `${business.name} has sent a debit of ${total} to ${account} for ${invoices} of ${recipient.organizationName}.`,
      'Banks take some days for it. We write again once it is settled, or if the bank returns it.',
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    initiatedAt: formatting.moment(facts.initiatedAt),
    reference: payment.reference,
    gatewayReference: facts.gatewayReference,
    attachments: attachmentWords(files, business.name),
  };
}

export function bankDebitSettledWords(
  facts: BankDebitSettledFacts,
  files: AttachedFiles,
  formatting: Formatting,
): EmailPropsByKind['bankDebitSettled'] {
  const { business, recipient, payment } = facts;
  const total = totalAmount(payment, formatting);
  const account = methodName(payment.method);
  const invoices = paidInvoices(payment);
  return {
    frame: frameWords(
      facts,
      `Receipt ${payment.number}: ${total} paid to ${business.name}`,
      `The debit of ${account} for ${invoices} is settled.`,
    ),
    paid: sumWords(payment, formatting),
    sentences: [
      `The debit of ${total} from ${account} for ${invoices} of ${recipient.organizationName} is settled.`,
    ],
    lines: linesWords(payment, formatting),
    payment: payment.number,
    method: methodWords(payment.method),
    settledAt: formatting.moment(facts.settledAt),
    reference: payment.reference,
    gatewayReference: facts.gatewayReference,
    attachments: attachmentWords(files, business.name),
  };
}
