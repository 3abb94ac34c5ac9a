/**
 * One run of the suites: a folder for its servers' files, and the process that owns them. Both are
 * in the environment, which jest's workers inherit. Everything a run starts is on a leash
 * (`bin/leash.mjs`) held by that process, so nothing outlives it, however it ends.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launch } from '../../bin/child.mjs';
import { lastLines } from '../../bin/child.mjs';
import { take } from '../../bin/lock.mjs';
import { identityOf, isRunning, type ProcessIdentity } from '../../bin/process-identity.mjs';
import { until } from '../../bin/waiting.mjs';

const RUN_FOLDER = 'HEADROOM_TEST_RUN';
const OWNER = 'HEADROOM_TEST_OWNER';
const PREFIX = 'headroom-tests-';

export const checkout = join(__dirname, '../..');

/** Opens a run, unless one is open around us already, and clears away what dead runs left. */
export function openRun(): void {
  if (process.env[RUN_FOLDER]) return;
  clearDeadRuns();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // The user PostgreSQL runs as, when we are root, has to pass through.
  chmodSync(folder, 0o711);
  const owner = JSON.stringify(identityOf(process.pid));
  writeFileSync(join(folder, 'owner.json'), owner, { mode: 0o600 });
  process.env[RUN_FOLDER] = folder;
  process.env[OWNER] = owner;
  process.env['ALLOW_UNSAFE_DURABILITY'] = 'true';
}

/** Ends the servers of the run this process opened, and removes its folder. */
export async function closeRun(): Promise<void> {
  const folder = runFolder();
  if (runOwner().pid !== process.pid) return;
  const servers = readdirSync(folder)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProcessIdentity);
  // Nothing of theirs is needed any more, so they get no time to tidy up.
  for (const server of servers) killGroup(server);
  await until(() => !servers.some(isRunning), { limitMs: 10_000 });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

export function runFolder(): string {
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error('Servers for tests are started by suites that run under jest.');
  return folder;
}

function runOwner(): ProcessIdentity {
  return JSON.parse(process.env[OWNER] ?? '') as ProcessIdentity;
}

function clearDeadRuns(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as ProcessIdentity;
      if (!isRunning(owner)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Of another user, or just being made.
    }
  }
}

export function killGroup(identity: ProcessIdentity): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(-identity.pid, 'SIGKILL');
  } catch {
    // Ended between our look and our signal.
  }
}

/**
 * Starts a program that ends with the run.
 *
 * @throws when it cannot be started; the log's last lines say why
 */
export async function startOnLeash(name: string, launch: Launch): Promise<ProcessIdentity> {
  const pidFile = join(runFolder(), `${name}.pid`);
  const logFile = join(runFolder(), `${name}.log`);
  const owner = runOwner();
  rmSync(pidFile, { force: true });
  const leash = spawn(
    process.execPath,
    [
      join(checkout, 'bin/leash.mjs'),
      String(owner.pid),
      owner.startedAt,
      pidFile,
      JSON.stringify({
        launch: { ...launch, environment: launch.environment ?? process.env },
        logFile,
      }),
    ],
    { detached: true, stdio: 'ignore' },
  );
  leash.unref();
  const identity = await until(() => readIdentity(pidFile), { limitMs: 10_000, everyMs: 10 });
  if (identity === null) throw new Error(`${name} did not start: ${lastLines(logFile, 5)}`);
  return identity;
}

function readIdentity(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}

/**
 * Does `work` once in the whole run and gives everyone its answer, whichever worker asks first. A
 * failure is everyone's too: a server that cannot start would fail every suite the same way.
 *
 * @param work answers something that survives JSON
 */
export async function oncePerRun<Answer>(
  name: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const file = join(runFolder(), `${name}.json`);
  const outcome = await until(() => readOutcome<Answer>(file) ?? takeTurn(name), {
    limitMs: 120_000,
    everyMs: 20,
  });
  if (outcome === null) throw new Error(`${name} was not ready after two minutes`);
  if (outcome !== 'ours') return unwrap(outcome);
  const made = await work().then(
    (answer): Outcome<Answer> => ({ answer }),
    (error: unknown): Outcome<Answer> => ({ failure: String(error) }),
  );
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return unwrap(made);
}

type Outcome<Answer> = Readonly<{ answer: Answer } | { failure: string }>;

function takeTurn(name: string): 'ours' | null {
  return take(join(runFolder(), `${name}.lock`)) ? 'ours' : null;
}

function readOutcome<Answer>(file: string): Outcome<Answer> | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome<Answer>;
  } catch {
    return null;
  }
}

function unwrap<Answer>(outcome: Outcome<Answer>): Answer {
  if ('failure' in outcome) throw new Error(outcome.failure);
  return outcome.answer;
}
