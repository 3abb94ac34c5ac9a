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
} from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';

/** As many as a person can oversee in one look, and one transaction can hold. */
const DECIDED_AT_ONCE_MAX = 200;

export const Approval = z
  .strictObject({
    id: Uuid,
    organization: OrganizationReference,
    invoice: InvoiceReference,
    rule: RuleReference,
    method: MethodSummary,
    /** The most that a yes allows. More asks again. */
    maximum: Amount,
    /** What it would take if it ran now; null when nothing. */
    now: Amount.nullable(),
    /** Of the invoice, for the effect of the run. */
    balance: Amount,
    planned: Amount,
    runOn: CivilDate,
    runAt: Instant,
    askedAt: Instant,
    /** Why it is asked: the rule wants it, or the client has money that belongs to no invoice. */
    because: z.enum(['rule', 'unappliedMoney']),
  })
  .meta({ id: 'Approval' });
export type Approval = z.output<typeof Approval>;

export const Approvals = z
  .strictObject({
    /** By run, at most 1,000. */
    items: z.array(Approval),
    /** Of all that wait, also beyond those. */
    count: z.int().min(0),
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
    /** Decided by somebody else, asked again for more, or no longer wanted. Nothing was done to them. */
    notWaitingIds: z.array(Uuid),
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
