/** Profiles of contacts: names of the business's own, each with rights that stand for themselves. */
import { randomUUID } from 'node:crypto';
import type { ContactStore } from '../../../api/stores/books';
import type { ContactProfile } from '../../../contracts/contacts';
import { ok, type Result, refuse } from '../../../domain/result';
import type { PrismaClient } from '../../generated/client';
import { type NewEvent, recordEvent } from '../events/record-event';
import { inPrismaTransaction, isUniqueViolation, type Transaction } from '../prisma-transaction';
import { nameKey, PROFILE_COLUMNS, type ProfileRow, toProfile } from './contact-rows';

type ProfileStore = Pick<ContactStore, 'listProfiles' | 'addProfile' | 'changeProfile'>;

export function createProfileStore(prisma: PrismaClient): ProfileStore {
  return {
    async listProfiles() {
      const rows = await prisma.contactProfile.findMany({
        orderBy: { nameKey: 'asc' },
        select: PROFILE_COLUMNS,
      });
      return rows.map(toProfile);
    },

    addProfile: ({ name, rights, receiptMinimum }, actor) =>
      orNameTaken(
        inPrismaTransaction(prisma, async (transaction) => {
          const row = await transaction.contactProfile.create({
            data: {
              id: randomUUID(),
              name,
              nameKey: nameKey(name),
              rights,
              ...minimumOf(receiptMinimum),
            },
            select: PROFILE_COLUMNS,
          });
          await tell(transaction, { kind: 'profile.added', actor, after: told(row) }, row.id);
          return { keep: true, value: ok(toProfile(row)) };
        }),
      ),

    changeProfile: (profileId, { version, name, rights, receiptMinimum }, actor) =>
      orNameTaken(
        inPrismaTransaction(prisma, async (transaction) => {
          const before = await lockProfile(transaction, profileId);
          if (before === null) {
            return { keep: false, value: refuse({ code: 'NOT_FOUND' as const }) };
          }
          if (before.version !== version) {
            const present = toProfile(before);
            return { keep: false, value: refuse({ code: 'VERSION_CONFLICT' as const, present }) };
          }
          const after = await transaction.contactProfile.update({
            where: { id: profileId },
            data: {
              version: { increment: 1 },
              ...(name !== undefined && { name, nameKey: nameKey(name) }),
              ...(rights !== undefined && { rights }),
              ...(receiptMinimum !== undefined && minimumOf(receiptMinimum)),
            },
            select: PROFILE_COLUMNS,
          });
          const change = { before: told(before), after: told(after) };
          await tell(transaction, { kind: 'profile.changed', actor, ...change }, profileId);
          return { keep: true, value: ok(toProfile(after)) };
        }),
      ),
  };
}

/** A unique key decides about names, also of two at once: the one that comes second is refused. */
async function orNameTaken<Value extends Result<unknown, unknown>>(transaction: Promise<Value>) {
  try {
    return await transaction;
  } catch (error) {
    if (isUniqueViolation(error)) return refuse({ code: 'NAME_TAKEN' as const });
    throw error;
  }
}

async function lockProfile(
  transaction: Transaction,
  profileId: string,
): Promise<ProfileRow | null> {
  await transaction.$queryRaw`
    SELECT 1 FROM contact_profile WHERE id = ${profileId}::uuid FOR NO KEY UPDATE`;
  const where = { id: profileId };
  return transaction.contactProfile.findUnique({ where, select: PROFILE_COLUMNS });
}

function minimumOf(minimum: ContactProfile['receiptMinimum']) {
  return {
    receiptMinimumMinor: minimum?.amountMinor ?? null,
    receiptMinimumCurrency: minimum?.currency ?? null,
  };
}

function told(row: ProfileRow) {
  const { name, rights, receiptMinimum } = toProfile(row);
  return { name, rights, receiptMinimum };
}

function tell(
  transaction: Transaction,
  event: Omit<NewEvent, 'subject'>,
  profileId: string,
): Promise<void> {
  return recordEvent((text, values) => transaction.$executeRawUnsafe(text, ...values), {
    ...event,
    subject: `profile:${profileId}`,
  });
}
