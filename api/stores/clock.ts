/** The business's clock, and what is due by it. */
import type { RuleReference } from '../../contracts/autopay-rule';
import type { PaymentReference } from '../../contracts/fields';
import type { Actor } from './actor';

export type DuePayment = Readonly<{ payment: PaymentReference; state: string }>;

/** What is to be done at the business's now. */
export type Due = Readonly<{ payments: readonly DuePayment[]; rules: readonly RuleReference[] }>;

export interface ClockStore {
  /** Milliseconds that the business's now is ahead of the real one; never falls. */
  offsetMs(): Promise<number>;

  /** Moves the business's now to an instant that lies ahead of it; writes an event. */
  moveTo(instant: Date, actor: Actor): Promise<void>;

  /**
   * The first business-time step after the business's now, up to and including `until`: a run, the
   * end of a grace, a finality, something to do for a rule of autopay. Null when there is none.
   */
  nextStop(until: Date): Promise<Date | null>;

  /**
   * Payments whose business-time step is due now, those that are `submitting`, and rules that have
   * something to do. At most 200 of each.
   */
  waiting(): Promise<Due>;

  /** Payments with a business-time step still to come or due: their timers must be read again. */
  paymentsOnBusinessTime(): Promise<readonly string[]>;

  /** Rules that wait for an instant: likewise. */
  rulesOnBusinessTime(): Promise<readonly string[]>;
}

/** What the operators' dashboard asks, read at each scrape. Seconds of real time. */
export type Gauges = Readonly<{
  /** Payments whose next step is overdue by more than five minutes, without those waiting for the gateway. */
  stuckPayments: number;
  overdueSteps: number;
  oldestOverdueSeconds: number;
  gatewayQueueOldestSeconds: number;
  unknownPayments: number;
  unsentMessages: number;
  failedMessages: number;
  openTasks: number;
}>;

export interface HealthStore {
  /** @throws when the database does not answer. */
  ping(): Promise<void>;
  gauges(): Promise<Gauges>;
}
