/**
 * What the mail service reports of mails that it took: that they arrived, came back, or are not wanted.
 *
 * Invariant: each changes a mail once, whatever comes twice, late or in another order. Nothing more goes
 * by itself to an address whose mails come back, at whichever client it is known (rules.md 19).
 */
import type { Pool, PoolClient } from 'pg';
import type { MailReportStore } from '../../../../api/stores/mail-reports';
import type { MailReport } from '../../../../domain/ports';
import { type Finished, inTransaction } from '../../transaction';
import { BUSINESS_NOW, toldOfMail } from './told-of-mail';

const DELIVERED = {
  name: 'mail-delivered',
  text: toldOfMail(
    `UPDATE message SET delivered_at = ${BUSINESS_NOW} FROM business
      WHERE provider_id = $1 AND status = 'sent' AND delivered_at IS NULL`,
    `'message.delivered'`,
  ),
};

/** Also of one that was reported as delivered: the mailbox behind a server may still send it back. */
const NOT_DELIVERED = {
  name: 'mail-not-delivered',
  text: toldOfMail(
    `UPDATE message SET status = 'failed', last_error = $2, delivered_at = NULL FROM business
      WHERE provider_id = $1 AND status = 'sent'`,
  ),
};

const UNWANTED = {
  name: 'mail-unwanted',
  text: toldOfMail(
    `UPDATE message SET last_error = $2 FROM business
      WHERE provider_id = $1 AND status = 'sent' AND last_error IS DISTINCT FROM $2`,
    `'message.unwanted'`,
  ),
};

/** In the order of their ids: two reports of one address wait for each other. */
const MARK_CONTACTS = {
  name: 'mark-contacts-bounced',
  text: `
  WITH reached AS (
    SELECT id FROM contact WHERE email_key = lower($1) AND removed_at IS NULL AND bounced_at IS NULL
     ORDER BY id FOR NO KEY UPDATE
  ), marked AS (
    UPDATE contact SET bounced_at = ${BUSINESS_NOW}, bounce_reason = $2, version = contact.version + 1
      FROM reached, business WHERE contact.id = reached.id
    RETURNING contact.id, organization_id, contact.name, email
  )
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, reason, after, organization_id, subject)
  SELECT ${BUSINESS_NOW}, 'system', 'Headroom', 'contact.bounced', $2,
         jsonb_build_object('name', marked.name, 'email', email), organization_id, 'contact:' || marked.id
    FROM marked, business`,
};

export function createMailReportStore({ pool }: Readonly<{ pool: Pool }>): MailReportStore {
  return { record: (report) => inTransaction(pool, (client) => attempt(client, report)) };
}

async function attempt(
  client: PoolClient,
  { providerId, outcome }: MailReport,
): Promise<Finished<Readonly<{ isKnown: boolean }>>> {
  const address = await writeOutcome(client, providerId, outcome);
  if (address === null)
    return { keep: false, value: { isKnown: await isTaken(client, providerId) } };
  const isLast =
    outcome.kind === 'unwanted' || (outcome.kind === 'notDelivered' && outcome.isAddressDead);
  if (isLast) await client.query({ ...MARK_CONTACTS, values: [address, outcome.reason] });
  return { keep: true, value: { isKnown: true } };
}

/** The address that the mail went to; null when there is nothing to change. */
async function writeOutcome(
  client: PoolClient,
  providerId: string,
  outcome: MailReport['outcome'],
): Promise<string | null> {
  const statement =
    outcome.kind === 'delivered'
      ? { ...DELIVERED, values: [providerId] }
      : {
          ...(outcome.kind === 'unwanted' ? UNWANTED : NOT_DELIVERED),
          values: [providerId, outcome.reason],
        };
  const { rows } = await client.query<{ address: string }>(statement);
  return rows[0]?.address ?? null;
}

async function isTaken(client: PoolClient, providerId: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'mail-is-taken',
    text: 'SELECT FROM message WHERE provider_id = $1',
    values: [providerId],
  });
  return rowCount !== 0;
}
