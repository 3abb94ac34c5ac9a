/** Clients as the API asks for them. */
import type { Pool } from 'pg';
import type { OrganizationStore } from '../../../api/stores/books';
import { listOrganizations } from './list-organizations';
import { createMerge, readMerge } from './merge-organization';
import { readOrganization } from './organization-details';

/** `now` is real time; the business's clock may be moved ahead of it. */
export function createOrganizationStore({
  pool,
  now,
}: Readonly<{ pool: Pool; now: () => Date }>): OrganizationStore {
  return {
    list: (query) => listOrganizations(pool, now(), query),
    previewMerge: (fromId, intoId) => readMerge(pool, fromId, intoId),
    merge: createMerge(pool),
    read: (organizationId) => readOrganization(pool, now(), organizationId),
  };
}
