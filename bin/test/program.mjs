/** One program run to its end, quietly: only a failure has something to say. */
import { spawn } from 'node:child_process';

/** As much of what it said as a person reads; the whole of it is one command away. */
const LINES_MAX = 60;

/** `failure` is null when all is well. @typedef {{ failure: string | null, ms: number }} Outcome */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<Outcome>}
 */
export function runProgram(command, args, cwd) {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    let said = '';
    const end = (/** @type {string | null} */ failure) =>
      resolve({ failure, ms: performance.now() - startedMs });
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    child.once('error', (error) => end(`${command} cannot be run: ${error.message}`));
    child.once('close', (code, signal) =>
      end(code === 0 ? null : shorten(said) || `it ended with ${signal ?? `code ${code}`}`),
    );
  });
}

/**
 * @param {string} text
 * @returns {string} the first lines, and how many there are beyond them
 */
export function shorten(text) {
  const lines = text.trim().split('\n');
  const rest = lines.length - LINES_MAX;
  return [...lines.slice(0, LINES_MAX), ...(rest > 0 ? [`… and ${rest} lines more`] : [])].join(
    '\n',
  );
}
