import { log } from '@temporalio/activity';
import type { Swept, SystemActivities } from './system-activities';

/** A row whose next step is overdue, and how often a sweep has tried to help it already. */
export type Overdue<Start> = Readonly<{ start: Start; sweptTimes: number }>;

export type OverdueKind = 'payment' | 'message';

type Dependencies<PaymentStart> = {
  overdue: {
    /** Payments whose next step is a minute overdue by its own clock and that are due for a look. */
    payments(limit: number): Promise<readonly Overdue<PaymentStart>[]>;
    /** Messages without a payment that nobody has sent for a minute. */
    messages(limit: number): Promise<readonly Overdue<Readonly<{ messageId: string }>>[]>;
    /** Plans the next look: after 1, 5, 15 and 60 minutes, then hourly. */
    recordSwept(kind: OverdueKind, id: string): Promise<void>;
    /** A start that the server refuses is a person's to look at. */
    recordRefused(kind: OverdueKind, id: string, reason: string): Promise<void>;
  };
  workflows: {
    /** Costs a running workflow nothing. */
    startPayment(start: PaymentStart): Promise<void>;
    /** Starts it, or wakes the running one. */
    wakePayment(start: PaymentStart): Promise<void>;
    startMessage(messageId: string): Promise<void>;
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
      const isNew = sweptTimes === 0;
      const act = () => (isNew ? workflows.startPayment(start) : workflows.wakePayment(start));
      await attempt('payment', start.paymentId, act, isNew ? 'started' : 'signalled');
    });
    const messages = await overdue.messages(BATCH);
    await inFlight(messages, ({ start: { messageId } }) =>
      attempt('message', messageId, () => workflows.startMessage(messageId), 'started'),
    );
    return counts;

    async function attempt(
      kind: OverdueKind,
      id: string,
      act: () => Promise<void>,
      counted: keyof Swept,
    ): Promise<void> {
      try {
        await act();
        await overdue.recordSwept(kind, id);
        counts[counted] += 1;
      } catch (error) {
        counts.failed += 1;
        log.warn('the sweep could not start a workflow', { kind, id, error });
        if (workflows.isRefusal(error)) await overdue.recordRefused(kind, id, String(error));
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
