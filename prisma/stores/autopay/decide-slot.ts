/**
 * Decides the slot of one invoice at its instant, in one transaction: locks, decides, and writes the
 * payment with the slot's row (rules.md 17).
 *
 * Invariant: a slot is decided once, whatever runs twice, and its payment has the id that is made
 * from its name. Before its instant nothing is written.
 */
import type { Pool, PoolClient } from 'pg';
import { autopaySlotName } from '../../../domain/autopay';
import { answerTo, isAllowed, type SlotOutcome } from '../../../domain/autopay-slot';
import type { GatewayLimits } from '../../../domain/plan';
import { PaymentKind } from '../../../domain/payment';
import { receiptAudience } from '../../../domain/receipt-audience';
import { recordEvent, SYSTEM } from '../events/record-event';
import { readForPlacing } from '../payments/placement-read';
import * as statements from '../payments/placement-statements';
import type { PlacementRequest } from '../payments/placement-types';
import { writePlacement } from '../payments/write-placement';
import { inTransaction } from '../transaction';
import { readRules, type RuleRecord } from './decision-inputs';
import { uuidOfName } from './name-uuid';
import { readSlotBusiness, readSlots, type Slot, type SlotBusiness } from './slots';
import { openSlotTask, outcomeReason } from './slot-words';

export type Decided =
  /** Not due, decided before, or nothing that could be decided. */
  | Readonly<{ kind: 'open' }>
  | Readonly<{ kind: 'decided'; outcome: SlotOutcome['kind']; paymentId: string | null }>;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

/** Before the invoice, where a placement and the removal of a method begin too. */
const LOCK_METHODS = {
  name: 'autopay-lock-methods',
  text: `
  SELECT id FROM payment_method
   WHERE organization_id = (SELECT organization_id FROM invoice WHERE id = $1) ORDER BY id FOR KEY SHARE`,
};

export function createDecideSlot({ pool, limits }: Dependencies) {
  /** @throws Error when there is no such invoice. */
  return function decideSlot(invoiceId: string): Promise<Decided> {
    return inTransaction(pool, async (client) => {
      const value = await attempt(client, limits, invoiceId);
      return { keep: value.kind === 'decided', value };
    });
  };
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  invoiceId: string,
): Promise<Decided> {
  await client.query({ ...LOCK_METHODS, values: [invoiceId] });
  const { slot, business } = await lockSlot(client, limits, invoiceId);
  const { rule, run, charge, needsApproval, approvals } = slot;
  if (rule === null || run === null || run.runAt > business.now) return { kind: 'open' };

  const isStopped = charge !== null && !isAllowed(needsApproval, approvals, charge);
  const outcome: SlotOutcome = isStopped ? { kind: 'not-approved' } : slot.decision.outcome;
  const paymentId =
    outcome.kind === 'charge' ? await writePayment(client, slot, rule, business) : null;
  await writeSlot(client, slot, rule, outcome, paymentId, business.now);
  if (paymentId === null) await tell(client, slot, rule, outcome, business.now);
  return { kind: 'decided', outcome: outcome.kind, paymentId };
}

/**
 * The slot of one invoice under the locks of the invoice and of everything planned on it. Whoever
 * changes a rule of its client holds the locks of all open invoices, so the rules stand still too.
 */
export async function lockSlot(
  client: PoolClient,
  limits: GatewayLimits,
  invoiceId: string,
): Promise<Readonly<{ slot: Slot; business: SlotBusiness }>> {
  await client.query({ ...statements.LOCK_INVOICES, values: [[invoiceId]] });
  await client.query({ ...statements.LOCK_PLANNED, values: [[invoiceId]] });
  const business = await readSlotBusiness(client);
  const { rows } = await client.query<{ organization_id: string }>({
    name: 'autopay-client-of-invoice',
    text: 'SELECT organization_id FROM invoice WHERE id = $1',
    values: [invoiceId],
  });
  const organizationId = rows[0]?.organization_id;
  if (organizationId === undefined) throw new Error(`no invoice ${invoiceId}`);
  const rules = await readRules(client, { organizationIds: [organizationId] });
  const [slot] = await readSlots(client, { invoiceIds: [invoiceId] }, rules, business, limits);
  if (slot === undefined) throw new Error(`no invoice ${invoiceId}`);
  return { slot, business };
}

