/**
 * The slots of invoices as they stand: what the rules decide about each, when it runs, and what was
 * asked and told about it. The look of a rule, the deciding transaction, the approvals and the
 * calendar all judge by this.
 *
 * Invariant: pure once read. For a decision that counts, the caller holds the locks.
 */
import type { AutopayDecision } from '../../../domain/autopay';
import { decideFor } from '../../../domain/autopay-outlook';
import {
  type Approval,
  nextRunDay,
  preparesAt,
  type RunPlace,
  type SlotCharge,
  type SlotRun,
  slotRunOf,
} from '../../../domain/autopay-slot';
import { addDays } from '../../../domain/calendar';
import { civilDateAt } from '../../../domain/instants';
import type { GatewayLimits } from '../../../domain/plan';
import {
  type DecisionInvoice,
  readInvoices,
  type RuleRecord,
  type Source,
  storedRule,
  type WhichInvoices,
} from './decision-inputs';

export type SlotBusiness = RunPlace & Readonly<{ noticeDays: number; now: string }>;

export type Noticed = SlotRun & Readonly<{ amountMinor: number; methodId: string }>;

export type Slot = Readonly<{
  invoice: DecisionInvoice;
  decision: AutopayDecision;
  /** The winner; null when none matches. */
  rule: RuleRecord | null;
  /** Null when the slot was decided, and when it has no instant. */
  run: SlotRun | null;
  /** What it would charge at its instant; null when it would charge nothing. */
  charge: SlotCharge | null;
  /** Its rule wants it, or the client has unapplied money. */
  needsApproval: boolean;
  /** Oldest first. */
  approvals: readonly (Approval & Readonly<{ id: string; decidedAt: string | null }>)[];
  noticed: Noticed | null;
  /** When its client is told and its approval is asked. */
  preparesAt: string | null;
}>;

type History = Readonly<{
  invoiceId: string;
  isDecided: boolean;
  noticed: Noticed | null;
  approvals: Slot['approvals'];
  hasUnapplied: boolean;
}>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const BUSINESS = {
  name: 'autopay-business',
  text: `
  SELECT zone, run_time AS "runTime", autopay_window_minutes AS "windowMinutes",
         autopay_notice_days AS "noticeDays",
         to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond') ${UTC}) AS now
    FROM business`,
};

const HISTORIES = {
  name: 'autopay-slot-histories',
  text: `
  SELECT json_build_object(
    'invoiceId', invoice.id,
    'isDecided', EXISTS (SELECT FROM autopay_slot AS slot
                          WHERE slot.invoice_id = invoice.id AND slot.opening = invoice.opening),
    'noticed', (SELECT json_build_object('runOn', run_on, 'runAt', to_char(run_at ${UTC}),
                       'amountMinor', amount_minor, 'methodId', method_id)
                  FROM autopay_notice AS notice
                 WHERE notice.invoice_id = invoice.id AND notice.opening = invoice.opening
                 ORDER BY id DESC LIMIT 1),
    'approvals', (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state,
                         'maximumMinor', maximum_minor, 'methodId', method_id, 'runOn', run_on,
                         'decidedAt', to_char(decided_at ${UTC}))
                         ORDER BY asked_at, id), '[]')
                    FROM autopay_approval AS approval
                   WHERE approval.invoice_id = invoice.id AND approval.opening = invoice.opening),
    'hasUnapplied', EXISTS (SELECT FROM unapplied_money AS money
                             WHERE money.organization_id = invoice.organization_id
                               AND money.currency = invoice.currency AND remaining_minor > 0)) AS history
    FROM invoice WHERE invoice.id = ANY($1::uuid[])`,
};

export async function readSlotBusiness(source: Source): Promise<SlotBusiness> {
  const { rows } = await source.query<SlotBusiness>(BUSINESS);
  const business = rows[0];
  if (business === undefined) throw new Error('there is no business');
  return business;
}

/** @param rules of the clients whose invoices these are. */
export async function readSlots(
  source: Source,
  which: WhichInvoices,
  rules: readonly RuleRecord[],
  business: SlotBusiness,
  limits: GatewayLimits,
): Promise<Slot[]> {
  const invoices = await readInvoices(source, which, rules);
  const { rows } = await source.query<{ history: History }>({
    ...HISTORIES,
    values: [invoices.map(({ invoiceId }) => invoiceId)],
  });
  const histories = new Map(rows.map(({ history }) => [history.invoiceId, history]));
  return invoices.map((invoice) => {
    const history = histories.get(invoice.invoiceId);
    if (history === undefined) throw new Error(`invoice ${invoice.invoiceId} went away`);
    return slotOf(invoice, history, rules, business, limits);
  });
}

function slotOf(
  invoice: DecisionInvoice,
  history: History,
  allRules: readonly RuleRecord[],
  business: SlotBusiness,
  limits: GatewayLimits,
): Slot {
  const rules = allRules.filter(({ organizationId }) => organizationId === invoice.organizationId);
  const stored = rules.map(storedRule);
  const decision = decideFor(invoice, stored, limits);
  const rule = rules.find(({ id }) => id === decision.winnerId) ?? null;
  const needsApproval = rule !== null && (rule.needsApproval || history.hasUnapplied);
  const { firstMatchedOn: matchedOn, openedOn } = invoice;
  const { noticed, approvals } = history;
  const isWanted = needsApproval && decision.outcome.kind === 'charge';
  const askedOn = askedOnOf(approvals, isWanted, business);
  const run = history.isDecided
    ? null
    : slotRunOf(decision, stored, { matchedOn, openedOn, noticed, askedOn }, business);
  const methodId = rule?.method?.id ?? null;
  const charge =
    run !== null && decision.outcome.kind === 'charge' && methodId !== null
      ? { amountMinor: decision.outcome.amountMinor, methodId, runOn: run.runOn }
      : null;
  const noticeDays = rule?.noticeDays ?? business.noticeDays;
  return {
    invoice,
    decision,
    rule,
    run,
    charge,
    needsApproval,
    approvals,
    noticed,
    preparesAt: run === null ? null : preparesAt(run, noticeDays, business),
  };
}

/**
 * The day before which it does not run for the sake of a question. A first one leaves a day to answer
 * it: until it is asked, its run is tomorrow at the earliest. The day that was named holds also when
 * nobody needs the answer any more. A question that goes away unanswered holds until the next run
 * time, so that nothing runs at once, by night.
 */
function askedOnOf(
  approvals: Slot['approvals'],
  isWanted: boolean,
  { now, zone, runTime }: SlotBusiness,
): string | null {
  const named = approvals.find(
    ({ state }) =>
      state === 'approved' ||
      state === 'declined' ||
      state === 'replaced' ||
      (state === 'asked' && isWanted),
  );
  if (named !== undefined) return named.runOn;
  if (isWanted) return addDays(civilDateAt(now, zone), 1);
  const gone = approvals.at(-1);
  if (gone === undefined) return null;
  const next = nextRunDay(gone.decidedAt ?? now, { runTime, zone });
  return gone.runOn < next ? gone.runOn : next;
}
