/**
 * Programs that run to their end: npm, the generator, the build, the migrations. Their output goes
 * to a log file; when one fails, the end of its log is the message.
 */
import { lastLines, startChild } from './child.mjs';

/** How often a slow program is said to be at work still. */
const STILL_EVERY_MS = 10_000;

/**
 * @typedef {{
 *   logFile: string,
 *   report?: (line: string) => void,
 *   still?: string,
 *   onChild?: (child: import('./child.mjs').Child) => void,
 * }} ToolOptions
 */

/**
 * @param {string} what for the message, such as `npm ci`
 * @param {import('./child.mjs').Launch} launch
 * @param {ToolOptions} options `still` is said every ten seconds, with the time that has passed
 * @throws when it ends with anything but zero
 */
export async function runTool(what, launch, { logFile, report, still, onChild }) {
  const startedMs = performance.now();
  const child = await startChild(launch, logFile);
  onChild?.(child);
  const timer = setInterval(() => {
    if (still) report?.(`${still} (${Math.round((performance.now() - startedMs) / 1000)} s)`);
  }, STILL_EVERY_MS);
  try {
    const { code, signal } = await child.exited;
    if (code !== 0) {
      throw new Error(
        `${what} failed (${signal ?? `code ${code}`}). The end of ${logFile}:\n${lastLines(logFile, 15)}`,
      );
    }
  } finally {
    clearInterval(timer);
  }
}
