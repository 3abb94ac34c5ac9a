/** A person of a client, with a profile of their own. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** Answers the id. */
export async function aContact(
  pool: Pool,
  organizationId: string,
  address: string,
  rights: readonly string[],
): Promise<string> {
  const [contactId, profileId] = [randomUUID(), randomUUID()];
  await pool.query(
    `INSERT INTO contact_profile (id, name, name_key, rights)
     VALUES ($1::uuid, 'Profile of ' || $1::text, $1::text, $2)`,
    [profileId, rights],
  );
  await pool.query(
    `INSERT INTO contact (id, organization_id, profile_id, name, email, email_key)
     VALUES ($1, $2, $3, $4::text, $4::text, lower($4::text))`,
    [contactId, organizationId, profileId, address],
  );
  return contactId;
}
