/**
 * Goal: services come back when they crash, end in the reverse of their order, and nothing new is
 * begun while everything is being stopped.
 * Method: real processes that do nothing but live or crash, ended from outside.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../bin/process-identity.mjs';
import { createSupervisor } from '../../bin/start/supervisor.mjs';
import { until } from '../../bin/waiting.mjs';

const LIVE = 'setInterval(() => undefined, 1000)';

type Supervisor = ReturnType<typeof createSupervisor>;
type Alive = Parameters<Parameters<typeof createSupervisor>[0]['onChange']>[0];

let folder: string;
let said: string[];
let alive: Alive;
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-supervisor-'));
  said = [];
  alive = [];
  supervisor = createSupervisor({
    print: {
      line: (name, text) => said.push(`${name} ${text}`),
      plain: (text) => said.push(text),
      alsoTo: () => undefined,
    },
    onChange: (now) => {
      alive = now;
    },
  });
});

afterEach(async () => {
  await supervisor.kill();
  rmSync(folder, { recursive: true, force: true });
});

function launch(script: string) {
  return { command: process.execPath, args: ['-e', script], cwd: folder };
}

function service(name: string, rank: number, script = LIVE, isReady = () => Promise.resolve(true)) {
  const logFile = join(folder, `${name}.log`);
  const words = { title: name, readyText: 'ready', graceMs: 5_000 };
  return { name, rank, launch: launch(script), logFile, isReady, ...words };
}

it('starts a crashed service again, says so, and records the new process', async () => {
  await supervisor.start(service('api', 1));
  const [first] = alive;
  process.kill(first?.pid ?? 0, 'SIGKILL');
  expect(await until(() => said.includes('api is back'), { limitMs: 10_000 })).toBe(true);
  expect(said.join('\n')).toContain('api ended by itself (SIGKILL); starting it again in 0.5 s');
  expect(alive).toHaveLength(1);
  expect(alive[0]?.pid).not.toBe(first?.pid);
  expect(alive.every(isRunning)).toBe(true);
});

it('stops in the reverse of the order of ranks, whatever the order of starting', async () => {
  await supervisor.start(service('api', 5));
  await supervisor.start(service('postgres', 1));
  await supervisor.start(service('workers', 4));
  const started = alive;
  await supervisor.stop();
  const stopped = said.filter((line) => line.endsWith('stopped'));
  expect(stopped).toEqual(['api stopped', 'workers stopped', 'postgres stopped']);
  expect(started.some(isRunning)).toBe(false);
  expect(alive).toEqual([]);
});

it('does not start again what ended because it was stopped', async () => {
  await supervisor.start(service('api', 1));
  await supervisor.stop();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(alive).toEqual([]);
  expect(said.filter((line) => line.includes('again'))).toEqual([]);
});

it('says the end of the log of a service that does not get ready', async () => {
  const gone = service('api', 1, 'console.error("no such database")', async () => {
    await until(() => existsSync(join(folder, 'api.log')), { limitMs: 5_000 });
    await until(() => readFileSync(join(folder, 'api.log'), 'utf8') !== '', { limitMs: 5_000 });
    return false;
  });
  await expect(supervisor.start(gone)).rejects.toThrow(/api did not get ready[^]*no such database/);
});

it('begins nothing while everything is being stopped, and does not call it done', async () => {
  await supervisor.stop();
  const options = { logFile: join(folder, 'seed.log') };
  const seeding = supervisor.runTool('demo data', launch(''), options);
  await expect(seeding).rejects.toThrow('being stopped');
  await expect(supervisor.start(service('api', 1))).rejects.toThrow('being stopped');
});

it('ends a tool that is at work when everything is stopped', async () => {
  const options = { logFile: join(folder, 'build.log') };
  const building = supervisor.runTool('build', launch(LIVE), options);
  const outcome = building.then(
    () => 'done',
    (error: Error) => error.message,
  );
  await until(() => alive.length === 1, { limitMs: 5_000 });
  await supervisor.stop();
  expect(await outcome).toContain('build failed (SIGKILL)');
});
