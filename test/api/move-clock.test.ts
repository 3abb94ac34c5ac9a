/**
 * Goal: a move of the test clock stops where something is due, in order, and waits for it.
 * Method: a model of the store in which telling a payment makes it run a few looks later.
 */
import { moveClock } from '../../api/clock/move-clock';
import type { ClockStore } from '../../api/stores/clock';

const actor = { kind: 'user' as const, id: 'u', name: 'Dana' };
const day = (date: number) => new Date(Date.UTC(2026, 11, date, 15));

type Step = { id: string; at: Date; looks: number; isRule?: boolean; isDone?: boolean };

/** `looks`: how often it is looked at before it has run; Infinity never runs. */
function setUp(steps: Step[]) {
  let now = day(1);
  let realMs = 0;
  const stops: string[] = [];
  const told: string[] = [];
  const ran: string[] = [];
  const isDue = (step: Step) => !step.isDone && step.at <= now;
  const store: ClockStore = {
    offsetMs: async () => 0,
    moveTo: async (instant) => {
      now = instant;
      stops.push(instant.toISOString().slice(8, 10));
    },
    nextStop: async (until) => {
      const ahead = steps.filter((step) => !step.isDone && step.at > now && step.at <= until);
      return ahead.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
    },
    waiting: async () => {
      for (const step of steps.filter(isDue)) {
        step.looks -= told.includes(step.id) ? 1 : 0;
        if (step.looks <= 0) {
          step.isDone = true;
          ran.push(`${step.id} on ${now.toISOString().slice(8, 10)}`);
        }
      }
      const due = steps.filter(isDue);
      return {
        payments: due
          .filter(({ isRule }) => !isRule)
          .map(({ id }) => ({ payment: { id, number: id }, state: 'scheduled' })),
        rules: due.filter(({ isRule }) => isRule).map(({ id }) => ({ id, name: id })),
      };
    },
    paymentsOnBusinessTime: async () =>
      steps.filter(({ isDone, isRule }) => !isDone && !isRule).map(({ id }) => id),
    rulesOnBusinessTime: async () =>
      steps.filter(({ isDone, isRule }) => !isDone && isRule).map(({ id }) => id),
  };
  const dependencies = {
    store,
    businessNow: async () => now,
    realNow: () => new Date(realMs),
    pause: async (milliseconds: number) => {
      realMs += milliseconds;
    },
    tell: (id: string) => void told.push(id),
    tellRule: (id: string) => void told.push(id),
  };
  const move = (target: Date, jumps = false) => moveClock(dependencies, target, { jumps, actor });
  return { move, stops, told, ran, realMs: () => realMs };
}

it('runs every payment on its own day, in order, whatever the order they were placed in', async () => {
  const { move, stops, ran } = setUp([
    { id: 'late', at: day(18), looks: 3 },
    { id: 'early', at: day(4), looks: 5 },
    { id: 'same day', at: day(4), looks: 2 },
  ]);
  const result = await move(day(30));
  expect(ran).toEqual(['same day on 04', 'early on 04', 'late on 18']);
  expect(stops).toEqual(['04', '18', '30']);
  expect(result).toMatchObject({ isThere: true, waitsFor: { payments: [], rules: [] } });
});

it('stops where a rule of autopay has something to do, and first lets it look at what is new', async () => {
  const { move, stops, ran } = setUp([
    { id: 'payment', at: day(5), looks: 1 },
    { id: 'new rule', at: day(1), looks: 2, isRule: true },
    { id: 'rule', at: day(4), looks: 3, isRule: true },
  ]);
  await move(day(10));
  expect(ran).toEqual(['new rule on 01', 'rule on 04', 'payment on 05']);
  expect(stops).toEqual(['04', '05', '10']);
});

it('takes what lies on the target itself, and leaves what lies after it', async () => {
  const { move, ran, told } = setUp([
    { id: 'on it', at: day(10), looks: 1 },
    { id: 'after it', at: day(11), looks: 1 },
  ]);
  await move(day(10));
  expect(ran).toEqual(['on it on 10']);
  // Its timer was set by the old clock.
  expect(told).toContain('after it');
});

it('stops at what does not move on, and says so after thirty seconds', async () => {
  const { move, stops, realMs } = setUp([
    { id: 'stuck', at: day(4), looks: Number.POSITIVE_INFINITY },
    { id: 'next', at: day(5), looks: 1 },
  ]);
  const result = await move(day(30));
  expect(result.isThere).toBe(false);
  expect(result.waitsFor.payments.map(({ payment }) => payment.id)).toEqual(['stuck']);
  expect(stops).toEqual(['04']);
  expect(realMs()).toBe(30_000);
});

it('jumps over everything at once when told to', async () => {
  const { move, stops, ran, told } = setUp([{ id: 'missed', at: day(4), looks: 1 }]);
  const result = await move(day(30), true);
  expect(stops).toEqual(['30']);
  expect(ran).toEqual([]);
  expect(told).toEqual(['missed']);
  expect(result.isThere).toBe(true);
});
