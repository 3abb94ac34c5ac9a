/** Waiting: for a moment, or until something holds, and never without a limit. */
import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/**
 * Asks again and again until `check` answers something other than null, false or undefined.
 *
 * @template Answer
 * @param {() => Answer | Promise<Answer>} check
 * @param {{ limitMs: number, everyMs?: number }} options
 * @returns {Promise<NonNullable<Answer> | null>} null when the limit passed first
 */
export async function until(check, { limitMs, everyMs = 50 }) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await check();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() >= deadline) return null;
    await pause(everyMs);
  }
}
