/** Runs of autopay that wait for a yes: the queue, and what a person decides about many at once. */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { AutopayRunStore } from '../../../api/stores/autopay-runs';
import type {
  AnsweredApproval,
  Approval,
  DecideApprovalsBody,
  DecidedApprovals,
} from '../../../contracts/approvals';
import type { GatewayLimits } from '../../../domain/plan';
import { recordEvent } from '../events/record-event';
import { inTransaction } from '../transaction';
import { readRules } from './decision-inputs';
import { readSlotBusiness, readSlots, type Slot } from './slots';

const SHOWN_MAX = 1000;
const ANSWERED_MAX = 100;

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const QUESTION = `
    'id', approval.id, 'organization', json_build_object('id', organization.id, 'name', organization.name),
    'invoice', json_build_object('id', invoice.id, 'number', invoice.number),
    'rule', json_build_object('id', rule.id, 'name', rule.name),
    'method', json_build_object('id', method.id, 'kind', method.kind, 'brand', method.brand,
      'lastFour', method.last_four, 'friendlyName', method.friendly_name, 'expiresIn', method.expires_in),
    'maximum', json_build_object('amountMinor', approval.maximum_minor, 'currency', approval.currency),
    'runOn', approval.run_on`;

const QUESTIONS = `
    autopay_approval AS approval
    JOIN organization ON organization.id = approval.organization_id
    -- One by one: a join would read all invoices.
    CROSS JOIN LATERAL (SELECT id, number, open_minor - unposted_minor AS balance_minor, planned_minor
                          FROM invoice WHERE invoice.id = approval.invoice_id LIMIT 1) AS invoice
    JOIN autopay_rule AS rule ON rule.id = approval.rule_id
    JOIN payment_method AS method ON method.id = approval.method_id`;

export const WAITING = `
  SELECT count(*) OVER ()::int AS count, json_build_object(${QUESTION},
    'balance', json_build_object('amountMinor', balance_minor, 'currency', approval.currency),
    'planned', json_build_object('amountMinor', planned_minor, 'currency', approval.currency),
    'runAt', to_char(approval.run_at ${UTC}), 'askedAt', to_char(approval.asked_at ${UTC}),
    'because', CASE WHEN rule.needs_approval THEN 'rule' ELSE 'unappliedMoney' END,
    'before', (SELECT json_build_object('state', state, 'by', decided_by_name, 'runOn', run_on,
                        'maximum', json_build_object('amountMinor', maximum_minor, 'currency', currency))
                 FROM autopay_approval AS earlier
                WHERE earlier.invoice_id = approval.invoice_id AND earlier.opening = approval.opening
                  AND state IN ('approved', 'declined')
                ORDER BY decided_at DESC, id LIMIT 1)) AS approval
    FROM ${QUESTIONS}
   WHERE approval.state = 'asked' AND ($1::uuid IS NULL OR approval.organization_id = $1::uuid)
   ORDER BY approval.run_at, approval.id LIMIT ${SHOWN_MAX}`;

export const ANSWERED_TODAY = `
  SELECT json_build_object(${QUESTION}, 'state', approval.state, 'by', approval.decided_by_name,
    'answeredAt', to_char(approval.decided_at ${UTC})) AS approval
    FROM ${QUESTIONS}
   WHERE approval.state IN ('approved', 'declined') AND ($1::uuid IS NULL OR approval.organization_id = $1::uuid)
     AND approval.decided_at >= (
       SELECT ((clock_timestamp() + clock_offset_ms * interval '1 millisecond') AT TIME ZONE zone)::date::timestamp
              AT TIME ZONE zone FROM business)
   ORDER BY approval.decided_at DESC, approval.id DESC LIMIT ${ANSWERED_MAX}`;

export function createCountWaiting(pool: Pool): AutopayRunStore['countWaiting'] {
  return async () => {
    const { rows } = await pool.query<{ count: number }>({
      name: 'approvals-count-waiting',
      text: `SELECT count(*)::int AS count FROM autopay_approval WHERE state = 'asked'`,
    });
    return rows[0]?.count ?? 0;
  };
}

export function createListApprovals({
  pool,
  limits,
}: Dependencies): AutopayRunStore['listApprovals'] {
  return async (organizationId) => {
    const { rows } = await pool.query<Readonly<{ count: number; approval: Omit<Approval, 'now'> }>>(
      WAITING,
      [organizationId],
    );
    const approvals = rows.map(({ approval }) => approval);
    const slots = await slotsOf(pool, limits, approvals);
    const answered = await pool.query<{ approval: AnsweredApproval }>(ANSWERED_TODAY, [
      organizationId,
    ]);
    return {
      answeredToday: answered.rows.map(({ approval }) => approval),
      count: rows[0]?.count ?? 0,
      items: approvals.map((approval) => {
        const charge = slots.get(approval.invoice.id)?.charge ?? null;
        const { currency } = approval.maximum;
        return {
          ...approval,
          now: charge === null ? null : { amountMinor: charge.amountMinor, currency },
        };
      }),
    };
  };
}

