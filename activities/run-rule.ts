import { heartbeat, log } from '@temporalio/activity';
import type { RuleStep } from '../domain/rule-step';
import type { RuleActivities } from './rule-activities';

/** A step, with the invoices it is about; each list in the order of their instants. */
export type RuleLook = RuleStep &
  Readonly<{ dueInvoiceIds: readonly string[]; unpreparedInvoiceIds: readonly string[] }>;

type Dependencies<PaymentStart> = {
  slots: {
    look(ruleId: string): Promise<RuleLook>;
    /** Asks and tells in one transaction; answers the messages to send. */
    prepare(invoiceId: string): Promise<readonly string[]>;
    /** Decides a slot that is due in one transaction; null when there was nothing to decide. */
    decide(invoiceId: string): Promise<Readonly<{ paymentId: string | null }> | null>;
    readStart(paymentId: string): Promise<PaymentStart | null>;
  };
  workflows: {
    startPayment(start: PaymentStart): Promise<void>;
    startMessage(messageId: string): Promise<void>;
  };
};

/** One run takes at most so many slots; the next cycle takes the rest. */
const BATCH = 200;

export function createReadRule(
  look: (ruleId: string) => Promise<RuleLook>,
): RuleActivities['readRule'] {
  return async function readRule({ ruleId }) {
    const { dueInvoiceIds: _, unpreparedInvoiceIds: __, ...step } = await look(ruleId);
    return step;
  };
}

/**
 * Runs a rule: people first, so that nobody is charged before they were told, then the slots.
 *
 * Payments and mails are started after their commit. One that is not, because Temporal is away or
 * this process dies, is started by the sweep: its row is its outbox.
 */
export function createRunRule<PaymentStart>({
  slots,
  workflows,
}: Dependencies<PaymentStart>): RuleActivities['runRule'] {
  return async function runRule({ ruleId }) {
    const { dueInvoiceIds, unpreparedInvoiceIds } = await slots.look(ruleId);
    const run = { decided: 0, payments: 0, prepared: 0 };
    for (const invoiceId of unpreparedInvoiceIds.slice(0, BATCH)) {
      const messageIds = await slots.prepare(invoiceId);
      run.prepared += 1;
      for (const messageId of messageIds) await soon(() => workflows.startMessage(messageId));
      heartbeat();
    }
    for (const invoiceId of dueInvoiceIds.slice(0, BATCH)) {
      const decided = await slots.decide(invoiceId);
      heartbeat();
      if (decided === null) continue;
      run.decided += 1;
      if (decided.paymentId === null) continue;
      run.payments += 1;
      const start = await slots.readStart(decided.paymentId);
      if (start !== null) await soon(() => workflows.startPayment(start));
    }
    return run;
  };
}

async function soon(start: () => Promise<void>): Promise<void> {
  await start().catch((error: unknown) => log.warn('left to the sweep', { error }));
}
