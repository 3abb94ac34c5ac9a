/**
 * Making, changing, removing and ordering the rules of a client. Each is one transaction that keeps
 * the version before it and tells what it did.
 */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { AutopayStore } from '../../../api/stores/autopay';
import type { BacklogChoice } from '../../../contracts/autopay-rule';
import { RULES_MAX } from '../../../domain/autopay';
import { meantDay } from '../../../domain/autopay-outlook';
import type { CivilDate } from '../../../domain/calendar';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import { inTransaction } from '../transaction';
import { openOf, readRuleMethod, readRules, type RuleRecord, storedRule } from './decision-inputs';
import { flagRules } from './flag-rules';
import { lockClient, lockInvoices, lockMethod } from './lock-client';
import { readClientRules } from './rule-rows';
import { readSlotBusiness, readSlots } from './slots';
import { nameKeyOf, type RulesDecision, writeRules } from './write-rules';

type Dependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;
type Add = AutopayStore['add'];
type Change = AutopayStore['change'];
type Remove = AutopayStore['remove'];
type Order = AutopayStore['order'];

const KEPT: BacklogChoice = { kind: 'leave' };

export function createAddRule({ pool, limits }: Dependencies): Add {
  return (organizationId, rule, actor) =>
    inTransaction<Awaited<ReturnType<Add>>>(pool, async (client) => {
      const today = await lockClient(client, organizationId);
      if (today === null) return refused({ code: 'NOT_FOUND' });
      const before = await readRules(client, { organizationIds: [organizationId] });
      if (before.length >= RULES_MAX) return refused({ code: 'TOO_MANY_RULES' });
      const { backlog, ...fields } = rule;
      const draft: RuleRecord = {
        ...fields,
        id: randomUUID(),
        organizationId,
        version: 1,
        position: Math.max(0, ...before.map(({ position }) => position)) + 1,
        backlog: 'leave',
        activatedOn: today,
        method: null,
      };
      const checked = await check(client, draft, backlog, before);
      if (typeof checked === 'string') return refused({ code: checked });
      return kept(client, limits, actor, today, {
        organizationId,
        before,
        after: [...before, checked],
        kind: 'added',
        aboutId: draft.id,
        ...(backlog.kind === 'take' && {
          backlog: { ruleId: draft.id, invoiceIds: backlog.invoiceIds },
        }),
      });
    });
}

export function createChangeRule({ pool, limits }: Dependencies): Change {
  return (ruleId, { version, backlog, ...given }, actor) =>
    inTransaction<Awaited<ReturnType<Change>>>(pool, async (client) => {
      const found = await lockRule(client, ruleId);
      if (found === null) return refused({ code: 'NOT_FOUND' });
      const { organizationId, today, before, rule } = found;
      if (rule.version !== version) return conflict(client, limits, rule);
      const fields = Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      ) as Partial<RuleRecord>;
      const isActivated =
        backlog?.kind === 'take' || (fields.isEnabled === true && !rule.isEnabled);
      const isAgreedAnew = isActivated || backlog !== undefined;
      const draft: RuleRecord = {
        ...rule,
        ...fields,
        ...(isActivated && { activatedOn: today }),
        // What a person agreed to before the rule was off ends there; only a `take` agrees again.
        ...(isAgreedAnew && { backlog: 'leave' }),
      };
      const checked = await check(client, draft, backlog ?? KEPT, before);
      if (typeof checked === 'string') return refused({ code: checked });
      const agreedIds =
        backlog?.kind === 'take'
          ? [...backlog.invoiceIds, ...(await promisedIds(client, found, limits))]
          : [];
      return kept(client, limits, actor, today, {
        organizationId,
        before,
        after: before.map((one) => (one.id === ruleId ? checked : one)),
        kind: 'changed',
        aboutId: ruleId,
        ...(isAgreedAnew && { backlog: { ruleId, invoiceIds: agreedIds } }),
      });
    });
}

export function createRemoveRule({ pool, limits }: Dependencies): Remove {
  return (ruleId, version, actor) =>
    inTransaction<Awaited<ReturnType<Remove>>>(pool, async (client) => {
      const found = await lockRule(client, ruleId);
      if (found === null) return refused({ code: 'NOT_FOUND' });
      const { organizationId, today, before, rule } = found;
      if (rule.version !== version) return conflict(client, limits, rule);
      await lockInvoices(client, organizationId, []);
      const touchedRuleIds = await writeRules(
        client,
        {
          organizationId,
          before,
          after: before.filter(({ id }) => id !== ruleId),
          removedId: ruleId,
          kind: 'removed',
          aboutId: ruleId,
        },
        { today, limits, actor },
      );
      await flagRules(client, organizationId, limits);
      return { keep: true, value: ok({ value: null, touchedRuleIds }) };
    });
}

