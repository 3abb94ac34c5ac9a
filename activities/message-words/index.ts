/**
 * Puts the facts of an outcome into finished words. Pure: the same facts give the same mail, which
 * a repeat under the same key at the mail service relies on.
 */
import type { EmailKind, EmailProps, EmailPropsByKind } from '../../emails/registry';
import { autopayNoticeWords } from './autopay-notice';
import { paymentChangedWords } from './changed';
import type { AttachedFiles, MessageFacts } from '../../domain/message-facts';
import { createFormatting, type Formatting } from './formatting';
import { bankDebitReturnedWords, paymentCancelledWords, paymentDeclinedWords } from './not-paid';
import { invoiceWords } from './invoice';
import {
  bankDebitInitiatedWords,
  bankDebitSettledWords,
  paymentScheduledWords,
  receiptWords,
} from './paid';

type FactsOf<Kind extends EmailKind> = Extract<MessageFacts, { kind: Kind }>;

type Writer<Kind extends EmailKind> = (
  facts: FactsOf<Kind>,
  files: AttachedFiles,
  formatting: Formatting,
) => EmailPropsByKind[Kind];

/** Closed: a kind of mail that nobody can put into words does not compile. */
const writers: { readonly [Kind in EmailKind]: Writer<Kind> } = {
  receipt: receiptWords,
  paymentScheduled: paymentScheduledWords,
  paymentChanged: paymentChangedWords,
  paymentCancelled: paymentCancelledWords,
  paymentDeclined: paymentDeclinedWords,
  bankDebitInitiated: bankDebitInitiatedWords,
  bankDebitSettled: bankDebitSettledWords,
  bankDebitReturned: bankDebitReturnedWords,
  autopayNotice: autopayNoticeWords,
  invoice: invoiceWords,
};

/**
 * The words of a message, in the business's locale and zone and the currency's own digits.
 *
 * @throws RangeError for a locale, zone or currency that does not exist, or an amount that is no
 * whole number of minor units: facts are checked before they are kept.
 */
export function wordsFor(facts: MessageFacts, files: AttachedFiles): EmailProps {
  return write(facts.kind, facts, files);
}

function write<Kind extends EmailKind>(
  kind: Kind,
  facts: MessageFacts,
  files: AttachedFiles,
): EmailProps {
  const props = writers[kind](facts as FactsOf<Kind>, files, createFormatting(facts.business));
  return { kind, props } as EmailProps;
}
