/** The settings of the business: one row. */
import type { SettingsStore, StoredSettings } from '../../../api/stores/books';
import { refuse, ok } from '../../../domain/result';
import type { Prisma, PrismaClient } from '../../generated/client';
import { recordEvent } from '../events/record-event';
import { inPrismaTransaction, type Transaction } from '../prisma-transaction';

const COLUMNS = {
  name: true,
  legalLines: true,
  zone: true,
  runTime: true,
  locale: true,
  defaultCurrency: true,
  mailFromName: true,
  mailReplyTo: true,
  mailFromAddress: true,
  autopayNoticeDays: true,
  autopayWindowMinutes: true,
  version: true,
} as const;

/** A CHECK keeps it one row. */
const THE_BUSINESS = { id: 1 } as const;

export function createSettingsStore(prisma: PrismaClient): SettingsStore {
  return {
    read: () => readSettings(prisma),

    change: ({ version, ...fields }, actor) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const before = await readSettings(transaction);
        const { count } = await transaction.business.updateMany({
          where: { ...THE_BUSINESS, version },
          data: { ...named(fields), version: { increment: 1 } },
        });
        if (count === 0) {
          const present = await readSettings(transaction);
          return { keep: false, value: refuse({ code: 'VERSION_CONFLICT' as const, present }) };
        }
        const after = await readSettings(transaction);
        await recordEvent((text, values) => transaction.$executeRawUnsafe(text, ...values), {
          kind: 'settings.changed',
          actor,
          before: only(before, fields),
          after: only(after, fields),
          subject: 'settings',
        });
        return { keep: true, value: ok(after) };
      }),
  };
}

/** @throws Error when the business has not been set up: no program may run before that. */
async function readSettings(source: PrismaClient | Transaction): Promise<StoredSettings> {
  const row = await source.business.findUnique({ where: THE_BUSINESS, select: COLUMNS });
  if (row === null) throw new Error('the business has not been set up');
  return row;
}

/** Without the fields that the caller did not name. */
function named(fields: object): Prisma.BusinessUpdateManyMutationInput {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function only(settings: StoredSettings, fields: object): Record<string, unknown> {
  const names = new Set(Object.keys(named(fields)));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name)));
}
