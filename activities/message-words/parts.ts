/** The words that several messages share: frame, lines, method, files. */
import type { FrameWords, LinesWords, MethodWords, SumWords } from '../../emails/layout/words';
import { sumMinor } from '../../domain/money';
import type {
  AttachedFiles,
  BusinessFacts,
  LineFacts,
  MessageFacts,
  MethodFacts,
  PaymentMessageFacts,
  RecipientFacts,
} from '../../domain/message-facts';
import type { Formatting } from './formatting';

export function frameWords(
  { business, recipient }: Pick<MessageFacts, 'business' | 'recipient'>,
  subject: string,
  preview: string,
  about: 'payment' | 'invoice' = 'payment',
): FrameWords {
  return {
    subject,
    preview,
    businessName: business.name,
    greeting: recipient.name === null ? 'Hello,' : `Hello ${recipient.name},`,
    closing: [whomToAsk(business), whyThisMail(business, recipient, about)],
  };
}

function whomToAsk({ name, replyTo }: BusinessFacts): string {
  return replyTo === null
    ? `Questions? This mail cannot be answered. Please ask ${name} in the usual way.`
    : `Questions? Reply to this mail, or write to ${replyTo}.`;
}

function whyThisMail(
  { name }: BusinessFacts,
  recipient: RecipientFacts,
  about: 'payment' | 'invoice',
): string {
  const { reason, organizationName } = recipient;
  return reason === 'contact'
    ? `You get this mail because ${name} has you as a contact of ${organizationName} for payments.`
    : `You get this mail because ${name} added your address to this ${about} of ${organizationName}.`;
}

/** `Visa ··4242`; the last four digits stay beside the brand. */
export function methodName({ brand, lastFour }: MethodFacts): string {
  return `${brand}\u00a0··${lastFour}`;
}

export function methodWords(method: MethodFacts): MethodWords {
  return { name: methodName(method), friendlyName: method.friendlyName };
}

export function linesWords(
  { currency, lines }: PaymentMessageFacts['payment'],
  { figure }: Formatting,
): LinesWords {
  return {
    currency,
    lines: lines.map(({ invoiceNumber, amountMinor, unpaidAfterMinor }) => ({
      invoice: invoiceNumber,
      amount: figure(amountMinor, currency),
      unpaid: figure(unpaidAfterMinor, currency),
    })),
    total:
      lines.length === 1
        ? null
        : {
            amount: figure(totalMinor(lines), currency),
            unpaid: figure(sumMinor(lines.map((line) => line.unpaidAfterMinor)), currency),
          },
  };
}

export function totalMinor(lines: readonly LineFacts[]): number {
  return sumMinor(lines.map((line) => line.amountMinor));
}

/** The payment's total as a sum that stands alone. */
export function sumWords(
  { currency, lines }: PaymentMessageFacts['payment'],
  { figure }: Formatting,
): SumWords {
  return { figure: figure(totalMinor(lines), currency), currency };
}

/** The payment's total within a sentence. */
export function totalAmount(
  { currency, lines }: PaymentMessageFacts['payment'],
  { amount }: Formatting,
): string {
  return amount(totalMinor(lines), currency);
}

/** One invoice by its number, several by their count. */
export function invoicesInWords(numbers: readonly string[]): string {
  return numbers.length === 1 ? `${numbers[0]}` : `${numbers.length} invoices`;
}

export function paidInvoices({ lines }: PaymentMessageFacts['payment']): string {
  return invoicesInWords(lines.map((line) => line.invoiceNumber));
}

/** More names than this say less than their count. */
const NAMED_FILES_MAX = 5;

/** Which files are attached, or that they were too large; null when there are none. */
export function attachmentWords(
  { files, areAttached }: AttachedFiles,
  businessName: string,
): string | null {
  if (files.length === 0) return null;
  const names =
    files.length > NAMED_FILES_MAX ? `${files.length} invoice files` : listInWords(files);
  if (areAttached) return `Also attached: ${names}.`;
  return files.length === 1
    ? `${names} is too large to attach. ${businessName} can send it to you.`
    : `${names} are together too large to attach. ${businessName} can send them to you.`;
}

/** The sentences are English whatever the locale of dates and amounts. */
const list = new Intl.ListFormat('en', { type: 'conjunction' });

export function listInWords(words: readonly string[]): string {
  return list.format(words);
}

export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