async function writePayment(
  client: PoolClient,
  { invoice, run, charge }: Slot,
  rule: RuleRecord,
  { zone, runTime }: SlotBusiness,
): Promise<string> {
  if (run === null || charge === null) throw new RangeError('a slot without a charge pays nothing');
  const { invoiceId, organizationId, currency, opening } = invoice;
  const { amountMinor, methodId, runOn } = charge;
  const paymentId = uuidOfName(autopaySlotName(invoiceId, opening));
  const request: PlacementRequest = {
    organizationId,
    methodId,
    currency,
    lines: [{ invoiceId, amountMinor }],
    runOn,
    strategy: 'nearest-first',
    fingerprint: null,
    reference: null,
    note: null,
    extraRecipients: [],
    retryOf: null,
    restoredFrom: null,
  };
  const placing = await readForPlacing(client, request);
  const { contacts } = placing.read;
  const written = await writePlacement(client, {
    paymentId,
    kind: PaymentKind.autopay,
    request,
    placing,
    adjustments: [],
    timing: { requestedOn: runOn, runOn, runAt: run.runAt, runTime, zone },
    recipients: receiptAudience({ contacts, extraRecipients: [], amountMinor, currency })
      .recipients,
    mails: [],
    placedBy: { id: null, name: `Autopay: ${rule.name}` },
    by: SYSTEM,
    told: { ruleId: rule.id, ruleName: rule.name, ruleVersion: rule.version },
  });
  // Under the locks the slot was read as undecided, and only its own decision makes this id.
  if (written !== 'written') throw new Error(`payment ${paymentId} of an open slot: ${written}`);
  return paymentId;
}

const WRITE_SLOT = {
  name: 'autopay-write-slot',
  text: `
  WITH planned AS (
    DELETE FROM autopay_plan WHERE invoice_id = $1
  ), expired AS (
    UPDATE autopay_approval SET state = 'expired', decided_at = $11
     WHERE invoice_id = $1 AND opening = $2 AND state = 'asked'
  )
  INSERT INTO autopay_slot (invoice_id, opening, organization_id, outcome, rule_id, rule_version,
                            run_on, run_at, amount_minor, payment_id, decided_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10, $11)`,
};

async function writeSlot(
  client: PoolClient,
  { invoice, run, charge }: Slot,
  rule: RuleRecord,
  outcome: SlotOutcome,
  paymentId: string | null,
  now: string,
): Promise<void> {
  await client.query({
    ...WRITE_SLOT,
    values: [
      invoice.invoiceId,
      invoice.opening,
      invoice.organizationId,
      outcome.kind,
      rule.id,
      rule.version,
      run?.runOn,
      run?.runAt,
      charge?.amountMinor ?? null,
      paymentId,
      now,
    ],
  });
}

/** What did not run explains itself on the invoice; where a person has to do something, by a task. */
async function tell(
  client: PoolClient,
  slot: Slot,
  rule: RuleRecord,
  outcome: SlotOutcome,
  now: string,
): Promise<void> {
  const { invoice, run, charge } = slot;
  const { invoiceId, organizationId, currency } = invoice;
  const after = {
    outcome: outcome.kind,
    runOn: run?.runOn,
    ...(charge !== null && { amountMinor: charge.amountMinor, currency }),
    ruleId: rule.id,
    ruleName: rule.name,
    ruleVersion: rule.version,
  };
  const reason = outcomeReason(outcome.kind);
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'invoice.autopayNotRun',
    actor: SYSTEM,
    reason,
    after,
    organizationId,
    invoiceId,
  });
  const isDeclined = charge !== null && answerTo(slot.approvals, charge) === 'declined';
  await openSlotTask(client, { ...after, invoiceId, organizationId, isDeclined, reason }, now);
}
