/** An autopay rule: which invoices of a client it pays by itself, when, with what, up to which cap. */
import { z } from 'zod';
import {
  Amount,
  CivilDate,
  Currency,
  Instant,
  line,
  MethodSummary,
  Minor,
  orNull,
  Uuid,
  Version,
  Who,
} from './fields';

const CRITERIA_MAX = 20;
const VALUES_MAX = 50;
/** A bound of a mistake: nobody agrees to more invoices in one look. */
const BACKLOG_MAX = 1000;
const Days = z.int().min(1).max(365);

/** Fields of an invoice that hold text; a line item is the description of any of its lines. */
export const TextField = z.enum([
  'agreement',
  'agreementType',
  'terms',
  'type',
  'source',
  'poNumber',
  'location',
  'lineItem',
]);
export type TextField = z.output<typeof TextField>;

const Text = line(200);
const TotalMinor = Minor.min(0);

/**
 * Text is compared trimmed and without case; on line items it holds when any of them does. A missing
 * field satisfies none, save `notEquals`. `total` is in minor units of the rule's currency.
 */
export const RuleCriterion = z
  .union([
    z.strictObject({
      field: TextField,
      operator: z.enum(['equals', 'notEquals', 'contains', 'startsWith']),
      value: Text,
    }),
    z.strictObject({
      field: TextField,
      operator: z.literal('in'),
      value: z.array(Text).min(1).max(VALUES_MAX),
    }),
    z.strictObject({
      field: z.literal('total'),
      operator: z.enum(['equals', 'notEquals', 'gt', 'gte', 'lt', 'lte']),
      value: TotalMinor,
    }),
    z.strictObject({
      field: z.literal('total'),
      operator: z.literal('in'),
      value: z.array(TotalMinor).min(1).max(VALUES_MAX),
    }),
    z
      .strictObject({
        field: z.literal('total'),
        operator: z.literal('between'),
        value: z.tuple([TotalMinor, TotalMinor]),
      })
      .refine(({ value: [from, to] }) => from <= to, {
        path: ['value'],
        message: 'must begin with the smaller amount',
      }),
  ])
  .meta({ id: 'RuleCriterion' });
export type RuleCriterion = z.output<typeof RuleCriterion>;

/** The day of the month is the first such day on or after the invoice date; 31 is the last day. */
export const RuleTiming = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('onDueDate') }),
    z.strictObject({ kind: z.literal('daysBeforeDue'), days: Days }),
    z.strictObject({ kind: z.literal('daysAfterDue'), days: Days }),
    z.strictObject({ kind: z.literal('daysAfterInvoiceDate'), days: z.int().min(0).max(365) }),
    z.strictObject({ kind: z.literal('dayOfMonth'), day: z.int().min(1).max(31) }),
  ])
  .meta({ id: 'RuleTiming' });
export type RuleTiming = z.output<typeof RuleTiming>;

/** Compared with the total of an invoice, in the rule's currency. */
export const RuleCap = z
  .strictObject({ amountMinor: Minor.min(1), mode: z.enum(['skip', 'payUpTo']) })
  .meta({ id: 'RuleCap' });

/** What a person sets, in the words in which the rule is answered too. */
export const ruleFields = {
  name: line(80),
  isEnabled: z.boolean(),
  /** The client may look at it and not change it. */
  isLocked: z.boolean(),
  /** Null: the organization's default, and whichever becomes it. */
  methodId: Uuid.nullable(),
  /** All must hold; none: every invoice of the currency. */
  criteria: z.array(RuleCriterion).max(CRITERIA_MAX),
  timing: RuleTiming,
  currency: Currency,
  cap: RuleCap.nullable(),
  withScheduled: z.enum(['suppress', 'residual']),
  /** Whether the next rule that matches may pay when this one's method cannot. */
  allowsFallThrough: z.boolean(),
  needsApproval: z.boolean(),
  /** Days before a run on which the client is told; null: those of the business. */
  noticeDays: z.int().min(1).max(60).nullable(),
} as const;

/**
 * Of invoices whose date had passed when the rule was made, enabled or widened: left, or these ones
 * taken, which a preview has listed. No other is ever taken late.
 */
export const BacklogChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('leave') }),
    z.strictObject({
      kind: z.literal('take'),
      invoiceIds: z.array(Uuid).min(1).max(BACKLOG_MAX),
    }),
  ])
  .meta({ id: 'BacklogChoice' });
export type BacklogChoice = z.output<typeof BacklogChoice>;