export function createOrderRules({ pool, limits }: Dependencies): Order {
  return (organizationId, ruleIds, actor) =>
    inTransaction<Awaited<ReturnType<Order>>>(pool, async (client) => {
      const today = await lockClient(client, organizationId);
      if (today === null) return refused({ code: 'NOT_FOUND' });
      const before = await readRules(client, { organizationIds: [organizationId] });
      const byId = new Map(before.map((rule) => [rule.id, rule]));
      const isWhole = ruleIds.length === before.length && ruleIds.every((id) => byId.has(id));
      if (!isWhole || new Set(ruleIds).size !== ruleIds.length) {
        const present = await presentRules(client, organizationId, limits);
        return refused({ code: 'VERSION_CONFLICT', present });
      }
      const after = [...byId.values()]
        .map((rule) => ({ ...rule, position: ruleIds.indexOf(rule.id) + 1 }))
        .sort((a, b) => a.position - b.position);
      await lockInvoices(client, organizationId, []);
      const decision = { organizationId, before, after, kind: 'ordered', aboutId: null } as const;
      const touchedRuleIds = await writeRules(client, decision, { today, limits, actor });
      const { items } = await presentRules(client, organizationId, limits);
      return { keep: true, value: ok({ value: { items }, touchedRuleIds }) };
    });
}

async function lockRule(client: PoolClient, ruleId: string) {
  const { rows } = await client.query<{ organization_id: string }>(
    'SELECT organization_id FROM autopay_rule WHERE id = $1 AND removed_at IS NULL',
    [ruleId],
  );
  const organizationId = rows[0]?.organization_id;
  if (organizationId === undefined) return null;
  const today = await lockClient(client, organizationId);
  const before = await readRules(client, { organizationIds: [organizationId] });
  const rule = before.find(({ id }) => id === ruleId);
  if (today === null || rule === undefined) return null;
  return { organizationId, today, before, rule };
}

type LockedRule = NonNullable<Awaited<ReturnType<typeof lockRule>>>;

/**
 * Invoices whose day has passed and whose run by the rule is still to come: told of a later day, due on
 * no banking day, opened again, agreed to earlier. They stay promised when the rule begins today.
 */
async function promisedIds(
  client: PoolClient,
  { organizationId, today, before, rule }: LockedRule,
  limits: GatewayLimits,
): Promise<readonly string[]> {
  const business = await readSlotBusiness(client);
  const slots = await readSlots(client, openOf([organizationId]), before, business, limits);
  const stored = [storedRule(rule)];
  return slots
    .filter(({ rule: winner, run }) => winner?.id === rule.id && run !== null && run.runOn >= today)
    .filter(({ invoice }) => (meantDay(stored, rule.id, invoice) ?? today) < today)
    .map(({ invoice }) => invoice.invoiceId);
}

type Refused =
  | 'NAME_TAKEN'
  | 'METHOD_NOT_OF_ORGANIZATION'
  | 'METHOD_UNUSABLE'
  | 'INVOICE_NOT_OF_ORGANIZATION';

/** Locks what the rule names and all that it may match; the rule with the method it would pay with. */
async function check(
  client: PoolClient,
  rule: RuleRecord,
  backlog: BacklogChoice,
  others: readonly RuleRecord[],
): Promise<RuleRecord | Refused> {
  const { id, organizationId, methodId } = rule;
  const key = nameKeyOf(rule.name);
  if (others.some((other) => other.id !== id && nameKeyOf(other.name) === key)) return 'NAME_TAKEN';
  const known = others.find((other) => other.id === id);
  const isNewMethod = known === undefined || known.methodId !== methodId;
  if (methodId !== null && isNewMethod) {
    const method = await lockMethod(client, methodId, organizationId);
    if (method === null) return 'METHOD_NOT_OF_ORGANIZATION';
    if (method.isRemoved) return 'METHOD_UNUSABLE';
  }
  const named = backlog.kind === 'take' ? backlog.invoiceIds : [];
  const locked = await lockInvoices(client, organizationId, named);
  if (named.some((invoiceId) => !locked.has(invoiceId))) return 'INVOICE_NOT_OF_ORGANIZATION';
  const method = isNewMethod ? await readRuleMethod(client, organizationId, methodId) : rule.method;
  return { ...rule, method, backlog: backlog.kind === 'take' ? 'take' : rule.backlog };
}

/** Writes, flags what can no longer pay, and answers the rule as it is now. */
async function kept(
  client: PoolClient,
  limits: GatewayLimits,
  actor: Actor,
  today: CivilDate,
  decision: RulesDecision,
) {
  const touchedRuleIds = await writeRules(client, decision, { today, limits, actor });
  await flagRules(client, decision.organizationId, limits);
  const { items } = await presentRules(client, decision.organizationId, limits);
  const value = items.find(({ id }) => id === decision.aboutId);
  if (value === undefined) throw new Error(`rule ${decision.aboutId} went away while it was saved`);
  return { keep: true, value: ok({ value, touchedRuleIds }) } as const;
}

const refused = <Refusal>(refusal: Refusal) => ({ keep: false, value: refuse(refusal) }) as const;

async function conflict(client: PoolClient, limits: GatewayLimits, rule: RuleRecord) {
  const { items } = await presentRules(client, rule.organizationId, limits);
  const present = items.find(({ id }) => id === rule.id);
  if (present === undefined) throw new Error(`rule ${rule.id} went away while it was locked`);
  return refused({ code: 'VERSION_CONFLICT', present } as const);
}

async function presentRules(client: PoolClient, organizationId: string, limits: GatewayLimits) {
  const rules = await readClientRules(client, organizationId, limits);
  if (rules === null)
    throw new Error(`organization ${organizationId} went away while it was locked`);
  return { items: [...rules.items] };
}
