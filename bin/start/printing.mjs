/**
 * What a person sees: one line per thing that happened, in whole sentences when something is wrong.
 * The same lines go to a file, for the person who comes later.
 */
import { appendFileSync } from 'node:fs';

const NAME_WIDTH = 14;

/**
 * @typedef {{
 *   line: (name: string, text: string) => void,
 *   plain: (text: string) => void,
 *   alsoTo: (file: string) => void,
 * }} Printer
 */

/**
 * @param {{ write: (text: string) => void }} output
 * @returns {Printer}
 */
export function createPrinter(output) {
  /** @type {string | null} */
  let logFile = null;
  const plain = (/** @type {string} */ text) => {
    output.write(`${text}\n`);
    if (logFile !== null) appendFileSync(logFile, `${new Date().toISOString()} ${text}\n`);
  };
  return {
    plain,
    line: (name, text) => plain(`  ${name.padEnd(NAME_WIDTH)} ${text}`),
    alsoTo: (file) => {
      logFile = file;
    },
  };
}

/**
 * @param {number} startMs as `performance.now()` gave it
 * @returns {string} such as `0.4 s` or `3 min 20 s`
 */
export function since(startMs) {
  return duration(performance.now() - startMs);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Rows of a name and a value, as wide as the longest name.
 *
 * @param {readonly (readonly [string, string])[]} rows
 */
export function table(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}   ${value}`).join('\n');
}
