/** Autopay rules as the API asks for them. */
import type { Pool } from 'pg';
import type { AutopayStore } from '../../../api/stores/autopay';
import type { GatewayLimits } from '../../../domain/plan';
import { explainInvoice } from './explain-invoice';
import { previewRule } from './preview-rule';
import { readClientRules } from './rule-rows';
import { readVersions } from './rule-versions';
import { createAddRule, createChangeRule, createOrderRules, createRemoveRule } from './save-rule';

/** `limits`: what the gateway takes, in minor units. */
export function createAutopayStore(
  dependencies: Readonly<{ pool: Pool; limits: GatewayLimits }>,
): AutopayStore {
  const { pool, limits } = dependencies;
  return {
    async list(organizationId) {
      const rules = await readClientRules(pool, organizationId, limits);
      return rules === null ? null : { items: [...rules.items] };
    },
    add: createAddRule(dependencies),
    change: createChangeRule(dependencies),
    remove: createRemoveRule(dependencies),
    order: createOrderRules(dependencies),
    preview: (organizationId, request) => previewRule(pool, limits, organizationId, request),
    explain: (invoiceId) => explainInvoice(pool, limits, invoiceId),
    versions: (ruleId) => readVersions(pool, ruleId),
  };
}
