/** The people of the story, and how its chapters take their steps. */
import type { Stack } from './stack';
import type { Walk } from './walk';

export const ADMIN = { name: 'Dana Whitfield', email: 'dana@lakefront.example' };
export const PASSWORD = 'correct horse battery staple';
export const CONTACT = { name: 'Priya Raman', email: 'priya@northwind.example' };
/** Typed for one payment, no contact of the client. */
export const OWNER = 'owner@northwind.example';

/** One thing a clerk does. Goes on where the one before it ended; after one that failed none is tried. */
export type Step = (title: string, act: (walk: Walk, stack: Stack) => Promise<void>) => void;

/** No step of a busy machine takes longer. */
const STEP_LIMIT_MS = 120_000;

type World = Readonly<{ stack: Stack; walk: Walk }>;

/** @param world is asked when a step begins: by then everything is started. */
export function stepsIn(world: () => World): Step {
  let hasFailed = false;
  return (title, act) =>
    test(
      title,
      async () => {
        if (hasFailed) throw new Error('an earlier step failed');
        hasFailed = true;
        const { walk, stack } = world();
        await act(walk, stack).catch(async (error: unknown) => {
          await walk.keepFailure(title);
          throw error;
        });
        expect(walk.complaints()).toEqual([]);
        hasFailed = false;
      },
      STEP_LIMIT_MS,
    );
}
