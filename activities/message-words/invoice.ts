/** The message that carries the document of an invoice. */
import type { EmailPropsByKind } from '../../emails/registry';
import type { AttachedFiles, InvoiceFacts } from '../../domain/message-facts';
import type { Formatting } from './formatting';
import { frameWords, listInWords } from './parts';

export function invoiceWords(
  facts: InvoiceFacts,
  files: AttachedFiles,
  { amount, figure, day }: Formatting,
): EmailPropsByKind['invoice'] {
  const { business, recipient, invoiceNumber, currency, totalMinor, unpaidMinor } = facts;
  // Civil dates are the same day everywhere.
  const dayOf = (on: string | null) => (on === null ? null : day(`${on}T12:00:00Z`, 'UTC'));
  const dueOn = dayOf(facts.dueOn);
  const unpaid = amount(unpaidMinor, currency);
  return {
    frame: frameWords(
      facts,
      `Invoice ${invoiceNumber} from ${business.name}`,
      dueOn === null ? `${unpaid} unpaid.` : `${unpaid} unpaid, due ${dueOn}.`,
      'invoice',
    ),
    unpaid: { figure: figure(unpaidMinor, currency), currency },
    sentences: [
      `${business.name} sends you the invoice ${invoiceNumber} of ${recipient.organizationName}.`,
      attachedWords(files, business.name),
    ],
    invoice: invoiceNumber,
    issuedOn: dayOf(facts.issuedOn),
    dueOn,
    total: amount(totalMinor, currency),
  };
}

function attachedWords({ files, areAttached }: AttachedFiles, businessName: string): string {
  if (areAttached) return `It is attached as ${listInWords(files)}.`;
  return `Its file is too large to attach. ${businessName} can send it to you in another way.`;
}
