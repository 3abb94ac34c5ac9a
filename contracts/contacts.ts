/** People of a client, and the profiles that say what they get. */
import { z } from 'zod';
import {
  Amount,
  ById,
  EmailAddress,
  Instant,
  line,
  orNull,
  Uuid,
  Version,
  VersionInQuery,
} from './fields';
import { ADMINS, ANY_ROLE, BILLERS, defineOperation } from './operation';

/** Each by itself: who gets mail need not be who may pay. */
export const ContactRight = z.enum([
  'viewInvoices',
  'pay',
  'schedule',
  'manageMethods',
  'manageAutopay',
  'seeCredits',
  'receiveReceipts',
  'receiveReminders',
  'receiveFailureMails',
]);
export type ContactRight = z.output<typeof ContactRight>;

export const Contact = z
  .strictObject({
    id: Uuid,
    version: Version,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    profile: z.strictObject({ id: Uuid, name: z.string() }),
    receivesReceipts: z.boolean(),
    /** A mail came back, or is not wanted: nothing is sent there by itself any more. */
    bouncedAt: Instant.nullable(),
    bounceReason: z.string().nullable(),
  })
  .meta({ id: 'Contact' });
export type Contact = z.output<typeof Contact>;

export const NewContact = z.strictObject({
  name: line(200),
  email: EmailAddress,
  profileId: Uuid,
});
export type NewContact = z.output<typeof NewContact>;

export const ContactChange = z.strictObject({
  version: Version,
  name: line(200).optional(),
  email: EmailAddress.optional(),
  profileId: Uuid.optional(),
  /** Takes the mark of mails that came back away; so does another address. */
  isReachable: z.literal(true).optional(),
});
export type ContactChange = z.output<typeof ContactChange>;

export const ContactProfile = z
  .strictObject({
    id: Uuid,
    version: Version,
    name: z.string(),
    rights: z.array(ContactRight),
    /** Receipts only from this amount on; null for all. */
    receiptMinimum: Amount.nullable(),
    contacts: z.int().min(0),
  })
  .meta({ id: 'ContactProfile' });
export type ContactProfile = z.output<typeof ContactProfile>;

const ReceiptMinimum = Amount.refine(
  ({ amountMinor }) => amountMinor >= 0,
  'must not be below zero',
);

const Rights = z
  .array(ContactRight)
  .refine((rights) => new Set(rights).size === rights.length, 'a right is named twice');

export const NewContactProfile = z.strictObject({
  name: line(100),
  rights: Rights,
  receiptMinimum: orNull(ReceiptMinimum),
});
export type NewContactProfile = z.output<typeof NewContactProfile>;

export const ContactProfileChange = z.strictObject({
  version: Version,
  name: line(100).optional(),
  rights: Rights.optional(),
  receiptMinimum: ReceiptMinimum.nullable().optional(),
});
export type ContactProfileChange = z.output<typeof ContactProfileChange>;

export const listContacts = defineOperation({
  id: 'listContacts',
  tag: 'Contacts',
  method: 'GET',
  path: '/organizations/:id/contacts',
  summary: 'Contacts of a client by name.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: z.strictObject({ items: z.array(Contact) }) },
  problems: ['NOT_FOUND'],
});

export const addContact = defineOperation({
  id: 'addContact',
  tag: 'Contacts',
  method: 'POST',
  path: '/organizations/:id/contacts',
  summary: 'Add a contact.',
  permission: BILLERS,
  params: ById,
  body: NewContact,
  responses: { 201: Contact },
  problems: ['NOT_FOUND', 'NAME_TAKEN'],
});

export const changeContact = defineOperation({
  id: 'changeContact',
  tag: 'Contacts',
  method: 'PATCH',
  path: '/contacts/:id',
  summary: 'Change a contact. Another address takes the mark of a bounce away.',
  permission: BILLERS,
  params: ById,
  body: ContactChange,
  responses: { 200: Contact },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'NAME_TAKEN'],
});

export const removeContact = defineOperation({
  id: 'removeContact',
  tag: 'Contacts',
  method: 'DELETE',
  path: '/contacts/:id',
  summary: 'Remove a contact. What was sent to it stays in the history.',
  permission: BILLERS,
  params: ById,
  query: z.strictObject({ version: VersionInQuery }),
  responses: { 204: null },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT'],
});

export const listContactProfiles = defineOperation({
  id: 'listContactProfiles',
  tag: 'Contacts',
  method: 'GET',
  path: '/contact-profiles',
  summary: 'Profiles with their rights.',
  permission: ANY_ROLE,
  responses: { 200: z.strictObject({ items: z.array(ContactProfile) }) },
  problems: [],
});

export const addContactProfile = defineOperation({
  id: 'addContactProfile',
  tag: 'Contacts',
  method: 'POST',
  path: '/contact-profiles',
  summary: 'Add a profile.',
  permission: ADMINS,
  body: NewContactProfile,
  responses: { 201: ContactProfile },
  problems: ['NAME_TAKEN'],
});

export const changeContactProfile = defineOperation({
  id: 'changeContactProfile',
  tag: 'Contacts',
  method: 'PATCH',
  path: '/contact-profiles/:id',
  summary: 'Change a profile. It holds at once for every contact that has it.',
  permission: ADMINS,
  params: ById,
  body: ContactProfileChange,
  responses: { 200: ContactProfile },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'NAME_TAKEN'],
});
