/**
 * Moves the test clock forward. It stops at each run, grace end, finality and step of a rule on the way, in order,
 * and goes on when nothing is due there and nothing is being submitted; what waits for a gateway or
 * a person does not hold it.
 */
import type { Actor } from '../stores/actor';
import type { ClockStore, Due } from '../stores/clock';

/** A caller waits no longer; the answer says where the clock stands and what it waits for. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 50;

export type ClockMove = Readonly<{
  target: Date;
  isThere: boolean;
  waitsFor: Due;
}>;

export type ClockDependencies = Readonly<{
  store: ClockStore;
  businessNow(): Promise<Date>;
  realNow(): Date;
  pause(milliseconds: number): Promise<void>;
  /** Tells a payment's workflow that the clock was moved; it reads again what is due. */
  tell(paymentId: string): void;
  tellRule(ruleId: string): void;
}>;

/** @param target an instant ahead of the business's now. */
export async function moveClock(
  dependencies: ClockDependencies,
  target: Date,
  options: Readonly<{ jumps: boolean; actor: Actor }>,
): Promise<ClockMove> {
  const { store } = dependencies;
  const until = dependencies.realNow().getTime() + PATIENCE_MS;
  let waitsFor = NOTHING;

  while (!options.jumps) {
    // First what is due already: until a rule has looked, its next instant is not known.
    waitsFor = await settleHere(dependencies, until);
    if (isAnythingDue(waitsFor)) return { target, isThere: false, waitsFor };
    const stop = await store.nextStop(target);
    if (stop === null) break;
    await store.moveTo(stop, options.actor);
  }
  if ((await dependencies.businessNow()) < target) await store.moveTo(target, options.actor);
  // Timers of those that are not due yet were set by the old clock.
  for (const paymentId of await store.paymentsOnBusinessTime()) dependencies.tell(paymentId);
  for (const ruleId of await store.rulesOnBusinessTime()) dependencies.tellRule(ruleId);
  if (!options.jumps) waitsFor = await settleHere(dependencies, until);
  return { target, isThere: !isAnythingDue(waitsFor), waitsFor };
}

const NOTHING: Due = { payments: [], rules: [] };

const isAnythingDue = ({ payments, rules }: Due) => payments.length + rules.length > 0;

/** Waits until nothing is due by the business's clock; answers what still is when patience ends. */
async function settleHere(
  { store, realNow, pause, tell, tellRule }: ClockDependencies,
  until: number,
): Promise<Due> {
  const told = new Set<string>();
  for (;;) {
    const waiting = await store.waiting();
    if (!isAnythingDue(waiting) || realNow().getTime() >= until) return waiting;
    const untold = (id: string) => !told.has(id) && told.add(id);
    for (const { payment } of waiting.payments) if (untold(payment.id)) tell(payment.id);
    for (const { id } of waiting.rules) if (untold(id)) tellRule(id);
    await pause(LOOK_AGAIN_MS);
  }
}
