/**
 * What a screen shows, as its address holds it. What does not fit falls back to the usual view, so an
 * old or mistyped link still opens. Usual values are absent: a plain address is the plain view.
 */
import { z } from 'zod';
import { OrganizationsQuery, OrganizationView } from '../contracts/organizations';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

export const OrganizationsView = z.object({
  view: optional(OrganizationView),
  search: optional(z.string().min(1).max(200)),
  sort: optional(OrganizationsQuery.shape.sort.unwrap()),
});
export type OrganizationsView = z.output<typeof OrganizationsView>;
