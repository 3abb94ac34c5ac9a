/** Every change of a rule is kept; each run of autopay names the version it was decided under. */
import { z } from 'zod';
import { RuleReference, ruleFields } from './autopay-rule';
import { ById, CivilDate, Instant, MethodSummary, Version, Who } from './fields';
import { ANY_ROLE, defineOperation } from './operation';

/** The name is the one that the rule had in that version. */
export const RuleVersionReference = z
  .strictObject({ rule: RuleReference, version: Version })
  .meta({ id: 'RuleVersionReference' });
export type RuleVersionReference = z.output<typeof RuleVersionReference>;

/** A rule as a person, or the order of the others, left it. */
export const RuleVersion = z
  .strictObject({
    version: Version,
    ...ruleFields,
    position: z.int().min(1),
    /** Its own method; null: whichever was the client's default at each run. */
    method: MethodSummary.nullable(),
    activatedOn: CivilDate,
    /** How many invoices whose date had passed it was to take. */
    backlogInvoices: z.int().min(0),
    /** With this version it was removed. */
    isRemoved: z.boolean(),
    /** Payments that were made under it. */
    payments: z.int().min(0),
    changed: z.strictObject({ at: Instant, by: Who }),
  })
  .meta({ id: 'RuleVersion' });
export type RuleVersion = z.output<typeof RuleVersion>;

export const RuleVersions = z
  .strictObject({
    /** Newest first, at most 200. */
    items: z.array(RuleVersion),
  })
  .meta({ id: 'RuleVersions' });
export type RuleVersions = z.output<typeof RuleVersions>;

export const listRuleVersions = defineOperation({
  id: 'listRuleVersions',
  tag: 'Autopay',
  method: 'GET',
  path: '/autopay-rules/:id/versions',
  summary: 'Every version of a rule, also of one that was removed, the newest first.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: RuleVersions },
  problems: ['NOT_FOUND'],
});
