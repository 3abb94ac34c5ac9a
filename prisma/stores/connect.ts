/**
 * Connections to the database as every program of the server has them: times in UTC, limits on what
 * may run or wait, and the promise that a commit lasts.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '../generated/client';
import { assertDurable } from './durability';

export type DatabaseOptions = Readonly<{
  url: string;
  poolMax: number;
  /** For suites only: there a lost commit costs nothing. */
  allowsUnsafeDurability: boolean;
}>;

export type Database = Readonly<{ pool: Pool; prisma: PrismaClient; close(): Promise<void> }>;

/**
 * Who holds locks and says nothing is dead or stuck; no statement of ours takes half a minute.
 * Texts of instants are compared as texts in cursors, so the zone is fixed. A page of an index is in
 * memory or on a disk without a head to move: looking up what a page shows is no reason to read all.
 */
export const SESSION = [
  '-c TimeZone=UTC',
  '-c idle_in_transaction_session_timeout=30000',
  '-c statement_timeout=30000',
  '-c random_page_cost=1.1',
].join(' ');

/** A server that restarts is away for seconds; a request should not wait longer than its reader. */
const CONNECT_LIMIT_MS = 5_000;

/**
 * Statements by key have one good plan. The server compares it with plans for the values at hand, by
 * estimates that move while tables grow, and once it has gone over to those it makes one each time.
 */
const BY_KEY = `${SESSION} -c plan_cache_mode=force_generic_plan`;

type PoolOptions = Pick<DatabaseOptions, 'url' | 'poolMax'>;

/** For statements by key outside of transactions, which say so themselves. Connects when it is used. */
export const poolByKey = (options: PoolOptions): Pool => poolOf(options, BY_KEY);

function poolOf({ url, poolMax }: PoolOptions, session: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: poolMax,
    options: session,
    application_name: 'headroom',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
  });
  // An idle connection that breaks is replaced by the next query; without a listener it ends the process.
  pool.on('error', () => undefined);
  return pool;
}

/** @throws Error when the server does not answer, or may lose acknowledged commits. */
export async function connect(options: DatabaseOptions): Promise<Database> {
  const pool = poolOf(options, SESSION);
  try {
    await assertDurable(pool, options.allowsUnsafeDurability);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
