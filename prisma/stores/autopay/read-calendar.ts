/** Payments to come, planned by people and by rules, between two days. */
import type { Pool } from 'pg';
import type { AutopayRunStore } from '../../../api/stores/autopay-runs';
import type { CalendarEntry } from '../../../contracts/calendar';
import { daysInMonth, fromParts } from '../../../domain/calendar';
import { answerTo } from '../../../domain/autopay-slot';
import type { GatewayLimits } from '../../../domain/plan';
import { readRules } from './decision-inputs';
import { readSlotBusiness, readSlots, type Slot } from './slots';

const SHOWN_MAX = 1000;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;
type Planned = Extract<CalendarEntry, { kind: 'planned' }>;
type Autopay = Extract<CalendarEntry, { kind: 'autopay' }>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** `$1` to `$2`, of the client `$3` or of all. */
export const PLANNED = `
  SELECT json_build_object('kind', 'planned', 'runOn', run_on, 'runAt', to_char(run_at ${UTC}),
    'organization', json_build_object('id', organization.id, 'name', organization.name),
    'payment', json_build_object('id', payment.id, 'number', 'P-' || payment.number), 'state', state,
    'method', json_build_object('id', method.id, 'kind', method.kind, 'brand', method.brand,
      'lastFour', method.last_four, 'friendlyName', method.friendly_name, 'expiresIn', method.expires_in),
    'amount', json_build_object('amountMinor', payment.amount_minor, 'currency', payment.currency),
    'invoices', (SELECT json_agg(json_build_object('id', invoice.id, 'number', invoice.number) ORDER BY line.position)
                   FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
                  WHERE line.payment_id = payment.id)) AS entry
    FROM payment JOIN organization ON organization.id = payment.organization_id
    JOIN payment_method AS method ON method.id = payment.method_id
   WHERE state IN ('scheduled', 'inReview') AND run_on BETWEEN $1::date AND $2::date
     AND ($3::uuid IS NULL OR payment.organization_id = $3::uuid)
   ORDER BY run_on, payment.id LIMIT ${SHOWN_MAX + 1}`;

/** As `PLANNED`: what the rules had planned when they last looked. */
export const AUTOPAY = `
  SELECT plan.invoice_id AS "invoiceId", organization.id AS "organizationId",
         organization.name AS "organizationName",
         -- One by one: a join would read all invoices.
         (SELECT version FROM invoice WHERE invoice.id = plan.invoice_id) AS version,
         (SELECT CASE WHEN drift_since IS NOT NULL THEN 'drift' WHEN is_on_hold THEN 'invoice'
                      WHEN autopay_hold THEN 'autopay' END
            FROM invoice WHERE invoice.id = plan.invoice_id) AS hold
    FROM autopay_plan AS plan JOIN organization ON organization.id = plan.organization_id
   WHERE run_on BETWEEN $1::date AND $2::date AND ($3::uuid IS NULL OR plan.organization_id = $3::uuid)
   ORDER BY run_on, plan.invoice_id LIMIT ${SHOWN_MAX + 1}`;

type PlanRow = Readonly<{
  invoiceId: string;
  version: number;
  hold: Autopay['hold'];
  organizationId: string;
  organizationName: string;
}>;

export function createReadCalendar({ pool, limits }: Dependencies): AutopayRunStore['calendar'] {
  return async ({ month, organizationId = null }) => {
    const [year = 0, number = 1] = month.split('-').map(Number);
    const [from, to] = [`${month}-01`, fromParts(year, number, daysInMonth(year, number))];
    const values = [from, to, organizationId];
    const planned = (await pool.query<{ entry: Planned }>(PLANNED, values)).rows;
    const plans = (await pool.query<PlanRow>(AUTOPAY, values)).rows;
    const autopay = await autopayEntries(pool, limits, plans.slice(0, SHOWN_MAX));
    const items = [...planned.slice(0, SHOWN_MAX).map(({ entry }) => entry), ...autopay].filter(
      // What the last look planned may have moved to another month since.
      ({ runOn }) => runOn >= from && runOn <= to,
    );
    return {
      from,
      to,
      items: items.sort((a, b) => a.runAt.localeCompare(b.runAt)),
      isMore: planned.length > SHOWN_MAX || plans.length > SHOWN_MAX,
    };
  };
}

async function autopayEntries(
  pool: Pool,
  limits: GatewayLimits,
  plans: readonly PlanRow[],
): Promise<Autopay[]> {
  if (plans.length === 0) return [];
  const organizationIds = [...new Set(plans.map(({ organizationId }) => organizationId))];
  const rules = await readRules(pool, { organizationIds });
  const business = await readSlotBusiness(pool);
  const invoiceIds = plans.map(({ invoiceId }) => invoiceId);
  const slots = await readSlots(pool, { invoiceIds }, rules, business, limits);
  const planOf = new Map(plans.map((plan) => [plan.invoiceId, plan]));
  return slots.flatMap((slot): Autopay[] => {
    const plan = planOf.get(slot.invoice.invoiceId);
    return plan === undefined ? [] : entryOf(slot, plan);
  });
}

function entryOf(slot: Slot, plan: PlanRow): Autopay[] {
  const { invoice, rule, run, charge, decision } = slot;
  if (rule === null || run === null) return [];
  return [
    {
      kind: 'autopay',
      ...run,
      organization: { id: plan.organizationId, name: plan.organizationName },
      invoice: { id: invoice.invoiceId, number: invoice.number },
      invoiceVersion: plan.version,
      rule: { id: rule.id, name: rule.name },
      outcome: decision.outcome.kind,
      amount:
        charge === null ? null : { amountMinor: charge.amountMinor, currency: invoice.currency },
      hold: plan.hold,
      approval: approvalOf(slot),
    },
  ];
}

function approvalOf({ needsApproval, approvals, charge }: Slot): Autopay['approval'] {
  const answer = charge === null ? null : answerTo(approvals, charge);
  if (answer === 'declined') return answer;
  if (!needsApproval || charge === null) return 'notWanted';
  return answer ?? (approvals.at(-1)?.state === 'asked' ? 'asked' : 'toBeAsked');
}
