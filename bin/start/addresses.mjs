/** The short table at the end: where everything answers, and how to sign in. */
import { table } from './printing.mjs';

/**
 * What the demo data wrote down about its users, one line each: who, e-mail, password.
 *
 * @typedef {readonly string[]} SignIns
 */

/**
 * @param {{ environment: import('./environment.mjs').Environment, signIns: SignIns, logs: string }} from
 * @returns {string}
 */
export function addressTable({ environment, signIns, logs }) {
  const page = environment['PUBLIC_URL'] ?? '';
  const sandbox = environment['SANDBOX_URL'] ?? '';
  const temporalUi = environment['TEMPORAL_UI_URL'];
  return table([
    ['Staff page', page],
    ['API docs', `${page}/api/docs`],
    [
      'Temporal UI',
      temporalUi ? `${temporalUi}/namespaces/headroom/workflows` : 'of your own cluster',
    ],
    ['Inbox', `${sandbox}/inbox`],
    ['Gateway ledger', `${sandbox}/ledger`],
    ...(signIns.length > 0
      ? signIns.map((line) => /** @type {const} */ (['Sign in', line]))
      : [
          /** @type {const} */ ([
            'First admin',
            'npm run invite -- you@example.com "Your Name" prints a one-time link',
          ]),
        ]),
    ['Logs', logs],
  ]);
}
