/**
 * Asks for the approval of a run and tells the client of it, the notice days before (rules.md 17).
 *
 * Invariant: asked and told is what the slot is under the locks of the invoice; a question replaces
 * the one before it, and an answer is never taken back.
 */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { GatewayLimits } from '../../../domain/plan';
import { recordEvent, SYSTEM } from '../events/record-event';
import { inTransaction } from '../transaction';
import { lockSlot } from './decide-slot';
import { isToAsk, isToTell } from './look';
import { writeNoticeMails } from './notice-mails';
import type { Slot, SlotBusiness } from './slots';

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createPrepareSlot({ pool, limits }: Dependencies) {
  /** Answers the mails that it wrote. Nothing happens when somebody was faster, or it is too late. */
  return function prepareSlot(invoiceId: string): Promise<readonly string[]> {
    return inTransaction(pool, async (client) => ({
      keep: true,
      value: await attempt(client, limits, invoiceId),
    }));
  };
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  invoiceId: string,
): Promise<readonly string[]> {
  const { slot, business } = await lockSlot(client, limits, invoiceId);
  const { run, preparesAt: at } = slot;
  if (run === null || at === null || at > business.now || run.runAt <= business.now) return [];
  if (isToAsk(slot)) await ask(client, slot, business);
  return isToTell(slot) ? tell(client, slot, business) : [];
}

const ASK = {
  name: 'autopay-ask',
  text: `
  WITH replaced AS (
    UPDATE autopay_approval SET state = 'replaced', decided_at = $12
     WHERE invoice_id = $3 AND opening = $4 AND state = 'asked' RETURNING id
  )
  INSERT INTO autopay_approval (id, organization_id, invoice_id, opening, rule_id, rule_version, method_id,
                                run_on, run_at, maximum_minor, currency, asked_at)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8::date, $9, $10, $11, $12 FROM (SELECT count(*) FROM replaced) AS done`,
};

async function ask(client: PoolClient, slot: Slot, { now }: SlotBusiness): Promise<void> {
  const { invoice, rule, run, charge } = slot;
  if (rule === null || run === null || charge === null)
    throw new RangeError('nothing to ask about');
  const { invoiceId, organizationId, opening, currency } = invoice;
  const { amountMinor, methodId } = charge;
  await client.query({
    ...ASK,
    values: [
      randomUUID(),
      organizationId,
      invoiceId,
      opening,
      rule.id,
      rule.version,
      methodId,
      run.runOn,
      run.runAt,
      amountMinor,
      currency,
      now,
    ],
  });
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'invoice.approvalAsked',
    actor: SYSTEM,
    after: toldOf(slot),
    organizationId,
    invoiceId,
  });
}

const NOTICE = {
  name: 'autopay-notice',
  text: `
  INSERT INTO autopay_notice (invoice_id, opening, organization_id, rule_id, rule_version, method_id,
                              run_on, run_at, amount_minor, noticed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10) RETURNING id::text`,
};

async function tell(
  client: PoolClient,
  slot: Slot,
  business: SlotBusiness,
): Promise<readonly string[]> {
  const { invoice, rule, run, charge } = slot;
  if (rule === null || run === null || charge === null) throw new RangeError('nothing to tell');
  const { invoiceId, organizationId, opening } = invoice;
  const { rows } = await client.query<{ id: string }>({
    ...NOTICE,
    values: [
      invoiceId,
      opening,
      organizationId,
      rule.id,
      rule.version,
      charge.methodId,
      run.runOn,
      run.runAt,
      charge.amountMinor,
      business.now,
    ],
  });
  const messageIds = await writeNoticeMails(client, slot, business, rows[0]?.id ?? '');
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'invoice.autopayNoticed',
    actor: SYSTEM,
    after: { ...toldOf(slot), mails: messageIds.length },
    organizationId,
    invoiceId,
  });
  return messageIds;
}

const toldOf = ({ invoice, rule, run, charge }: Slot) => ({
  amountMinor: charge?.amountMinor,
  currency: invoice.currency,
  runOn: run?.runOn,
  ruleId: rule?.id,
  ruleName: rule?.name,
  ruleVersion: rule?.version,
});
