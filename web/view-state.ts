/**
 * What a screen shows, as its address holds it. What does not fit falls back to the usual view, so an
 * old or mistyped link still opens. Usual values are absent: a plain address is the plain view.
 */
import { z } from 'zod';
import { CalendarQuery } from '../contracts/calendar';
import { CivilDate, Currency, Uuid } from '../contracts/fields';
import { RowsQuery } from '../contracts/imports';
import { InvoicesQuery, InvoiceView } from '../contracts/invoices';
import { OrganizationsQuery, OrganizationView } from '../contracts/organizations';
import { PaymentsQuery, PaymentView } from '../contracts/payments';
import { TasksQuery } from '../contracts/tasks';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const searchText = z.string().min(1).max(200);
/** Ids with commas between; an invoice is never named twice. */
const ids = z.string().regex(/^[0-9a-f-]{36}(?:,[0-9a-f-]{36}){0,199}$/);

/** What lies over any page: the summary of invoices, and the dialogs around payments. */
export const FrameView = z.object({
  /** Invoices whose summary is open, by id. */
  invoice: optional(ids),
  /** Invoices that are being paid, by id, of one client and one currency. */
  pay: optional(ids),
  mode: optional(z.enum(['now', 'schedule'])),
  /** The payments that came of it, by id; one, or those of a split. */
  placed: optional(ids),
  /**
   * The payment whose amounts or method are being changed; that is moved to another day; cancelled; let
   * go on; tried again; placed again after it had ended.
   */
  change: optional(Uuid),
  reschedule: optional(Uuid),
  cancel: optional(Uuid),
  approve: optional(Uuid),
  retry: optional(Uuid),
  restore: optional(Uuid),
});
export type FrameView = z.output<typeof FrameView>;

/** Amounts are minor units of `currency`. */
export const InvoicesView = z.object({
  view: optional(InvoiceView),
  status: optional(z.literal('any')),
  search: optional(searchText),
  sort: optional(InvoicesQuery.shape.sort.unwrap()),
  organizationId: optional(Uuid),
  currency: optional(Currency),
  balanceFromMinor: optional(z.number().int()),
  balanceToMinor: optional(z.number().int()),
  dueFrom: optional(CivilDate),
  dueTo: optional(CivilDate),
  issuedFrom: optional(CivilDate),
  issuedTo: optional(CivilDate),
});
export type InvoicesView = z.output<typeof InvoicesView>;

export const PaymentsView = z.object({
  view: optional(PaymentView),
  search: optional(searchText),
  sort: optional(PaymentsQuery.shape.sort.unwrap()),
});
export type PaymentsView = z.output<typeof PaymentsView>;

/** The rule in the editor, by id; `new` is one that is being made. `version`: one that is marked. */
export const AutopayView = z.object({
  rule: optional(z.union([Uuid, z.literal('new')])),
  version: optional(z.number().int().min(1)),
});
export type AutopayView = z.output<typeof AutopayView>;

export const ToEnterView = z.object({
  view: optional(z.enum(['toEnter', 'notExported', 'entered'])),
  search: optional(searchText),
});
export type ToEnterView = z.output<typeof ToEnterView>;

export const OrganizationsView = z.object({
  view: optional(OrganizationView),
  search: optional(searchText),
  sort: optional(OrganizationsQuery.shape.sort.unwrap()),
});
export type OrganizationsView = z.output<typeof OrganizationsView>;

/** Plain: this month of all clients, as weeks. `day` is the one that is open over it. */
export const CalendarView = z.object({
  month: optional(CalendarQuery.shape.month),
  as: optional(z.literal('list')),
  day: optional(CivilDate),
  organizationId: optional(Uuid),
});
export type CalendarView = z.output<typeof CalendarView>;

/** Of one client, or of all. */
export const ApprovalsView = z.object({ organizationId: optional(Uuid) });
export type ApprovalsView = z.output<typeof ApprovalsView>;

export const TasksView = z.object({ view: optional(TasksQuery.shape.view.unwrap()) });
export type TasksView = z.output<typeof TasksView>;

/** `row` is the position of the row whose decision is open. */
export const ImportView = z.object({
  view: optional(RowsQuery.shape.view.unwrap()),
  row: optional(z.coerce.number().int().min(0)),
});
export type ImportView = z.output<typeof ImportView>;

export const SettingsView = z.object({
  part: optional(z.enum(['business', 'autopay', 'mail', 'profiles'])),
});
export type SettingsView = z.output<typeof SettingsView>;
