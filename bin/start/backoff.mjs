/** How long a crashed child waits before it is started again. */

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** One that ran this long was well: the next crash is a new story. */
const WELL_AFTER_MS = 60_000;

/**
 * @param {number} crashesInRow 1 for the first
 * @returns {number} half a second, doubled by each crash in a row, thirty seconds at most
 */
export function backoffMs(crashesInRow) {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (crashesInRow - 1));
}

/**
 * @param {number} crashesInRow before this one
 * @param {number} ranForMs
 * @returns {number} with this one
 */
export function countCrash(crashesInRow, ranForMs) {
  return ranForMs >= WELL_AFTER_MS ? 1 : crashesInRow + 1;
}
