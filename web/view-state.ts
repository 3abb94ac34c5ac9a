/**
 * What a screen shows, as its address holds it. What does not fit falls back to the usual view, so an
 * old or mistyped link still opens. Usual values are absent: a plain address is the plain view.
 */
import { z } from 'zod';
import { InvoiceView as InvoiceFilter } from '../contracts/invoices';
import { OrganizationView as OrganizationFilter } from '../contracts/organizations';
import { PaymentView as PaymentFilter } from '../contracts/payments';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const Text = optional(z.string().min(1).max(200));
const Id = optional(z.uuid());
const Sort = optional(z.string().regex(/^-?[a-zA-Z]+$/));

export const OrganizationsView = z.object({
  view: optional(OrganizationFilter),
  search: Text,
  sort: Sort,
});

export const OrganizationView = z.object({
  tab: optional(z.enum(['invoices', 'payments', 'methods', 'contacts', 'activity'])),
  sort: Sort,
  /** The invoice whose drawer is open. */
  invoice: Id,
});

export const InvoicesView = z.object({
  view: optional(InvoiceFilter),
  search: Text,
  sort: Sort,
  organization: Id,
  balanceFromMinor: optional(z.int()),
  balanceToMinor: optional(z.int()),
  dueFrom: optional(z.iso.date()),
  dueTo: optional(z.iso.date()),
  invoice: Id,
});

export const InvoiceView = z.object({
  /** Further invoices, opened together with this one. */
  with: optional(z.string().max(40 * 50)),
});

export const PaymentsView = z.object({
  view: optional(PaymentFilter),
  search: Text,
  sort: Sort,
  organization: Id,
});

export const TasksView = z.object({
  view: optional(z.enum(['open', 'overnight', 'doneToday'])),
  search: Text,
});
