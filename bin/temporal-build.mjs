/**
 * Temporal's programs built from source through the Go module proxy: for machines that reach a proxy
 * of their own but not the vendor. Minutes on a small machine, so it says how far it is. Everything
 * but the binaries is removed afterwards, 3.4 GB of caches in folders of their own.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';

const NEEDED_BYTES = 4_000_000_000;
const REPORT_EVERY_MS = 15_000;

/**
 * `title` is what a person calls the whole, such as `the Temporal CLI`. Go calls a binary after the
 * last part of its package; `name` is what it is called in `folder`, which must exist.
 *
 * @typedef {{
 *   go: string,
 *   title: string,
 *   version: string,
 *   moduleFolder: string,
 *   folder: string,
 *   programs: readonly { package: string, name: string }[],
 *   linkerFlags?: string,
 *   environment: Readonly<Record<string, string | undefined>>,
 *   report: (line: string) => void,
 * }} Build
 */

/**
 * @param {Build} build
 * @returns {Promise<void>} every program is in `build.folder` afterwards, the first of them last
 * @throws in plain words when there is no room, or Go refuses
 */
export async function buildTemporal(build) {
  const { title, folder: parent } = build;
  const { bavail, bsize } = statfsSync(parent);
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Error(
      `Building ${title} needs 4 GB for a few minutes, and ${parent} has ` +
        `${((bavail * bsize) / 1e9).toFixed(1)} GB free. Make room, set XDG_CACHE_HOME to a larger ` +
        `disk, or install it.`,
    );
  }
  const folder = mkdtempSync(join(parent, 'build-'));
  const removeOnExit = () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    } catch {
      // Something still wrote there; the next build clears it away before it begins.
    }
  };
  process.once('exit', removeOnExit);
  try {
    for (const file of ['go.mod', 'go.sum'])
      copyFileSync(join(build.moduleFolder, file), join(folder, file));
    const environment = {
      ...build.environment,
      CGO_ENABLED: '0',
      GOMODCACHE: join(folder, 'modules'),
      GOCACHE: join(folder, 'cache'),
      GOTMPDIR: folder,
      GOWORK: 'off',
      // Without -modcacherw nobody, not even their owner, could simply delete the modules.
      GOFLAGS: '-modcacherw -mod=readonly -buildvcs=false',
    };
    const total = await download(build, folder, environment);
    await compile(build, folder, environment, total);
    // Whoever looks whether all are there looks for the first.
    for (const program of build.programs.toReversed()) {
      renameSync(join(folder, 'built', basename(program.package)), join(parent, program.name));
    }
  } finally {
    process.removeListener('exit', removeOnExit);
    removeOnExit();
  }
}

/**
 * Fetches the modules by asking for the list of packages, which is also the size of the work.
 *
 * @param {Build} build
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>} how many packages there are to compile
 */
async function download({ go, title, version, programs, report }, folder, environment) {
  report(`fetching the source of ${title} ${version} (about 260 MB)`);
  let packages = 0;
  let modules = 0;
  const wanted = programs.map((program) => program.package);
  await runGo({ go, title }, ['list', '-deps', ...wanted], folder, environment, {
    onOutput: () => (packages += 1),
    onMessage: (line) => (modules += line.startsWith('go: downloading') ? 1 : 0),
    progress: () => report(`fetched ${modules} modules`),
  });
  return packages;
}

/**
 * @param {Build} build
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} total
 */
async function compile({ go, title, linkerFlags, programs, report }, folder, environment, total) {
  report(`compiling ${total} packages, three to four minutes on two cores`);
  let compiled = 0;
  mkdirSync(join(folder, 'built'));
  await runGo(
    { go, title },
    [
      ...['build', '-v', '-trimpath', '-gcflags=all=-dwarf=false'],
      ...['-ldflags', `-s -w ${linkerFlags ?? ''}`],
      ...['-o', 'built/', ...programs.map((program) => program.package)],
    ],
    folder,
    environment,
    {
      onOutput: () => undefined,
      onMessage: () => (compiled += 1),
      progress: () => report(`compiled ${compiled} of ${total} packages`),
    },
  );
}

/**
 * @param {Pick<Build, 'go' | 'title'>} build
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @param {{ onOutput: (line: string) => unknown, onMessage: (line: string) => unknown, progress: () => void }} listeners
 */
async function runGo({ go, title }, args, cwd, env, { onOutput, onMessage, progress }) {
  const child = spawn(go, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const recent = [];
  createInterface({ input: child.stdout }).on('line', onOutput);
  createInterface({ input: child.stderr }).on('line', (line) => {
    recent.push(line);
    if (recent.length > 8) recent.shift();
    onMessage(line);
  });
  const timer = setInterval(progress, REPORT_EVERY_MS);
  const endOnExit = () => child.kill('SIGKILL');
  // Before its folder is removed.
  process.prependOnceListener('exit', endOnExit);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) {
      throw new Error(
        `Go could not build ${title}. It said:\n${recent.join('\n')}\n` +
          'If the module proxy cannot be reached, set GOPROXY.',
      );
    }
  } finally {
    clearInterval(timer);
    process.removeListener('exit', endOnExit);
  }
}
