/** Two clients of the list that are one: an admin merges them, after seeing what moves. */
import { z } from 'zod';
import { Amount, ById, InvoiceReference, OrganizationReference, Uuid } from './fields';
import { ADMINS, defineOperation } from './operation';
import { OrganizationDetails } from './organizations';

/** What moves to the survivor, and what stands in the way. */
export const MergePreview = z
  .strictObject({
    fingerprint: z.string(),
    from: OrganizationReference,
    into: OrganizationReference,
    invoices: z.int().min(0),
    payments: z.int().min(0),
    /** Of the payments: scheduled ones, which go to review with a task each. */
    toReview: z.int().min(0),
    methods: z.int().min(0),
    contacts: z.int().min(0),
    /** Names and numbers by which the survivor is known from then on. */
    aliases: z.array(z.string()),
    /** Autopay rules, which arrive disabled and last. */
    rules: z.int().min(0),
    /** What both have together, per currency. */
    unapplied: z.array(Amount),
    /** Numbers that both have for an invoice each: the merge is stopped until one of them is void. */
    sameNumbers: z.array(z.strictObject({ from: InvoiceReference, into: InvoiceReference })),
  })
  .meta({ id: 'MergePreview' });
export type MergePreview = z.output<typeof MergePreview>;

export const previewMerge = defineOperation({
  id: 'previewMerge',
  tag: 'Organizations',
  method: 'POST',
  path: '/organizations/:id/merge/preview',
  summary: 'What merging this client into another would move. Writes nothing.',
  permission: ADMINS,
  params: ById,
  body: z.strictObject({ intoId: Uuid }),
  responses: { 200: MergePreview },
  problems: ['NOT_FOUND'],
});

export const mergeOrganization = defineOperation({
  id: 'mergeOrganization',
  tag: 'Organizations',
  method: 'POST',
  path: '/organizations/:id/merge',
  summary:
    'Merge this client into another, in one transaction. The old id answers with the other one for ever.',
  permission: ADMINS,
  params: ById,
  body: z.strictObject({ intoId: Uuid, fingerprint: z.string().max(100) }),
  responses: { 200: OrganizationDetails },
  problems: ['NOT_FOUND', 'PLAN_CHANGED', 'MERGE_NOT_POSSIBLE'],
});
