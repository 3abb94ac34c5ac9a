/** What passed and what failed, said as it happens and counted for the last line. */
import { duration } from '../start/printing.mjs';

/** @typedef {import('./program.mjs').Outcome} Outcome */
/** @typedef {ReturnType<typeof createTally>} Tally */

/** @param {(line: string) => void} print */
export function createTally(print) {
  let passed = 0;
  let failed = 0;
  return {
    /**
     * A check counts as one, whatever the number of its complaints.
     *
     * @param {string} name
     * @param {Outcome} outcome
     * @param {string} hint what to do when it failed
     */
    check(name, { failure, ms }, hint) {
      if (failure === null) passed += 1;
      else failed += 1;
      print(`${failure === null ? 'ok    ' : 'FAILED'}  ${name.padEnd(20)} ${duration(ms)}`);
      if (failure !== null) print(`${indent(failure)}\n        → ${hint}`);
    },

    /**
     * @param {string} name
     * @param {{ passed: number, failed: number, skipped: number, ms: number }} suites
     */
    suites(name, suites) {
      passed += suites.passed;
      failed += suites.failed;
      const skipped = suites.skipped > 0 ? `, ${suites.skipped} skipped` : '';
      const verdict = suites.failed === 0 ? 'ok    ' : 'FAILED';
      const tests = `${suites.passed} passed, ${suites.failed} failed${skipped}`;
      print(`${verdict}  ${name.padEnd(20)} ${duration(suites.ms)}: ${tests}`);
    },

    /** @param {string} text */
    warn(text) {
      print(`\n!!!!!!  ${text}\n`);
    },

    counts: () => ({ passed, failed }),
  };
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, '        ');
}
