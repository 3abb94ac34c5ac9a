/** Runs of autopay that wait for a yes. An approval binds invoice, highest amount, method and date. */
import { z } from 'zod';
import { RuleReference } from './autopay-rule';
import {
  Amount,
  CivilDate,
  Instant,
  InvoiceReference,
  MethodSummary,
  OrganizationReference,
  Uuid,
  Who,
} from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';

/** As many as a person can oversee in one look, and one transaction can hold. */
export const DECIDED_AT_ONCE_MAX = 200;

/** What one question is about: a yes or no binds these. */
const questionFields = {
  id: Uuid,
  organization: OrganizationReference,
  invoice: InvoiceReference,
  rule: RuleReference,
  method: MethodSummary,
  /** The most that a yes allows. More asks again. */
  maximum: Amount,
  runOn: CivilDate,
} as const;

export const Approval = z
  .strictObject({
    ...questionFields,
    /** What it would take if it ran now; null when nothing. */
    now: Amount.nullable(),
    /** Of the invoice, for the effect of the run. */
    balance: Amount,
    planned: Amount,
    /** Until then it may be answered; later it does not run. */
    runAt: Instant,
    askedAt: Instant,
    /** Why it is asked: the rule wants it, or the client has money that belongs to no invoice. */
    because: z.enum(['rule', 'unappliedMoney']),
    /** What was said last about a run of this slot, which no longer covers it: more, or another day or method. */
    before: z
      .strictObject({
        state: z.enum(['approved', 'declined']),
        by: Who,
        maximum: Amount,
        runOn: CivilDate,
      })
      .nullable(),
  })
  .meta({ id: 'Approval' });
export type Approval = z.output<typeof Approval>;

export const AnsweredApproval = z
  .strictObject({
    ...questionFields,
    state: z.enum(['approved', 'declined']),
    answeredAt: Instant,
    by: Who,
  })
  .meta({ id: 'AnsweredApproval' });
export type AnsweredApproval = z.output<typeof AnsweredApproval>;

export const Approvals = z
  .strictObject({
    /** By run, at most 1,000. */
    items: z.array(Approval),
    /** Of all that wait, also beyond those. */
    count: z.int().min(0),
    /** By people on the business's today, the newest first, at most 100. */
    answeredToday: z.array(AnsweredApproval),
  })
  .meta({ id: 'Approvals' });
export type Approvals = z.output<typeof Approvals>;

export const DecideApprovalsBody = z
  .strictObject({
    ids: z.array(Uuid).min(1).max(DECIDED_AT_ONCE_MAX),
    decision: z.enum(['approve', 'decline']),
  })
  .meta({ id: 'DecideApprovalsBody' });
export type DecideApprovalsBody = z.output<typeof DecideApprovalsBody>;

export const DecidedApprovals = z
  .strictObject({
    decidedIds: z.array(Uuid),
    /** Nothing was done to these. */
    notWaiting: z.array(
      z.strictObject({
        id: Uuid,
        /** `replaced`: asked again. `withdrawn`: no longer wanted. `expired`: its run has come. */
        state: z.enum(['approved', 'declined', 'replaced', 'withdrawn', 'expired', 'unknown']),
        /** Who answered it; null where nobody did. */
        by: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DecidedApprovals' });
export type DecidedApprovals = z.output<typeof DecidedApprovals>;

export const listApprovals = defineOperation({
  id: 'listApprovals',
  tag: 'Autopay',
  method: 'GET',
  path: '/approvals',
  summary: 'Runs of autopay that wait for a yes, the next one first.',
  permission: ANY_ROLE,
  query: z.strictObject({ organizationId: Uuid.optional() }),
  responses: { 200: Approvals },
  problems: [],
});

export const decideApprovals = defineOperation({
  id: 'decideApprovals',
  tag: 'Autopay',
  method: 'POST',
  path: '/approvals/decide',
  summary:
    'Say yes or no to runs of autopay, many at once. What waits no more is named and left alone.',
  permission: BILLERS,
  body: DecideApprovalsBody,
  responses: { 200: DecidedApprovals },
  problems: [],
});
