import {
  type ClockState,
  moveClock as moveClockOperation,
  readClock,
} from '../../contracts/sandbox-clock';
import { civilDateAt } from '../../domain/instants';
import { moveClock } from '../clock/move-clock';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { Due } from '../stores/clock';
import type { RouteDependencies } from './dependencies';

/** The test clock. Outside the sandbox there is no such thing. */
export function sandboxClockRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, soon, deployment, businessNow, realNow, pause } = dependencies;
  const requireSandbox = () => {
    if (!deployment.isSandbox) throw new Problem('NOT_FOUND');
  };

  mount(mounting, readClock, async () => {
    requireSandbox();
    const waitsFor = await stores.clock.waiting();
    return answer(200, await present(dependencies, null, waitsFor));
  });

  mount(mounting, moveClockOperation, async ({ body, actor }) => {
    requireSandbox();
    const target = new Date(body.to);
    if (target <= (await businessNow())) throw new Problem('CLOCK_NOT_FORWARD');
    const move = await moveClock(
      {
        store: stores.clock,
        businessNow,
        realNow,
        pause,
        tell: (paymentId) => soon.tellPayment(paymentId, 'clockMoved'),
        tellRule: (ruleId) => soon.tellRule(ruleId, 'clockMoved'),
      },
      target,
      { jumps: body.jump, actor },
    );
    const open = move.isThere ? null : move.target;
    return answer(200, await present(dependencies, open, move.waitsFor));
  });
}

async function present(
  { stores, businessNow }: RouteDependencies,
  target: Date | null,
  waitsFor: Due,
): Promise<ClockState> {
  const [now, { zone }, offsetMs] = await Promise.all([
    businessNow(),
    stores.settings.read(),
    stores.clock.offsetMs(),
  ]);
  const instant = now.toISOString();
  return {
    now: instant,
    today: civilDateAt(instant, zone),
    zone,
    offsetMs,
    target: target?.toISOString() ?? null,
    waitsFor: [...waitsFor.payments],
    rules: [...waitsFor.rules],
  };
}
