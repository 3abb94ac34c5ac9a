/** Who a mail goes to when its outcome is there, which may be months after it was confirmed. */
import type { AudienceMember } from '../../../../domain/receipt-audience';
import type { MailFacts, MailPayment } from './mail-facts';

export type MailRecipient = Readonly<{
  contactId: string | null;
  name: string | null;
  address: string;
  reason: 'contact' | 'typed';
  /** As pages show it. */
  words: string;
}>;

/**
 * Those who were shown before confirm, less contacts that were removed or whose address bounced
 * since; a contact whose address was corrected gets it there. Whoever was typed for the payment is told
 * also where a contact had this address then.
 */
export function receiptRecipients(facts: MailFacts, payment: MailPayment): MailRecipient[] {
  const told = payment.recipients.flatMap((shown): MailRecipient[] => {
    if (shown.reason === 'typedForThisPayment') return [typed(shown.address)];
    const contact = facts.contacts.find(({ contactId }) => contactId === shown.contactId);
    if (!contact?.isReachable) return [];
    const { contactId, name, address, profile } = contact;
    if (address === null) return [];
    const words = `${shown.profile ?? profile}: receives receipts`;
    return [{ contactId, name, address, reason: 'contact', words }];
  });
  return withTyped(told, payment);
}

/** Those who are shown at this very moment. */
export function shownRecipients(members: readonly AudienceMember[]): MailRecipient[] {
  return members.map((member) =>
    member.reason === 'typedForThisPayment'
      ? typed(member.address)
      : {
          contactId: member.contactId,
          name: member.name,
          address: member.address,
          reason: 'contact',
          words: `${member.profile ?? ''}: receives receipts`,
        },
  );
}

/** A profile's right to failure mails is its own; whoever was typed for the payment is told too. */
export function failureRecipients(facts: MailFacts, payment: MailPayment): MailRecipient[] {
  const recipients = new Map<string, MailRecipient>();
  for (const contact of facts.contacts) {
    const { organizationId, address, rights, isReachable, contactId, name, profile } = contact;
    if (organizationId !== payment.organizationId || address === null || !isReachable) continue;
    if (!rights.includes('receiveFailureMails')) continue;
    const words = `${profile}: receives mails about failures`;
    recipients.set(address.toLowerCase(), { contactId, name, address, reason: 'contact', words });
  }
  return withTyped([...recipients.values()], payment);
}

/** One mail per address, however it is written. */
function withTyped(
  told: readonly MailRecipient[],
  { extraRecipients }: MailPayment,
): MailRecipient[] {
  const known = new Set(told.map(({ address }) => address.toLowerCase()));
  const added = extraRecipients.filter((address) => {
    const isNew = !known.has(address.toLowerCase());
    known.add(address.toLowerCase());
    return isNew;
  });
  return [...told, ...added.map(typed)];
}

const typed = (address: string): MailRecipient => ({
  contactId: null,
  name: null,
  address,
  reason: 'typed',
  words: 'Typed for this payment',
});
