/**
 * Removing a method. What is planned on it, and the rules that pay with it, are listed and asked about;
 * confirmed, the payments go to review and the rules are flagged, with a task each, and nothing goes to
 * another method by itself (rules.md 18).
 *
 * Invariant: nothing stays planned on a removed method. The method is locked against new references
 * before any invoice, where a placement begins too: one that came first is waited for and then
 * seen, one that comes later finds the method removed.
 */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { MethodStore } from '../../../api/stores/books';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import { lockClient } from '../autopay/lock-client';
import { changeMethods } from '../autopay/methods-changed';
import { recordEvent } from '../events/record-event';
import { reviewPlanned } from '../payments/review-planned';
import { inTransaction } from '../transaction';
import { readMethod } from './method-rows';

type Remove = MethodStore['remove'];
type Removed = Awaited<ReturnType<Remove>>;

const CLIENT = `SELECT organization_id AS "organizationId" FROM payment_method WHERE id = $1`;

const LOCK_METHOD = `SELECT FROM payment_method WHERE id = $1 FOR UPDATE`;

const PLANNED = `
  SELECT DISTINCT invoice_id AS id FROM payment_line JOIN payment ON payment.id = payment_id
   WHERE payment.method_id = $1 AND payment.state IN ('scheduled', 'inReview')`;

const REMOVE = `
  UPDATE payment_method SET is_default = false, version = payment_method.version + 1,
         removed_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business WHERE payment_method.id = $1`;

export function createRemoveMethod({
  pool,
  limits,
}: Readonly<{ pool: Pool; limits: GatewayLimits }>): Remove {
  return (methodId, request, actor) =>
    inTransaction<Removed>(pool, async (client) => {
      const value = await attempt(client, limits, methodId, request, actor);
      return { keep: value.ok, value };
    });
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  methodId: string,
  { version, isConfirmed }: Parameters<Remove>[1],
  actor: Actor,
): Promise<Removed> {
  const { rows } = await client.query<{ organizationId: string }>(CLIENT, [methodId]);
  const organizationId = rows[0]?.organizationId;
  if (organizationId === undefined) return refuse({ code: 'NOT_FOUND' });
  await lockClient(client, organizationId);
  await client.query(LOCK_METHOD, [methodId]);
  const method = await readMethod(client, methodId);
  if (method === null) return refuse({ code: 'NOT_FOUND' });
  // A merge meanwhile, which moves the method to another client, raises it too.
  if (method.version !== version) return refuse({ code: 'VERSION_CONFLICT', present: method });
  const { planned, rules } = method;
  if (planned.length + rules.length > 0 && !isConfirmed) {
    const payments = planned.map(({ payment }) => payment);
    return refuse({ code: 'METHOD_HAS_PLANS', payments, rules });
  }
  const { rows: invoices } = await client.query<{ id: string }>(PLANNED, [methodId]);
  const touchedPaymentIds = await changeMethods(
    client,
    organizationId,
    limits,
    async () => {
      const why = { code: 'METHOD_REMOVED', sentence: 'Its method was removed.' };
      const sentToReview = await reviewPlanned(
        client,
        { kind: 'method', id: methodId },
        why,
        actor,
      );
      await client.query(REMOVE, [methodId]);
      return sentToReview;
    },
    invoices.map(({ id }) => id),
  );
  const { kind, brand, lastFour } = method;
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'method.removed',
    actor,
    before: { kind, brand, lastFour },
    organizationId,
    subject: `method:${methodId}`,
  });
  return ok({ touchedPaymentIds });
}
