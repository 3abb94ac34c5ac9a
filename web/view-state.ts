/**
 * What a screen shows, as its address holds it. What does not fit falls back to the usual view, so an
 * old or mistyped link still opens. Usual values are absent: a plain address is the plain view.
 */
import { z } from 'zod';
import { RowsQuery } from '../contracts/imports';
import { OrganizationsQuery, OrganizationView } from '../contracts/organizations';
import { TasksQuery } from '../contracts/tasks';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

export const OrganizationsView = z.object({
  view: optional(OrganizationView),
  search: optional(z.string().min(1).max(200)),
  sort: optional(OrganizationsQuery.shape.sort.unwrap()),
});
export type OrganizationsView = z.output<typeof OrganizationsView>;

export const TasksView = z.object({ view: optional(TasksQuery.shape.view.unwrap()) });
export type TasksView = z.output<typeof TasksView>;

/** `row` is the position of the row whose decision is open. */
export const ImportView = z.object({
  view: optional(RowsQuery.shape.view.unwrap()),
  row: optional(z.coerce.number().int().min(0)),
});
export type ImportView = z.output<typeof ImportView>;

export const SettingsView = z.object({ part: optional(z.enum(['business', 'mail', 'profiles'])) });
export type SettingsView = z.output<typeof SettingsView>;
