/**
 * `npm run temporal:postgres -- postgresql://user:password@host:port/ [PORT]`: builds the Temporal
 * server if this machine has none yet, sets up both its schemas, and runs it until Ctrl-C. Then
 * `TEMPORAL_ADDRESS=127.0.0.1:PORT npm start` uses it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, startChild } from '../child.mjs';
import {
  provideTemporalServer,
  serverLaunch,
  serverOfUrl,
  setUpSchemas,
  waitUntilListening,
} from '../temporal-on-postgres.mjs';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

const [databaseUrl, port = '7233'] = process.argv.slice(2);
if (!(Number(port) > 0 && Number(port) < 65_536)) throw new Error(`${port} is no port`);
const report = (/** @type {string} */ line) => console.log(`Temporal server: ${line}`);

const programs = await provideTemporalServer(process.env, import.meta.dirname, report);
if (databaseUrl === undefined) {
  report(`${programs.server}. Give it a database: npm run temporal:postgres -- postgresql://…`);
  process.exit(0);
}
const where = serverOfUrl(databaseUrl);
await setUpSchemas(programs, where);
report('both schemas are up to date');
const folder = mkdtempSync(join(tmpdir(), 'headroom-temporal-'));
const logFile = join(folder, 'server.log');
const child = await startChild(
  await serverLaunch({
    programs,
    where,
    port: Number(port),
    folder,
    dynamicConfig: join(import.meta.dirname, '../../deployment/temporal-dynamic-config.yaml'),
  }),
  logFile,
);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void child.stop(STOP_WITHIN_MS));
if (await waitUntilListening(Number(port), child, READY_WITHIN_MS)) {
  report(`listens on 127.0.0.1:${port}; its log: ${logFile}`);
} else {
  await child.kill();
  report(`did not start. The end of ${logFile}:\n${lastLines(logFile, 5)}`);
}
const { code } = await child.exited;
if (code === 0) rmSync(folder, { recursive: true, force: true });
process.exit(code ?? 1);
