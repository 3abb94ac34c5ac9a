/** What mails about payments are made of, read in one statement after the books were written. */
import type { PoolClient } from 'pg';
import type { MethodFacts } from '../../../../domain/message-facts';
import type { AudienceMember } from '../../../../domain/receipt-audience';

export type MailLine = Readonly<{
  invoiceId: string;
  invoiceNumber: string;
  amountMinor: number;
  /** What pages call unpaid: `open − unposted`. */
  balanceMinor: number;
}>;

export type MailPayment = Readonly<{
  paymentId: string;
  organizationId: string;
  organizationName: string;
  number: string;
  currency: string;
  reference: string | null;
  method: MethodFacts;
  runAt: string | null;
  zone: string | null;
  lines: readonly MailLine[];
  /** Who was shown before confirm. */
  recipients: readonly AudienceMember[];
  extraRecipients: readonly string[];
  gatewayReference: string | null;
  /** A person gave its charge up. */
  isStopAsked: boolean;
}>;

export type MailContact = Readonly<{
  contactId: string;
  organizationId: string;
  name: string;
  address: string | null;
  profile: string;
  rights: readonly string[];
  isReachable: boolean;
}>;

export type MailFacts = Readonly<{
  business: Readonly<{ name: string; replyTo: string | null; locale: string; zone: string }>;
  payments: readonly MailPayment[];
  contacts: readonly MailContact[];
}>;

const READ = {
  name: 'mail-facts',
  text: `
  SELECT json_build_object(
    'business', (SELECT json_build_object('name', name, 'replyTo', mail_reply_to, 'locale', locale,
        'zone', zone) FROM business),
    'payments', (SELECT coalesce(json_agg(json_build_object(
        'paymentId', payment.id, 'organizationId', organization.id,
        'organizationName', organization.name, 'number', 'P-' || payment.number,
        'currency', payment.currency, 'reference', payment.reference,
        'method', json_build_object('kind', method.kind, 'brand', brand, 'lastFour', last_four,
          'friendlyName', friendly_name),
        'runAt', to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'zone', zone,
        'recipients', payment.recipients, 'extraRecipients', extra_recipients,
        'gatewayReference', (SELECT reference FROM charge WHERE charge.payment_id = payment.id),
        'isStopAsked', EXISTS (SELECT FROM charge WHERE charge.payment_id = payment.id
                                  AND stop_asked_at IS NOT NULL),
        'lines', (SELECT json_agg(json_build_object('invoiceId', invoice.id,
            'invoiceNumber', invoice.number, 'amountMinor', line.amount_minor,
            'balanceMinor', open_minor - unposted_minor) ORDER BY line.position)
            FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
           WHERE line.payment_id = payment.id))), '[]')
        FROM payment JOIN organization ON organization.id = payment.organization_id
        JOIN payment_method AS method ON method.id = payment.method_id
       WHERE payment.id = ANY($1::uuid[])),
    'contacts', (SELECT coalesce(json_agg(json_build_object(
        'contactId', contact.id, 'organizationId', contact.organization_id, 'name', contact.name,
        'address', email, 'profile', profile.name, 'rights', profile.rights,
        'isReachable', removed_at IS NULL AND bounced_at IS NULL) ORDER BY contact.name, contact.id), '[]')
        FROM contact JOIN contact_profile AS profile ON profile.id = contact.profile_id
       WHERE contact.organization_id IN
             (SELECT organization_id FROM payment WHERE id = ANY($1::uuid[])))) AS facts`,
};

export async function readMailFacts(
  client: PoolClient,
  paymentIds: readonly string[],
): Promise<MailFacts> {
  const { rows } = await client.query<{ facts: MailFacts }>({ ...READ, values: [paymentIds] });
  const facts = rows[0]?.facts;
  if (facts === undefined) throw new Error('the facts of mails could not be read');
  return facts;
}

export function paymentOf({ payments }: MailFacts, paymentId: string): MailPayment {
  const payment = payments.find((candidate) => candidate.paymentId === paymentId);
  if (payment === undefined) throw new Error(`payment ${paymentId} was not read for its mails`);
  return payment;
}
