/**
 * The one business of a deployment, made before anything else and once. The address that its mails
 * come from stays the deployment's: it is brought up to date by every run.
 */
import type { Pool, PoolClient } from 'pg';
import { recordEvent, SYSTEM } from './stores/events/record-event';
import { inTransaction } from './stores/transaction';

export type NewBusiness = Readonly<{
  name: string;
  /** Address and registration, under every mail. */
  legalLines: readonly string[];
  /** IANA. */
  zone: string;
  mailFrom: Readonly<{ name: string; address: string }>;
}>;

/**
 * Answers whether it was made now: one that is there, whatever it is called, stays as it is but for
 * the address of its sender, which staff cannot change. The sender's name is theirs.
 */
export function setUpBusiness(pool: Pool, business: NewBusiness): Promise<boolean> {
  const { name, legalLines, zone, mailFrom } = business;
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO business (name, legal_lines, zone, mail_from_name, mail_from_address)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`,
      [name, legalLines, zone, mailFrom.name, mailFrom.address],
    );
    const isNew = rowCount === 1;
    if (isNew) {
      await recordEvent((text, values) => client.query(text, values), {
        kind: 'settings.created',
        actor: SYSTEM,
        after: { name, zone },
        subject: 'settings',
      });
    }
    const isCorrected = !isNew && (await correctSender(client, mailFrom.address));
    return { keep: isNew || isCorrected, value: isNew };
  });
}

/** Answers whether it was another. */
async function correctSender(client: PoolClient, address: string): Promise<boolean> {
  const { rows } = await client.query<{ before: string }>(
    `UPDATE business SET mail_from_address = $1, version = business.version + 1
       FROM (SELECT id, mail_from_address AS before FROM business FOR NO KEY UPDATE) AS known
      WHERE business.id = known.id AND known.before <> $1
     RETURNING known.before`,
    [address],
  );
  const [corrected] = rows;
  if (corrected === undefined) return false;
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'settings.changed',
    actor: SYSTEM,
    before: { mailFromAddress: corrected.before },
    after: { mailFromAddress: address },
    subject: 'settings',
  });
  return true;
}

/** `Name <address>` or a bare address, whose name is then the business's. */
export function senderOf(mailFrom: string, businessName: string): NewBusiness['mailFrom'] {
  const found = /^\s*(.*?)\s*<\s*([^<>\s]+)\s*>\s*$/.exec(mailFrom);
  if (found === null) return { name: businessName, address: mailFrom.trim() };
  const [, name = '', address = ''] = found;
  return { name: name === '' ? businessName : name, address };
}
