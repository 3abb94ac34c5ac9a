/**
 * Moves the test clock forward. It stops at each run, grace end and finality on the way, in order,
 * and goes on when nothing is due there and nothing is being submitted; what waits for a gateway or
 * a person does not hold it.
 */
import type { Actor } from '../stores/actor';
import type { ClockStore, DuePayment } from '../stores/clock';

/** A caller waits no longer; the answer says where the clock stands and what it waits for. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 50;

export type ClockMove = Readonly<{
  target: Date;
  isThere: boolean;
  waitsFor: readonly DuePayment[];
}>;

export type ClockDependencies = Readonly<{
  store: ClockStore;
  businessNow(): Promise<Date>;
  realNow(): Date;
  pause(milliseconds: number): Promise<void>;
  /** Tells a payment's workflow that the clock was moved; it reads again what is due. */
  tell(paymentId: string): void;
}>;

/** @param target an instant ahead of the business's now. */
export async function moveClock(
  dependencies: ClockDependencies,
  target: Date,
  options: Readonly<{ jumps: boolean; actor: Actor }>,
): Promise<ClockMove> {
  const { store } = dependencies;
  const until = dependencies.realNow().getTime() + PATIENCE_MS;
  let waitsFor: readonly DuePayment[] = [];

  while (!options.jumps) {
    const stop = await store.nextStop(target);
    if (stop === null) break;
    await store.moveTo(stop, options.actor);
    waitsFor = await settleHere(dependencies, until);
    if (waitsFor.length > 0) return { target, isThere: false, waitsFor };
  }
  if ((await dependencies.businessNow()) < target) await store.moveTo(target, options.actor);
  // Timers of those that are not due yet were set by the old clock.
  for (const paymentId of await store.paymentsOnBusinessTime()) dependencies.tell(paymentId);
  if (!options.jumps) waitsFor = await settleHere(dependencies, until);
  return { target, isThere: waitsFor.length === 0, waitsFor };
}

/** Waits until nothing is due by the business's clock; answers what still is when patience ends. */
async function settleHere(
  { store, realNow, pause, tell }: ClockDependencies,
  until: number,
): Promise<readonly DuePayment[]> {
  const told = new Set<string>();
  for (;;) {
    const waiting = await store.waiting();
    if (waiting.length === 0 || realNow().getTime() >= until) return waiting;
    for (const { payment } of waiting) {
      if (told.has(payment.id)) continue;
      told.add(payment.id);
      tell(payment.id);
    }
    await pause(LOOK_AGAIN_MS);
  }
}
