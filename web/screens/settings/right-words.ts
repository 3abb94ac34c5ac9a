/** The rights of a contact, in the order a clerk asks for them. */
import type { ContactRight } from '../../../contracts/contacts';

export const RIGHTS: readonly Readonly<{ right: ContactRight; label: string; means: string }>[] = [
  {
    right: 'receiveReceipts',
    label: 'Receives receipts',
    means: 'Gets the receipt of each payment of the client.',
  },
  {
    right: 'receiveFailureMails',
    label: 'Receives failure mails',
    means: 'Is told when a payment is declined or comes back.',
  },
  {
    right: 'receiveReminders',
    label: 'Receives reminders',
    means: 'Is told before and after an invoice is due.',
  },
  { right: 'viewInvoices', label: 'Sees invoices', means: 'May look at the client’s invoices.' },
  { right: 'pay', label: 'Pays', means: 'May pay an invoice now.' },
  { right: 'schedule', label: 'Schedules', means: 'May plan a payment for a date.' },
  {
    right: 'manageMethods',
    label: 'Manages methods',
    means: 'May add, change and remove payment methods.',
  },
  { right: 'manageAutopay', label: 'Manages autopay', means: 'May set up automatic payments.' },
  { right: 'seeCredits', label: 'Sees credits', means: 'May see unapplied money of the client.' },
];

/** `Receives receipts, pays, sees invoices`; null without a right. */
export function rightsWords(rights: readonly ContactRight[]): string | null {
  const labels = RIGHTS.filter(({ right }) => rights.includes(right)).map(({ label }) => label);
  const [first, ...rest] = labels;
  if (first === undefined) return null;
  return [first, ...rest.map((label) => label.toLowerCase())].join(', ');
}
