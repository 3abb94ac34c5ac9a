/** The message that an automatic payment is coming. */
import type { EmailPropsByKind } from '../../emails/registry';
import type { AttachedFiles, AutopayNoticeFacts } from '../../domain/message-facts';
import type { Formatting } from './formatting';
import { frameWords, methodName, methodWords } from './parts';

export function autopayNoticeWords(
  facts: AutopayNoticeFacts,
  _files: AttachedFiles,
  { amount, figure, run, day }: Formatting,
): EmailPropsByKind['autopayNotice'] {
  const { business, recipient, currency, amountMinor, invoiceNumber, method, runsAt } = facts;
  const name = methodName(method);
  const total = amount(amountMinor, currency);
  const isDebit = method.kind === 'bankDebit';
  const act = isDebit ? `debit ${total} from` : `charge ${total} to`;
  return {
    frame: frameWords(
      facts,
      `Autopay on ${day(runsAt.at, runsAt.zone)}: ${total} for ${invoiceNumber}`,
      `${name} will be ${isDebit ? 'debited' : 'charged'}.`,
    ),
    expected: { figure: figure(amountMinor, currency), currency },
    sentences: [
      `${business.name} will ${act} ${name} on ${run(runsAt)}, for ${invoiceNumber} of ${recipient.organizationName}.`,
      `Nothing has been ${isDebit ? 'debited' : 'charged'} yet. If less is unpaid by then, only that is ${isDebit ? 'debited' : 'charged'}.`,
    ],
    invoice: invoiceNumber,
    unpaid: amount(facts.unpaidMinor, currency),
    method: methodWords(method),
    runsAt: run(runsAt),
    rule: facts.ruleName,
  };
}
