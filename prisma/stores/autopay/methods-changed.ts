/**
 * What a change of the methods of a client does to its rules: where a rule lets the search go on, an
 * invoice may go from one rule to another, whose day for it may be long gone. Nothing is swept
 * silently then either (docs/decisions, *a change of methods hands invoices over*).
 *
 * Invariant: the client is locked first, then its open invoices, before anything is read that decides.
 * Whoever locks a method against new references does it between the two.
 */
import type { PoolClient } from 'pg';
import { handedOverIds } from '../../../domain/autopay-widening';
import type { GatewayLimits } from '../../../domain/plan';
import { openOf, readInvoices, readRules, storedRule } from './decision-inputs';
import { flagRules } from './flag-rules';
import { lockClient, lockInvoices } from './lock-client';

const NEW_TO_ITS_RULE = 'UPDATE invoice SET first_matched_on = $2::date WHERE id = ANY($1::uuid[])';

/**
 * Changes methods, hands over what goes to another rule, and flags what can no longer pay. Answers
 * what `change` does.
 *
 * @param named invoices that `change` locks beside open ones of the client.
 */
export async function changeMethods<Value>(
  client: PoolClient,
  organizationId: string,
  limits: GatewayLimits,
  change: () => Promise<Value>,
  named: readonly string[] = [],
): Promise<Value> {
  const today = await lockClient(client, organizationId);
  if (today === null) throw new Error(`no organization ${organizationId}`);
  const which = { organizationIds: [organizationId] };
  const before = await readRules(client, which);
  // Without such a rule the first match wins, whatever becomes of its method.
  const mayHandOver = before.some((rule) => rule.isEnabled && rule.allowsFallThrough);
  if (mayHandOver) await lockInvoices(client, organizationId, named);
  const value = await change();
  if (mayHandOver) {
    const after = await readRules(client, which);
    const ids = handedOverIds({
      invoices: await readInvoices(client, openOf([organizationId]), after),
      before: before.map(storedRule),
      after: after.map(storedRule),
      today,
      limits,
    });
    await client.query(NEW_TO_ITS_RULE, [ids, today]);
  }
  await flagRules(client, organizationId, limits);
  return value;
}
