/**
 * Keeps the services running: starts each, waits until it is ready, starts it again when it
 * crashes, and stops all in the reverse of their order.
 *
 * Invariant: whoever may be alive is in the record that `onChange` receives before anything else
 * happens, so that the next start can end what a killed one left behind.
 */
import { lastLines, startChild } from '../child.mjs';
import { runTool } from '../tools.mjs';
import { until } from '../waiting.mjs';
import { backoffMs, countCrash } from './backoff.mjs';
import { since } from './printing.mjs';

/**
 * `rank` is the place in the order of stopping: the highest goes first.
 *
 * @typedef {{
 *   name: string,
 *   title: string,
 *   rank: number,
 *   launch: import('../child.mjs').Launch,
 *   logFile: string,
 *   isReady: (child: import('../child.mjs').Child) => Promise<boolean>,
 *   readyText: string,
 *   graceMs: number,
 * }} Service
 */

/** @typedef {import('../process-identity.mjs').ProcessIdentity & { name: string, stopSignal: NodeJS.Signals }} Left */

/**
 * @typedef {{
 *   service: Service,
 *   child: import('../child.mjs').Child | null,
 *   crashes: number,
 * }} Kept
 */

/**
 * @param {{
 *   print: import('./printing.mjs').Printer,
 *   onChange: (alive: Left[]) => void,
 * }} dependencies
 */
export function createSupervisor({ print, onChange }) {
  /** @type {Kept[]} */
  const kept = [];
  /** @type {Set<{ name: string, child: import('../child.mjs').Child }>} */
  const tools = new Set();
  let isStopping = false;

  const record = () => {
    const services = kept.flatMap(({ service: { name, launch }, child }) =>
      child ? [{ name, child, stopSignal: launch.stopSignal ?? 'SIGTERM' }] : [],
    );
    const atWork = [...tools].map((tool) => ({
      ...tool,
      stopSignal: /** @type {const} */ ('SIGKILL'),
    }));
    onChange(
      [...services, ...atWork]
        .filter(({ child }) => !child.hasExited())
        .map(({ name, child, stopSignal }) => ({ ...child.identity, name, stopSignal })),
    );
  };

  const refuseWhileStopping = () => {
    if (isStopping) throw new Error('Headroom is being stopped.');
  };

  /** @param {Kept} entry */
  const launch = async (entry) => {
    const child = await startChild(entry.service.launch, entry.service.logFile);
    entry.child = child;
    record();
    return child;
  };

  /**
   * @param {Kept} entry
   * @param {import('../child.mjs').Child} child
   */
  const watch = async (entry, child) => {
    const startedMs = performance.now();
    const { code, signal } = await child.exited;
    record();
    if (isStopping) return;
    entry.crashes = countCrash(entry.crashes, performance.now() - startedMs);
    const waitMs = backoffMs(entry.crashes);
    print.line(
      entry.service.title,
      `ended by itself (${signal ?? `code ${code}`}); starting it again in ${waitMs / 1000} s. ` +
        `Its log: ${entry.service.logFile}`,
    );
    await until(() => isStopping, { limitMs: waitMs });
    if (!isStopping) await restart(entry);
  };

  /** @param {Kept} entry */
  const restart = async (entry) => {
    const child = await launch(entry);
    const watched = watch(entry, child);
    if (await entry.service.isReady(child)) {
      print.line(entry.service.title, 'is back');
    } else if (!isStopping) {
      await child.kill();
    }
    await watched;
  };

  return {
    record,
    isStopping: () => isStopping,

    /**
     * Runs a program to its end. Stopping ends it too.
     *
     * @param {string} name
     * @param {import('../child.mjs').Launch} launch
     * @param {import('../tools.mjs').ToolOptions} options
     * @throws when it fails, and when everything is being stopped: what it should have done is not
     */
    async runTool(name, launch, options) {
      refuseWhileStopping();
      /** @type {{ name: string, child: import('../child.mjs').Child } | undefined} */
      let tool;
      const onChild = (/** @type {import('../child.mjs').Child} */ child) => {
        tool = { name, child };
        tools.add(tool);
        record();
      };
      try {
        await runTool(name, launch, { ...options, onChild });
      } finally {
        if (tool) tools.delete(tool);
        record();
      }
    },

    /**
     * Starts a service for the first time.
     *
     * @param {Service} service
     * @throws when it ends or stays silent instead of getting ready, with the end of its log
     */
    async start(service) {
      refuseWhileStopping();
      const startedMs = performance.now();
      /** @type {Kept} */
      const entry = { service, child: null, crashes: 0 };
      kept.push(entry);
      const child = await launch(entry);
      const isReady = await service.isReady(child);
      refuseWhileStopping();
      if (!isReady) {
        const log = lastLines(service.logFile, 12);
        throw new Error(
          `${service.title} did not get ready. The end of ${service.logFile}:\n${log}`,
        );
      }
      print.line(service.title, `${service.readyText} (${since(startedMs)})`);
      watch(entry, child).catch((error) => print.line(service.title, String(error)));
    },

    /** Stops everything, in the reverse of the order. Harmless when repeated. */
    async stop() {
      isStopping = true;
      await Promise.all([...tools].map(({ child }) => child.kill()));
      const order = [...kept].sort((one, other) => other.service.rank - one.service.rank);
      for (const { service, child } of order) {
        if (!child || child.hasExited()) continue;
        await child.stop(service.graceMs);
        print.line(service.title, 'stopped');
        record();
      }
    },

    /** For an impatient second Ctrl-C. */
    async kill() {
      isStopping = true;
      await Promise.all([...kept, ...tools].map(async ({ child }) => child?.kill()));
      record();
    },
  };
}
