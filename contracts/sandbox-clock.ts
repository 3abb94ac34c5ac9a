/** The test clock, in the sandbox only: moves the business's now forward. */
import { z } from 'zod';
import { RuleReference } from './autopay-rule';
import { CivilDate, Instant, PaymentReference } from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';

export const ClockState = z
  .strictObject({
    now: Instant,
    today: CivilDate,
    zone: z.string(),
    /** Ahead of the real clock by so much. */
    offsetMs: z.int().min(0),
    /** Where the last move was to end; null when it is there. */
    target: Instant.nullable(),
    /** What the move waits for at `now`; empty when nothing is due. */
    waitsFor: z.array(z.strictObject({ payment: PaymentReference, state: z.string() })),
    /** Rules of autopay that have something to do at `now`: the move waits for them too. */
    rules: z.array(RuleReference),
  })
  .meta({ id: 'ClockState' });
export type ClockState = z.output<typeof ClockState>;

export const MoveClockBody = z
  .strictObject({
    to: Instant,
    /** Goes at once, as after an outage: nothing on the way is waited for. */
    jump: z.boolean().default(false),
  })
  .meta({ id: 'MoveClockBody' });

export const readClock = defineOperation({
  id: 'readClock',
  tag: 'Sandbox',
  method: 'GET',
  path: '/sandbox/clock',
  summary: 'Where the business’s clock stands. Only in the sandbox.',
  permission: ANY_ROLE,
  responses: { 200: ClockState },
  problems: ['NOT_FOUND'],
});

export const moveClock = defineOperation({
  id: 'moveClock',
  tag: 'Sandbox',
  method: 'POST',
  path: '/sandbox/clock',
  summary:
    'Move the clock forward, stopping at each run, grace end, finality and step of an autopay rule on the way. After 30 seconds it answers where it stands.',
  permission: BILLERS,
  body: MoveClockBody,
  responses: { 200: ClockState },
  problems: ['NOT_FOUND', 'CLOCK_NOT_FORWARD'],
});
