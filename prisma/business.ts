/** The one business of a deployment, made before anything else and once. */
import type { Pool } from 'pg';
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

/** Answers whether it was made now: one that is there, whatever it is called, stays as it is. */
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
    return { keep: isNew, value: isNew };
  });
}

/** `Name <address>` or a bare address, whose name is then the business's. */
export function senderOf(mailFrom: string, businessName: string): NewBusiness['mailFrom'] {
  const found = /^\s*(.*?)\s*<\s*([^<>\s]+)\s*>\s*$/.exec(mailFrom);
  if (found === null) return { name: businessName, address: mailFrom.trim() };
  const [, name = '', address = ''] = found;
  return { name: name === '' ? businessName : name, address };
}