async function slotsOf(
  pool: Pool,
  limits: GatewayLimits,
  approvals: readonly Omit<Approval, 'now'>[],
): Promise<ReadonlyMap<string, Slot>> {
  if (approvals.length === 0) return new Map();
  const organizationIds = [...new Set(approvals.map(({ organization }) => organization.id))];
  const rules = await readRules(pool, { organizationIds });
  const invoiceIds = approvals.map(({ invoice }) => invoice.id);
  const business = await readSlotBusiness(pool);
  const slots = await readSlots(pool, { invoiceIds }, rules, business, limits);
  return new Map(slots.map((slot) => [slot.invoice.invoiceId, slot]));
}

/** As the deciding transaction does: whoever answers meets it at the invoice, before or after. */
const LOCK_INVOICES = `
  SELECT id FROM invoice WHERE id IN (SELECT invoice_id FROM autopay_approval WHERE id = ANY($1::uuid[]))
   ORDER BY id FOR NO KEY UPDATE`;

const DECIDE = `
  UPDATE autopay_approval SET state = $2, decided_by_id = $3, decided_by_name = $4,
         decided_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond'
    FROM business WHERE autopay_approval.id = ANY($1::uuid[]) AND state = 'asked'
  RETURNING autopay_approval.id, organization_id AS "organizationId", invoice_id AS "invoiceId",
            rule_id AS "ruleId", maximum_minor::float8 AS "amountMinor", currency, run_on::text AS "runOn",
            ARRAY(SELECT rule_id FROM autopay_plan AS plan
                   WHERE plan.invoice_id = autopay_approval.invoice_id) AS "plannedBy"`;

/** Last, as every mark of the outbox (docs/decisions, *the database tells the rules*). */
const LOOK_AGAIN = 'SELECT autopay_rules_look_again($1::uuid[])';

type DecidedRow = Readonly<{
  id: string;
  organizationId: string;
  invoiceId: string;
  ruleId: string;
  amountMinor: number;
  currency: string;
  runOn: string;
  /** Rules that take the invoice now, the asking one or another. */
  plannedBy: readonly string[];
}>;

export function createDecideApprovals({
  pool,
}: Pick<Dependencies, 'pool'>): AutopayRunStore['decideApprovals'] {
  return (body, actor) =>
    inTransaction(pool, async (client) => ({
      keep: true,
      value: await decide(client, body, actor),
    }));
}

const STATES = `SELECT id, state, decided_by_name AS by FROM autopay_approval WHERE id = ANY($1::uuid[])`;

type NotWaiting = DecidedApprovals['notWaiting'][number];

async function decide(client: PoolClient, { ids, decision }: DecideApprovalsBody, actor: Actor) {
  await client.query(LOCK_INVOICES, [ids]);
  const state = decision === 'approve' ? 'approved' : 'declined';
  const { rows } = await client.query<DecidedRow>(DECIDE, [ids, state, actor.id, actor.name]);
  for (const { organizationId, invoiceId, amountMinor, currency, runOn, ruleId } of rows) {
    await recordEvent((text, values) => client.query(text, values), {
      kind: decision === 'approve' ? 'invoice.autopayApproved' : 'invoice.autopayDeclined',
      actor,
      after: { amountMinor, currency, runOn, ruleId },
      organizationId,
      invoiceId,
    });
  }
  const touchedRuleIds = [
    ...new Set(rows.flatMap(({ ruleId, plannedBy }) => [ruleId, ...plannedBy])),
  ];
  await client.query(LOOK_AGAIN, [touchedRuleIds]);
  const decided = new Set(rows.map(({ id }) => id));
  const others = [...new Set(ids)].filter((id) => !decided.has(id));
  return {
    decidedIds: [...new Set(ids)].filter((id) => decided.has(id)),
    notWaiting: others.length === 0 ? [] : await statesOf(client, others),
    touchedRuleIds,
  };
}

/** In the order asked; a question that never was is unknown. */
async function statesOf(client: PoolClient, ids: readonly string[]): Promise<NotWaiting[]> {
  const { rows } = await client.query<NotWaiting>(STATES, [ids]);
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => known.get(id) ?? { id, state: 'unknown', by: null });
}
