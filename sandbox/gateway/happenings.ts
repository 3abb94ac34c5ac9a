/**
 * What happens to charges by itself: debits settle and come back on their days, and requests that
 * were held up on their way arrive at last. Both are remembered, so a restart misses nothing.
 */
import { randomBytes } from 'node:crypto';
import { Alarm } from '../alarm';
import type { Clocks } from '../clocks';
import type { Change, Collection, DurableMemory } from '../durable-memory';
import { type Charge, ChargeState, ChargeStep, takeStep } from './charge';
import type { ChargeStore } from './charge-store';
import { RETURN_REASONS } from './magic-methods';
import type { StoredMethod } from './method';
import type { ChargeRequest } from './submissions';

type BookedStep = Readonly<{ id: string; charge: string; dueAt: string; code: string | null }>;
export type Arrival = Readonly<{
  id: string;
  dueAt: string;
  account: string;
  key: string;
  request: ChargeRequest;
}>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** A timer never sleeps longer: `setTimeout` ends at 24 days, and the calendar may be moved. */
const LONGEST_SLEEP_MS = 60 * 60 * 1000;

type Dependencies = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  charges: ChargeStore;
  /** How long a held-up request is on its way, in wall time. */
  lateMs: number;
}>;

export class Happenings {
  private readonly steps: Collection<BookedStep>;
  private readonly arrivals: Collection<Arrival>;
  private readonly alarm = new Alarm(() => this.runDue());
  private arrive: ((arrival: Arrival) => void) | null = null;

  constructor(private readonly parts: Dependencies) {
    this.steps = parts.memory.collection<BookedStep>('bankSteps');
    this.arrivals = parts.memory.collection<Arrival>('arrivals');
  }

  /** From now on things happen. `arrive` is what the gateway does with a request that came late. */
  start(arrive: (arrival: Arrival) => void): void {
    this.arrive = arrive;
    this.runDue();
  }

  stop(): void {
    this.alarm.clear();
    this.arrive = null;
  }

  /** The steps of a new debit, to be committed with it. */
  stepsOf(charge: Charge, method: StoredMethod): Change[] {
    if (charge.state !== ChargeState.pending) return [];
    this.alarm.within(LONGEST_SLEEP_MS);
    return (method.behaviour.bankSteps ?? []).map(({ afterDays, code }) => {
      const dueAt = new Date(Date.parse(charge.createdAt) + afterDays * DAY_MS).toISOString();
      const id = newId('step');
      return this.steps.put(id, { id, charge: charge.id, dueAt, code });
    });
  }

  holdUp(account: string, key: string, request: ChargeRequest): void {
    const { memory, clocks, lateMs } = this.parts;
    const dueAt = new Date(clocks.wall().getTime() + lateMs).toISOString();
    const id = newId('late');
    memory.commit(this.arrivals.put(id, { id, dueAt, account, key, request }));
    this.alarm.within(lateMs + 1);
  }

  /** Requests on their way arrive now instead of later. Answers how many there were. */
  deliverArrivals(): number {
    return this.arriveUntil(null);
  }

  /** Does everything whose time has come, in the order of the times. */
  runDue(): void {
    if (!this.arrive) return;
    this.arriveUntil(this.parts.clocks.wall().toISOString());
    const now = this.parts.clocks.now('calendar').toISOString();
    const due = [...this.steps.values()].filter(({ dueAt }) => dueAt <= now);
    for (const step of due.sort((a, b) => a.dueAt.localeCompare(b.dueAt))) this.take(step);
    this.sleepUntilNext();
  }

  private arriveUntil(until: string | null): number {
    const arrived = [...this.arrivals.values()].filter(
      ({ dueAt }) => until === null || dueAt <= until,
    );
    for (const arrival of arrived) {
      this.parts.memory.commit(this.arrivals.drop(arrival.id));
      this.arrive?.(arrival);
    }
    return arrived.length;
  }

  private take({ id, charge: chargeId, dueAt, code }: BookedStep): void {
    const { memory, charges } = this.parts;
    const charge = charges.get(chargeId);
    const after =
      charge &&
      takeStep(charge, code === null ? ChargeStep.settle : ChargeStep.return, {
        at: dueAt,
        code,
        reason: code === null ? null : (RETURN_REASONS[code] ?? code),
      });
    // A control call may have been quicker: then the bank has nothing left to do.
    if (after) charges.keep(after, this.steps.drop(id));
    else memory.commit(this.steps.drop(id));
  }

  private sleepUntilNext(): void {
    const { clocks } = this.parts;
    const now = clocks.now('calendar').getTime();
    const wall = clocks.wall().getTime();
    const sleeps = [
      ...[...this.steps.values()].map(({ dueAt }) => Date.parse(dueAt) - now),
      ...[...this.arrivals.values()].map(({ dueAt }) => Date.parse(dueAt) - wall),
    ];
    if (sleeps.length === 0) return;
    // One more: a timer may ring a fraction of a millisecond before the clock says so.
    this.alarm.within(sleeps.reduce((least, ms) => Math.min(least, ms), LONGEST_SLEEP_MS) + 1);
  }
}

const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString('base64url')}`;
