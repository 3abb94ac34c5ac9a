/** The mails of a placement for a date, made from what it has read already. */
import type { ReceiptAudience } from '../../../domain/receipt-audience';
import type { MailPayment } from './messages/mail-facts';
import { messageTo, type NewMessage } from './messages/message-rows';
import { scheduledMail } from './messages/outcome-mails';
import { shownRecipients } from './messages/recipients';
import type { KeptTiming } from './placement-decision';
import type { PlacementRead } from './placement-read';
import type { PlacementRequest } from './placement-types';

/** One mail to each who was shown, about a payment that will run as it stands. */
export function scheduledMails(
  paymentId: string,
  number: string,
  { organizationId, currency, reference, lines, extraRecipients }: PlacementRequest,
  { business, method, organizationName, invoices }: PlacementRead,
  { runAt, zone: zoneOfRun }: KeptTiming,
  { recipients }: ReceiptAudience,
): readonly NewMessage[] {
  if (method === null || organizationName === null) return [];
  const { kind, brand, lastFour, friendlyName } = method;
  const { name, replyTo, locale, zone } = business;
  const payment: MailPayment = {
    paymentId,
    organizationId,
    organizationName,
    number,
    currency,
    reference,
    method: { kind, brand, lastFour, friendlyName },
    runAt,
    zone: zoneOfRun,
    lines: lines.flatMap(({ invoiceId, amountMinor }) => {
      const invoice = invoices.find((candidate) => candidate.invoiceId === invoiceId);
      if (invoice === undefined) return [];
      const balanceMinor = invoice.openMinor - invoice.unpostedMinor;
      return [{ invoiceId, invoiceNumber: invoice.number, amountMinor, balanceMinor }];
    }),
    recipients,
    extraRecipients,
    gatewayReference: null,
    isStopAsked: false,
  };
  const mail = scheduledMail(payment);
  if (mail === null) return [];
  return shownRecipients(recipients).map((recipient) =>
    messageTo({ business: { name, replyTo, locale, zone } }, payment, recipient, mail, mail.kind),
  );
}
