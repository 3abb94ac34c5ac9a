/** A person opens an invoice to autopay again: its next slot, with a number of its own. */
import type { Pool, PoolClient } from 'pg';
import type { AutopayRunStore } from '../../../api/stores/autopay-runs';
import { nextRunDay } from '../../../domain/autopay-slot';
import { ok, refuse } from '../../../domain/result';
import { recordEvent } from '../events/record-event';
import { inTransaction } from '../transaction';
import { readSlotBusiness } from './slots';

type Reopen = AutopayRunStore['reopen'];
type Reopened = Awaited<ReturnType<Reopen>>;

const LOCK = `
  SELECT version, opening, organization_id AS "organizationId", number,
         (SELECT outcome FROM autopay_slot AS slot
           WHERE slot.invoice_id = invoice.id AND slot.opening = invoice.opening) AS outcome,
         ARRAY(SELECT rule_id FROM autopay_watch AS watch
                WHERE watch.organization_id = invoice.organization_id ORDER BY rule_id) AS "ruleIds"
    FROM invoice WHERE id = $1 FOR NO KEY UPDATE`;

const OPEN = `
  UPDATE invoice SET opening = opening + 1, opened_on = $2::date, version = version + 1
   WHERE id = $1 RETURNING opening, version`;

type Locked = Readonly<{
  version: number;
  opening: number;
  organizationId: string;
  outcome: string | null;
  ruleIds: string[];
}>;

export function createReopen({ pool }: Readonly<{ pool: Pool }>): Reopen {
  return (invoiceId, request, actor) =>
    inTransaction<Reopened>(pool, async (client) => {
      const value = await attempt(client, invoiceId, request, actor);
      return { keep: value.ok, value };
    });
}

async function attempt(
  client: PoolClient,
  invoiceId: string,
  { version, reason }: Parameters<Reopen>[1],
  actor: Parameters<Reopen>[2],
): Promise<Reopened> {
  const { rows } = await client.query<Locked>(LOCK, [invoiceId]);
  const locked = rows[0];
  if (locked === undefined) return refuse({ code: 'NOT_FOUND' });
  if (locked.version !== version) return refuse({ code: 'VERSION_CONFLICT' });
  if (locked.outcome === null) return refuse({ code: 'AUTOPAY_NOT_CLOSED' });
  const business = await readSlotBusiness(client);
  const openedOn = nextRunDay(business.now, business);
  const opened = await client.query<Readonly<{ opening: number; version: number }>>(OPEN, [
    invoiceId,
    openedOn,
  ]);
  const now = opened.rows[0];
  if (now === undefined) throw new Error(`invoice ${invoiceId} went away while it was locked`);
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'invoice.autopayReopened',
    actor,
    reason,
    before: { opening: locked.opening, outcome: locked.outcome },
    after: { opening: now.opening, runOn: openedOn },
    organizationId: locked.organizationId,
    invoiceId,
  });
  return ok({ ...now, notBefore: openedOn, touchedRuleIds: locked.ruleIds });
}
