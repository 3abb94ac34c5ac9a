/** The bare workflow beside a payment: Temporal's floor, and that with what operators are promised. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { invoicePaymentStart } from '../workflows/messages';
import { within } from './measure';
import { LATE_MS } from './settling';

type Counts = Readonly<{ locals: number; regulars: number }>;

export function floorOf(client: Client, { locals, regulars }: Counts) {
  const execute = (options: object, isShown: boolean) =>
    within(
      LATE_MS,
      client.workflow.execute('floor', {
        ...options,
        workflowId: `floor:${randomUUID()}`,
        taskQueue: 'floor',
        args: [locals, regulars, isShown],
      }),
    );
  return {
    bare: () => execute({}, false),
    /** With a payment's priority, summary and search attributes, and the one upsert of its outcome. */
    shown: () => execute(shownOptions(), true),
  };
}

function shownOptions() {
  const { priority, staticSummary, typedSearchAttributes } = invoicePaymentStart({
    paymentId: randomUUID(),
    organizationId: randomUUID(),
    kind: 'manual',
    state: 'reserved',
    methodKind: 'card',
    amountMinor: 100,
    currency: 'USD',
    invoiceNumbers: ['INV-1'],
    runAt: null,
  });
  return { priority, staticSummary, typedSearchAttributes };
}
