/**
 * One transaction through Prisma, limited in time, with nothing of the network inside. The stores
 * of what is not money go this way; money goes through `transaction.ts`.
 */
import { Prisma, type PrismaClient } from '../generated/client';
import type { Finished } from './transaction';

export type Transaction = Prisma.TransactionClient;

/** A page waits for these: what takes longer is stuck behind a lock and may be tried again. */
const LIMITS = { maxWait: 5_000, timeout: 10_000 } as const;

/** Undoes the transaction and answers a value all the same: a refusal writes nothing. */
class Undone<Value> extends Error {
  constructor(readonly value: Value) {
    super('undone');
  }
}

/** @throws whatever the work or the database throws; then nothing was kept. */
export async function inPrismaTransaction<Outcome extends Finished<unknown>>(
  prisma: PrismaClient,
  work: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome['value']> {
  try {
    return await prisma.$transaction(async (transaction) => {
      const { keep, value } = await work(transaction);
      if (!keep) throw new Undone(value);
      // An error that somebody swallowed in the last statement would otherwise pass for a commit.
      await transaction.$queryRaw`SELECT 1`;
      return value;
    }, LIMITS);
  } catch (error) {
    if (error instanceof Undone) return error.value as Outcome['value'];
    throw error;
  }
}

/** Whether the database refused a row because of a unique key. By SQLSTATE, where it is given. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2002' || originalCodeOf(error.meta) === '23505';
}

function originalCodeOf(meta: unknown): unknown {
  const adapterError = (meta as { driverAdapterError?: { cause?: { originalCode?: unknown } } })
    ?.driverAdapterError;
  return adapterError?.cause?.originalCode;
}
