/**
 * Saving a method, renaming it, making it the default.
 *
 * Invariant: a client with methods that were ever chosen has one default at most; its row is locked
 * first, so two people who each name another one are told apart by order and not by an error.
 */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { MethodStore } from '../../../api/stores/books';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import { changeMethods } from '../autopay/methods-changed';
import { recordEvent } from '../events/record-event';
import { inTransaction } from '../transaction';
import { readMethod } from './method-rows';

type Add = MethodStore['add'];
type Change = MethodStore['change'];
type Added = Awaited<ReturnType<Add>>;
type Changed = Awaited<ReturnType<Change>>;
type NewMethod = Parameters<Add>[1];

/** FOR NO KEY UPDATE: placing a payment refers to the client and is not held up. */
const LOCK_CLIENT = `
  SELECT EXISTS (SELECT FROM payment_method
                  WHERE organization_id = organization.id AND is_default) AS has_default
    FROM organization WHERE id = $1 AND merged_into_id IS NULL FOR NO KEY UPDATE`;

/** A removed method that is saved again is the same method: its payments still name it. */
const SAVE = `
  INSERT INTO payment_method (id, organization_id, gateway, token, kind, brand, last_four, expires_in,
                              friendly_name, status, read_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())
  ON CONFLICT (gateway, token) DO UPDATE SET
    removed_at = NULL, kind = excluded.kind, brand = excluded.brand, last_four = excluded.last_four,
    expires_in = excluded.expires_in, friendly_name = excluded.friendly_name,
    status = excluded.status, read_at = excluded.read_at, version = payment_method.version + 1
   WHERE payment_method.organization_id = excluded.organization_id
     AND payment_method.removed_at IS NOT NULL
  RETURNING id`;

const NO_DEFAULT = `
  UPDATE payment_method SET is_default = false, version = version + 1
   WHERE organization_id = $1 AND is_default AND id <> $2`;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createAddMethod({ pool, limits }: Dependencies): Add {
  return (organizationId, method, actor) =>
    inTransaction<Added>(pool, async (client) => {
      const { rows } = await client.query<{ has_default: boolean }>(LOCK_CLIENT, [organizationId]);
      if (rows[0] === undefined) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
      const isDefault = method.isDefault || !rows[0].has_default;
      // A client that had none, or another default, may have a rule that can pay again.
      const value = await changeMethods(client, organizationId, limits, () =>
        add(client, organizationId, { ...method, isDefault }, actor),
      );
      return { keep: value.ok, value };
    });
}

async function add(
  client: PoolClient,
  organizationId: string,
  method: NewMethod,
  actor: Actor,
): Promise<Added> {
  const { gateway, token, reading, friendlyName } = method;
  const { rows: saved } = await client.query<{ id: string }>(SAVE, [
    randomUUID(),
    organizationId,
    gateway,
    token,
    reading.kind,
    reading.brand,
    reading.lastFour,
    reading.expiresIn,
    friendlyName,
    reading.status,
  ]);
  const id = saved[0]?.id;
  if (id === undefined) return refuse({ code: 'METHOD_ALREADY_SAVED' });
  if (method.isDefault) await makeDefault(client, organizationId, id);
  const { kind, brand, lastFour } = reading;
  await tell(client, actor, organizationId, id, {
    kind: 'method.added',
    after: { kind, brand, lastFour },
  });
  return ok(await present(client, id));
}

export function createChangeMethod({ pool, limits }: Dependencies): Change {
  return (methodId, change, actor) =>
    inTransaction<Changed>(pool, async (client) => {
      const value = await makeChange(client, limits, methodId, change, actor);
      return { keep: value.ok, value };
    });
}

async function makeChange(
  client: PoolClient,
  limits: GatewayLimits,
  methodId: string,
  change: Parameters<Change>[1],
  actor: Actor,
): Promise<Changed> {
  const { rows } = await client.query<{ organization_id: string }>(
    'SELECT organization_id FROM payment_method WHERE id = $1',
    [methodId],
  );
  const organizationId = rows[0]?.organization_id;
  if (organizationId === undefined) return refuse({ code: 'NOT_FOUND' });
  await client.query(LOCK_CLIENT, [organizationId]);
  await client.query('SELECT FROM payment_method WHERE id = $1 FOR NO KEY UPDATE', [methodId]);
  const before = await readMethod(client, methodId);
  if (before === null) return refuse({ code: 'NOT_FOUND' });
  if (before.version !== change.version) {
    return refuse({ code: 'VERSION_CONFLICT', present: before });
  }
  const isNewDefault = change.isDefault === true && !before.isDefault;
  if (isNewDefault && before.status !== 'usable') return refuse({ code: 'METHOD_UNUSABLE' });
  const { friendlyName = before.friendlyName } = change;
  if (!isNewDefault && friendlyName === before.friendlyName) return ok(before);

  await client.query(
    'UPDATE payment_method SET friendly_name = $2, version = version + 1 WHERE id = $1',
    [methodId, friendlyName],
  );
  if (isNewDefault) {
    await changeMethods(client, organizationId, limits, () =>
      makeDefault(client, organizationId, methodId),
    );
  }
  await tell(client, actor, organizationId, methodId, {
    kind: 'method.changed',
    before: { friendlyName: before.friendlyName, isDefault: before.isDefault },
    after: { friendlyName, isDefault: before.isDefault || isNewDefault },
  });
  return ok(await present(client, methodId));
}

/** Its own version is raised by whoever saves it; the one it replaces changes here. */
async function makeDefault(client: PoolClient, organizationId: string, id: string): Promise<void> {
  await client.query(NO_DEFAULT, [organizationId, id]);
  await client.query('UPDATE payment_method SET is_default = true WHERE id = $1', [id]);
}

type About = Readonly<{ kind: string; before?: unknown; after: unknown }>;

async function tell(
  client: PoolClient,
  actor: Actor,
  organizationId: string,
  methodId: string,
  about: About,
): Promise<void> {
  const event = { ...about, actor, organizationId, subject: `method:${methodId}` };
  await recordEvent((text, values) => client.query(text, values), event);
}

async function present(client: PoolClient, methodId: string): Promise<PaymentMethod> {
  const method = await readMethod(client, methodId);
  if (method === null) throw new Error(`method ${methodId} went away while it was locked`);
  return method;
}
