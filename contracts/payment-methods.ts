/** Saved methods of a client. A number never comes here: the gateway's own form gives a token. */
import { z } from 'zod';
import { MethodKind } from '../domain/ports';
import {
  Amount,
  ById,
  CivilDate,
  Instant,
  line,
  orNull,
  PaymentReference,
  Uuid,
  Version,
  VersionInQuery,
} from './fields';
import { RuleReference } from './autopay-rule';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';

export const PaymentMethod = z
  .strictObject({
    id: Uuid,
    version: Version,
    kind: z.enum(MethodKind),
    brand: z.string(),
    lastFour: z.string(),
    friendlyName: z.string().nullable(),
    expiresIn: z.string().nullable(),
    isDefault: z.boolean(),
    /** As the gateway last said. Only `usable` can be chosen. */
    status: z.enum(['usable', 'expired', 'removed', 'switchedOff']),
    readAt: Instant,
    /** What would be left dangling without it. */
    planned: z.array(
      z.strictObject({ payment: PaymentReference, runOn: CivilDate.nullable(), amount: Amount }),
    ),
    /** Enabled rules of autopay that pay with it, by name or as the client's default. */
    rules: z.array(RuleReference),
  })
  .meta({ id: 'PaymentMethod' });
export type PaymentMethod = z.output<typeof PaymentMethod>;

export const NewPaymentMethod = z.strictObject({
  /** From the gateway's form. What it stands for is read from the gateway, never from the caller. */
  token: z.string().regex(/^[\w.:-]{1,200}$/, 'must be a token of the gateway'),
  friendlyName: orNull(line(60)),
  isDefault: z.boolean().default(false),
});
export type NewPaymentMethod = z.output<typeof NewPaymentMethod>;

export const PaymentMethodChange = z.strictObject({
  version: Version,
  friendlyName: line(60).nullable().optional(),
  /** A default is replaced by naming another one, never taken away. */
  isDefault: z.literal(true).optional(),
});
export type PaymentMethodChange = z.output<typeof PaymentMethodChange>;

export const listPaymentMethods = defineOperation({
  id: 'listPaymentMethods',
  tag: 'Payment methods',
  method: 'GET',
  path: '/organizations/:id/payment-methods',
  summary: 'Saved methods of a client, the default first.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: z.strictObject({ items: z.array(PaymentMethod) }) },
  problems: ['NOT_FOUND'],
});

export const addPaymentMethod = defineOperation({
  id: 'addPaymentMethod',
  tag: 'Payment methods',
  method: 'POST',
  path: '/organizations/:id/payment-methods',
  summary: 'Save a method by the token of the gateway’s form.',
  permission: BILLERS,
  params: ById,
  body: NewPaymentMethod,
  responses: { 201: PaymentMethod },
  problems: ['NOT_FOUND', 'METHOD_ALREADY_SAVED', 'METHOD_UNUSABLE', 'UNAVAILABLE'],
});

export const changePaymentMethod = defineOperation({
  id: 'changePaymentMethod',
  tag: 'Payment methods',
  method: 'PATCH',
  path: '/payment-methods/:id',
  summary: 'Rename a method, or make it the default.',
  permission: BILLERS,
  params: ById,
  body: PaymentMethodChange,
  responses: { 200: PaymentMethod },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'METHOD_UNUSABLE'],
});

export const removePaymentMethod = defineOperation({
  id: 'removePaymentMethod',
  tag: 'Payment methods',
  method: 'DELETE',
  path: '/payment-methods/:id',
  summary:
    'Remove a method. With payments planned or rules on it, it is refused and they are listed; `confirmed=true` sends the payments to review, and the rules pay nothing until they have another method.',
  permission: BILLERS,
  params: ById,
  query: z.strictObject({
    version: VersionInQuery,
    confirmed: z.enum(['true', 'false']).default('false'),
  }),
  responses: { 204: null },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'METHOD_HAS_PLANS'],
});
