/** The ordered rules of a client. Every change keeps the version before it. */
import { z } from 'zod';
import { RULES_MAX } from '../domain/autopay';
import { InvoiceAutopay, RulePreview, RulePreviewBody } from './autopay-preview';
import { AutopayRule, AutopayRuleChange, NewAutopayRule } from './autopay-rule';
import { ById, Uuid, VersionInQuery } from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';

export const AutopayRules = z
  .strictObject({ items: z.array(AutopayRule) })
  .meta({ id: 'AutopayRules' });
export type AutopayRules = z.output<typeof AutopayRules>;

export const AutopayRuleOrder = z
  .strictObject({
    /** Every rule of the client, the first to be asked first. */
    ruleIds: z.array(Uuid).max(RULES_MAX),
  })
  .meta({ id: 'AutopayRuleOrder' });

export const listAutopayRules = defineOperation({
  id: 'listAutopayRules',
  tag: 'Autopay',
  method: 'GET',
  path: '/organizations/:id/autopay-rules',
  summary: 'The rules of a client in their order, each with its next run, forecast and warnings.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: AutopayRules },
  problems: ['NOT_FOUND'],
});

export const addAutopayRule = defineOperation({
  id: 'addAutopayRule',
  tag: 'Autopay',
  method: 'POST',
  path: '/organizations/:id/autopay-rules',
  summary:
    'Make a rule, after the others. Invoices whose date has passed are left, but for those named in `backlog`.',
  permission: BILLERS,
  params: ById,
  body: NewAutopayRule,
  responses: { 201: AutopayRule },
  problems: [
    'NOT_FOUND',
    'NAME_TAKEN',
    'METHOD_NOT_OF_ORGANIZATION',
    'METHOD_UNUSABLE',
    'INVOICE_NOT_OF_ORGANIZATION',
    'TOO_MANY_RULES',
  ],
});

export const changeAutopayRule = defineOperation({
  id: 'changeAutopayRule',
  tag: 'Autopay',
  method: 'PATCH',
  path: '/autopay-rules/:id',
  summary:
    'Change, enable or disable a rule. Enabling or widening it leaves what has passed, but for what is named in `backlog`.',
  permission: BILLERS,
  params: ById,
  body: AutopayRuleChange,
  responses: { 200: AutopayRule },
  problems: [
    'NOT_FOUND',
    'VERSION_CONFLICT',
    'NAME_TAKEN',
    'METHOD_NOT_OF_ORGANIZATION',
    'METHOD_UNUSABLE',
    'INVOICE_NOT_OF_ORGANIZATION',
  ],
});

export const removeAutopayRule = defineOperation({
  id: 'removeAutopayRule',
  tag: 'Autopay',
  method: 'DELETE',
  path: '/autopay-rules/:id',
  summary: 'Remove a rule. What it has paid keeps naming it.',
  permission: BILLERS,
  params: ById,
  query: z.strictObject({ version: VersionInQuery }),
  responses: { 204: null },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT'],
});

export const orderAutopayRules = defineOperation({
  id: 'orderAutopayRules',
  tag: 'Autopay',
  method: 'PUT',
  path: '/organizations/:id/autopay-rules/order',
  summary:
    'Put the rules of a client in order. All must be named; when one came or went meanwhile nothing changes, and `present` holds them.',
  permission: BILLERS,
  params: ById,
  body: AutopayRuleOrder,
  responses: { 200: AutopayRules },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT'],
});

export const previewAutopayRule = defineOperation({
  id: 'previewAutopayRule',
  tag: 'Autopay',
  method: 'POST',
  path: '/organizations/:id/autopay-rules/preview',
  summary:
    'What a draft would match and take, what it would have charged in the last year and will in the next 60 days. Nothing is written.',
  permission: ANY_ROLE,
  params: ById,
  body: RulePreviewBody,
  responses: { 200: RulePreview },
  problems: ['NOT_FOUND', 'METHOD_NOT_OF_ORGANIZATION'],
});

export const readInvoiceAutopay = defineOperation({
  id: 'readInvoiceAutopay',
  tag: 'Autopay',
  method: 'GET',
  path: '/invoices/:id/autopay',
  summary: 'Which rule pays an invoice, when and how much; and why the others do not.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: InvoiceAutopay },
  problems: ['NOT_FOUND'],
});
