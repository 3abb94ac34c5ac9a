/** Saved methods as the API asks for them. */
import type { Pool } from 'pg';
import type { MethodStore } from '../../../api/stores/books';
import type { GatewayLimits } from '../../../domain/plan';
import { listMethods } from './method-rows';
import { createRemoveMethod } from './remove-method';
import { createAddMethod, createChangeMethod } from './save-method';

/** `limits`: what the gateway takes; by them the rules on a method are judged. */
export function createMethodStore(
  dependencies: Readonly<{ pool: Pool; limits: GatewayLimits }>,
): MethodStore {
  const { pool } = dependencies;
  return {
    list: (organizationId) => listMethods(pool, organizationId),
    add: createAddMethod(dependencies),
    change: createChangeMethod(dependencies),
    remove: createRemoveMethod(dependencies),
  };
}
