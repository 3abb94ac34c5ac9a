import { log } from '@temporalio/activity';
import type { Swept, SystemActivities } from './system-activities';

/** A row whose next step is overdue, and how often a sweep has tried to help it already. */
export type Overdue<Start> = Readonly<{ start: Start; sweptTimes: number }>;

type RuleStart = Readonly<{ ruleId: string; organizationId: string }>;

type Dependencies<PaymentStart> = {
  overdue: {
    /** Payments whose next step is a minute overdue by its own clock and that are due for a look. */
    payments(limit: number): Promise<readonly Overdue<PaymentStart>[]>;
    /** Ids of waiting messages of no payment that nobody has tried for a minute. */
    messages(limit: number): Promise<readonly string[]>;
    /** Ids of imports that still have something to do. */
    imports(limit: number): Promise<readonly string[]>;
    /** Rules of autopay that have had something to do for a minute. */
    rules(limit: number): Promise<readonly Overdue<RuleStart>[]>;
    recordRuleSwept(ruleId: string): Promise<void>;
    /** Plans the next look: after 1, 5, 15 and 60 minutes, then hourly. */
    recordSwept(paymentId: string): Promise<void>;
    /** A start that the server refuses is a person's to look at. */
    recordRefused(paymentId: string, reason: string): Promise<void>;
  };
  workflows: {
    /** Costs a running workflow nothing. */
    startPayment(start: PaymentStart): Promise<void>;
    /** Starts it, or wakes the running one. */
    wakePayment(start: PaymentStart): Promise<void>;
    /** Costs a running delivery nothing. */
    startMessage(messageId: string): Promise<void>;
    /** Costs a running import nothing. */
    startImport(importId: string): Promise<void>;
    startRule(start: RuleStart): Promise<void>;
    wakeRule(start: RuleStart): Promise<void>;
    isRefusal(error: unknown): boolean;
  };
};

/** One pass takes at most this many rows; the next minute takes the rest. */
const BATCH = 500;
/** Past ten or twenty starts in flight, throughput only falls. */
const IN_FLIGHT = 10;

/**
 * The payment row is the outbox: whatever is overdue is started, and from the second time on woken.
 * Harmless when nothing was wrong, because every step reads the row first.
 */
export function createStartOverdue<PaymentStart extends Readonly<{ paymentId: string }>>({
  overdue,
  workflows,
}: Dependencies<PaymentStart>): SystemActivities['startOverdue'] {
  return async function startOverdue() {
    const counts = { started: 0, signalled: 0, failed: 0 };
    const payments = await overdue.payments(BATCH);
    await inFlight(payments, async ({ start, sweptTimes }) => {
      const { paymentId } = start;
      const isNew = sweptTimes === 0;
      const act = () => (isNew ? workflows.startPayment(start) : workflows.wakePayment(start));
      const error = await attempt(act, isNew ? 'started' : 'signalled');
      if (error === null) await overdue.recordSwept(paymentId);
      else if (workflows.isRefusal(error)) await overdue.recordRefused(paymentId, String(error));
    });
    await inFlight(await overdue.rules(BATCH), async ({ start, sweptTimes }) => {
      const isNew = sweptTimes === 0;
      const act = () => (isNew ? workflows.startRule(start) : workflows.wakeRule(start));
      const error = await attempt(act, isNew ? 'started' : 'signalled');
      if (error === null) await overdue.recordRuleSwept(start.ruleId);
    });
    await inFlight(await overdue.messages(BATCH), async (messageId) => {
      await attempt(() => workflows.startMessage(messageId), 'started');
    });
    await inFlight(await overdue.imports(BATCH), async (importId) => {
      await attempt(() => workflows.startImport(importId), 'started');
    });
    return counts;

    /** Null when it went well: one that does not must not keep the others waiting. */
    async function attempt(act: () => Promise<void>, counted: keyof Swept): Promise<unknown> {
      try {
        await act();
        counts[counted] += 1;
        return null;
      } catch (error) {
        counts.failed += 1;
        log.warn('the sweep could not start a workflow', { error });
        return error;
      }
    }
  };
}

async function inFlight<Row>(
  rows: readonly Row[],
  act: (row: Row) => Promise<void>,
): Promise<void> {
  const waiting = [...rows];
  const worker = async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) await act(row);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, rows.length) }, worker));
}
