/**
 * Goal: a starter that is killed leaves nothing running, and one that ends by itself is not
 * followed by anybody's cleaning up.
 * Method: a small starter in a process of its own, with one service, killed from outside.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../bin/process-identity.mjs';
import { endLeftovers, readRecord } from '../../bin/start/record.mjs';
import { until } from '../../bin/waiting.mjs';
import { checkout } from '../support/run';

let folder: string;
const starters: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-killed-'));
});

afterEach(async () => {
  for (const starter of starters.splice(0)) starter.kill('SIGKILL');
  await endLeftovers(folder);
  rmSync(folder, { recursive: true, force: true });
});

/** Does what `npm start` does about its record, with one service that only lives. */
async function startOne(ending: string) {
  const script = join(folder, 'starter.mjs');
  writeFileSync(
    script,
    `
    import { appointUndertaker, becomeStarter, resignAsStarter, writeRecord } from '${checkout}/bin/start/record.mjs';
    import { startChild } from '${checkout}/bin/child.mjs';
    const folder = ${JSON.stringify(folder)};
    await becomeStarter(folder);
    const undertaker = appointUndertaker(folder);
    const child = await startChild(
      { command: process.execPath, args: ['-e', 'setInterval(() => undefined, 1000)'], cwd: folder },
      folder + '/service.log',
    );
    const alive = [{ ...child.identity, name: 'service', stopSignal: 'SIGTERM' }];
    writeRecord(folder, { isReady: true, port: 4600, hasDemo: false, undertaker, alive });
    ${ending}`,
  );
  const starter = spawn(process.execPath, [script], { stdio: 'ignore' });
  starters.push(starter);
  const record = await until(() => readRecord(folder), { limitMs: 10_000 });
  const [service] = record?.alive ?? [];
  const undertaker = record?.undertaker;
  if (!service || !undertaker) throw new Error('the starter wrote no whole record');
  return { starter, service, undertaker };
}

it('ends what a killed starter left, and goes itself', async () => {
  const { starter, service, undertaker } = await startOne('setInterval(() => undefined, 1000);');
  expect([isRunning(service), isRunning(undertaker)]).toEqual([true, true]);
  starter.kill('SIGKILL');
  const isOver = () => !isRunning(service) && !isRunning(undertaker);
  expect(await until(isOver, { limitMs: 10_000 })).toBe(true);
}, 30_000);

it('leaves alone what belongs to somebody else by then', async () => {
  const ending = 'setTimeout(() => (resignAsStarter(folder), process.exit(0)), 500);';
  const { service, undertaker } = await startOne(ending);
  expect(await until(() => !isRunning(undertaker), { limitMs: 10_000 })).toBe(true);
  expect(isRunning(service)).toBe(true);
  process.kill(service.pid, 'SIGKILL');
}, 30_000);

it('is waited for by the next start, which then finds nothing left', async () => {
  const { starter, service } = await startOne('setInterval(() => undefined, 1000);');
  starter.kill('SIGKILL');
  await endLeftovers(folder);
  expect(isRunning(service)).toBe(false);
}, 30_000);
