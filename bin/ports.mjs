/**
 * The ports of one running Headroom: seven in a row, so that `--port` moves all of them together
 * and two checkouts side by side need one number each. Loopback only.
 */
import { createServer } from 'node:net';

export const DEFAULT_PORT = 4600;
/** How many ports in a row one checkout takes. */
export const PORT_COUNT = 7;
/** The last base whose whole row is still a port. */
export const PORT_MAX = 65_535 - (PORT_COUNT - 1);

/**
 * @param {number} base 1024 to `PORT_MAX`
 */
export function portPlan(base) {
  return {
    page: base,
    sandbox: base + 1,
    temporal: base + 2,
    temporalUi: base + 3,
    postgres: base + 4,
    temporalMetrics: base + 5,
    workers: base + 6,
  };
}

/** @typedef {ReturnType<typeof portPlan>} PortPlan */

/** What each port is for, in words for a person. */
const PURPOSE = /** @type {const} */ ({
  page: 'the page and the API',
  sandbox: 'the sandbox',
  temporal: 'Temporal',
  temporalUi: 'the Temporal UI',
  postgres: 'PostgreSQL',
  temporalMetrics: "Temporal's metrics",
  workers: "the workers' health",
});

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether nobody listens on it on loopback
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/** A port of 127.0.0.1 that nobody holds now. */
export function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {PortPlan} plan
 * @param {readonly (keyof PortPlan)[]} needed those we will listen on ourselves
 * @param {(port: number) => Promise<boolean>} [probe]
 * @returns {Promise<{ port: number, purpose: string } | null>} the first one somebody else holds
 */
export async function firstTaken(plan, needed, probe = isFree) {
  for (const name of needed) {
    if (!(await probe(plan[name]))) return { port: plan[name], purpose: PURPOSE[name] };
  }
  return null;
}

/**
 * A base whose whole row is free, to propose when the wanted one is not.
 *
 * @param {number} base where to begin looking
 * @param {(port: number) => Promise<boolean>} [probe]
 * @returns {Promise<number | null>} null when twenty rows on nothing was free
 */
export async function nextFreeBase(base, probe = isFree) {
  for (let step = 1; step <= 20; step += 1) {
    const candidate = base + step * 10;
    if (candidate > PORT_MAX) return null;
    const plan = portPlan(candidate);
    const names = /** @type {(keyof PortPlan)[]} */ (Object.keys(plan));
    if ((await firstTaken(plan, names, probe)) === null) return candidate;
  }
  return null;
}
