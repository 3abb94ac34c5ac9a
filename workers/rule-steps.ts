/** The activities of autopay rules on the real database, with the workflows that they start. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { createCompareRules } from '../activities/compare-rules';
import type { RuleActivities } from '../activities/rule-activities';
import { createReadRule, createRunRule } from '../activities/run-rule';
import type { SystemActivities } from '../activities/system-activities';
import type { PaymentGateway } from '../domain/ports';
import { createDecideSlot } from '../prisma/stores/autopay/decide-slot';
import { createLook } from '../prisma/stores/autopay/look';
import { createPrepareSlot } from '../prisma/stores/autopay/prepare-slot';
import { createWatching } from '../prisma/stores/autopay/watching';
import { createStarting } from '../prisma/stores/payments/starting';
import {
  autopayRuleStart,
  autopayRuleWorkflowId,
  changedSignal,
  type InvoicePaymentStart,
  invoicePaymentStart,
  messageDeliveryStart,
} from '../workflows/messages';

type Dependencies = Readonly<{ pool: Pool; client: Client; gateway: PaymentGateway }>;

export function ruleSteps({ pool, client, gateway }: Dependencies): RuleActivities {
  const limits = gateway.capabilities;
  const look = createLook({ pool, limits });
  const decideSlot = createDecideSlot({ pool, limits });
  return {
    readRule: createReadRule(look),
    runRule: createRunRule<InvoicePaymentStart>({
      slots: {
        look,
        prepare: createPrepareSlot({ pool, limits }),
        async decide(invoiceId) {
          const decided = await decideSlot(invoiceId);
          return decided.kind === 'decided' ? decided : null;
        },
        readStart: createStarting({ pool }).readStart,
      },
      workflows: {
        async startPayment(start) {
          await client.workflow.start('invoicePayment', invoicePaymentStart(start));
        },
        async startMessage(messageId) {
          await client.workflow.start('messageDelivery', messageDeliveryStart(messageId));
        },
      },
    }),
  };
}

const RUNNING = `WorkflowType = 'autopayRule' AND ExecutionStatus = 'Running'`;

export function compareRules({
  pool,
  client,
}: Pick<Dependencies, 'pool' | 'client'>): SystemActivities['compareRunningRules'] {
  return createCompareRules({
    liveRules: createWatching({ pool }).live,
    async runningRuleIds() {
      const prefix = autopayRuleWorkflowId('');
      const ids: string[] = [];
      for await (const { workflowId } of client.workflow.list({ query: RUNNING })) {
        ids.push(workflowId.slice(prefix.length));
      }
      return ids;
    },
    async start(rule) {
      await client.workflow.start('autopayRule', autopayRuleStart(rule));
    },
    async wake(ruleId) {
      await client.workflow.getHandle(autopayRuleWorkflowId(ruleId)).signal(changedSignal);
    },
  });
}
