/**
 * The look of a rule: which open slots it wins now, when each is due, and when there is something to
 * do. It writes the instants that the calendar, the test clock and the sweep go by.
 *
 * Invariant: the rule's outbox row is held from before the reading until the commit, so a change
 * that was not seen makes the rule look again (docs/decisions, *the database tells the rules*).
 */
import type { Pool, PoolClient } from 'pg';
import { isAllowed, isToBeAsked } from '../../../domain/autopay-slot';
import type { GatewayLimits } from '../../../domain/plan';
import type { RuleStep } from '../../../domain/rule-step';
import { recordEvent, SYSTEM } from '../events/record-event';
import { inTransaction } from '../transaction';
import { readRules, type WhichInvoices } from './decision-inputs';
import { readSlotBusiness, readSlots, type Slot, type SlotBusiness } from './slots';

/** The invoices whose slot is due, and those of which somebody is to be asked or told; in order. */
export type RuleLook = RuleStep &
  Readonly<{ dueInvoiceIds: readonly string[]; unpreparedInvoiceIds: readonly string[] }>;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

export function createLook({ pool, limits }: Dependencies) {
  /** Of a rule that never was it answers that it does not live. */
  return function look(ruleId: string): Promise<RuleLook> {
    return inTransaction(pool, async (client) => ({
      keep: true,
      value: await attempt(client, limits, ruleId),
    }));
  };
}

const GONE: RuleLook = {
  isLive: false,
  dueInvoiceIds: [],
  unpreparedInvoiceIds: [],
  waitMs: null,
  slots: 0,
  due: 0,
  unprepared: 0,
  nextRunAt: null,
};

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  ruleId: string,
): Promise<RuleLook> {
  const { rows } = await client.query<{ organization_id: string }>({
    name: 'autopay-lock-watch',
    text: 'SELECT organization_id FROM autopay_watch WHERE rule_id = $1 FOR NO KEY UPDATE',
    values: [ruleId],
  });
  const organizationId = rows[0]?.organization_id;
  if (organizationId === undefined) return GONE;
  const business = await readSlotBusiness(client);
  const rules = await readRules(client, { organizationIds: [organizationId] });
  const isLive = rules.some(({ id, isEnabled }) => id === ruleId && isEnabled);
  const slots = isLive
    ? await readSlots(client, concerning(organizationId), rules, business, limits)
    : [];
  const own = slots.filter(({ rule, run }) => rule?.id === ruleId && run !== null);
  const look = isLive ? lookOf(own, business) : GONE;
  await write(client, ruleId, organizationId, own, look, business);
  return look;
}

/**
 * Every invoice that its source shows as open, also when our own money covers it already, and those
 * that were paid since they were planned: their instant closes the slot all the same.
 */
const concerning = (organizationId: string): WhichInvoices => ({
  where: `invoice.organization_id = $1::uuid
          AND (invoice.open_minor > 0 OR invoice.id IN (SELECT invoice_id FROM autopay_plan
                                                         WHERE organization_id = $1::uuid))`,
  values: [organizationId],
});

function lookOf(slots: readonly Slot[], { now }: SlotBusiness): RuleLook {
  const inOrder = slots.toSorted((a, b) => runAtOf(a).localeCompare(runAtOf(b)));
  const due = inOrder.filter((slot) => runAtOf(slot) <= now);
  const coming = inOrder.filter((slot) => runAtOf(slot) > now);
  const unprepared = coming.filter((slot) => isUnprepared(slot));
  const late = unprepared.filter((slot) => (slot.preparesAt ?? now) <= now);
  const instants = [
    ...coming.map(runAtOf),
    ...unprepared.flatMap((slot) => (slot.preparesAt === null ? [] : [slot.preparesAt])),
  ].filter((at) => at > now);
  const first = instants.reduce<string | null>(
    (earliest, at) => (earliest === null || at < earliest ? at : earliest),
    null,
  );
  const isBusy = due.length > 0 || late.length > 0;
  const untilFirst = first === null ? null : Date.parse(first) - Date.parse(now);
  return {
    isLive: true,
    dueInvoiceIds: due.map(({ invoice }) => invoice.invoiceId),
    unpreparedInvoiceIds: late.map(({ invoice }) => invoice.invoiceId),
    waitMs: isBusy ? 0 : untilFirst,
    slots: slots.length,
    due: due.length,
    unprepared: late.length,
    nextRunAt: inOrder[0] === undefined ? null : runAtOf(inOrder[0]),
  };
}

const runAtOf = ({ run }: Slot): string => run?.runAt ?? '';

/** Whether somebody is still to be asked or told before the run. */
export function isUnprepared(slot: Slot): boolean {
  return isToAsk(slot) || isToTell(slot);
}

