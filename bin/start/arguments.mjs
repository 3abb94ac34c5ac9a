/** What follows `npm start --`. */
import { parseArgs } from 'node:util';
import { DEFAULT_PORT, PORT_MAX } from '../ports.mjs';

export const USAGE = `Usage: npm start -- [options]

  --port N     first of seven ports in a row (default ${DEFAULT_PORT})
  --no-demo    leave the database empty; make the first admin with: npm run invite
  --reset      delete this checkout's data first: payments, workflows, mails, everything
  --doctor     check this machine, say what is missing, start nothing
  --help       this text`;

/**
 * @typedef {(
 *   | { kind: 'start', port: number, hasDemo: boolean, isReset: boolean }
 *   | { kind: 'doctor', port: number }
 *   | { kind: 'help' }
 *   | { kind: 'wrong', message: string }
 * )} StartArguments
 */

/**
 * @param {readonly string[]} argv
 * @returns {StartArguments}
 */
export function parseStartArguments(argv) {
  let values;
  try {
    values = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        'no-demo': { type: 'boolean', default: false },
        reset: { type: 'boolean', default: false },
        doctor: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return { kind: 'wrong', message: explain(/** @type {Error} */ (error), argv) };
  }
  if (values.help) return { kind: 'help' };
  const port = values.port === undefined ? DEFAULT_PORT : portOf(values.port);
  if (port === null) {
    return {
      kind: 'wrong',
      message: `--port wants a whole number from 1024 to ${PORT_MAX}, not "${values.port}".`,
    };
  }
  if (values.doctor) return { kind: 'doctor', port };
  return { kind: 'start', port, hasDemo: !values['no-demo'], isReset: values.reset };
}

/** @param {string} text */
function portOf(text) {
  const port = /^\d{4,5}$/.test(text) ? Number(text) : 0;
  return port >= 1024 && port <= PORT_MAX ? port : null;
}

/**
 * @param {Error} error
 * @param {readonly string[]} argv
 */
function explain(error, argv) {
  // `npm start --port 4700` keeps the option for npm and hands us the number alone.
  if (argv.some((argument) => !argument.startsWith('-'))) {
    return `Options go after two dashes, as in: npm start -- --port 4700 (got: ${argv.join(' ')})`;
  }
  return error.message.split('. ')[0] + '.';
}
