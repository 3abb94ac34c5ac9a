/** People of a client. Their profile says what they may and what they get, at once when it changes. */
import { randomUUID } from 'node:crypto';
import type { ContactStore } from '../../../api/stores/books';
import type { Contact } from '../../../contracts/contacts';
import { ok, refuse } from '../../../domain/result';
import type { PrismaClient } from '../../generated/client';
import { type NewEvent, recordEvent } from '../events/record-event';
import { inPrismaTransaction, type Transaction } from '../prisma-transaction';
import { CONTACT_COLUMNS, type ContactRow, nameKey, toContact } from './contact-rows';
import { createProfileStore } from './profile-store';

export function createContactStore(prisma: PrismaClient): ContactStore {
  return {
    ...createProfileStore(prisma),

    async list(organizationId) {
      const organization = await prisma.organization.findUnique({
        where: { id: organizationId },
        select: {
          mergedIntoId: true,
          contacts: {
            where: { removedAt: null },
            orderBy: [{ name: 'asc' }, { id: 'asc' }],
            select: CONTACT_COLUMNS,
          },
        },
      });
      if (organization === null) return null;
      // The id of a client that was merged answers with the other one, which is one step away.
      if (organization.mergedIntoId !== null) return this.list(organization.mergedIntoId);
      return organization.contacts.map(toContact);
    },

    add: (organizationId, { name, email, profileId }, actor) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const hasClient = await lockClient(transaction, organizationId);
        if (!hasClient || !(await hasProfile(transaction, profileId))) return NOT_FOUND;
        if (await isNameTaken(transaction, organizationId, name, null)) return NAME_TAKEN;
        const row = await transaction.contact.create({
          data: { id: randomUUID(), organizationId, profileId, name, ...addressOf(email) },
          select: CONTACT_COLUMNS,
        });
        await tell(transaction, { kind: 'contact.added', actor, after: told(row) }, row);
        return { keep: true, value: ok(toContact(row)) };
      }),

    change: (contactId, { version, name, email, profileId, isReachable }, actor) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const before = await lockContact(transaction, contactId);
        if (before === null) return NOT_FOUND;
        if (before.version !== version) return conflict(before);
        if (profileId !== undefined && !(await hasProfile(transaction, profileId)))
          return NOT_FOUND;
        if (
          name !== undefined &&
          (await isNameTaken(transaction, before.organizationId, name, contactId))
        )
          return NAME_TAKEN;
        const after = await transaction.contact.update({
          where: { id: contactId },
          data: {
            version: { increment: 1 },
            ...(name !== undefined && { name }),
            ...(profileId !== undefined && { profileId }),
            ...(email !== undefined && addressOf(email)),
            // A mail came back from the old address; nobody knows anything of the new one.
            ...((isReachable || isOther(before.email, email)) && UNMARKED),
          },
          select: CONTACT_COLUMNS,
        });
        const kind =
          before.bouncedAt !== null && isReachable ? 'contact.reachable' : 'contact.changed';
        const event = { kind, actor, before: told(before), after: told(after) };
        await tell(transaction, event, after);
        return { keep: true, value: ok(toContact(after)) };
      }),

    remove: (contactId, version, actor) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const before = await lockContact(transaction, contactId);
        if (before === null) return NOT_FOUND;
        if (before.version !== version) return conflict(before);
        await transaction.contact.update({
          where: { id: contactId },
          data: { removedAt: new Date(), version: { increment: 1 } },
        });
        await tell(transaction, { kind: 'contact.removed', actor, before: told(before) }, before);
        return { keep: true, value: ok(null) };
      }),
  };
}

const UNMARKED = { bouncedAt: null, bounceReason: null };

const NOT_FOUND = { keep: false, value: refuse({ code: 'NOT_FOUND' as const }) };
const NAME_TAKEN = { keep: false, value: refuse({ code: 'NAME_TAKEN' as const }) };

function conflict(row: ContactRow) {
  const present: Contact = toContact(row);
  return { keep: false, value: refuse({ code: 'VERSION_CONFLICT' as const, present }) };
}

/**
 * Contacts of one client are written one after the other: two at once cannot take one name. One that
 * was merged gets none any more.
 */
async function lockClient(transaction: Transaction, organizationId: string): Promise<boolean> {
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM organization
     WHERE id = ${organizationId}::uuid AND merged_into_id IS NULL FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/** As it stands under the lock of its client; null when it does not exist or was removed. */
async function lockContact(
  transaction: Transaction,
  contactId: string,
): Promise<ContactRow | null> {
  await transaction.$queryRaw`
    SELECT 1 FROM organization
     WHERE id = (SELECT organization_id FROM contact WHERE id = ${contactId}::uuid)
       FOR NO KEY UPDATE`;
  return transaction.contact.findUnique({
    where: { id: contactId, removedAt: null },
    select: CONTACT_COLUMNS,
  });
}

async function hasProfile(transaction: Transaction, profileId: string): Promise<boolean> {
  const where = { id: profileId };
  return (await transaction.contactProfile.findUnique({ where, select: { id: true } })) !== null;
}

async function isNameTaken(
  transaction: Transaction,
  organizationId: string,
  name: string,
  exceptId: string | null,
): Promise<boolean> {
  const others = await transaction.contact.findMany({
    where: { organizationId, removedAt: null, ...(exceptId !== null && { NOT: { id: exceptId } }) },
    select: { name: true },
  });
  return others.some((other) => nameKey(other.name) === nameKey(name));
}

const addressOf = (email: string) => ({ email, emailKey: email.toLowerCase() });

function isOther(before: string | null, email: string | undefined): boolean {
  return email !== undefined && email.toLowerCase() !== before?.toLowerCase();
}

const told = ({ name, email, profile }: ContactRow) => ({ name, email, profile: profile.name });

function tell(
  transaction: Transaction,
  event: Omit<NewEvent, 'organizationId' | 'subject'>,
  { id, organizationId }: ContactRow,
): Promise<void> {
  return recordEvent((text, values) => transaction.$executeRawUnsafe(text, ...values), {
    ...event,
    organizationId,
    subject: `contact:${id}`,
  });
}
