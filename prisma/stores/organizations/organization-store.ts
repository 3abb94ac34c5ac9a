/** Clients as the API asks for them. */
import type { Pool } from 'pg';
import type { OrganizationStore } from '../../../api/stores/books';
import type { GatewayLimits } from '../../../domain/plan';
import { listOrganizations } from './list-organizations';
import { createActivity } from './activity';
import { createMerge, readMerge } from './merge-organization';
import { readOrganization } from './organization-details';

/** `now` is real time; the business's clock may be moved ahead of it. `limits`: what the gateway takes. */
export function createOrganizationStore({
  pool,
  now,
  limits,
}: Readonly<{ pool: Pool; now: () => Date; limits: GatewayLimits }>): OrganizationStore {
  return {
    list: (query) => listOrganizations(pool, now(), limits, query),
    previewMerge: (fromId, intoId) => readMerge(pool, fromId, intoId),
    merge: createMerge(pool),
    activity: createActivity(pool),
    read: (organizationId) => readOrganization(pool, now(), limits, organizationId),
  };
}