const withDefaults = {
  ...ruleFields,
  isEnabled: ruleFields.isEnabled.default(true),
  isLocked: ruleFields.isLocked.default(false),
  methodId: orNull(Uuid),
  criteria: ruleFields.criteria.default([]),
  cap: orNull(RuleCap),
  withScheduled: ruleFields.withScheduled.default('suppress'),
  allowsFallThrough: ruleFields.allowsFallThrough.default(false),
  needsApproval: ruleFields.needsApproval.default(false),
  noticeDays: orNull(z.int().min(1).max(60)),
} as const;

export const AutopayRuleBody = z.strictObject(withDefaults).meta({ id: 'AutopayRuleBody' });
export type AutopayRuleBody = z.output<typeof AutopayRuleBody>;

export const NewAutopayRule = z
  .strictObject({ ...withDefaults, backlog: BacklogChoice.default({ kind: 'leave' }) })
  .meta({ id: 'NewAutopayRule' });
export type NewAutopayRule = z.output<typeof NewAutopayRule>;

/** Only the fields named are written. Without `backlog` what has passed is left. */
export const AutopayRuleChange = z
  .strictObject({ ...ruleFields, backlog: BacklogChoice })
  .partial()
  .extend({ version: Version })
  .meta({ id: 'AutopayRuleChange' });
export type AutopayRuleChange = z.output<typeof AutopayRuleChange>;

export const RuleReference = z
  .strictObject({ id: Uuid, name: z.string() })
  .meta({ id: 'RuleReference' });
export type RuleReference = z.output<typeof RuleReference>;

/** Why its method cannot pay, or will not be able to. Nothing is charged to another one. */
export const MethodFlag = z
  .strictObject({
    code: z.enum([
      'NO_DEFAULT_METHOD',
      'METHOD_REMOVED',
      'METHOD_EXPIRED',
      'METHOD_SWITCHED_OFF',
      'METHOD_EXPIRES_BEFORE_RUN',
    ]),
    /** With `METHOD_EXPIRES_BEFORE_RUN`: the first run after its last month. */
    runOn: CivilDate.nullable(),
  })
  .meta({ id: 'MethodFlag' });
export type MethodFlag = z.output<typeof MethodFlag>;

/** What the linter sees. Made anew at every read from the open invoices as they are. */
export const RuleWarning = z
  .discriminatedUnion('code', [
    /** Every open invoice that it matches is won by a rule before it, or could be no other's. */
    z.strictObject({ code: z.literal('SHADOWED'), by: z.array(RuleReference) }),
    z.strictObject({ code: z.literal('MATCHES_NOTHING') }),
    z.strictObject({ code: z.literal('METHOD'), flag: MethodFlag }),
    /** Their total is above the cap, but a part-payment leaves so little that all of it is paid. */
    z.strictObject({ code: z.literal('CAP_DEFEATED'), invoices: z.int().min(1), total: Amount }),
    /** What is scheduled on them is less than what is open, and the rule stays away beside it. */
    z.strictObject({
      code: z.literal('PLAN_DOES_NOT_ADD_UP'),
      invoices: z.int().min(1),
      /** What neither the plan nor the rule would pay. */
      total: Amount,
    }),
  ])
  .meta({ id: 'RuleWarning' });
export type RuleWarning = z.output<typeof RuleWarning>;

export const AutopayRule = z
  .strictObject({
    id: Uuid,
    organizationId: Uuid,
    version: Version,
    /** From 1; the first rule that matches wins. */
    position: z.int().min(1),
    ...ruleFields,
    /** What it would pay with now: its own, or the default; null when there is none. */
    method: MethodSummary.nullable(),
    flag: MethodFlag.nullable(),
    /** When it was made, enabled or widened last. */
    activatedOn: CivilDate,
    /** How many invoices whose date had passed a person agreed to take; 0 when they are left. */
    backlogInvoices: z.int().min(0),
    /** Of the open invoices as they are. */
    forecast: z.strictObject({
      /** Invoices that it wins, whatever becomes of them. */
      matches: z.int().min(0),
      /** Invoices that it would charge. */
      invoices: z.int().min(0),
      total: Amount,
      nextRunOn: CivilDate.nullable(),
    }),
    warnings: z.array(RuleWarning),
    changed: z.strictObject({ at: Instant, by: Who }),
  })
  .meta({ id: 'AutopayRule' });
export type AutopayRule = z.output<typeof AutopayRule>;
