/**
 * One transaction through `pg`: tried again when the database asks for it, limited in time, with
 * nothing of the network inside.
 */
import type { Pool, PoolClient } from 'pg';

/** Serialization failure, deadlock, lock not available: nothing happened, and it may work now. */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);
/** Far more than contention ever needs; what still fails then is an outage. */
const TRIES_MAX = 10;

/**
 * Statements by key have one good plan, and making it anew for each array of ids costs as much as
 * running it. One round trip with the BEGIN.
 */
const BEGIN = 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan';

/** Held until the end of the transaction, by one at a time; taken with the BEGIN, before any other. */
export type OneAtATime = 'headroom:import-row';

/** The work decides whether what it did is kept. */
export type Finished<Value> = Readonly<{ keep: boolean; value: Value }>;

/** A COMMIT without an answer: it may have happened, so the caller reads again by key. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';
}

/**
 * Work of one statement, which is a transaction by itself, tried again as one.
 *
 * @throws CommitUnknownError when the answer was lost; else whatever the last try threw.
 */
export function atOnce<Value>(work: () => Promise<Value>): Promise<Value> {
  return withTries(() => work().catch(throwCommitUnknown));
}

/**
 * @throws CommitUnknownError when the answer to COMMIT was lost; else whatever the last try threw.
 */
export async function inTransaction<Value>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Finished<Value>>,
  lock: OneAtATime | null = null,
): Promise<Value> {
  return withTries(() => once(pool, work, lock));
}

async function withTries<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isWorthAnotherTry(error) || tries === TRIES_MAX) throw error;
    }
  }
}

async function once<Value>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Finished<Value>>,
  lock: OneAtATime | null,
): Promise<Value> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      lock === null ? BEGIN : `${BEGIN}; SELECT pg_advisory_xact_lock(hashtext('${lock}'))`,
    );
    const { keep, value } = await work(client);
    await (keep ? commit(client) : client.query('ROLLBACK'));
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function commit(client: PoolClient): Promise<void> {
  await client.query('COMMIT').catch(throwCommitUnknown);
}

/** An error with a code is the server's own no, and nothing was kept. */
function throwCommitUnknown(error: unknown): never {
  if (codeOf(error) !== undefined) throw error;
  throw new CommitUnknownError('the answer to COMMIT was lost', { cause: error });
}

function isWorthAnotherTry(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && AGAIN.has(code);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as Readonly<{ code?: unknown }> | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
