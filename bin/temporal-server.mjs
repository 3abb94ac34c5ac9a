/**
 * The Temporal dev server: its flags, and when it is ready. Used by `npm start` and by the suites.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { until } from './waiting.mjs';

const run = promisify(execFile);

/**
 * @param {{
 *   binary: string,
 *   cwd: string,
 *   port: number,
 *   uiPort?: number,
 *   metricsPort?: number,
 *   databaseFile?: string,
 *   namespaces: readonly string[],
 * }} options without `databaseFile` everything is in memory; without `uiPort` there is no UI
 * @returns {import('./child.mjs').Launch}
 */
export function temporalLaunch(options) {
  const { binary, cwd, port, uiPort, metricsPort, databaseFile, namespaces } = options;
  return {
    command: binary,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
      ...(uiPort ? ['--ui-port', String(uiPort), '--ui-disable-news-fetch'] : ['--headless']),
      ...(metricsPort ? ['--metrics-port', String(metricsPort)] : []),
      ...(databaseFile
        ? [
            ...['--db-filename', databaseFile],
            // Two to four times the throughput on a file, and still safe against a killed process.
            ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
          ]
        : []),
      ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
      // The default of 20 polls a second makes every dispatch wait up to 50 ms.
      ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
      ...['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=2000'],
      // Each partition of a queue goes by its own priorities and by its own share of the queue's rate: only
      // with one of them does a person never wait behind autopay, and is the gateway's rate used whole.
      ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
      ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
      // Saves a fifth of the CPU for regular activities on the workflow's own queue.
      ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
      ...['--log-level', 'error'],
    ],
    cwd,
    stopSignal: 'SIGTERM',
  };
}

/**
 * @param {string} binary
 * @param {number} port
 * @param {import('./child.mjs').Child} child
 * @param {number} limitMs
 * @returns {Promise<boolean>} false when it ended, or the limit passed
 */
export async function waitUntilServing(binary, port, child, limitMs) {
  const answer = await until(
    async () => {
      if (child.hasExited()) return 'ended';
      return (await isServing(binary, `127.0.0.1:${port}`)) && 'ready';
    },
    { limitMs },
  );
  return answer === 'ready';
}

/**
 * @param {string} binary
 * @param {string} address `host:port`
 */
export async function isServing(binary, address) {
  try {
    const { stdout } = await run(binary, ['operator', 'cluster', 'health', '--address', address], {
      timeout: 5_000,
    });
    return stdout.includes('SERVING');
  } catch {
    return false;
  }
}