export function isToAsk({ needsApproval, approvals, charge }: Slot): boolean {
  return needsApproval && charge !== null && isToBeAsked(approvals, charge);
}

/** A later instant, more money or another method than was told; less is no news. */
export function isToTell({ needsApproval, approvals, noticed, run, charge }: Slot): boolean {
  if (run === null || charge === null) return false;
  if (!isAllowed(needsApproval, approvals, charge)) return false;
  return (
    noticed === null ||
    noticed.runAt !== run.runAt ||
    noticed.amountMinor < charge.amountMinor ||
    noticed.methodId !== charge.methodId
  );
}

const WRITE = {
  name: 'autopay-write-look',
  text: `
  WITH own AS (
    SELECT * FROM json_to_recordset($3::json) AS s(invoice_id uuid, opening int, run_on date, run_at timestamptz)
  ), gone AS (
    DELETE FROM autopay_plan WHERE rule_id = $1 AND invoice_id NOT IN (SELECT invoice_id FROM own)
    RETURNING invoice_id
  ), planned AS (
    INSERT INTO autopay_plan (invoice_id, opening, organization_id, rule_id, run_on, run_at)
    SELECT invoice_id, opening, $2::uuid, $1::uuid, run_on, run_at FROM own ORDER BY invoice_id
    ON CONFLICT (invoice_id) DO UPDATE
      SET opening = excluded.opening, rule_id = excluded.rule_id, run_on = excluded.run_on, run_at = excluded.run_at
      WHERE (autopay_plan.opening, autopay_plan.rule_id, autopay_plan.run_on, autopay_plan.run_at)
            IS DISTINCT FROM (excluded.opening, excluded.rule_id, excluded.run_on, excluded.run_at)
    RETURNING invoice_id
  ), withdrawn AS (
    -- What nobody has to decide any more.
    UPDATE autopay_approval SET state = 'withdrawn', decided_at = $5
     WHERE rule_id = $1 AND state = 'asked' AND invoice_id <> ALL($4::uuid[])
    RETURNING invoice_id, maximum_minor, currency, run_on
  ), looked AS (
    UPDATE autopay_watch SET look_at = $6::timestamptz, sweeps = 0, swept_at = NULL WHERE rule_id = $1
  )
  SELECT (SELECT count(*)::int FROM gone) + (SELECT count(*)::int FROM planned) AS replanned,
         (SELECT coalesce(json_agg(json_build_object('invoiceId', invoice_id, 'amountMinor', maximum_minor,
                   'currency', currency, 'runOn', run_on)), '[]') FROM withdrawn) AS withdrawn`,
};

type Written = Readonly<{
  replanned: number;
  withdrawn: readonly (Readonly<{ invoiceId: string }> & Readonly<Record<string, unknown>>)[];
}>;

async function write(
  client: PoolClient,
  ruleId: string,
  organizationId: string,
  own: readonly Slot[],
  { waitMs }: RuleLook,
  { now }: SlotBusiness,
): Promise<void> {
  const wanted = own.filter(({ needsApproval, charge }) => needsApproval && charge !== null);
  const lookAt =
    waitMs === null
      ? null
      : waitMs === 0
        ? EPOCH
        : new Date(Date.parse(now) + waitMs).toISOString();
  const { rows } = await client.query<Written>({
    ...WRITE,
    values: [
      ruleId,
      organizationId,
      JSON.stringify(
        own.map(({ invoice, run }) => ({
          invoice_id: invoice.invoiceId,
          opening: invoice.opening,
          run_on: run?.runOn,
          run_at: run?.runAt,
        })),
      ),
      wanted.map(({ invoice }) => invoice.invoiceId),
      now,
      lookAt,
    ],
  });
  await tell(client, ruleId, organizationId, rows[0] ?? { replanned: 0, withdrawn: [] });
}

/** The calendar is read again when days moved; an invoice says that nobody has to decide any more. */
async function tell(
  client: PoolClient,
  ruleId: string,
  organizationId: string,
  { replanned, withdrawn }: Written,
): Promise<void> {
  const run = (text: string, values: unknown[]) => client.query(text, values);
  if (replanned > 0) {
    const subject = `autopay-rule:${ruleId}`;
    await recordEvent(run, { kind: 'autopayRule.planned', actor: SYSTEM, subject });
  }
  for (const { invoiceId, ...after } of withdrawn) {
    const event = { kind: 'invoice.approvalWithdrawn', actor: SYSTEM, after };
    await recordEvent(run, { ...event, organizationId, invoiceId });
  }
}

/** There is something to do now, and until it is done. */
const EPOCH = '1970-01-01T00:00:00.000Z';
