/** Saved methods as the API asks for them. */
import type { Pool } from 'pg';
import type { MethodStore } from '../../../api/stores/books';
import { listMethods } from './method-rows';
import { createRemoveMethod } from './remove-method';
import { createAddMethod, createChangeMethod } from './save-method';

export function createMethodStore({ pool }: Readonly<{ pool: Pool }>): MethodStore {
  return {
    list: (organizationId) => listMethods(pool, organizationId),
    add: createAddMethod(pool),
    change: createChangeMethod(pool),
    remove: createRemoveMethod(pool),
  };
}
