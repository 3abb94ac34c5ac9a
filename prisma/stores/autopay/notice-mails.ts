/** The mails that tell a client of an autopay run before it: to those who would get its receipt. */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { AutopayNoticeFacts } from '../../../domain/message-facts';
import { receiptAudience } from '../../../domain/receipt-audience';
import { shownRecipients } from '../payments/messages/recipients';
import { readPlacement } from '../payments/placement-read';
import type { Slot, SlotBusiness } from './slots';

const INSERT = {
  name: 'autopay-notice-mails',
  text: `
  INSERT INTO message (id, unique_key, kind, organization_id, invoice_id, contact_id, recipient_name,
                       recipient_address, recipient_reason, facts, created_at, next_try_at)
  SELECT id, unique_key, 'autopayNotice', $2, $3, contact_id, recipient_name, recipient_address,
         recipient_reason, facts, $4, clock_timestamp()
    FROM json_to_recordset($1::json) AS m(id uuid, unique_key text, contact_id uuid, recipient_name text,
           recipient_address text, recipient_reason text, facts jsonb)
  ON CONFLICT (unique_key) DO NOTHING
  RETURNING id`,
};

/** Answers the ids of the messages. @param noticeId makes each address hear of this notice once. */
export async function writeNoticeMails(
  client: PoolClient,
  { invoice, rule, run, charge }: Slot,
  { now, zone }: SlotBusiness,
  noticeId: string,
): Promise<readonly string[]> {
  if (rule === null || run === null || charge === null) return [];
  const { invoiceId, organizationId, currency } = invoice;
  const { amountMinor, methodId } = charge;
  const read = await readPlacement(client, { lines: [{ invoiceId }], methodId, organizationId });
  const { method, organizationName, contacts, business } = read;
  if (method === null || organizationName === null) return [];
  const { recipients } = receiptAudience({ contacts, extraRecipients: [], amountMinor, currency });
  const rows = shownRecipients(recipients).map((recipient) => {
    const facts: AutopayNoticeFacts = {
      kind: 'autopayNotice',
      business: {
        name: business.name,
        replyTo: business.replyTo,
        locale: business.locale,
        zone: business.zone,
      },
      recipient: { name: recipient.name, organizationName, reason: recipient.reason },
      ruleName: rule.name,
      invoiceNumber: invoice.number,
      currency,
      amountMinor,
      unpaidMinor: invoice.balanceMinor,
      method: {
        kind: method.kind,
        brand: method.brand,
        lastFour: method.lastFour,
        friendlyName: method.friendlyName,
      },
      runsAt: { at: run.runAt, zone },
    };
    return {
      id: randomUUID(),
      unique_key: `autopayNotice:${noticeId}:${recipient.address.toLowerCase()}`,
      contact_id: recipient.contactId,
      recipient_name: recipient.name ?? '',
      recipient_address: recipient.address,
      recipient_reason: recipient.words,
      facts,
    };
  });
  const written = await client.query<{ id: string }>({
    ...INSERT,
    values: [JSON.stringify(rows), organizationId, invoiceId, now],
  });
  return written.rows.map(({ id }) => id);
}
