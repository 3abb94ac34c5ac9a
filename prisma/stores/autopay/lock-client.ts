/**
 * Changes of the rules of one client, one after the other.
 *
 * Invariant: the client is locked first, then a method that will be named, then its open invoices by
 * id, before anything is read that decides. So a change of an invoice's fields meanwhile has either
 * been seen here, or will see these rules.
 */
import type { PoolClient } from 'pg';
import type { CivilDate } from '../../../domain/calendar';
import { IS_OPEN } from '../invoices/invoice-figures';

/** FOR NO KEY UPDATE: placing a payment refers to the client and is not held up. */
const LOCK_CLIENT = `
  SELECT ((clock_timestamp() + clock_offset_ms * interval '1 millisecond') AT TIME ZONE zone)::date::text AS today
    FROM organization, business WHERE organization.id = $1 FOR NO KEY UPDATE OF organization`;

/** The day of the business; null when there is no such client. */
export async function lockClient(
  client: PoolClient,
  organizationId: string,
): Promise<CivilDate | null> {
  const { rows } = await client.query<{ today: CivilDate }>(LOCK_CLIENT, [organizationId]);
  return rows[0]?.today ?? null;
}

const LOCK_METHOD = `
  SELECT removed_at IS NOT NULL AS is_removed FROM payment_method
   WHERE id = $1 AND organization_id = $2 FOR KEY SHARE`;

/** Held against its removal; null where it is none of the client's. */
export async function lockMethod(
  client: PoolClient,
  methodId: string,
  organizationId: string,
): Promise<Readonly<{ isRemoved: boolean }> | null> {
  const { rows } = await client.query<{ is_removed: boolean }>(LOCK_METHOD, [
    methodId,
    organizationId,
  ]);
  return rows[0] === undefined ? null : { isRemoved: rows[0].is_removed };
}

const LOCK_INVOICES = `
  SELECT id FROM invoice WHERE organization_id = $1 AND ((${IS_OPEN}) OR id = ANY($2::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`;

/** All open ones of the client, and those that are named. */
export async function lockInvoices(
  client: PoolClient,
  organizationId: string,
  named: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(LOCK_INVOICES, [organizationId, named]);
  return new Set(rows.map(({ id }) => id));
}
