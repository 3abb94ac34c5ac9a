/** Contacts and profiles as rows, and as the pages read them. */
import type { Contact, ContactProfile, ContactRight } from '../../../contracts/contacts';
import type { Prisma } from '../../generated/client';

export const CONTACT_COLUMNS = {
  id: true,
  organizationId: true,
  version: true,
  name: true,
  email: true,
  phone: true,
  bouncedAt: true,
  bounceReason: true,
  profile: { select: { id: true, name: true, rights: true } },
} as const satisfies Prisma.ContactSelect;

export type ContactRow = Prisma.ContactGetPayload<{ select: typeof CONTACT_COLUMNS }>;

export function toContact(row: ContactRow): Contact {
  const { id, version, name, email, phone, bouncedAt, bounceReason, profile } = row;
  return {
    id,
    version,
    name,
    email,
    phone,
    profile: { id: profile.id, name: profile.name },
    receivesReceipts: email !== null && profile.rights.includes('receiveReceipts'),
    bouncedAt: bouncedAt?.toISOString() ?? null,
    bounceReason,
  };
}

export const PROFILE_COLUMNS = {
  id: true,
  version: true,
  name: true,
  rights: true,
  receiptMinimumMinor: true,
  receiptMinimumCurrency: true,
  _count: { select: { contacts: { where: { removedAt: null } } } },
} as const satisfies Prisma.ContactProfileSelect;

export type ProfileRow = Prisma.ContactProfileGetPayload<{ select: typeof PROFILE_COLUMNS }>;

export function toProfile(row: ProfileRow): ContactProfile {
  const { receiptMinimumMinor: minor, receiptMinimumCurrency: currency } = row;
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    // A CHECK knows the same closed set.
    rights: row.rights as ContactRight[],
    receiptMinimum:
      minor === null || currency === null ? null : { amountMinor: Number(minor), currency },
    contacts: row._count.contacts,
  };
}

/** How names are compared: trimmed, inner white space made one, without case. */
export function nameKey(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
