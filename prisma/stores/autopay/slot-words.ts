/** Why a slot did not charge, in a sentence for staff, and the task where one of them has to act. */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { SlotOutcome } from '../../../domain/autopay-slot';

const REASONS: Readonly<Record<SlotOutcome['kind'], string>> = {
  excluded: 'The invoice is excluded from autopay.',
  held: 'Autopay of the invoice is held.',
  missing: 'A complete list of its source no longer names the invoice.',
  'no-match': 'No rule matches the invoice.',
  'method-invalid': 'The method of the rule can no longer be charged. No other one is.',
  backlog: 'Its date had passed before the rule was there to take it.',
  'over-cap': 'Its total is above the cap of the rule.',
  superseded: 'Nothing was left to pay.',
  suppressed: 'A scheduled payment comes first.',
  'below-minimum': 'What was left is less than the gateway takes.',
  'above-maximum': 'What was left is more than the gateway takes at once.',
  'not-approved': 'It needed an approval and had none, or somebody said no.',
  charge: 'It was charged.',
};

export function outcomeReason(kind: SlotOutcome['kind']): string {
  return REASONS[kind];
}

/** Nobody has decided these yet, and a client may count on the payment. */
const TASKS: Partial<Readonly<Record<SlotOutcome['kind'], string>>> = {
  'not-approved': 'autopayNotApproved',
  'method-invalid': 'autopayNotRun',
  'above-maximum': 'autopayNotRun',
};

export async function openSlotTask(
  client: PoolClient,
  {
    invoiceId,
    organizationId,
    isDeclined,
    ...facts
  }: Readonly<{
    invoiceId: string;
    organizationId: string;
    /** A person said no to this very charge: there is nothing left to decide. */
    isDeclined: boolean;
    outcome: SlotOutcome['kind'];
    reason: string;
  }>,
  now: string,
): Promise<void> {
  const kind = TASKS[facts.outcome];
  if (kind === undefined || isDeclined) return;
  await client.query({
    name: 'autopay-slot-task',
    text: `
      INSERT INTO task (id, kind, dedupe_key, organization_id, invoice_id, facts, opened_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (dedupe_key) WHERE resolved_at IS NULL DO NOTHING`,
    values: [
      randomUUID(),
      kind,
      `${kind}:${invoiceId}`,
      organizationId,
      invoiceId,
      JSON.stringify(facts),
      now,
    ],
  });
}
